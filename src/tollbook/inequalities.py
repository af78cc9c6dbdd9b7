"""The claims as inequalities: people fall into cells, and each claim bounds the number in the cells that it counts.

A cell is who, where, when and what happened, as fine as the claims tell apart: two claims that count one person both hold its cell.
Claims that can share nobody, directly or through others, are solved apart. Solutions are whole numbers of 0 or more; a system too
simple to need a solver is solved in closed form, all others exactly by HiGHS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, reduce
from itertools import combinations, product
from math import inf

import numpy as np
import pandas as pd
from scipy.optimize import Bounds as Limits
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array, csc_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from tollbook import measures
from tollbook.bounds import Bounds
from tollbook.errors import BadInput
from tollbook.measures import APART, HARMS, OPEN, Events, Parts

MOST_PATTERNS = 4096  # ways in which kinds of people or incidents may overlap, beyond which a system is refused
BATCH = 256  # systems given to the solver at once
INFEASIBLE = 2  # HiGHS's status, as scipy has it
CLOSE = 1e-6  # what HiGHS calls equal


@dataclass(frozen=True)
class Focus:
    """The people that are counted: of one side or any, with an outcome made of these harms, within days."""

    harms: str
    side: str | None = None
    first: int = OPEN
    last: int = 10**7


@dataclass(frozen=True)
class System:
    """The claims of one component, each with its bounds, over cells.

    `cells` has for each cell the claims that hold it, as bits in the order of `claims`; `counted` are the same for the cells whose people
    are counted: a cell can be in both. Cells that the same claims hold are one.
    """

    claims: tuple[str, ...]
    low: tuple[int, ...]
    high: tuple[int | None, ...]
    cells: tuple[int, ...]
    counted: tuple[int, ...]

    @property
    def key(self) -> tuple:
        """What the solution depends on: systems that differ in the names of their claims have one."""
        return self.low, self.high, self.cells, self.counted

    @cached_property
    def columns(self) -> tuple[tuple[int, bool], ...]:
        """The cells of both kinds, each with whether its people are counted."""
        return (*((cell, False) for cell in self.cells), *((cell, True) for cell in self.counted))

    def keep(self, claims: Iterable[str]) -> System:
        """Give the system of some of its claims; people whom none of them counts are in no cell of it."""
        wanted = claims if isinstance(claims, (set, frozenset)) else set(claims)
        kept = [at for at, name in enumerate(self.claims) if name in wanted]
        cells, counted = (tuple(sorted({_narrow(cell, kept) for cell in some} - {0})) for some in (self.cells, self.counted))
        return System(*(tuple(column[at] for at in kept) for column in (self.claims, self.low, self.high)), cells, counted)

    def split(self) -> list[System]:
        """Give the systems that this one falls into where claims share nobody, directly or through others."""
        groups: list[int] = []
        for cell, _ in self.columns:
            joined = reduce(int.__or__, (group for group in groups if group & cell), cell)
            groups = [*(group for group in groups if not group & cell), joined]
        if len(groups) < 2:
            return [self]
        return [self.keep({name for at, name in enumerate(self.claims) if group >> at & 1}) for group in groups]

    def bounded(self, claim: str, bounds: Bounds) -> System:
        """Give the system with other bounds for one claim."""
        at = self.claims.index(claim)
        return replace(self, low=(*self.low[:at], bounds.low, *self.low[at + 1:]), high=(*self.high[:at], bounds.high, *self.high[at + 1:]))

    def counting(self, claim: str) -> System:
        """Give the system in which the people of one claim are counted."""
        bit = 1 << self.claims.index(claim)
        cells = {cell for cell, _ in self.columns}
        return replace(self, cells=tuple(sorted(cell for cell in cells if not cell & bit)),
                       counted=tuple(sorted(cell for cell in cells if cell & bit)))


def _narrow(cell: int, kept: list[int]) -> int:
    return sum(1 << new for new, old in enumerate(kept) if cell >> old & 1)


# -- from claims to systems ------------------------------------------------------------------------------------------------------------


def components(size: int, pairs: measures.Pairs) -> np.ndarray:
    """Number the components of claims that can share people, directly or through others; one number a row of the claims table."""
    share = pairs.measures < APART
    edges = coo_array((np.ones(int(share.sum()), dtype=bool), (pairs.a[share], pairs.b[share])), shape=(size, size))
    return connected_components(edges, directed=False)[1]


class Builder:
    """Builds the systems of components of one claims table.

    Parameters
    ----------
    claims : DataFrame
        Built claims that have bounds: none of `low` is missing.
    incidents : DataFrame or Events
        The built incidents of the same articles.
    known : Parts, optional
        The parts of the claims' measures, where they are at hand.
    """

    def __init__(self, claims: pd.DataFrame, incidents: pd.DataFrame | Events, known: Parts | None = None):
        incidents = incidents if isinstance(incidents, Events) else Events(incidents)
        lines = measures.lineage(incidents)
        self.above: dict[tuple[str, str], frozenset[str]] = {}
        for article, incident, whole in lines.loc[lines["depth"] > 0, ["article_id", "incident_id", "ancestor"]].itertuples(index=False):
            self.above[article, incident] = self.above.get((article, incident), frozenset({incident})) | {whole}
        self.overlaps = set(measures.may_overlap(incidents).itertuples(index=False, name=None))
        self.meeting = set(measures.may_overlap(incidents, is_said=True).itertuples(index=False, name=None))
        self.met: dict[tuple[str, str], list[str]] = {}
        for article, incident in sorted({pair[:2] for pair in self.meeting}):
            for whole in self.above.get((article, incident), ()):
                self.met.setdefault((article, whole), []).append(incident)
        self._known = known or measures.parts(claims)
        self.victims = self._known.victims
        self.names, self.articles, self.where, self.outcomes = (
            claims[name].to_list() for name in ("claim_id", "article_id", "incident_id", "outcome"))
        self.kinds = [self._known.kinds[kind] for kind in self._known.kind.tolist()]
        self.start, self.end = self._known.start.tolist(), self._known.end.tolist()
        self.low = claims["low"].to_list()
        self.high = [None if missing else high for high, missing in zip(claims["high"].to_list(), claims["high"].isna(), strict=True)]

    def build(self, rows: list[int], focus: Focus) -> System:
        """Build the system of some rows of the claims table, with the people of a focus counted."""
        parts = (self._incidents(rows), self._days(rows, focus), self._victims(rows, focus), self._harms(rows, focus))
        cells: dict[tuple[int, bool], None] = {}
        for pattern in product(*parts):
            cell, counted = pattern[0]
            for other, is_counted in pattern[1:]:
                cell, counted = cell & other, counted and is_counted
            if cell:
                cells[cell, counted] = None
        plain, counted = (tuple(sorted(cell for cell, is_counted in cells if is_counted == kind)) for kind in (False, True))
        return System(*(tuple(column[row] for row in rows) for column in (self.names, self.low, self.high)), plain, counted)

    def alone(self, rows: np.ndarray, focus: Focus) -> tuple[np.ndarray, np.ndarray]:
        """Tell which of some claims, each taken for itself, count people of a focus, and which count others.

        Claims of one kind of people and one outcome have one answer, if their days are within the focus, without it, or both.
        """
        start, end = self._known.start[rows], self._known.end[rows]
        within = (start <= end) & (start <= focus.last) & (end >= focus.first)
        without = (start <= end) & ((start < focus.first) | (end > focus.last))
        key = (self._known.kind[rows] * len(HARMS) + self._known.outcome[rows]) * 4 + 2 * within + without
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        systems = [self.build([row], focus) for row in rows[first].tolist()]
        holds, spills = (np.array([bool(getattr(system, name)) for system in systems], dtype=bool) for name in ("counted", "cells"))
        return holds[which], spills[which]

    def _days(self, rows: list[int], focus: Focus) -> set[tuple[int, bool]]:
        """Cut the days where a claim or the focus begins or ends."""
        cuts = sorted({self.start[row] for row in rows} | {self.end[row] + 1 for row in rows} | {focus.first, focus.last + 1})
        return {(sum(1 << at for at, row in enumerate(rows) if self.start[row] <= day <= self.end[row]), focus.first <= day <= focus.last)
                for day in cuts}

    def _harms(self, rows: list[int], focus: Focus) -> set[tuple[int, bool]]:
        harms = sorted({harm for row in rows for harm in HARMS[self.outcomes[row]]})
        return {(sum(1 << at for at, row in enumerate(rows) if harm in HARMS[self.outcomes[row]]), harm in focus.harms) for harm in harms}

    def _victims(self, rows: list[int], focus: Focus) -> set[tuple[int, bool]]:
        """List the sets of kinds that one person can be of."""
        used = dict.fromkeys(self.kinds[row] for row in rows)
        if focus.side:
            used[focus.side] = None
        if len(used) == 1:
            return {((1 << len(rows)) - 1, True)}
        victims = self.victims
        found = _patterns(list(used), victims.above, lambda one, other: victims.stand(one, other) != APART)
        groups = [(kind, {side, f"people.{group}"}) for kind, (side, _, group) in ((kind, kind.partition(".")) for kind in used)
                  if group and "@" not in kind and side != "people"]
        found = [pattern for pattern in found if not any(both <= pattern and kind not in pattern for kind, both in groups)]
        return {(sum(1 << at for at, row in enumerate(rows) if self.kinds[row] in pattern), not focus.side or focus.side in pattern)
                for pattern in found}

    def _incidents(self, rows: list[int]) -> set[tuple[int, bool]]:
        """List the sets of incidents that one person can be counted in.

        Who is in two incidents is in parts of them that may overlap, where they have parts and only these may: of the incidents that hold
        no other of the set, any two must be said to overlap. Parts without a claim of their own are looked at as well.
        """
        article, used = self.articles[rows[0]], list(dict.fromkeys(self.where[row] for row in rows))
        if len(used) == 1:
            return {((1 << len(rows)) - 1, True)}

        def above(incident: str) -> frozenset[str]:
            return self.above.get((article, incident), frozenset({incident}))

        def can_share(one: str, other: str) -> bool:
            return one in above(other) or other in above(one) or (article, one, other) in self.overlaps

        def is_possible(pattern: frozenset[str]) -> bool:
            innermost = [name for name in pattern if not any(name in above(other) for other in pattern - {name})]
            return all((article, one, other) in self.meeting for one, other in combinations(innermost, 2))

        within = sorted({name for whole in used for name in self.met.get((article, whole), [])} - set(used))
        return {(sum(1 << at for at, row in enumerate(rows) if self.where[row] in pattern), True)
                for pattern in _patterns([*used, *within], above, can_share) if is_possible(pattern)}


def _patterns(names: list[str], above: Callable[[str], frozenset[str]], can_share: Callable[[str, str], bool]) -> list[frozenset[str]]:
    """List the sets of names that one person can have at once: with each name all that hold it, and no two that share nobody."""
    widest_first = sorted(names, key=lambda name: (len(above(name)), name))
    found: list[frozenset[str]] = [frozenset()]
    for name in widest_first:
        held = above(name) & set(names) - {name}
        found += [pattern | {name} for pattern in found if held <= pattern and all(can_share(name, other) for other in pattern)]
        if len(found) > MOST_PATTERNS:
            raise BadInput(f"system: found more than {MOST_PATTERNS:,} ways in which {len(names)} kinds of people or incidents may overlap "
                           f"({', '.join(sorted(names)[:3])}, ...); allowed are fewer: say in the sheets which share nobody")
    return found[1:]


# -- solving ---------------------------------------------------------------------------------------------------------------------------


def solve(systems: list[System]) -> list[Bounds | None]:
    """Give for each system the least and the greatest number of people counted; None where the claims contradict one another.

    A system without counted cells gives 0..0, or None. The solutions are exact.
    """
    fresh = {system.key: system for system in systems}
    found = {key: _closed_form(system) for key, system in fresh.items()}
    hard = [system for key, system in fresh.items() if found[key] is NotImplemented]
    for first in range(0, len(hard), BATCH):
        batch = hard[first:first + BATCH]
        found |= zip((system.key for system in batch), _solve_batch(batch), strict=True)
    return [found[system.key] for system in systems]


@lru_cache(maxsize=65_536)
def _solve_one(key: tuple) -> Bounds | None:
    return solve([System(tuple(str(at) for at in range(len(key[0]))), *key)])[0]


def bounds(system: System) -> Bounds | None:
    """Solve one system; the answer is remembered."""
    return _solve_one(system.key)


def is_feasible(system: System) -> bool:
    """Tell whether all claims of a system can be true."""
    return bounds(replace(system, cells=tuple(sorted({*system.cells, *system.counted})), counted=())) is not None


def _closed_form(system: System) -> Bounds | None:
    """Solve a system in which any two claims share nobody or one counts all the people of the other; NotImplemented for any other.

    From the narrowest claims to the widest: how many people a claim can be of, how many of them are counted at the least and how many
    are not. A number that grows takes in, as long as there are any, people who do not add to what is kept least.
    """
    forest = _forest(system)
    if forest is None:
        return None if _plain_conflict(system) else NotImplemented
    order, whole_of, rest = forest
    totals = [[0, 0, 0, 0, 0, 0] for _ in range(len(system.claims) + 1)]
    for claim in order:
        low, high, counted, free, uncounted, taken = totals[claim]
        plain, is_counted = rest[claim] & 1, rest[claim] & 2
        high, free, taken = (inf if plain or is_counted else high), (inf if plain else free), (inf if is_counted else taken)
        low, high = max(low, system.low[claim]), min(high, inf if system.high[claim] is None else system.high[claim])
        if low > high:
            return None
        counted, uncounted = counted + max(0, low - free), uncounted + max(0, low - taken)
        free, taken = min(max(free, low), high), min(max(taken, low), high)
        above = totals[whole_of[claim]]
        for at, number in enumerate((low, high, counted, free, uncounted, taken)):
            above[at] += number
    _, _, least, _, uncounted, taken = totals[-1]
    return Bounds(least, None if taken == inf else taken - uncounted)


def _forest(system: System) -> tuple[list[int], list[int], list[int]] | None:
    """Put each claim within the narrowest one that holds all its people; None where two claims share some of their people only.

    Gives the claims from the narrowest, for each the one that holds it or -1, and whether people not counted (1) and counted (2) are in
    it and in none within it.
    """
    size, columns = len(system.claims), system.columns
    held = [sum(cell >> claim & 1 for cell, _ in columns) for claim in range(size)]
    order = sorted(range(size), key=held.__getitem__)
    whole_of, rest = [None] * size, [0] * size
    for cell, is_counted in columns:
        within = [claim for claim in order if cell >> claim & 1]
        rest[within[0]] |= 2 if is_counted else 1
        for claim, whole in zip(within, [*within[1:], -1], strict=True):
            if whole_of[claim] not in (None, whole):
                return None
            whole_of[claim] = whole
    return order, [-1 if whole is None else whole for whole in whole_of], rest


def _solve_batch(systems: list[System]) -> list[Bounds | None]:
    """Solve systems together, as one that falls into blocks; those that contradict are found first and left out."""
    possible = systems
    if len(systems) > 1:
        possible = [system for system, amount in zip(systems, _off(systems, is_whole=False), strict=True) if amount < CLOSE]
    lows = dict(zip((system.key for system in possible), _optimise(possible, 1), strict=True))
    possible = [system for system in possible if lows[system.key] is not None]
    closed = [system for system in possible if system.counted and _has_ceiling(system)]
    highs = {system.key: 0 for system in possible if not system.counted}
    highs |= zip((system.key for system in closed), _optimise(closed, -1), strict=True)
    return [None if lows.get(system.key) is None else Bounds(lows[system.key], highs.get(system.key)) for system in systems]


def _has_ceiling(system: System) -> bool:
    """Tell whether a greatest number exists: every counted cell is held by a claim with an upper limit."""
    limited = sum(1 << at for at, high in enumerate(system.high) if high is not None)
    return all(cell & limited for cell in system.counted)


def _optimise(systems: list[System], sign: int, is_whole: bool = False) -> list[int | None]:
    """Find the least (sign 1) or greatest (sign -1) number counted in each of several systems; None where one has no solution.

    People may first fall into fractions, which is fast: where the best of fractions is whole, it is the best of whole numbers too. A
    system for which it is not is solved again, alone and in whole numbers.
    """
    if not systems:
        return []
    matrix, weights, block = _assemble(systems)
    low, high = _limits(systems)
    solved = milp(sign * weights, constraints=LinearConstraint(matrix, low, high), integrality=np.full(len(weights), int(is_whole)),
                  bounds=Limits(0, inf), options={"mip_rel_gap": 0})
    if len(systems) == 1 and solved.status == INFEASIBLE:
        return [None]
    if solved.x is None:
        raise RuntimeError(f"HiGHS: {solved.message}")
    people = np.rint(solved.x)
    held, owner = matrix @ people, np.repeat(np.arange(len(systems)), [len(system.claims) for system in systems])
    wrong = {*block[(np.abs(people - solved.x) > CLOSE) | (people < 0)].tolist(), *owner[(held < low) | (held > high)].tolist()}
    if is_whole and wrong:
        raise RuntimeError("HiGHS gave a solution that does not satisfy the claims")
    numbers = np.bincount(block, weights=weights * people, minlength=len(systems)).astype("int64").tolist()
    return [_optimise([system], sign, is_whole=True)[0] if at in wrong else numbers[at] for at, system in enumerate(systems)]


def _limits(systems: list[System]) -> tuple[np.ndarray, np.ndarray]:
    """Set the bounds of the claims of systems one after the other; an open end is infinite."""
    low = np.array([end for system in systems for end in system.low], dtype="float64")
    return low, np.array([inf if end is None else end for system in systems for end in system.high], dtype="float64")


def _assemble(systems: list[System]) -> tuple[csc_array, np.ndarray, np.ndarray]:
    """Set systems beside one another: which claim holds which cell, which cells are counted, and whose each cell is."""
    rows, columns, weights, block = [], [], [], []
    first_row = 0
    for number, system in enumerate(systems):
        for cell, counted in system.columns:
            held = [at for at in range(len(system.claims)) if cell >> at & 1]
            rows += [first_row + at for at in held]
            columns += [len(weights)] * len(held)
            weights.append(float(counted))
            block.append(number)
        first_row += len(system.claims)
    matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=(first_row, len(weights))).tocsc()
    return matrix, np.array(weights), np.array(block)


# -- which claims contradict one another -----------------------------------------------------------------------------------------------


def conflicts(system: System) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """Find every smallest set of claims that cannot all be true, and every smallest set whose giving up resolves them all.

    Both are found by one tree (Reiter 1987): each node takes a smallest contradiction among the claims that are left, and has a branch
    for each claim of it that could be given up. Without pruning the tree meets every contradiction, as each one stays whole along some
    branch until nothing else contradicts; and each end of a branch resolves all.
    """
    found: list[frozenset[str]] = []
    resolving: set[frozenset[str]] = set()
    seen, stack = set(), [frozenset()]
    while stack:
        given_up = stack.pop()
        if given_up in seen:
            continue
        seen.add(given_up)
        conflict = next((one for one in found if not one & given_up), None) or _smallest(system.keep(set(system.claims) - given_up))
        if conflict is None:
            resolving.add(given_up)
            continue
        if conflict not in found:
            found.append(conflict)
        stack += [given_up | {claim} for claim in conflict]
        if len(seen) > MOST_PATTERNS:
            raise BadInput(f"contradictions: found more than {MOST_PATTERNS:,} ways to give up claims among "
                           f"{', '.join(system.claims[:3])}, ...; allowed are fewer: choose fewer claims")
    least = [one for one in resolving if one and not any(other < one for other in resolving)]
    return sorted(found, key=sorted), sorted(least, key=lambda one: (len(one), sorted(one)))


def _smallest(system: System) -> frozenset[str] | None:
    """Take claims away one by one for as long as the others still contradict; None where they do not."""
    if conflict := _plain_conflict(system):
        return conflict
    if is_feasible(system):
        return None
    kept = list(system.claims)
    for claim in system.claims:
        fewer = [one for one in kept if one != claim]
        if not is_feasible(system.keep(fewer)):
            kept = fewer
    return frozenset(kept)


def _plain_conflict(system: System) -> frozenset[str] | None:
    """Find a claim that can be of nobody, or else two of which the one counts more people than the other, which holds them all, allows."""
    held = [sum(1 << at for at, (cell, _) in enumerate(system.columns) if cell >> claim & 1) for claim in range(len(system.claims))]
    for claim, cells in enumerate(held):
        if not cells and system.low[claim]:
            return frozenset({system.claims[claim]})
    for whole, high in enumerate(system.high):
        for part, low in enumerate(system.low):
            if high is not None and low > high and not held[part] & ~held[whole]:
                return frozenset({system.claims[part], system.claims[whole]})
    return None


def apart_by(system: System) -> int:
    """Give the least number of people by which the figures of contradicting claims would have to be off, all told."""
    return round(_off([system], is_whole=True)[0])


def _off(systems: list[System], is_whole: bool) -> list[float]:
    """Give for each of several systems by how many people its figures would have to be off, in whole people or in fractions too."""
    matrix, _, _ = _assemble(systems)
    size, cells = matrix.shape
    slack = hstack([matrix, eye_array(size), -eye_array(size)], format="csc")
    objective, constraint = np.concatenate([np.zeros(cells), np.ones(2 * size)]), LinearConstraint(slack, *_limits(systems))
    solved = milp(objective, constraints=constraint, bounds=Limits(0, inf))
    if is_whole and solved.x is not None and (np.abs(solved.x - np.rint(solved.x)) > CLOSE).any():
        solved = milp(objective, constraints=constraint, bounds=Limits(0, inf), integrality=np.ones(len(objective)),
                      options={"mip_rel_gap": 0})
    if solved.x is None:
        raise RuntimeError(f"HiGHS: {solved.message}")
    owner = np.repeat(np.arange(len(systems)), [len(system.claims) for system in systems])
    return np.bincount(owner, weights=solved.x[cells:].reshape(2, size).sum(axis=0), minlength=len(systems)).tolist()


def certificate(system: System) -> tuple[list[str], list[str]] | None:
    """Show a contradiction by adding up: claims whose least numbers add up to more than the greatest numbers of others that hold them.

    Gives the two lists of claims, or None where no such plain sum shows it. Each person counted by the first is counted by the second.
    """
    matrix, _, _ = _assemble([system])
    held, size = matrix.toarray(), len(system.claims)
    capped = [at for at, high in enumerate(system.high) if high is not None]
    objective = np.concatenate([-np.array(system.low, dtype="float64"), [system.high[at] for at in capped]])
    covered = LinearConstraint(np.hstack([held.T, -held.T[:, capped]]), -np.inf, 0)
    solved = milp(objective, constraints=covered, integrality=np.ones(len(objective)), bounds=Limits(0, 1))
    if solved.x is None or solved.fun > -0.5:
        return None
    chosen = np.rint(solved.x).astype(bool)
    least = [name for name, used in zip(system.claims, chosen[:size], strict=True) if used]
    return least, [system.claims[at] for at, used in zip(capped, chosen[size:], strict=True) if used]


def of_table(claims: pd.DataFrame, incidents: pd.DataFrame, focus: Focus, known: Parts | None = None) -> Iterator[System]:
    """Build the system of each component of a claims table."""
    known, events = known or measures.parts(claims), Events(incidents)
    builder = Builder(claims, events, known)
    number = components(len(claims), measures.linked(claims, events, known))
    order = np.argsort(number, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(number[order])) + 1) if len(order) else []:
        yield builder.build(rows.tolist(), focus)
