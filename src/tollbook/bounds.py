"""Arithmetic of open intervals: what a figure allows, from its least to its greatest number, either end possibly open.

"At least 14" is 14..open and stays an inequality through sums, differences and ratios. Whole numbers and fractions only: nothing
here is a float, so nothing is rounded before it is printed, and what is printed is never more than what is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The whole numbers from `low` to `high`; None is an open end: not zero, not missing, not infinity.

    The low end of a toll is 0 or more. The difference of two tolls can be negative, and open below.

    Raises
    ------
    TypeError
        Where an end is no whole number (a float, a bool, a text).
    ValueError
        Where the low end is greater than the high end.
    """

    low: int | None
    high: int | None

    def __post_init__(self):
        for end in (self.low, self.high):
            if type(end) is not int and end is not None:
                raise TypeError(f"a bound is a whole number, or None where it is open; found {end!r}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"the low bound {self.low} is greater than the high bound {self.high}")

    @classmethod
    def exact(cls, number: int) -> Bounds:
        """Bound "14": 14..14."""
        return cls(number, number)

    @classmethod
    def at_least(cls, number: int) -> Bounds:
        """Bound "at least 14": 14..open."""
        return cls(number, None)

    @classmethod
    def more_than(cls, number: int) -> Bounds:
        """Bound "more than 14": 15..open."""
        return cls(number, None) + 1

    @classmethod
    def up_to(cls, number: int) -> Bounds:
        """Bound "up to 14": 0..14."""
        return cls(0, number)

    @classmethod
    def between(cls, least: int, greatest: int) -> Bounds:
        """Bound "between 12 and 20": 12..20."""
        return cls(least, greatest)

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def is_open(self) -> bool:
        return self.low is None or self.high is None

    def __add__(self, other: Bounds | int) -> Bounds:
        """Add any value of the one to any value of the other; a plain number is exact, so that `sum()` works."""
        if not isinstance(other, Bounds):
            if type(other) is not int:
                return NotImplemented
            other = Bounds(other, other)
        return Bounds(_plus(self.low, other.low), _plus(self.high, other.high))

    __radd__ = __add__

    def __neg__(self) -> Bounds:
        """Turn the sign of every value: 14..open becomes open..-14."""
        return Bounds(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Bounds | int) -> Bounds:
        """Subtract any value of the other from any value of the one: 1001..open less 517..517 is 484..open."""
        if type(other) is not int and not isinstance(other, Bounds):
            return NotImplemented
        return self + -other

    def __rsub__(self, other: int) -> Bounds:
        return -self + other

    def ratio(self, other: Bounds) -> Ratio:
        """Divide any value of the one by any value of the other that is not 0.

        Where `other` can be 0, or this end is open above, the ratio is open above: 0 divided by 0 could be any number. Where
        `other` is open above, the ratio has no lower limit but 0.

        Raises
        ------
        ValueError
            Where either can be negative: a ratio is of tolls, not of differences.
        ZeroDivisionError
            Where `other` is exactly 0, also for 0 divided by 0.
        """
        for side in (self, other):
            if side.low is None or side.low < 0:
                raise ValueError(f"a ratio is of numbers of 0 or more; found {side}")
        if other.high == 0:
            raise ZeroDivisionError(f"no ratio of {self} to 0: nothing can be divided by 0")
        low = Fraction(0) if other.high is None else Fraction(self.low, other.high)
        high = None if self.high is None or other.low == 0 else Fraction(self.high, other.low)
        return Ratio(low, high)

    def contains(self, other: Bounds | int) -> bool:
        """Tell whether a number, or every number of other bounds, lies within these."""
        low, high = (other.low, other.high) if isinstance(other, Bounds) else (other, other)
        above = self.low is None or (low is not None and self.low <= low)
        below = self.high is None or (high is not None and high <= self.high)
        return above and below

    def overlaps(self, other: Bounds) -> bool:
        """Tell whether at least one number lies within both."""
        return self.intersection(other) is not None

    def intersection(self, other: Bounds) -> Bounds | None:
        """Return the numbers that lie within both; None where there are none."""
        low = max((end for end in (self.low, other.low) if end is not None), default=None)
        high = min((end for end in (self.high, other.high) if end is not None), default=None)
        return None if low is not None and high is not None and low > high else Bounds(low, high)

    def hull(self, other: Bounds) -> Bounds:
        """Return the narrowest bounds that hold both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(low, high)

    def __str__(self) -> str:
        """Write the bounds in words: "14", "at least 1,001", "up to 40", "12 to 20", "at most 36", "any number"."""
        low, high = (None if end is None else f"{end:,}".replace("-", MINUS) for end in (self.low, self.high))
        if low is None:
            return "any number, negative ones too" if high is None else f"at most {high}"
        if high is None:
            return "any number" if self.low == 0 else f"at least {low}"
        if self.is_exact:
            return low
        return f"up to {high}" if self.low == 0 else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times one toll another is, from `low` to `high`; a `low` of 0 is no lower limit, a `high` of None no upper one."""

    low: Fraction
    high: Fraction | None

    def contains(self, number: Fraction | int) -> bool:
        """Tell whether a ratio lies within these limits."""
        return self.low <= number and (self.high is None or number <= self.high)

    def __str__(self) -> str:
        """Write the ratio in words; the words are never more than what holds.

        Two decimals, or two digits that are not 0. A lower limit is rounded down and an upper limit up, so that "at least 1.93" and
        "at most 3.58" are true of 1.936 and 3.571. One ratio that has no such short form is "about 3.57", to the nearest.
        """
        if self.low == self.high:
            nearest = _decimal(self.low, round)
            return nearest if Fraction(nearest.replace(",", "")) == self.low else f"about {nearest}"
        low, high = _decimal(self.low, floor), None if self.high is None else _decimal(self.high, ceil)
        if high is None:
            return f"at least {low}" if self.low else "any ratio"
        return f"{low} to {high}" if self.low else f"at most {high}"

    def rounded(self, places: int | None = None) -> str:
        """Write the ratio for a sentence: one decimal from 1.1 up, two below; an inequality is still never more than what holds."""
        if self.low == self.high:
            return _short(self.low, round, places)
        if self.high is None:
            return f"at least {_short(self.low, floor, places)}" if self.low else "any ratio"
        low, high = _short(self.low, floor, places), _short(self.high, ceil, places)
        return f"{low} to {high}" if self.low else f"at most {high}"


def in_step(stated: Ratio, limits: Ratio) -> tuple[str, str]:
    """Write a ratio and limits to it with as many decimals as keep their order in sight.

    Rounded to one, 1.66 is 1.7 and "at least 1.66" is "at least 1.6", as if the limit lay below it. Where four do not do, as where the
    limit is the ratio and has no end, the ratio is rounded the way of its limit.
    """
    exact = stated.low
    for places in (None, 2, 3, 4):
        number = _written(exact, round, places)
        low_holds = exact > limits.low or _written(limits.low, floor, places) >= number
        if low_holds and (limits.high is None or exact < limits.high or _written(limits.high, ceil, places) <= number):
            return stated.rounded(places), limits.rounded(places)
    return _short(exact, floor if exact <= limits.low else ceil, 2), limits.rounded(2)


def _written(number: Fraction, nearest, places: int | None) -> Fraction:
    """Give a ratio as it is written in a sentence."""
    return Fraction(_short(number, nearest, places).replace(",", ""))


def _short(number: Fraction, nearest, places: int | None) -> str:
    """Write a ratio with some decimals: if not told how many, with one from 1.1 up and two below."""
    return _decimal(number, nearest, places or (1 if number >= Fraction(11, 10) else 2))


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _decimal(number: Fraction, rounded, places: int = 2) -> str:
    """Write a fraction with two decimals, or as many as show two digits that are not 0; `rounded` is floor, ceil or round."""
    while 0 < number * 10**places < 10:
        places += 1
    digits = str(rounded(number * 10**places)).zfill(places + 1)
    return f"{int(digits[:-places]):,}.{digits[-places:]}".rstrip("0").rstrip(".")
