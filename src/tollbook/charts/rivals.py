"""Pairs of claims by different sources about the same people, and in words how far apart their numbers are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from tollbook.bounds import Ratio
from tollbook.telling import bounds_of


def same_people(claims: pd.DataFrame, comparisons: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs of selected claims in which different sources count the same people, of the same days or of nested ones."""
    return comparisons[comparisons["claim_a"].isin(claims["claim_id"]) & comparisons["claim_b"].isin(claims["claim_id"])
                       & (comparisons["same_source"] == "no") & (comparisons["verdict"] != "not_comparable")
                       & (comparisons[["incidents", "victims", "outcomes"]] == "same").all(axis=1)]


def with_numbers(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs in which both claims state a number."""
    return pairs[pairs["stated_a"].notna() & pairs["stated_b"].notna()]


def without_parts(claims: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Leave out the pairs of break-downs whose wholes are a pair as well: one disagreement is not shown twice."""
    whole_of = claims.set_index("claim_id")["part_of"]
    known = set(map(frozenset, zip(pairs["claim_a"], pairs["claim_b"], strict=True)))
    wholes = map(frozenset, zip(pairs["claim_a"].map(whole_of), pairs["claim_b"].map(whole_of), strict=True))
    return pairs[np.array([pair not in known for pair in wholes], dtype=bool)]


def said(times: Fraction | None, claims: int = 2) -> str:
    """Write how many times one stated number is another."""
    if times is None:
        return "no ratio to 0"
    return ("one number by both" if claims == 2 else "one number by all") if times == 1 else f"{short(times)} times as stated"


def worded(claim, other, times: Fraction | None) -> list[str]:
    """Say which ratios the bounds of two claims allow, where that says more than the ratio of the numbers stated."""
    if times == 1 or bounds_of(other).high == 0:
        return []
    ratio = bounds_of(claim).ratio(bounds_of(other))
    return [] if ratio.low == ratio.high == times else [f"{ratio.rounded()} as worded"]


def short(times: Fraction) -> str:
    """Write a ratio of stated numbers: one decimal from 1.1 up, two below."""
    return Ratio(times, times).rounded()


def stated_times(less: int, more: int) -> Fraction | None:
    """Give how many times one number is another: None where that is 0; two numbers of 0 are one number."""
    return Fraction(1) if less == more else Fraction(more, less) if less else None
