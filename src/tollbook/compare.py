"""How far apart two claims are: differences and ratios that stay inequalities, what explains them, and what remains contested.

Only comparable claims, and a part with its whole, are compared. Every other pair of which a reader would expect it is listed with the
reason why it is not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tollbook import measures, quantities, schema, telling
from tollbook.bounds import Bounds, in_step
from tollbook.measures import APART as APART_CODE
from tollbook.measures import AROUND, INSIDE, OVERLAP, SAME, Pairs
from tollbook.telling import DONE, attributed, covered, done, figure, of_claim, told, told_by, whom
from tollbook.words import day, listed

PLACES = 10_000  # ratios are kept to four decimals
STANDS = tuple(schema.STANDS)


def comparisons(claims: pd.DataFrame, incidents: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """List one pair of claims a row, with its verdict and the reason in words.

    Parameters
    ----------
    claims, incidents, sources : DataFrame
        Built tables of the same articles; the bounds may be those of any rule set.

    Returns
    -------
    DataFrame
        Columns and types of `schema.COMPARISONS`, in the order of the claims table.
    """
    numbers = compare(claims, incidents, sources)
    rows = claims.assign(claim=list(claims.itertuples(index=False)))["claim"].to_numpy()
    pairs = [(rows[a], rows[b], pair) for a, b, pair in zip(numbers["a"], numbers["b"], numbers.itertuples(index=False), strict=True)]
    table = numbers.assign(
        pair_id=[f"{a.claim_id}/{b.claim_id}" for a, b, _ in pairs],
        reason=[reason(*pair) for pair in pairs],
        rests_on=[rests_on([a, b], _is_one_kind(pair)) or None for a, b, pair in pairs],
        sentence=[sentence(*pair) for pair in pairs],
    )
    return schema.typed(_as_text(table)[schema.COMPARISONS.names], schema.COMPARISONS)


def _as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Write codes of standing as words."""
    names = np.array(STANDS, dtype=object)
    words = {name: names[np.minimum(table[name], APART_CODE)] for name in ("incidents", "days", "victims", "outcomes")}
    return table.assign(**words, bounds=table["bounds"].map(dict(enumerate(STANDS))))


def compare(claims: pd.DataFrame, incidents: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Pair the claims and compare each pair by its numbers; one row a pair, `a` and `b` its rows in the claims table.

    All but the words of `comparisons`, in vectors: the cost grows with the number of pairs.
    """
    claims = claims.reset_index(drop=True)
    pairs = _worth_asking(claims, incidents)
    stated = _stated(claims)
    ids = claims["claim_id"].to_numpy(dtype="U")
    is_less = (stated[pairs.a] < stated[pairs.b]) | (~(stated[pairs.a] > stated[pairs.b]) & (ids[pairs.a] > ids[pairs.b]))
    turn = np.where((pairs.measures == INSIDE) | (pairs.measures == AROUND), pairs.measures == AROUND, is_less)
    pairs = pairs.turned(turn.astype(bool))
    order = np.lexsort((np.maximum(pairs.a, pairs.b), np.minimum(pairs.a, pairs.b)))
    pairs = pairs.take(order)
    usable = measures.has_number(claims).to_numpy()
    both = usable[pairs.a] & usable[pairs.b]
    verdict = _worded([~both, pairs.measures == SAME, pairs.measures == INSIDE], ["not_comparable", "comparable", "contained"],
                      "not_comparable")
    table = pd.DataFrame({
        "a": pairs.a, "b": pairs.b, "article_id": claims["article_id"].to_numpy()[pairs.a],
        "incidents": pairs.incidents, "days": pairs.days, "victims": pairs.victims, "outcomes": pairs.outcomes, "verdict": verdict,
        **{f"{name}_{end}": _numbers(claims[name])[at] for name in ("low", "high") for end, at in (("a", pairs.a), ("b", pairs.b))},
        "stated_a": stated[pairs.a], "stated_b": stated[pairs.b],
    })
    names = {f"{column}_{end}": claims[column].to_numpy()[at] for column in ("claim_id", "incident_id", "source_id")
             for end, at in (("a", pairs.a), ("b", pairs.b))}
    stakes, is_approx = interests(claims, sources), (claims["qualifier"] == "approx").to_numpy()
    table = table.assign(
        claim_a=names["claim_id_a"], claim_b=names["claim_id_b"], incident_id=names["incident_id_a"],
        other_incident_id=np.where(names["incident_id_a"] == names["incident_id_b"], None, names["incident_id_b"]),
        same_source=_same_source(claims, pairs),
        interest_a=stakes[pairs.a], interest_b=stakes[pairs.b],
        is_same_wording=_same_wording(claims, pairs), is_approx=is_approx[pairs.a] | is_approx[pairs.b],
    )
    return _differ(table)


def _worth_asking(claims: pd.DataFrame, incidents: pd.DataFrame) -> Pairs:
    """Pair claims about the same or linked events, or about one event within the days of a total, whose victims and days can be the same.

    Kept as well, to be refused in words: other days of one total, claims that the wording sets apart, and other outcomes of the same
    people by another source.
    """
    known = measures.parts(claims)
    linked = measures.linked(claims, incidents, known)
    source, besides = claims["source_id"].to_numpy(), _set_apart(claims, linked)
    same_event, same_kind = linked.incidents == SAME, linked.victims == SAME
    victims = (linked.victims < APART_CODE) | besides
    days = (linked.days < APART_CODE) | (same_event & same_kind & (linked.outcomes == SAME))
    other_source = source[linked.a] != source[linked.b]
    outcomes = (linked.outcomes < APART_CODE) | (other_source & same_event & (linked.victims < OVERLAP))
    beside = measures.side_by_side(claims, linked, known)
    beside = beside.take((beside.victims < OVERLAP) & (beside.outcomes == SAME))
    kept = linked.take(victims & days & outcomes)
    return Pairs(*(np.concatenate([getattr(kept, name), getattr(beside, name)]) for name in Pairs.__dataclass_fields__))


def _set_apart(claims: pd.DataFrame, pairs: Pairs) -> np.ndarray:
    """Tell which pairs one of the two claims sets apart by its wording."""
    told = claims["besides"].dropna().str.replace(" ", "").str.split(";").explode()
    told = told[told.isin(claims["claim_id"])]
    row_of = pd.Series(claims.index, claims["claim_id"]).reindex(told.unique())
    apart = told.index.to_numpy() * len(claims) + told.map(row_of).to_numpy(dtype="int64")
    return np.logical_or(*(pd.Series(one * len(claims) + other).isin(apart) for one, other in ((pairs.a, pairs.b), (pairs.b, pairs.a))))


def _worded(holds: list[np.ndarray], words: list[str], otherwise: str | None) -> np.ndarray:
    """Write the word of the first condition that holds; each word is one object, however often it stands."""
    return np.array([*words, otherwise], dtype=object)[np.select(holds, range(len(words)), len(words))]


def _numbers(column: pd.Series) -> np.ndarray:
    """Turn whole numbers into floats; missing is NaN. Whole numbers up to 2**53 stay exact."""
    return column.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)


def _stated(claims: pd.DataFrame) -> np.ndarray:
    """Give the number each claim states, without its qualifier; NaN where it states none."""
    texts = claims["quantity_text"].fillna("")
    read = {text: quantities.stated(text) if text else None for text in texts.unique()}
    return texts.map(read).astype("Float64").to_numpy(dtype="float64", na_value=np.nan)


def _same_source(claims: pd.DataFrame, pairs: Pairs) -> np.ndarray:
    """Tell whether one source states both; of two reports without a named source, told in two sentences, it is not known."""
    source, place = (pd.factorize(claims["article_id"] + "/" + named)[0] for named in (
        claims["source_id"], claims["section"] + "/" + claims["paragraph"].astype("str") + "/" + claims["sentence"].astype("str")))
    same, unnamed = source[pairs.a] == source[pairs.b], (claims["source_type"] == "unnamed_report").to_numpy()[pairs.a]
    return _worded([~same, unnamed & (place[pairs.a] != place[pairs.b])], ["no", "not_stated"], "yes")


def _same_wording(claims: pd.DataFrame, pairs: Pairs) -> np.ndarray:
    texts = claims["quantity_text"].fillna("").str.lower().str.removesuffix(" of").to_numpy()
    return (texts[pairs.a] == texts[pairs.b]) & (texts[pairs.a] != "")


def _differ(table: pd.DataFrame) -> pd.DataFrame:
    """Add differences, ratios, the finding and what explains it; blank where a pair is not compared."""
    low_a, high_a, low_b, high_b, stated_a, stated_b = (
        table[name].to_numpy() for name in ("low_a", "high_a", "low_b", "high_b", "stated_a", "stated_b"))
    compared, comparable = (table["verdict"] != "not_comparable").to_numpy(), (table["verdict"] == "comparable").to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        over, under = np.fmax(0, low_a - high_b), np.fmax(0, low_b - high_a)
        gap = np.fmax(over, under)
        contested = np.where(comparable, gap, over)
        same_number = (stated_a == stated_b) | (table["is_same_wording"].to_numpy() & np.isnan(stated_a))
        exceeds = np.where(np.isnan(stated_a) | np.isnan(stated_b), over > 0, stated_a > stated_b)
        differ = np.abs(stated_a - stated_b)
        ratio = np.where((stated_b > 0) & compared, np.round(stated_a / stated_b * PLACES) / PLACES, np.nan)
        ratio_low = np.where((high_b > 0) & compared, np.floor_divide(low_a * PLACES, high_b) / PLACES, np.nan)
        ratio_high = np.where((low_b > 0) & compared, -np.floor_divide(-high_a * PLACES, low_b) / PLACES, np.nan)
    stand = _stand_of_bounds(low_a, high_a, low_b, high_b)
    finding = _worded([~compared, contested > 0, comparable & same_number & (stand == SAME)], [None, "contradict", "agree"], "compatible")
    can = compared & ~exceeds & ~same_number
    wider = [table[name] == INSIDE for name in ("victims", "outcomes", "incidents")]
    vague = np.where(np.isnan(differ), (high_a != low_a) | (high_b != low_b), gap < differ) | table["is_approx"].to_numpy()
    explain = {"dates_explain": can & (table["days"] == INSIDE), "definition_explains": can & np.any(wider, axis=0),
               "wording_explains": compared & vague & ~same_number}
    return table.assign(
        bounds=np.where(compared, stand, np.nan),
        difference_low=np.where(compared, low_a - high_b, np.nan), difference_high=np.where(compared, high_a - low_b, np.nan),
        ratio_stated=ratio, ratio_low=ratio_low, ratio_high=ratio_high,
        finding=pd.Series(finding, table.index, dtype="str"), contested=np.where(compared, contested, np.nan),
        **{name: pd.Series(_worded([~compared, holds], [None, "may"], "no"), table.index, dtype="str") for name, holds in explain.items()},
    )


def _stand_of_bounds(low_a: np.ndarray, high_a: np.ndarray, low_b: np.ndarray, high_b: np.ndarray) -> np.ndarray:
    """Say how two bounds stand to each other; an open end lies above every number."""
    top_a, top_b = (np.where(np.isnan(high), np.inf, high) for high in (high_a, high_b))
    return np.select(
        [(low_a == low_b) & (top_a == top_b), (top_a < low_b) | (top_b < low_a), (low_a >= low_b) & (top_a <= top_b),
         (low_a <= low_b) & (top_a >= top_b)], [SAME, APART_CODE, INSIDE, AROUND], OVERLAP)


def interests(claims: pd.DataFrame, sources: pd.DataFrame) -> np.ndarray:
    """Say for each claim what its source has at stake; one of `schema.INTERESTS`."""
    own = claims[["article_id", "source_id"]].merge(sources[["article_id", "source_id", "own_side"]], on=["article_id", "source_id"],
                                                    how="left", validate="many_to_one")["own_side"].to_numpy()
    victims, doer = claims["victim_side"].to_numpy(), claims["perpetrator_side"].to_numpy()
    has_doer, unsided = ~np.isin(doer, ["unspecified", "mixed"]), np.isin(victims, ["mixed", "unspecified"])
    civilian, by_enemy = victims == "civilian", has_doer & (doer != own)
    freed = (claims["outcome"] == "freed").to_numpy()  # who freed them did not hurt them
    unnamed = claims["source_type"].isin(["unattributed", "unnamed_report"]).to_numpy()
    told = {"no_stake": ~unnamed & pd.isna(own), "not_stated": unnamed | freed, "civilians_by_enemy": civilian & by_enemy,
            "civilians_by_own_side": civilian & (doer == own), "people_by_enemy": unsided & by_enemy}
    return _worded([*told.values(), civilian | unsided, victims == own], [*told, "not_stated", "own_losses"], "enemy_losses")


def of_same_people(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs compared in which two sources count the same people, though perhaps as of other days."""
    same = (comparisons[["incidents", "victims", "outcomes"]] == "same").all(axis=1)
    return comparisons[same & (comparisons["verdict"] != "not_comparable") & (comparisons["same_source"] == "no")]


def rivals(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs of two sources that both have a number of the same people.

    A range or a vague word states no one number: such a pair is kept where its figures exclude one another.
    """
    pairs = of_same_people(comparisons)
    return pairs[pairs["stated_a"].notna() & pairs["stated_b"].notna() | (pairs["finding"] == "contradict")]


# -- in words --------------------------------------------------------------------------------------------------------------------------


def reason(a, b, pair) -> str:
    """Say why two claims can be compared, or why not: what of incident, victims, outcome and days differs."""
    if pair.verdict == "not_comparable" and pair.incidents | pair.days | pair.victims | pair.outcomes in (SAME, INSIDE):
        has_number = measures.has_number(pd.DataFrame([a, b]))
        blank = [claim.claim_id for claim, has in zip((a, b), has_number, strict=True) if not has]
        return f"the rule set gives no number for what {' and '.join(blank)} counts"
    if a.part_of == b.claim_id:
        return f"a break-down: {a.claim_id} is stated as a part of {b.claim_id}"
    if pair.verdict == "comparable":
        return f"both count {_both_victims(a, b)} {DONE[a.outcome]}, {covered(a)}"
    told = ((_of_incidents, pair.incidents), (_of_days, pair.days), (_of_victims, pair.victims), (_of_outcomes, pair.outcomes))
    return "; ".join(words(a, b, stand) for words, stand in told if stand != SAME)


def _plainly(words: str) -> str:
    return words.replace("[", "").replace("]", "")


def _both_victims(a, b) -> str:
    words = [_plainly(claim.victims) for claim in (a, b)]
    return words[0] if words[0].lower() == words[1].lower() else f"the same people, {words[0]} in one and {words[1]} in the other,"


def _of_incidents(a, b, stand: int) -> str:
    if stand in (INSIDE, AROUND):
        part, whole = (a, b) if stand == INSIDE else (b, a)
        return f"“{part.incident_title}” is a part of “{whole.incident_title}”"
    if stand >= APART_CODE:
        return f"two events: the article makes neither “{a.incident_title}” nor “{b.incident_title}” a part of the other"
    return f"“{a.incident_title}” and “{b.incident_title}” may count some of the same people, and how many is not stated"


def _of_days(a, b, stand: int) -> str:
    are = {OVERLAP: "their days only overlap: ", APART_CODE: "other days: "}.get(min(stand, APART_CODE), "")
    is_running = a.date_start == b.date_start and all(claim.date_start != claim.date_end for claim in (a, b))
    days = [covered(claim) if claim.date_precision not in ("start_inferred", "open_start") and not is_running else
            f"to {day(claim.date_end)}" for claim in (a, b)]
    counts = f"{are}{told_by(a)} {'count' if telling.is_plural(a) else 'counts'} {days[0]}"
    return f"{counts} in one, {days[1]} in the other" if a.source_id == b.source_id else f"{counts}, {told_by(b)} {days[1]}"


def _of_victims(a, b, stand: int) -> str:
    if stand >= APART_CODE:
        return f"other people, by the wording: “{a.exact}” and “{b.exact}”"
    if stand == OVERLAP:
        return f"how far “{_plainly(a.victims)}” and “{_plainly(b.victims)}” are the same is not stated"
    if _plainly(a.victims) == _plainly(b.victims):
        part, whole = (a, b) if stand == INSIDE else (b, a)
        return f"{part.claim_id} counts a part of the {_plainly(whole.victims)}"
    return f"{_plainly(a.victims)} against {_plainly(b.victims)}"


def _of_outcomes(a, b, stand: int) -> str:
    return f"{DONE[a.outcome]} against {DONE[b.outcome]}"


def rests_on(claims: list, is_one_kind: bool = False) -> str:
    """Say what a verdict on claims takes as given that the article does not state outright, each with the claims it holds for.

    `is_one_kind` tells that the claims are taken to count one kind of people.
    """
    given = {**conditions(claims, is_one_kind), **_supplied(claims)}
    return "; ".join(f"{words} ({', '.join(ids)})" for words, ids in given.items())


def _is_one_kind(pair) -> bool:
    return pair.victims == SAME and pair.verdict != "not_comparable"


def condition(claims: list, is_one_kind: bool = False) -> str:
    """Write what a verdict takes as given as the beginning of its sentence; nothing where it rests on the stated alone."""
    given = list(conditions(claims, is_one_kind))
    return f"if {', and if '.join(given)}, " if given else ""


def conditions(claims: list, is_one_kind: bool = False) -> dict[str, list[str]]:
    """List how days and words are read where they could be read otherwise, with the ids of the claims."""
    days: dict[str, list] = {}
    given: dict[str, list[str]] = {}
    for claim in claims:
        if claim.date_precision in ("start_inferred", "open_start"):
            days.setdefault("" if pd.isna(claim.date_start) else claim.date_start, []).append(claim)
        if claim.outcome_explicit == "no":
            given.setdefault(f"“{claim.outcome_text}” is read as {DONE[claim.outcome]}", []).append(claim.claim_id)
        if claim.qualifier == "approx":
            given.setdefault(f"“{claim.quantity_text}” is read as {int(claim.low):,}", []).append(claim.claim_id)
    for start, some in days.items():
        ending = "s" * (len(some) == 1)
        told = f"count{ending} from {day(start)} on, which is not stated" if start else f"reach{ending and 'es'} back far enough"
        given[f"{_figures_of(some)} {told}"] = [claim.claim_id for claim in some]
    if is_one_kind and len(words := _victims_of(claims)) > 1:
        given[f"{listed(f'“{word}”' for word in words)} name one kind of people"] = [claim.claim_id for claim in claims]
    return given


def _figures_of(claims: list) -> str:
    names = list(dict.fromkeys(told_by(claim) for claim in claims))
    return f"the figure{'s' if len(claims) > 1 else ''} of {listed(names)}"


def _victims_of(claims: list) -> list[str]:
    """List the words for those counted, those for everyone once."""
    words = {_plainly(claim.victims).lower(): _plainly(claim.victims) for claim in claims}
    return list(dict.fromkeys("people" if key in measures.EVERYONE else word for key, word in words.items()))


def _supplied(claims: list) -> dict[str, list[str]]:
    """List the claims whose victims are taken from other words."""
    given: dict[str, list[str]] = {}
    for claim in claims:
        if claim.victims.startswith("[") and _plainly(claim.victims).lower() not in measures.EVERYONE:
            given.setdefault(f"whom {_figures_of([claim])} counts is said in other words, “{_plainly(claim.victims)}”", []).append(
                claim.claim_id)
    return given


def sentence(a, b, pair) -> str:
    """Write a pair as a sentence that can be cited, every figure with its claimant, its qualifier and its days."""
    elsewhere = f"{b.incident_title}: " if a.incident_title != b.incident_title else ""
    both = f"{a.incident_title}: {told(a)}, {covered(a)}; {elsewhere}{told(b)}, {covered(b)}"
    if pair.verdict == "not_comparable":
        return f"{both}. These cannot be compared: {reason(a, b, pair)}."
    if pair.finding == "contradict":
        return contradiction_of_two(a, b, int(pair.contested), is_one_kind=_is_one_kind(pair))
    times = times_in_words(a, b) if pair.victims == pair.outcomes == pair.incidents == SAME else ""
    if pair.verdict == "comparable":
        said, is_one_word = f"{whom(a)} {done(a)}".strip(), len(_victims_of([a, b])) == 1
        other = figure(b) if is_one_word else whom(b)
        both = f"{a.incident_title}, {covered(a)}: {said} {attributed(a)}, {other} {attributed(b)}"
        agreed = "The same words by both" if pd.isna(pair.stated_a) else "One number by both"
        ending = agreed if pair.finding == "agree" else _both_true(a, b, pair) or "Both can be true"
        return f"{both}; {times}. {ending}." if times else f"{both}. {ending}."
    times = f"{times[:1].upper()}{times[1:]}. " if times else ""
    return f"{both}. {times}{_both_true(a, b, pair) or f'Both can be true: {reason(a, b, pair)}'}."


def _both_true(a, b, pair) -> str:
    """Say what the one figure must stand for if both are true, where it would else be less than the other, its equal or its part."""
    less, more = (b, a) if pair.verdict == "contained" or a.low > b.low else (a, b)
    if less.qualifier == "unquantified" or more.low <= less.low:
        return ""
    given = condition([a, b], _is_one_kind(pair))
    said = f"{given}both can be true only if “{_plainly(less.quantity_text)}” stands for at least {int(more.low):,}"
    return f"{said[:1].upper()}{said[1:]}"


def contradiction_of_two(a, b, apart: int, is_one_kind: bool = False) -> str:
    """Say that two claims cannot both be true, with the arithmetic, and what this takes as given."""
    more, less = (a, b) if pd.notna(b.high) and a.low > b.high else (b, a)
    above, below = telling.bounds_of(more), telling.bounds_of(less)
    at_least = f"{above.low:,}" if above.is_exact else f"at least {above.low:,}"
    at_most = f"{below.high:,}" if below.is_exact else f"at most {below.high:,}"
    amount = f"{apart:,}" if above.is_exact and below.is_exact else f"at least {apart:,}"
    both = [more, less]
    return (f"{events(both)}: {condition(both, is_one_kind)}{of_claim(more)} cannot be true together with {of_claim(less)}, "
            f"{of_whom(both)}: {at_least} is {amount} more than {at_most}.")


def events(claims: list) -> str:
    """Name the incidents of claims, each once, in the order of the claims."""
    return listed(dict.fromkeys(claim.incident_title for claim in claims))


def of_whom(claims: list) -> str:
    """Say what claims count, where it is one outcome; else their outcomes, in the order of the claims."""
    outcomes = list(dict.fromkeys(claim.outcome for claim in claims))
    if len(outcomes) > 1:
        return " against ".join(dict.fromkeys(f"{_plainly(claim.victims)} {DONE[claim.outcome]}" for claim in claims))
    words = [_plainly(claim.victims) for claim in claims]
    victims = listed(dict.fromkeys("people" if word.lower() in measures.EVERYONE else word for word in words))
    return f"{'both' if len(claims) == 2 else 'all'} of {victims} {DONE[outcomes[0]]}"


def times_in_words(a, b) -> str:
    """Say how many times one figure is the other, as stated and as worded: "3.6 times as stated, at most 3.6 as worded"."""
    stated = [quantities.stated(claim.quantity_text) if isinstance(claim.quantity_text, str) else None for claim in (a, b)]
    if None in stated or 0 in stated or stated[0] == stated[1]:
        return ""
    more, less = (a, b) if stated[0] > stated[1] else (b, a)
    as_stated = Bounds.exact(max(stated)).ratio(Bounds.exact(min(stated)))
    worded = telling.bounds_of(more).ratio(telling.bounds_of(less)) if telling.bounds_of(less).high != 0 else None
    if worded is None or worded.low == worded.high:
        return f"{as_stated.rounded()} times"
    if not worded.low and worded.high is None:
        return f"{as_stated.rounded()} times as stated"
    one, other = in_step(as_stated, worded)
    return f"{one} times as stated, {other} as worded"
