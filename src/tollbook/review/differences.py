"""Candidates against a ledger: what both have, what they read otherwise, and what only one of them has.

It serves a new revision of an article, or a second reader of the same one. Rows are paired one for one within a sentence: spans must
overlap, and of all pairings the one counts that agrees in the most columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from tollbook import ledger, verify
from tollbook.article import Article
from tollbook.ledger import Ledger

KINDS = {
    "same": "both have the figure, and read it alike",
    "changed": "both have the figure, and read it otherwise",
    "new": "a candidate that no claim of the ledger has",
    "missed": "a claim of the ledger that no candidate has",
}
COMPARED = ("low", "high", "outcome", "victim_side", "source_type", "date_start", "date_end")
NAMES = {"low": "at the least", "high": "at the most", "victim_side": "side", "source_type": "voice", "date_start": "first day",
         "date_end": "last day"}
COLUMNS = ("kind", "candidate", "claim_id", "differs", "section", "paragraph", "sentence", "position", "exact")


@dataclass(frozen=True)
class Spans:
    """Where the claims of a ledger stand in a text, in the order of the sheet; -1 where their words are not in it."""

    start: np.ndarray
    end: np.ndarray
    position: np.ndarray


def spans(one: Ledger, text: Article) -> Spans:
    """Find the claims of a ledger in a text, which may be another revision than the coded one."""
    positions = {sentence.place: at for at, sentence in enumerate(text.sentences, 1)}
    placed = [(place.start, place.end, positions[place.sentence.place]) if place else (-1, -1, -1)
              for place in verify.place_all(one, "claims", text)]
    return Spans(*np.array(placed, dtype="int64").reshape(-1, 3).T)


def differences(candidates: pd.DataFrame, one: Ledger, text: Article) -> pd.DataFrame:
    """Compare candidates with a ledger, one row a pair or a row that has none.

    Returns
    -------
    DataFrame
        `kind` (of `KINDS`), `candidate`, `claim_id` (blank where there is none), `differs` (the columns of a changed pair, separated by
        semicolons), place, `position` (number of the sentence in the article, 0 where the words are not in it) and `exact`; and each
        column of `COMPARED` twice, `_read` as the candidate has it and `_ledger`, as text.
    """
    candidates, claims = candidates.reset_index(drop=True), ledger.build_claims(one).reset_index(drop=True)
    where = spans(one, text)
    pairs = _pairs(candidates, claims, where)
    mine, theirs = _as_text(candidates), _as_text(claims)
    alone = [(at, None) for at in candidates.index.difference([at for at, _ in pairs])]
    alone += [(None, to) for to in claims.index.difference([to for _, to in pairs])]
    rows = [_row(candidates, claims, mine, theirs, where, at, to) for at, to in pairs + alone]
    columns = [*COLUMNS, *(f"{name}_{end}" for name in COMPARED for end in ("read", "ledger")), "start"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["start", "claim_id"], kind="stable", ignore_index=True).drop(columns="start")


def _as_text(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: table[name].astype("str").where(table[name].notna(), "") for name in COMPARED})


def _pairs(candidates: pd.DataFrame, claims: pd.DataFrame, where: Spans) -> list[tuple[int, int]]:
    """Pair candidates and claims whose spans overlap, sentence by sentence, so that most columns agree."""
    by_sentence = claims[where.position > 0].groupby(where.position[where.position > 0], dropna=False)
    there = {position: list(rows.index) for position, rows in by_sentence}
    mine, theirs = (table[list(COMPARED)].astype("object").to_numpy() for table in (_as_text(candidates), _as_text(claims)))
    pairs = []
    for position, rows in candidates.groupby("position", dropna=False):
        to = there.get(position, [])
        scores = np.array([_score(candidates, where, mine, theirs, at, other) for at in rows.index for other in to])
        scores = scores.reshape(len(rows), len(to))
        picked = zip(*linear_sum_assignment(scores, maximize=True), strict=True)
        pairs += [(rows.index[here], to[other]) for here, other in picked if scores[here, other] > 0]
    return pairs


def _score(candidates: pd.DataFrame, where: Spans, mine: np.ndarray, theirs: np.ndarray, at: int, to: int) -> float:
    """Say how well a candidate fits a claim: 0 where their spans are apart, else by the columns that agree, then by the shared span."""
    start, end = int(candidates.at[at, "start"]), int(candidates.at[at, "end"])
    shared = min(end, where.end[to]) - max(start, where.start[to])
    if shared <= 0:
        return 0.0
    agrees = mine[at] == theirs[to]
    # the figure itself and what happened tell more of two claims in one sentence than days and sides, which they often share
    union = max(end, where.end[to]) - min(start, where.start[to])
    return 4.0 * (agrees[0] and agrees[1]) + 2.0 * agrees[2] + float(agrees[3:].sum()) + shared / union


def _row(candidates, claims, mine, theirs, where: Spans, at: int | None, to: int | None) -> dict:
    source = candidates.loc[at] if at is not None else claims.loc[to]
    read = dict(mine.loc[at]) if at is not None else dict.fromkeys(COMPARED, "")
    kept = dict(theirs.loc[to]) if to is not None else dict.fromkeys(COMPARED, "")
    differs = [name for name in COMPARED if read[name] != kept[name]] if at is not None and to is not None else []
    kind = "new" if to is None else "missed" if at is None else "changed" if differs else "same"
    position = int(source["position"]) if at is not None else max(0, int(where.position[to]))
    return {"kind": kind, "candidate": "" if at is None else source["candidate"],
            "claim_id": "" if to is None else claims.at[to, "claim_id"], "differs": "; ".join(differs), "position": position,
            "start": int(source["start"]) if at is not None else int(where.start[to]),
            **{name: str(source[name]) for name in ("section", "paragraph", "sentence", "exact")},
            **{f"{name}_read": read[name] for name in COMPARED}, **{f"{name}_ledger": kept[name] for name in COMPARED}}


def standing(table: pd.DataFrame) -> dict[str, str]:
    """Give the claim id of each candidate that the ledger has."""
    both = table[(table["candidate"] != "") & (table["claim_id"] != "")]
    return dict(zip(both["candidate"], both["claim_id"], strict=True))
