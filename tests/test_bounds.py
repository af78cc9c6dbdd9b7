"""Arithmetic of open intervals. The expected values of the tables are worked out by hand."""

import re
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tollbook.bounds import Bounds, Ratio, in_step

steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bounds(low, high):
    return Bounds(low, high)


def bounds_from(least, most=2_000):
    """Any bounds whose ends lie from `least` to `most`, each end possibly open (the low end only where it may be negative)."""
    ends = st.integers(least, most)
    closed = st.tuples(ends, ends).map(sorted).map(lambda pair: Bounds(*pair))
    opened = [closed, ends.map(lambda low: Bounds(low, None))]
    if least < 0:
        opened += [ends.map(lambda high: Bounds(None, high)), st.just(Bounds(None, None))]
    return st.one_of(opened)


ANY = bounds_from(-2_000)
TOLLS = bounds_from(0)
STEPS = st.one_of(st.none(), st.integers(0, 500))


def widen(narrow, down, up, floor=None):
    """Move both ends outwards by a step, None being all the way."""
    low = None if narrow.low is None or down is None else narrow.low - down
    low = low if floor is None else max(low or floor, floor)
    return Bounds(low, None if narrow.high is None or up is None else narrow.high + up)


def numbers_in(chosen):
    """Any number within the bounds; from an open end it lies at most 500 away."""
    low = chosen.low if chosen.low is not None else (chosen.high if chosen.high is not None else 0) - 500
    high = chosen.high if chosen.high is not None else low + 1_000
    return st.integers(low, high)


@pytest.mark.parametrize(("made", "low", "high"), [
    (Bounds.exact(14), 14, 14),
    (Bounds.exact(0), 0, 0),
    (Bounds.at_least(14), 14, None),
    (Bounds.more_than(1_000), 1_001, None),
    (Bounds.up_to(40), 0, 40),
    (Bounds.up_to(0), 0, 0),
    (Bounds.between(12, 20), 12, 20),
    (Bounds.between(-3, 5), -3, 5),
])
def test_words_make_bounds(made, low, high):
    assert (made.low, made.high) == (low, high)


@pytest.mark.parametrize(("low", "high", "error", "sentence"), [
    (20, 12, ValueError, "the low bound 20 is greater than the high bound 12"),
    (0, -1, ValueError, "the low bound 0 is greater than the high bound -1"),
    (14.0, None, TypeError, "a bound is a whole number, or None where it is open; found 14.0"),
    (0, 14.5, TypeError, "found 14.5"),
    (float("nan"), None, TypeError, "found nan"),
    (0, float("inf"), TypeError, "found inf"),
    (True, None, TypeError, "found True"),
    (0, False, TypeError, "found False"),
    ("14", None, TypeError, "found '14'"),
    (Fraction(14), None, TypeError, "found Fraction(14, 1)"),
])
def test_ends_that_are_no_whole_numbers_in_order_are_refused(low, high, error, sentence):
    with pytest.raises(error, match=re.escape(sentence)):
        Bounds(low, high)


def test_bounds_cannot_be_changed():
    with pytest.raises(AttributeError):
        Bounds.exact(14).low = 13


@pytest.mark.parametrize(("one", "other", "total"), [
    (bounds(14, 14), bounds(50, 50), bounds(64, 64)),
    (bounds(14, None), bounds(50, 50), bounds(64, None)),
    (bounds(14, None), bounds(0, 40), bounds(14, None)),
    (bounds(12, 20), bounds(0, 40), bounds(12, 60)),
    (bounds(None, 36), bounds(14, 14), bounds(None, 50)),
    (bounds(None, 36), bounds(14, None), bounds(None, None)),
    (bounds(14, None), 3, bounds(17, None)),
])
def test_addition(one, other, total):
    assert one + other == total


@pytest.mark.parametrize(("parts", "total"), [
    ([], 0),
    ([bounds(14, 14)], bounds(14, 14)),
    ([bounds(14, None), bounds(5, 5), bounds(0, 3)], bounds(19, None)),
    ([bounds(12, 20), bounds(0, 3)], bounds(12, 23)),
])
def test_sum_starts_from_zero(parts, total):
    assert sum(parts) == total


@pytest.mark.parametrize(("one", "other", "difference"), [
    (bounds(1_001, None), bounds(517, 517), bounds(484, None)),
    (bounds(14, None), bounds(50, 50), bounds(-36, None)),
    (bounds(50, 50), bounds(14, None), bounds(None, 36)),
    (bounds(14, None), bounds(13, None), bounds(None, None)),
    (bounds(12, 20), bounds(5, 7), bounds(5, 15)),
    (bounds(0, 40), bounds(0, 40), bounds(-40, 40)),
    (bounds(12, 20), 2, bounds(10, 18)),
    (50, bounds(12, 20), bounds(30, 38)),
])
def test_subtraction(one, other, difference):
    assert one - other == difference


@pytest.mark.parametrize("stranger", [1.5, True, "14", None])
def test_only_bounds_and_whole_numbers_are_added_and_subtracted(stranger):
    with pytest.raises(TypeError):
        Bounds.exact(14) + stranger
    with pytest.raises(TypeError):
        Bounds.exact(14) - stranger


@pytest.mark.parametrize(("one", "other", "low", "high"), [
    (bounds(1_001, None), bounds(517, 517), Fraction(1_001, 517), None),
    (bounds(50, 50), bounds(14, None), Fraction(0), Fraction(50, 14)),
    (bounds(50, 50), bounds(14, 14), Fraction(25, 7), Fraction(25, 7)),
    (bounds(12, 20), bounds(5, 10), Fraction(6, 5), Fraction(4)),
    (bounds(14, None), bounds(13, None), Fraction(0), None),
    (bounds(12, 20), bounds(0, 10), Fraction(6, 5), None),
    (bounds(0, 0), bounds(0, 10), Fraction(0), None),
    (bounds(0, 0), bounds(5, 10), Fraction(0), Fraction(0)),
    (bounds(3, 3), bounds(0, None), Fraction(0), None),
])
def test_ratio(one, other, low, high):
    assert one.ratio(other) == Ratio(low, high)


@pytest.mark.parametrize(("one", "other", "error", "sentence"), [
    (bounds(14, None), bounds(0, 0), ZeroDivisionError, "no ratio of at least 14 to 0"),
    (bounds(0, 0), bounds(0, 0), ZeroDivisionError, "no ratio of 0 to 0"),
    (bounds(-36, None), bounds(5, 5), ValueError, "a ratio is of numbers of 0 or more; found at least \u221236"),
    (bounds(5, 5), bounds(None, 36), ValueError, "found at most 36"),
])
def test_ratios_that_mean_nothing_are_refused(one, other, error, sentence):
    with pytest.raises(error, match=re.escape(sentence)):
        one.ratio(other)


@pytest.mark.parametrize(("one", "other", "common", "hull"), [
    (bounds(12, 20), bounds(15, None), bounds(15, 20), bounds(12, None)),
    (bounds(12, 20), bounds(20, 25), bounds(20, 20), bounds(12, 25)),
    (bounds(12, 20), bounds(21, 25), None, bounds(12, 25)),
    (bounds(14, None), bounds(0, 13), None, bounds(0, None)),
    (bounds(14, None), bounds(50, 50), bounds(50, 50), bounds(14, None)),
    (bounds(None, 36), bounds(-5, None), bounds(-5, 36), bounds(None, None)),
    (bounds(None, 36), bounds(None, 40), bounds(None, 36), bounds(None, 40)),
])
def test_intersection_and_hull(one, other, common, hull):
    assert one.intersection(other) == common
    assert one.overlaps(other) is (common is not None)
    assert one.hull(other) == hull


@pytest.mark.parametrize(("outer", "inner", "expected"), [
    (bounds(12, 20), 12, True),
    (bounds(12, 20), 20, True),
    (bounds(12, 20), 11, False),
    (bounds(12, 20), 21, False),
    (bounds(14, None), 10**12, True),
    (bounds(None, 36), -10**12, True),
    (bounds(12, 20), bounds(13, 20), True),
    (bounds(12, 20), bounds(13, None), False),
    (bounds(12, 20), bounds(None, 13), False),
    (bounds(12, None), bounds(13, None), True),
    (bounds(None, None), bounds(None, None), True),
])
def test_contains(outer, inner, expected):
    assert outer.contains(inner) is expected


@pytest.mark.parametrize(("number", "is_exact", "is_open"), [
    (bounds(14, 14), True, False),
    (bounds(12, 20), False, False),
    (bounds(14, None), False, True),
    (bounds(None, 36), False, True),
    (bounds(None, None), False, True),
])
def test_exact_and_open(number, is_exact, is_open):
    assert (number.is_exact, number.is_open) == (is_exact, is_open)


@pytest.mark.parametrize(("number", "words"), [
    (bounds(14, 14), "14"),
    (bounds(0, 0), "0"),
    (bounds(1_250, 1_250), "1,250"),
    (bounds(14, None), "at least 14"),
    (bounds(1_001, None), "at least 1,001"),
    (bounds(0, 40), "up to 40"),
    (bounds(0, 1_000_000), "up to 1,000,000"),
    (bounds(12, 20), "12 to 20"),
    (bounds(0, None), "any number"),
    (bounds(-36, None), "at least \u221236"),
    (bounds(None, 36), "at most 36"),
    (bounds(None, 0), "at most 0"),
    (bounds(None, -1_200), "at most \u22121,200"),
    (bounds(-3, -3), "\u22123"),
    (bounds(-1_200, 5), "\u22121,200 to 5"),
    (bounds(None, None), "any number, negative ones too"),
])
def test_printed_bounds(number, words):
    assert str(number) == words


@pytest.mark.parametrize(("one", "other", "words"), [
    (bounds(1_001, None), bounds(517, 517), "at least 1.93"),
    (bounds(194, None), bounds(100, 100), "at least 1.94"),
    (bounds(0, 25), bounds(7, 7), "at most 3.58"),
    (bounds(0, 357), bounds(100, 100), "at most 3.57"),
    (bounds(28, 28), bounds(14, 14), "2"),
    (bounds(14, 14), bounds(50, 50), "0.28"),
    (bounds(50, 50), bounds(14, 14), "about 3.57"),
    (bounds(12, 34), bounds(10, 10), "1.2 to 3.4"),
    (bounds(1_000, 2_000), bounds(3, 3), "333.33 to 666.67"),
    (bounds(3_001, None), bounds(2, 2), "at least 1,500.5"),
    (bounds(1, 1), bounds(1_000, 3_000), "0.00033 to 0.001"),
    (bounds(0, None), bounds(5, 5), "any ratio"),
    (bounds(0, 0), bounds(5, 5), "0"),
])
def test_printed_ratio_rounds_a_lower_limit_down_and_an_upper_limit_up(one, other, words):
    assert str(one.ratio(other)) == words


@pytest.mark.parametrize(("ratio", "words"), [
    (Ratio(Fraction(50, 14), Fraction(50, 14)), "3.6"),
    (Ratio(Fraction(2), Fraction(2)), "2"),
    (Ratio(Fraction(603, 517), Fraction(603, 517)), "1.2"),
    (Ratio(Fraction(1), Fraction(1)), "1"),
    (Ratio(Fraction(0), Fraction(0)), "0"),
    (Ratio(Fraction(14, 50), Fraction(14, 50)), "0.28"),
    (Ratio(Fraction(104, 100), Fraction(104, 100)), "1.04"),
    (Ratio(Fraction(1_099, 1_000), Fraction(1_099, 1_000)), "1.1"),
    (Ratio(Fraction(1, 3_000), Fraction(1, 3_000)), "0.00033"),
    (Ratio(Fraction(37_037, 3), Fraction(37_037, 3)), "12,345.7"),
    (Ratio(Fraction(1_001, 517), None), "at least 1.9"),
    (Ratio(Fraction(701, 517), None), "at least 1.3"),
    (Ratio(Fraction(11, 10), None), "at least 1.1"),
    (Ratio(Fraction(1_099, 1_000), None), "at least 1.09"),
    (Ratio(Fraction(119, 100), None), "at least 1.1"),
    (Ratio(Fraction(999, 1_000), None), "at least 0.99"),
    (Ratio(Fraction(0), Fraction(50, 14)), "at most 3.6"),
    (Ratio(Fraction(0), Fraction(2)), "at most 2"),
    (Ratio(Fraction(0), Fraction(1_001, 1_000)), "at most 1.01"),
    (Ratio(Fraction(0), Fraction(999, 1_000)), "at most 1"),
    (Ratio(Fraction(0), Fraction(111, 100)), "at most 1.2"),
    (Ratio(Fraction(0), Fraction(1, 3_000)), "at most 0.00034"),
    (Ratio(Fraction(12, 10), Fraction(34, 10)), "1.2 to 3.4"),
    (Ratio(Fraction(951, 1_000), Fraction(1_151, 1_000)), "0.95 to 1.2"),
    (Ratio(Fraction(351, 100), Fraction(354, 100)), "3.5 to 3.6"),
    (Ratio(Fraction(0), None), "any ratio"),
])
def test_a_ratio_in_a_sentence_has_one_decimal_from_1_1_up_and_two_below(ratio, words):
    assert ratio.rounded() == words


@steady
@given(ANY, ANY, ANY)
def test_addition_is_commutative_and_associative(one, two, three):
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)


@steady
@given(ANY)
def test_the_difference_of_bounds_with_themselves_holds_zero(one):
    assert (one - one).contains(0)


@steady
@given(TOLLS)
def test_the_ratio_of_a_toll_with_itself_holds_one(toll):
    assume(toll.high != 0)
    assert toll.ratio(toll).contains(1)


@steady
@given(st.data(), ANY, ANY)
def test_sums_and_differences_of_the_numbers_lie_within_those_of_the_bounds(data, one, other):
    x, y = data.draw(numbers_in(one)), data.draw(numbers_in(other))
    assert (one + other).contains(x + y)
    assert (one - other).contains(x - y)


@steady
@given(st.data(), TOLLS, TOLLS)
def test_ratios_of_the_numbers_lie_within_those_of_the_bounds(data, one, other):
    assume(other.high != 0)
    x, y = data.draw(numbers_in(one)), data.draw(numbers_in(other))
    assume(y != 0)
    assert one.ratio(other).contains(Fraction(x, y))


@steady
@given(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(0, 50))
def test_closed_bounds_are_no_wider_than_their_numbers(low, more, other_low, other_more):
    one, other = Bounds(low, low + more), Bounds(other_low, other_low + other_more)
    pairs = [(x, y) for x in (one.low, one.high) for y in (other.low, other.high)]
    assert one + other == Bounds(min(x + y for x, y in pairs), max(x + y for x, y in pairs))
    assert one - other == Bounds(min(x - y for x, y in pairs), max(x - y for x, y in pairs))
    assert one.ratio(other) == Ratio(min(Fraction(x, y) for x, y in pairs), max(Fraction(x, y) for x, y in pairs))


@steady
@given(ANY, ANY, STEPS, STEPS)
def test_a_wider_operand_never_narrows_a_sum_or_a_difference(one, other, down, up):
    wider = widen(one, down, up)
    assert (wider + other).contains(one + other)
    assert (wider - other).contains(one - other)
    assert (other - wider).contains(other - one)


@steady
@given(TOLLS, TOLLS, st.integers(0, 500), STEPS)
def test_a_wider_operand_never_narrows_a_ratio(one, other, down, up):
    assume(one.high != 0 and other.high != 0)
    wider = widen(one, down, up, floor=0)
    for narrow, wide in ((one.ratio(other), wider.ratio(other)), (other.ratio(one), other.ratio(wider))):
        assert wide.low <= narrow.low
        assert wide.high is None or (narrow.high is not None and narrow.high <= wide.high)


@steady
@given(ANY, ANY, st.integers(-2_500, 2_500))
def test_a_number_lies_within_the_intersection_where_it_lies_within_both(one, other, number):
    common = one.intersection(other)
    assert (common is not None and common.contains(number)) == (one.contains(number) and other.contains(number))


@steady
@given(ANY, ANY)
def test_the_hull_holds_both_and_has_no_end_of_its_own(one, other):
    hull = one.hull(other)
    assert hull.contains(one)
    assert hull.contains(other)
    assert hull.low in (one.low, other.low)
    assert hull.high in (one.high, other.high)


@steady
@given(TOLLS, TOLLS)
def test_what_is_printed_of_a_ratio_is_true(one, other):
    assume(other.high != 0)
    ratio = one.ratio(other)
    printed = [Fraction(number.replace(",", "")) for number in re.findall(r"[\d.,]+", str(ratio))]
    if "at least" in str(ratio):
        assert printed[0] <= ratio.low
        assert ratio.high is None
    elif "at most" in str(ratio):
        assert ratio.high <= printed[0]
    elif " to " in str(ratio):
        assert printed[0] <= ratio.low
        assert ratio.high <= printed[1]
    elif printed:
        assert ratio.low == ratio.high
        assert str(ratio).startswith("about") or printed[0] == ratio.low
        assert abs(printed[0] - ratio.low) <= Fraction(1, 200)
    else:
        assert ratio == Ratio(Fraction(0), None)


@steady
@given(TOLLS, TOLLS)
def test_what_a_sentence_says_of_a_ratio_is_true_and_close(one, other):
    assume(other.high != 0)
    ratio = one.ratio(other)
    words = ratio.rounded()
    printed = [Fraction(number.replace(",", "")) for number in re.findall(r"[\d.,]+", words)]
    if ratio.low == ratio.high:
        step = Fraction(1, 10) if ratio.low >= Fraction(11, 10) else Fraction(1, 100)
        assert abs(printed[0] - ratio.low) <= step / 2
        return
    assert [word for word in ("at least", "at most", " to ", "any ratio") if word in words] == [
        "any ratio" if not ratio.low and ratio.high is None else "at least" if ratio.high is None else " to " if ratio.low else "at most"]
    limits = ([ratio.low] if ratio.low else []) + ([ratio.high] if ratio.high is not None else [])
    for number, limit, is_floor in zip(printed, limits, [bool(ratio.low), False], strict=False):
        assert 0 <= (limit - number if is_floor else number - limit) < (Fraction(1, 10) if limit >= Fraction(11, 10) else Fraction(1, 100))


# -- a ratio beside its limits ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("stated", "low", "high", "words"), [
    ((50, 14), 0, (50, 14), ("3.6", "at most 3.6")),  # 3.571: the upper limit is rounded up
    ((1_000, 603), (1_001, 603), None, ("1.66", "at least 1.66")),  # 1.658 and 1.660: with one decimal 1.7 and at least 1.6
    ((700, 517), (701, 517), None, ("1.35", "at least 1.35")),  # 1.353 and 1.355: with one decimal 1.4 and at least 1.3
    ((231, 221), (232, 221), None, ("1.045", "at least 1.049")),  # 1.0452 and 1.0497: with two 1.05 and at least 1.04
    ((1_000, 517), (1_001, 517), None, ("1.9", "at least 1.9")),
    ((1, 6), (1, 6), None, ("0.16", "at least 0.16")),  # 0.1666...: rounded it is always above its limit
    ((1, 3), 0, (1, 3), ("0.34", "at most 0.34")),
    ((3, 2), (1, 2), (5, 2), ("1.5", "0.5 to 2.5")),
    ((3, 2), 0, None, ("1.5", "any ratio")),
])
def test_a_ratio_and_its_limits_are_written_with_as_many_decimals_as_their_order_needs(stated, low, high, words):
    exact = Fraction(*stated)
    limits = Ratio(Fraction(*low) if low else Fraction(0), Fraction(*high) if high else None)
    assert in_step(Ratio(exact, exact), limits) == words


@steady
@given(st.integers(1, 2_000), st.integers(1, 2_000), st.integers(0, 30), st.integers(0, 30))
def test_a_limit_is_never_written_on_the_wrong_side_of_the_ratio(less, more, above, below):
    """A lower limit at or above the ratio stands at or above it as written too, and an upper one at or below it."""
    stated = Fraction(more, less)
    number, limit = in_step(Ratio(stated, stated), Ratio(Fraction(more + above, less), None))
    assert number_in(limit) >= number_in(number)
    number, limit = in_step(Ratio(stated, stated), Ratio(Fraction(0), Fraction(max(1, more - below), less)))
    assert number_in(limit) <= number_in(number)


def number_in(words):
    return Fraction(words.split()[-1].replace(",", ""))
