"""Which claims cannot all be true, and which can only because one figure is open above: every smallest set, with its arithmetic.

All claims of an article are one system of inequalities (`inequalities`). A set is listed only if it is smallest: without any one of its
claims the others can all be true.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from tollbook import inequalities, measures, quantities, schema
from tollbook.bounds import Bounds
from tollbook.compare import condition, contradiction_of_two, events, of_whom, rests_on
from tollbook.inequalities import Focus, System
from tollbook.telling import DONE, of_claim, whom
from tollbook.words import listed

ALL_HARMS = "".join(sorted(set("".join(measures.HARMS.values()))))


def contradictions(claims: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """List one smallest set of claims a row: those that cannot all be true, then the near misses.

    Parameters
    ----------
    claims, incidents : DataFrame
        Built tables of the same articles; the bounds may be those of any rule set. A claim without bounds takes no part.

    Returns
    -------
    DataFrame
        Columns and types of `schema.CONTRADICTIONS`, in the order of the claims.
    """
    has_number = measures.has_number(claims).to_numpy(dtype=bool)
    used, parts = claims[has_number].reset_index(drop=True), measures.parts(claims).take(has_number)
    known = {claim.claim_id: claim for claim in used.assign(kind=parts.kind).itertuples(index=False)}
    rows = []
    for system in inequalities.of_table(used, incidents, Focus(ALL_HARMS), parts):
        if len(system.claims) > 1:
            rows += _of_system(system, known)
    table = pd.DataFrame(rows, columns=schema.CONTRADICTIONS.names)
    order = list(schema.CONFLICT_KINDS)
    table = table.sort_values(["kind", "claims"], key=lambda column: column.map(order.index) if column.name == "kind" else column,
                              kind="stable", ignore_index=True)
    return schema.typed(table, schema.CONTRADICTIONS)


def _of_system(system: System, known: dict) -> Iterator[dict]:
    """Find the contradictions of one component, then its near misses."""
    found = [] if inequalities.is_feasible(system) else inequalities.conflicts(system)[0]
    for conflict in found:
        members = [known[name] for name in sorted(conflict)]
        yield _row("contradiction", "+".join(sorted(conflict)), members) | {
            "apart_by": inequalities.apart_by(system.keep(conflict)),
            "sentence": contradiction(system.keep(conflict), known)}
    for open_claim, others, least in near_misses(system, known, found):
        members = [known[name] for name in sorted({open_claim, *others})]
        yield _row("near_miss", "+".join([f"{open_claim}^", *sorted(others)]), members) | {
            "open_claim": open_claim, "least_value": least,
            "sentence": near_miss(known[open_claim], [known[name] for name in sorted(others)], least)}


def _row(kind: str, conflict_id: str, members: list) -> dict:
    return {"conflict_id": conflict_id, "article_id": members[0].article_id, "kind": kind, "claims": _joined(members, "claim_id"),
            "sources": _joined(members, "source_id"), "incidents": _joined(members, "incident_id"), "apart_by": None, "open_claim": None,
            "least_value": None, "rests_on": rests_on(members, _is_one_kind(members)) or None}


def _is_one_kind(members: list) -> bool:
    """Tell whether claims are taken to count one kind of people."""
    return len({claim.kind for claim in members}) == 1


def _joined(members: list, name: str) -> str:
    return "; ".join(dict.fromkeys(getattr(claim, name) for claim in members))


def near_misses(system: System, known: dict, found: list[frozenset[str]]) -> Iterator[tuple[str, frozenset[str], int]]:
    """Find the claims that can be true with others only because they are open above.

    A figure without an upper limit is closed at its least number; a smallest set that then contradicts, and did not before, is a near
    miss. Yields the open claim, the others and the least number the open claim must stand for. "Casualties" without a number is no
    figure and is left alone.
    """
    for claim, low, high in zip(system.claims, system.low, system.high, strict=True):
        if high is not None or known[claim].qualifier == "unquantified":
            continue
        closed = system.bounded(claim, Bounds.exact(low))
        if inequalities.is_feasible(closed):
            continue
        for conflict in inequalities.conflicts(closed)[0]:
            if claim in conflict and conflict not in found:
                least = inequalities.bounds(system.keep(conflict).counting(claim))
                yield claim, conflict - {claim}, least.low


def contradiction(system: System, known: dict) -> str:
    """Say which claims cannot all be true, and show it by adding up where a plain sum shows it."""
    members = [known[name] for name in system.claims]
    if len(members) == 2:
        return contradiction_of_two(*members, inequalities.apart_by(system), _is_one_kind(members))
    said = f"{condition(members, _is_one_kind(members))}these {len(members)} claims cannot all be true: "
    said = f"{said[:1].upper()}{said[1:]}{listed(_full(claim) for claim in members)}"
    shown = inequalities.certificate(system)
    if not shown or not shown[1]:
        return f"{said}. Their figures miss one another by at least {inequalities.apart_by(system):,}."
    least, most = ([known[name] for name in names] for names in shown)
    lows, highs = [int(claim.low) for claim in least], [int(claim.high) for claim in most]
    return f"{said}. At least {_sum(lows)} are among at most {_sum(highs)}: {sum(lows) - sum(highs):,} too many."


def _full(claim) -> str:
    return f"{of_claim(claim)} ({whom(claim)} {DONE[claim.outcome]}, {claim.incident_title})"


def _sum(numbers: list[int]) -> str:
    return f"{' + '.join(f'{number:,}' for number in numbers)} = {sum(numbers):,}" if len(numbers) > 1 else f"{numbers[0]:,}"


def near_miss(open_claim, others: list, least: int) -> str:
    """Say what an open figure must stand for if it is to be true together with others."""
    stated = quantities.stated(open_claim.quantity_text)
    than = f", {least - stated:,} more than it says" if stated else ""
    members = [open_claim, *others]
    both = "both" if len(members) == 2 else "all"
    return (f"{events(members)}: {condition(members, _is_one_kind(members))}{listed(of_claim(claim) for claim in members)}, "
            f"{of_whom(members)}, can {both} be true only if the first stands for at least {least:,}{than}.")
