"""Which days a figure covers: dates and spans as worded, the year and the narrative's day carried along.

A date is a stamp found in a sentence; the narrative is read from its first sentence to its last and remembers the day it is at, the year,
and when each offensive, siege or campaign began. Each wording of a date is a row of `FORMS`: its pattern, and how its days follow.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = {name: number for number, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep",
    "october oct", "november nov", "december dec"), 1) for name in names.split()}
WORDS_TOO = ("may", "march", "mar", "jan")  # names of months that are other words as well
LEADS_TO_MAY = frozenset((
    "in", "in early", "in mid-", "in late", "in the course of", "by", "by early", "by mid-", "by late", "by the end of", "at the end of",
    "of", "during", "throughout", "from", "until", "since", "since the start of", "since the beginning of"))
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the first month of each
WEEKDAYS = {name: number for number, name in enumerate(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
NUMBERS = {name: number for number, name in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen"))} | {"a": 1, "an": 1, "couple": 2}
UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "month": 30, "months": 30, "year": 365, "years": 365,
         "24 hours": 2, "48 hours": 3}
LONGEST_BACK = 100_000  # days that a figure's span goes back at most
HEAD = 60  # characters of a sentence in which a date leads it
MONTH_HEAD = 40  # the same for a month, which tells less
NEAR = 30  # characters between "since the start of the campaign" and its day

# what a sentence with a date has in it
HINT = re.compile(r"\d|day|week|night|month|dawn|since|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|hours|year")
# what can begin, and be counted from
EVENT = re.compile(r"(?<!counter-)(?<!counter)(offensive|operation|campaign|siege|assault|battle|bombing|bombardment|war|uprising|"
                   r"insurgency|blockade|truce|push|fighting|attack|conflict)")
# that it begins
BEGAN = re.compile(r"\b(?:launch\w*|began|begin|begun|start\w*|open\w*|mount\w*|initiat\w*|commenc\w*|laid|imposed|broke out|unleashed)\b")
# words of a date that look back, and do not move the telling
BACKWARD = re.compile(r"before|previous|preceding|earlier|yesterday|last night|ago")
# words of a date that lead on
FORWARD = re.compile(r"next|following|later|after")
# before a date: the end of what lasts, and not the day told of
UP_TO = re.compile(r"\b(?:into|until|till|through) $")
# before "the 9th", which is a day only there
ON_OR_BY = re.compile(r"\b(?:on|by) $")
# before "of 5 April": what is named after a day
NAMED_AFTER_DAY = re.compile(r"\b(?:battle|group|division|brigade|movement|coup) $")
# between two dates that are no one date
PAUSE = re.compile(r"[,;.]")
# the number of "5th"
DIGITS = re.compile(r"\d+")
COMPARED = re.compile(r"\b(?:more|fewer|less|higher|lower)\b[^,.;]{0,40}\bthan (?:on |in |during )?$")  # a day of other figures


@dataclass(slots=True)
class Stamp:
    """A date as worded: where it stands, its first and last day, and how a figure beside it is to be read.

    `kind` is `on` (on these days), `by` (until the last one, from a first day not stated), `since` (from the first one), `back` (a span
    that ends at the narrative's day), `start` (since the start of something), `none` (a date whose day cannot be told).
    """

    first: int
    last: int
    kind: str
    start: date | None
    end: date | None
    is_absolute: bool = False
    event: str = ""
    is_month: bool = False
    words: str = ""

    @property
    def is_year(self) -> bool:
        """Tell whether it is a whole year, in which a telling of days looks back or ahead and does not go to."""
        return self.start is not None and self.end is not None and (self.end - self.start).days > 360


@dataclass
class Narrative:
    """Where the telling has come to: the day or days spoken of, the year, and when campaigns began."""

    year: int | None = None
    start: date | None = None
    end: date | None = None
    began: dict[str, date] = field(default_factory=dict)
    dateline: date | None = None
    periods: list[tuple[str, date]] = field(default_factory=list)
    is_open: bool = False  # told of "by" its day: from when on is not said

    def stamps(self, low: str) -> list[Stamp]:
        """Find the dates of a sentence and resolve them one after the other."""
        if not HINT.search(low):
            return []
        found, start, end = [], self.start, self.end
        for match in STAMP.finditer(low):
            stamp = None if COMPARED.search(low, 0, match.start()) else self._stamp(match, start, end)
            if stamp:
                found.append(stamp)
                if stamp.kind == "on" and stamp.end and not stamp.is_month:
                    start, end = stamp.start, stamp.end
        return _joined(found, low)

    def _stamp(self, match: re.Match, start: date | None, end: date | None) -> Stamp | None:
        form = FORMS[match.lastindex - 1]
        wording = Wording(form.pattern.match(match.string, match.start()), self, start, end)
        return wording.unknown() if form.is_relative and end is None else form.read(wording)

    def year_of(self, month: int, day: int) -> int | None:
        """Infer the year of a day without one: that of the narrative's day, or the next where the telling goes on past a new year."""
        if self.end is None:
            return self.year
        there = [found for year in (self.end.year - 1, self.end.year, self.end.year + 1) if (found := make(year, month, day))]
        return min(there, key=self._distance).year if there else self.year

    def _distance(self, day: date) -> float:
        """Count the days to a day; one before the narrative's is farther, as a telling goes on rather than back."""
        apart = (day - self.end).days
        return apart if apart >= 0 else -apart * 1.2

    def advance(self, low: str, stamps: list[Stamp]) -> None:
        """Move on to the day a sentence tells of, and remember what began on it."""
        told = [stamp for stamp in stamps if stamp.kind in ("on", "by") and stamp.end]
        days = [stamp for stamp in told if not stamp.is_month]
        steps = [stamp for stamp in days if (stamp.is_absolute or not BACKWARD.search(stamp.words)) and not UP_TO.search(low[:stamp.first])]
        leading = self._leading(steps)
        if leading:
            self._step(leading, steps)
        elif month := next((stamp for stamp in told if self._is_gone_to(stamp)), None):
            self._go_to(month)
        day = days[0].start if days else self.start
        if day and BEGAN.search(low) and not any(stamp.kind == "start" for stamp in stamps):
            self.began.update(dict.fromkeys(EVENT.findall(low), day))

    def _is_gone_to(self, stamp: Stamp) -> bool:
        """Tell whether a sentence that names no day goes to a month it begins with; from a day it does not go to a whole year."""
        return stamp.is_month and stamp.first < MONTH_HEAD and not (self.end and stamp.is_year)

    def _leading(self, steps: list[Stamp]) -> Stamp | None:
        """Choose the day a sentence moves to: one at its head, or a later one than the narrative's."""
        at_head = next((stamp for stamp in steps if stamp.first < HEAD), None)
        if at_head is None and steps and (not self.end or steps[0].end >= self.end):
            return steps[0]
        return at_head

    def _step(self, leading: Stamp, steps: list[Stamp]) -> None:
        """Go to a sentence's leading day, and from there on to "the next day" in the same sentence."""
        self._go_to(leading)
        self.is_open = leading.kind == "by" and leading.is_absolute and leading.words.startswith("by ")
        later = [other for other in steps
                 if other is not leading and not other.is_absolute and other.kind == "on" and FORWARD.search(other.words)]
        if later:
            self._go_to(later[-1])

    def _go_to(self, stamp: Stamp) -> None:
        self.start, self.end = stamp.start if stamp.kind == "on" else stamp.end, stamp.end

    def first_day(self, event: str, low: str) -> date | None:
        """Find when what a running total counts from began: the campaign or the bombing that has been told of."""
        for stem in dict.fromkeys([*EVENT.findall(event), *EVENT.findall(low)]):
            for words, start in reversed(self.periods):
                if stem[:4] in words:
                    return start
            if stem in self.began:
                return self.began[stem]
        return None


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a date as its form matched them, the narrative they stand in, and the day or days spoken of before them."""

    match: re.Match
    narrative: Narrative
    start: date | None
    end: date | None

    def __getitem__(self, name: str) -> str:
        return self.match[name] or ""

    @property
    def words(self) -> str:
        return self.match.group()

    @property
    def before(self) -> str:
        """The sentence up to these words."""
        return self.match.string[:self.match.start()]

    def stamp(self, kind: str, start: date | None, end: date | None, *, is_absolute: bool = False, is_month: bool = False,
              event: str = "") -> Stamp:
        return Stamp(*self.match.span(), kind, start, end, is_absolute, event, is_month, self.words)

    def unknown(self) -> Stamp:
        """Make the stamp of a date whose day cannot be told."""
        return self.stamp("none", None, None)


class Form(NamedTuple):
    """A way to write a date, and how it is read; a relative one counts from the day spoken of and is not told without one."""

    pattern: re.Pattern
    read: Callable[[Wording], Stamp | None]
    is_relative: bool = False


def make(year: int | None, month: int, day: int) -> date | None:
    """Make a day; None where there is no such day or no year."""
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _joined(stamps: list[Stamp], low: str) -> list[Stamp]:
    """Let "since the start of the campaign on 9 February" begin on that day."""
    out: list[Stamp] = []
    for stamp in stamps:
        before = out[-1] if out else None
        if before is not None and before.kind == "start" and stamp.is_absolute and stamp.first - before.last < NEAR and (
                not PAUSE.search(low[before.last:stamp.first])):
            before.start, before.last = stamp.start, stamp.last
            if before.end and stamp.start > before.end:  # "since the start of the siege on 1 March", told in January
                earlier = make(stamp.start.year - 1, stamp.start.month, stamp.start.day)
                before.start, before.end = (earlier, before.end) if earlier and earlier <= before.end else (stamp.start, None)
        else:
            out.append(stamp)
    return out


# days, spans and months by name


def _span(wording: Wording) -> Stamp:
    """Read "3-5 April 2015", "30 March to 2 April"."""
    return _from_to(wording, (wording["day"], wording["month"] or wording["last_month"]),
                    (wording["last_day"], wording["last_month"]), wording["last_year"] or wording["year"], wording["year"])


def _day_first(wording: Wording) -> Stamp | None:
    """Read "on 5 April 2015"; "the battle of 5 April" is a name."""
    if wording["lead"] == "of" and NAMED_AFTER_DAY.search(wording.before):
        return None
    return _day(wording)


def _month_first(wording: Wording) -> Stamp | None:
    """Read "on April 5, 2015" and "April 3-5"; "may 5" alone is no date."""
    if wording["last_day"]:
        last_month = wording["last_month"] or wording["month"]
        return _from_to(wording, (wording["day"], wording["month"]), (wording["last_day"], last_month), wording["year"])
    if _month_number(wording["month"]) == MONTHS["may"] and not wording["lead"] and not wording["year"]:
        return None
    return _day(wording)


def _from_to(wording: Wording, first: tuple[str, str], last: tuple[str, str], year: str, first_year: str = "") -> Stamp:
    """Make the stamp of a span from its first and last day and month as worded; without a year, the last day's is inferred."""
    narrative = wording.narrative
    first_day, last_day = _digits(first[0]), _digits(last[0])
    first_month, last_month = _month_number(first[1]), _month_number(last[1])
    end = make(int(year) if year else narrative.year_of(last_month, last_day), last_month, last_day)
    start = end and make(int(first_year) if first_year else end.year - (first_month > last_month), first_month, first_day)
    if not (start and end) or start > end:
        return wording.unknown()
    narrative.year = end.year
    return wording.stamp("on", start, end, is_absolute=True)


def _day(wording: Wording) -> Stamp:
    """Make the stamp of a day; the first one with its year is the text's dateline."""
    narrative, year = wording.narrative, wording["year"]
    month, number = _month_number(wording["month"]), _digits(wording["day"])
    found = make(int(year) if year else narrative.year_of(month, number), month, number)
    if found is None:
        return wording.unknown()
    if not year and wording.end and found > wording.end and _kind_of(wording["lead"]) == "since":  # "since 1 March", told in January
        found = make(found.year - 1, month, number) or found
    if year:
        narrative.dateline = narrative.dateline or found
    if year or narrative.year is None:
        narrative.year = found.year
    return wording.stamp(_kind_of(wording["lead"]), found, found, is_absolute=True)


def _month(wording: Wording) -> Stamp | None:
    """Read "in early April 2015", "by the end of May"; "may" and "march" only where the words beside them say that they are months."""
    lead = wording["lead"]
    if not _is_month(wording, wording["month"].rstrip("."), lead):
        return None
    month = _month_number(wording["month"])
    year = int(wording["year"]) if wording["year"] else wording.narrative.year_of(month, 15)
    if year is None:
        return wording.unknown()
    if wording["year"]:
        wording.narrative.year = year
    part = wording["part"].strip(" -") or next((part for part in ("early", "late", "mid") if part in lead), "")
    first_day, last_day = (1, 7) if lead == "in the first days of" else _days_of(part, monthrange(year, month)[1])
    start, end = date(year, month, first_day), date(year, month, last_day)
    kind = _kind_of(lead)
    if lead.startswith(("by the end", "at the end", "by the close")):
        kind, start = "by", end
    elif kind == "since":
        end = start
    return wording.stamp(kind, start, end, is_absolute=True, is_month=True)


def _is_month(wording: Wording, name: str, lead: str) -> bool:
    """Tell whether the name of a month is meant as one."""
    if name in WORDS_TOO and not (lead or wording["year"] or wording["part"]):
        return False
    return name != "may" or not lead or lead in LEADS_TO_MAY or wording["year"] != ""


def _days_of(part: str, last: int) -> tuple[int, int]:
    """Give the first and last day of a part of a month with so many days."""
    return {"early": (1, 10), "mid": (11, 20), "late": (21, last)}.get(part, (1, last))


def _kind_of(lead: str) -> str:
    """Give the kind of stamp that the words before a date make it."""
    if lead.startswith("since"):
        return "since"
    return "by" if lead.startswith(("by", "as of", "until", "up to", "before")) else "on"


def _day_of_month(wording: Wording) -> Stamp | None:
    """Read "on the 9th": of the month spoken of."""
    found = make(wording.end.year, wording.end.month, _digits(wording["day"])) if wording.end else None
    return wording.stamp("on", found, found, is_absolute=True) if found and ON_OR_BY.search(wording.before) else None


def _season(wording: Wording) -> Stamp:
    """Read "in the summer of 2014": three months, of which a winter's last two are in the next year."""
    month, year = SEASONS[wording["season"]], int(wording["year"])
    last_year, last_month = year + (month == 12), (month + 1) % 12 + 1
    end = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return wording.stamp("on", date(year, month, 1), end, is_absolute=True, is_month=True)


def _year(wording: Wording) -> Stamp:
    """Read "in 2014", "since 2011"; the year a text begins with is that of its first days."""
    year = int(wording["year"])
    if wording.words.startswith(("in", "during", "throughout")) and wording.narrative.end is None:
        wording.narrative.year = year
    kind = "since" if wording.words.startswith("since") else "by" if wording.words.startswith(("by", "until")) else "on"
    start = date(year, 1, 1)
    return wording.stamp(kind, start, start if kind == "since" else date(year, 12, 31), is_absolute=True, is_month=True)


# days counted from another


def _weekday(wording: Wording) -> Stamp:
    """Read "on Tuesday": the last one up to the text's dateline."""
    base = wording.narrative.dateline
    if base is None:
        return wording.unknown()
    back = (base.weekday() - WEEKDAYS[wording["weekday"]]) % 7
    if wording.words.startswith("last") and not back:
        back = 7
    found = base - timedelta(days=back)
    return wording.stamp("since" if wording.words.startswith(("since", "from")) else "on", found, found, is_absolute=True)


def _since(wording: Wording) -> Stamp:
    """Read "since the start of the offensive", "since then", "since the beginning of the year"."""
    event, end = wording["event"] or wording["begun"], wording.end
    if event in ("year", "month", "week") and end:
        first = {"year": end.replace(month=1, day=1), "month": end.replace(day=1), "week": end - timedelta(days=end.weekday())}[event]
        return wording.stamp("since", first, first)
    return wording.stamp("start", None, end, event=event)


def _next_day(wording: Wording) -> Stamp:
    """Read "the next day", "the following night"."""
    found = wording.end + timedelta(days=1)
    return wording.stamp("on", found, found)


def _day_before(wording: Wording) -> Stamp:
    """Read "the previous day", "last night", which lasts until the day spoken of."""
    found = wording.start - timedelta(days=1)
    return wording.stamp("on", found, wording.end if wording.words.endswith("last night") else found)


def _days_away(wording: Wording) -> Stamp | None:
    """Read "three days later", "a week before"."""
    days = _number(wording["count"]) * UNITS[wording["unit"]]
    found = _moved(wording.end, -days if wording["direction"] in ("earlier", "before", "ago") else days)
    return wording.stamp("on", found, found) if found else None


def _same_day(wording: Wording) -> Stamp:
    """Read "the same day"; "overnight" is of all the days spoken of."""
    is_night = "night" in wording.words and "tonight" not in wording.words and "that" not in wording.words
    return wording.stamp("on", wording.start if is_night else wording.end, wording.end)


def _past_days(wording: Wording) -> Stamp:
    """Read "in the past three weeks"; hours touch one day more than they fill."""
    count, unit = _number(wording["count"]), wording["unit"]
    return _back(wording, (count + 23) // 24 + 1 if unit.startswith("hour") else count * UNITS[unit])


def _past_unit(wording: Wording) -> Stamp:
    """Read "in the last week", "over the past 24 hours"."""
    return _back(wording, UNITS[wording["unit"]])


def _days_of_fighting(wording: Wording) -> Stamp:
    """Read "in four days of fighting"."""
    return _back(wording, max(_number(wording["count"]), 1))


def _back(wording: Wording, days: int) -> Stamp:
    """Make the stamp of so many days that end with the day spoken of; of centuries, the first day is not told."""
    return wording.stamp("back", _moved(wording.end, 1 - max(days, 1)) if days < LONGEST_BACK else None, wording.end)


def _moved(day: date, days: int) -> date | None:
    """Give the day so many days later; None where the calendar has none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


# numbers in words


def _month_number(name: str) -> int:
    return MONTHS[name.rstrip(".")]


def _number(words: str) -> int:
    return NUMBERS[words] if words in NUMBERS else int(words)


def _digits(words: str) -> int:
    """Give the number of "5th"."""
    return int(DIGITS.match(words).group())


# the wordings of dates

MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:18|19|20)\d\d"
COUNT = r"(?:\d{1,3}|" + "|".join(NUMBERS) + ")"
WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
LEAD = (r"(?:(?:early |late |the morning of |the evening of |the night of |the start of |the beginning of |midnight on )?"
        r"(?P<lead>on the night of|by the end of the day on|by the end of|at the end of|by the close of|in the first days of|"
        r"by late|by early|by mid-?|in early|in late|in mid-?|in the course of|in the early hours of|"
        r"since the beginning of|since the start of|as of|up to|until|since|between|from|during|by|on|in|early on|late on|"
        r"before|after|through|over|throughout|for|dated|of|at)\s)?")

# "3-5 April 2015", "between 30 March and 2 April"
SPAN = re.compile(
    rf"{LEAD}(?P<day>{DAY})(?:\s(?P<month>{MONTH}))?(?:\s(?P<year>{YEAR}))?(?: ?- ?| to | and | until | through | or |/)"
    rf"(?P<last_day>{DAY})\s(?P<last_month>{MONTH})(?:,?\s(?P<last_year>{YEAR})\b)?")
# "on Tuesday, the 5th of April 2015"
DAY_FIRST = re.compile(rf"{LEAD}(?:{WEEKDAY},? )?(?:the )?(?P<day>{DAY})(?: of)?\s(?P<month>{MONTH})(?:,?\s(?P<year>{YEAR})\b)?")
# "on April 5, 2015", "April 3-5"
MONTH_FIRST = re.compile(
    rf"{LEAD}(?:{WEEKDAY},? )?(?P<month>{MONTH})\s(?P<day>{DAY})"
    rf"(?:(?: ?- ?| to | and )(?:(?P<last_month>{MONTH})\s)?(?P<last_day>{DAY}))?(?!\d)(?:,?\s(?P<year>{YEAR})\b)?")
# "in early April 2015", "by the end of May"
MONTH_ALONE = re.compile(
    rf"{LEAD}(?P<part>early |late |mid-|mid )?(?:{MONTH} (?:and|to) )?(?P<month>{MONTH})(?:,?(?: of)?\s(?P<year>{YEAR})\b)?")
# "the next day", "a day later"
NEXT_DAY = re.compile(
    r"(?:on |by |late on |early on |during |from |until |for )?"
    r"(?:(?:the )?(?:next|following) (?:day|morning|night|evening|afternoon)|the day after|a day later|the day following)")
# "the previous day", "last night"
DAY_BEFORE = re.compile(
    r"(?:on |during )?(?:the (?:day|night|evening) before|the (?:previous|preceding) (?:day|night|evening)|a day earlier|yesterday|"
    r"last night|one day earlier)")
# "three days later", "a week before"
DAYS_AWAY = re.compile(
    rf"(?P<count>{COUNT}) (?P<unit>day|days|week|weeks|month|months) (?P<direction>later|earlier|before|afterwards|after that|ago|after)\b")
# "the same day", "overnight", "by the end of the day"
SAME_DAY = re.compile(
    r"(?:on |by |later |during |throughout |at the end of |by the end of |at the end of )?"
    r"(?:the same|that|this) (?:very )?(?:day|date|night|evening|morning|afternoon)|"
    r"(?:by|at|before|during|throughout) (?:the end of )?the (?:day|end of the day)|today|tonight|at dawn|overnight")
# "over the past three weeks"
PAST_DAYS = re.compile(
    rf"(?:over|in|during|within|for|throughout|across|of)(?: just| only)? (?:the )?(?:previous|past|last|preceding|prior)\s"
    rf"(?P<count>{COUNT})\s?(?P<unit>day|days|week|weeks|month|months|hours|hour|year|years)\b")
# "in the last week", "over the past 24 hours"
PAST_UNIT = re.compile(
    r"(?:over|in|during|within|for|throughout) (?:the )?(?:previous|past|last|preceding) "
    r"(?P<unit>day|week|month|year|fortnight|24 hours|48 hours)\b")
# "in four days of fighting"
DAYS_OF_FIGHTING = re.compile(rf"(?:during|in|over|after) (?:the )?(?P<count>{COUNT}) (?:days|nights) (?:of|since)\b")
# "on Tuesday", "since Friday night"
WEEKDAY_ALONE = re.compile(
    rf"(?:on |by |since |last |late |early |from |until )?(?P<weekday>{WEEKDAY})(?: morning| night| evening| afternoon)?\b")
# "since the start of the offensive", "since then", "since the siege began"
SINCE = re.compile(
    r"(?:since (?:the )?(?:start|beginning|outbreak|onset|launch|opening|first day)(?: of)?(?: the| its| their| this)?(?: \w+){0,2}? ?"
    r"(?P<event>year|month|week|offensive|operation|campaign|siege|assault|battle|war|conflict|uprising|bombing campaign|bombardment|"
    r"fighting|attack|push|truce|ceasefire|blockade|insurgency|clashes)?|"
    r"since then|"
    r"since the (?P<begun>offensive|operation|campaign|siege|assault|battle|war|conflict|uprising|bombardment|fighting|blockade|"
    r"insurgency) (?:began|started|broke out|opened))\b")
# "in the summer of 2014"
SEASON = re.compile(rf"(?:in |during |over |throughout )?(?:the )?(?P<season>{'|'.join(SEASONS)}) of (?P<year>{YEAR})\b")
# "in 2014", but not "of 2014 people"
YEAR_ALONE = re.compile(
    rf"(?:in |since |by |during |until |of |from |early |late |mid-|throughout )(?P<year>{YEAR})\b(?! (?:people|men|soldiers|rebels))")
# "the 9th"
DAY_OF_MONTH = re.compile(r"the (?P<day>\d\d?)(?:st|nd|rd|th)\b")

FORMS = (  # of two that fit at one place, the first one counts
    Form(SPAN, _span),
    Form(DAY_FIRST, _day_first),
    Form(MONTH_FIRST, _month_first),
    Form(MONTH_ALONE, _month),
    Form(NEXT_DAY, _next_day, is_relative=True),
    Form(DAY_BEFORE, _day_before, is_relative=True),
    Form(DAYS_AWAY, _days_away, is_relative=True),
    Form(SAME_DAY, _same_day, is_relative=True),
    Form(PAST_DAYS, _past_days, is_relative=True),
    Form(PAST_UNIT, _past_unit, is_relative=True),
    Form(DAYS_OF_FIGHTING, _days_of_fighting, is_relative=True),
    Form(WEEKDAY_ALONE, _weekday),
    Form(SINCE, _since),
    Form(SEASON, _season),
    Form(YEAR_ALONE, _year),
    Form(DAY_OF_MONTH, _day_of_month),
)
# the name of a group of a pattern
GROUP_NAME = re.compile(r"\?P<\w+>")
# any of these, as a group of its own: its number tells which
STAMP = re.compile(r"(?<!\w)(?:" + "|".join(f"({GROUP_NAME.sub('?:', form.pattern.pattern)})" for form in FORMS) + ")")
