"""Pairs of claims by different sources about the same people, and in words how far apart their numbers are."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd

from tollbook.bounds import Ratio, in_step
from tollbook.compare import of_same_people
from tollbook.telling import bounds_of


def same_people(claims: pd.DataFrame, comparisons: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs of selected claims in which different sources count the same people, of the same days or of nested ones."""
    here = comparisons["claim_a"].isin(claims["claim_id"]) & comparisons["claim_b"].isin(claims["claim_id"])
    return of_same_people(comparisons[here])


def with_numbers(pairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs in which both claims state a number."""
    return pairs[pairs["stated_a"].notna() & pairs["stated_b"].notna()]


def without_parts(claims: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Leave out the pairs of break-downs whose wholes are a pair as well: one disagreement is not shown twice."""
    whole_of = claims.set_index("claim_id")["part_of"]
    known = set(map(frozenset, zip(pairs["claim_a"], pairs["claim_b"], strict=True)))
    wholes = map(frozenset, zip(pairs["claim_a"].map(whole_of), pairs["claim_b"].map(whole_of), strict=True))
    return pairs[np.array([pair not in known for pair in wholes], dtype=bool)]


def said(times: Fraction | None, number: str, claims: int = 2) -> str:
    """Say how many times one stated number is another, which is written as `number`."""
    if times is None:
        return "no ratio to 0"
    return ("one number by both" if claims == 2 else "one number by all") if times == 1 else f"{number} times as stated"


def ratios(claim, other, times: Fraction | None) -> tuple[str, list[str]]:
    """Write the ratio of two stated numbers, and which ratios the bounds of the claims allow, where that says more."""
    number = "" if times is None else short(times)
    if times == 1 or bounds_of(other).high == 0:
        return number, []
    limits = bounds_of(claim).ratio(bounds_of(other))
    if times is None:
        return number, [f"{limits.rounded()} as worded"]
    if limits.low == limits.high == times:
        return number, []
    number, limit = in_step(Ratio(times, times), limits)
    return number, [f"{limit} as worded"]


def short(times: Fraction) -> str:
    """Write a ratio of stated numbers: one decimal from 1.1 up, two below."""
    return Ratio(times, times).rounded()


def stated_times(less: int, more: int) -> Fraction | None:
    """Give how many times one number is another: None where that is 0; two numbers of 0 are one number."""
    return Fraction(1) if less == more else Fraction(more, less) if less else None
