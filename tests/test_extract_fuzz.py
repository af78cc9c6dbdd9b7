"""Any text at all is read: no crash, no claim whose span does not hold what it says, no number that is neither taken nor left over.

The texts are made of the lexicon's own words, numbers, dates, marks and whatever Unicode holds; what must hold of them is said here
without the grammar's help.
"""

import csv
import datetime
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import PROJECT
from tollbook import article, schema
from tollbook.errors import BadInput
from tollbook.extract import lexicon, reader
from tollbook.extract.dates import Narrative
from tollbook.extract.rules import EXPLANATIONS
from tollbook.extract.tokens import flat

steady = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
WORDED = {"actors": ("name", "aliases"), "people": ("one", "many"), "materiel": ("one", "many"), "things": ("one", "many"),
          "saying": ("words",), "outcomes": ("words",)}


def worded(sheet):
    with (PROJECT / lexicon.LEXICON / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted({words.strip() for row in rows for column in WORDED[sheet] for words in row[column].split(";")} - {""})


NUMBERS = ["14", "0", "1,250", "3", "2031", "12-20", "60–80", "20+", "1.5 million", "999999999999", "007", "1,00", "3rd", "T-72", "5-day", "100%",
           "one", "twelve", "twenty-one", "a hundred and one", "two hundred thousand", "a dozen", "dozens of", "several", "many", "a few", "hundreds",
           "both", "all", "most of them", "half of them", "two thirds of the", "none", "nobody", "another", "five others", "the first", "tenth"]
LIMITS = ["at least", "more than", "up to", "as many as", "about", "an estimated", "possibly", "between", "no fewer than", "fewer than", "nearly"]
GLUE = ["and", "or", "including", "among them", "of whom", "while", "but", "which", "who", "by", "of", "in", "the", "a", "its", "their", "was", "were", "had been",
        "has", "could have", "may", "not", "no", "according to", "it", "they", "the group", "reportedly", "both sides", "with", "from", "to", "as well as", "than"]
DATES = ["On 3 March 2031", "by the end of 9 May", "the next day", "the day before", "that day", "between 23 and 28 November", "over the previous seven days",
         "since the start of the siege", "In May 2031", "on 31 February", "on Monday", "two weeks later", "999 months earlier", "since 2031", "in the 0 days of", "the 30th"]
MARKS = [",", ".", ";", ":", "(", ")", "“", "”", "\"", "'", "’s", "–", "—", "-", "?", "!", "...", "\n\n", "\n", "\n\n## ", "\n\n- ", "[", "]", "\u00a0", "\u2009", "*", "&", "/"]
WORDS = st.one_of(*(st.sampled_from(worded(sheet)) for sheet in WORDED), *(st.sampled_from(words) for words in (NUMBERS, NUMBERS, LIMITS, GLUE, GLUE, DATES, MARKS, MARKS)))
PROSE = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", " ", "", "\n"])), max_size=60).map(lambda pairs: "".join(word + gap for word, gap in pairs))


def maybe(words):
    return st.one_of(st.just(""), words)


SHEETS = {sheet: st.sampled_from(worded(sheet)) for sheet in WORDED}
PEOPLE = st.sampled_from(["soldiers", "rebels", "villagers", "people", "children", "a commander of", "tanks", "suicide bombers", "fighters", "men", "dead", "prisoners"])
COUNT = st.tuples(maybe(st.sampled_from(LIMITS)), st.sampled_from(NUMBERS)).map(" ".join)
COUNTED = st.tuples(COUNT, st.one_of(PEOPLE, PEOPLE, SHEETS["people"], SHEETS["materiel"], st.just("")), maybe(st.sampled_from(GLUE))).map(" ".join)
SUFFERED = st.sampled_from(["killed", "wounded", "captured", "killed or wounded", "dead", "destroyed", "taken prisoner", "missing", "shot"])
DID = st.sampled_from(["killed", "killing", "lost", "captured", "destroyed", "claimed to have killed", "suffered", "the death of", "at the cost of", "freed", "shot down"])
CLAUSE = st.one_of(
    st.tuples(COUNTED, st.sampled_from(["were", "was", "had been", "", "who were", "were reportedly"]), SUFFERED),
    st.tuples(st.one_of(SHEETS["actors"], PEOPLE), DID, COUNTED),
    st.tuples(SHEETS["actors"], SHEETS["saying"], COUNTED, st.just("were"), SUFFERED),
    st.tuples(st.sampled_from(["including", "among them", "many of them", "and", "(", "of whom", "This included"]), COUNTED),
    st.tuples(st.sampled_from(DATES), st.just(","), COUNTED, SHEETS["outcomes"]),
    st.tuples(SHEETS["actors"], SHEETS["outcomes"], COUNTED),
).map(" ".join)
BETWEEN = [". ", ".\n\n", ", ", " ", " and ", ", and ", "; ", " while ", ": ", ".” ", ". “", "", ") ", " the army said. "]
CLAUSES = st.lists(st.tuples(CLAUSE, st.sampled_from(BETWEEN)), min_size=2, max_size=9).map(lambda pairs: "".join(clause + gap for clause, gap in pairs))
ANYTHING = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=40).map(" ".join)
TEXTS = st.one_of(CLAUSES, CLAUSES, CLAUSES, PROSE, ANYTHING, st.text(max_size=200))

# What a person takes for a number: digits, and words that say how many or the how manieth. No letter or hyphen stands before them.
COUNTING = (r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
            r"dozens?|hundreds?|thousands?|million|several|many|few|both|half|most|none|"
            r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)")
NUMBER = re.compile(rf"(?<![\w.,’'‘‑-])(?:[0-9]+|(?:{COUNTING})(?![\w’'‘‑-]))", re.IGNORECASE)


def parsed(text):
    """Give the article, or None where the text is refused as none (`test_article`)."""
    try:
        return article.parse(text, "any.md", kind="markdown")
    except BadInput:
        return None


def sentence_at(read, start, end):
    return next((sentence for sentence in read.sentences if sentence.start <= start and end <= sentence.end), None)


def is_between_words(text, start, end):
    """Tell whether a span starts and ends where words do."""
    return not re.match(r"(?<=[^\W\d_])[^\W\d_]", text[start:start + 1]) and not (text[end - 1:end].isalnum() and text[end:end + 1].isalnum())


@pytest.mark.parametrize("end", ["as well as", "according to", "among them", "among those killed", "both sides", "of whom", "in the words of", "at least", "including",
                                 "one of", "the", "between", "a hundred and", "the death of", "(", "“", "'s", ",", "and", "12", "blew", "claimed to have", "were"])
@pytest.mark.parametrize("start", ["", "12 ", "14 soldiers ", "The army killed 12 ", "12 x ", "According to "])
def test_a_text_may_break_off_anywhere(start, end):
    read = article.parse(start + end, "any.md")
    for row in reader.read(read, lexicon.load()).candidates:
        assert read.text[row.start:row.end] == row.exact


@given(text=TEXTS)
@steady
def test_each_claim_stands_where_its_span_says(text):
    read = parsed(text)
    for row in reader.read(read, lexicon.load()).candidates if read else ():
        assert read.text[row.start:row.end] == row.exact
        assert row.exact == row.exact.strip() != ""
        sentence = sentence_at(read, row.start, row.end)
        assert sentence is not None and sentence.place == (row.section, row.paragraph, row.sentence)
        assert row.sentence_text in sentence.text and row.exact in row.sentence_text
        assert is_between_words(read.text, row.start, row.end)


@given(text=TEXTS)
@steady
def test_each_claim_holds_its_quantity_in_at_most_twelve_words(text):
    read = parsed(text)
    for row in reader.read(read, lexicon.load()).candidates if read else ():
        assert len(row.exact.split()) <= 12
        first, last = row.number
        assert first < last and first < row.end and row.start < last
        said = re.sub(r"\[[^][]*\]", " ", row.quantity_text).split()
        place = 0
        for word in said:  # the words outside brackets stand in the sentence, in this order, beginning with the span of the number
            place = read.text[first:sentence_at(read, first, last).end].find(word, place) + 1
            assert place > 0, (row.quantity_text, read.text[first:last])


@given(text=TEXTS)
@steady
def test_each_claim_speaks_the_words_of_the_ledger(text):
    read = parsed(text)
    rows = reader.read(read, lexicon.load()).candidates if read else []
    for row in rows:
        assert row.qualifier in schema.QUALIFIERS and row.outcome in schema.OUTCOMES and row.victim_side in schema.SIDES
        assert row.source_type in {**schema.SOURCE_TYPES, **schema.PARTY_SOURCES} and row.mode in schema.MODES and row.scope in schema.SCOPES
        assert row.date_precision in schema.DATE_PRECISIONS and row.outcome_explicit in ("yes", "no") and EXPLANATIONS[row.rule] == row.explanation
        assert row.bounds.high is None or 0 <= row.bounds.low <= row.bounds.high
        assert row.bounds.high != 0, "nobody is no toll"
        assert row.date_start <= row.date_end or not row.date_end
        assert (row.scope == "breakdown") == (row.part_of is not None)
        assert row.part_of is None or any(row.part_of is whole for whole in rows) and row.part_of is not row
        assert (row.source_type == "unattributed") <= (row.attribution_text == "")


@given(text=TEXTS)
@steady
def test_each_number_left_over_stands_where_its_span_says_and_has_a_reason(text):
    read = parsed(text)
    if read is None:
        return
    result = reader.read(read, lexicon.load())
    taken = [row.number for row in result.candidates]
    for left in result.leftovers:
        assert read.text[left.start:left.end] == left.words != ""
        sentence = sentence_at(read, left.start, left.end)
        assert sentence is not None and sentence.place == (left.section, left.paragraph, left.sentence)
        assert left.why == {**schema.REASONS, **schema.NOT_TAKEN}[left.reason]
        assert not any(start < left.end and left.start < end for start, end in taken)


@given(text=TEXTS)
@example(text="On 3 March 2031, two men of Hill 8 lost 14 tanks; 12 villagers died.")
@steady
def test_no_number_is_neither_taken_nor_left_over(text):
    read = parsed(text)
    if read is None:
        return
    result = reader.read(read, lexicon.load())
    spans = [(row.start, row.end) for row in result.candidates] + [row.number for row in result.candidates] + [
        (left.start, left.end) for left in result.leftovers]
    for sentence in read.sentences:
        for match in NUMBER.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            assert any(first < end and start < last for first, last in spans), (match.group(), sentence.text)


@given(text=TEXTS)
@steady
def test_the_same_text_reads_the_same_again(text):
    read = parsed(text)
    if read is not None:
        assert repr(reader.read(read, lexicon.load())) == repr(reader.read(read, lexicon.load()))


@given(texts=st.tuples(CLAUSES, TEXTS))
@steady
def test_what_comes_later_changes_no_claim_found_before(texts):
    """A later sentence may name the speaker of a quotation and the sides of a whole; where figures stand and what they say is settled."""
    first, both = parsed(texts[0]), parsed(f"{texts[0]}\n\n{texts[1]}")
    if first is None or both is None:
        return
    early, all_rows = (reader.read(one, lexicon.load()).candidates for one in (first, both))
    said = [(row.start, row.exact, row.quantity_text, row.bounds, row.outcome) for row in early]
    assert [(row.start, row.exact, row.quantity_text, row.bounds, row.outcome) for row in all_rows][:len(said)] == said


@pytest.mark.parametrize("text", [
    "word " * 20_000, "killed " * 20_000, "12 " * 20_000, "12 soldiers, " * 10_000, "two rebels and " * 6_000, "including 12 women " * 6_000,
    "(" * 20_000, "\" " * 20_000, "a" * 100_000, "1" * 100_000, "twenty-" * 15_000, "a hundred and " * 6_000, "on 3 March 2031, " * 6_000,
    "the army said " * 6_000, "at least " * 10_000, "was " * 20_000, ", " * 20_000, "of the " * 10_000, "12 soldiers who were " * 5_000,
], ids=range(19))
def test_a_line_of_many_thousand_words_is_read(text):
    read = article.parse(text + "12 soldiers were killed.", "any.md")
    result = reader.read(read, lexicon.load())
    assert [read.text[row.start:row.end] for row in result.candidates] == [row.exact for row in result.candidates]
    assert [read.text[left.start:left.end] for left in result.leftovers] == [left.words for left in result.leftovers]


@given(text=TEXTS, day=st.dates(min_value=datetime.date(1800, 1, 1), max_value=datetime.date(2100, 1, 1)))
@steady
def test_the_dates_of_any_sentence_are_found_in_order_with_a_first_day_before_the_last(text, day):
    low = flat(text)
    narrative = Narrative(year=day.year, start=day, end=day)
    stamps = narrative.stamps(low)
    assert all(low[stamp.first:stamp.last] for stamp in stamps)
    assert all(one.last <= other.first for one, other in zip(stamps, stamps[1:], strict=False))
    assert all(stamp.start <= stamp.end for stamp in stamps if stamp.start and stamp.end)
    narrative.advance(low, stamps)
    assert narrative.end is None or narrative.start is None or narrative.start <= narrative.end


@given(day=st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2098, 12, 31)))
@steady
def test_a_day_written_out_is_that_day(day):
    month = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][day.month - 1]
    for words in (f"on {day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"on the {day.day}th of {month} {day.year}"):
        (stamp,) = Narrative().stamps(flat(f"The weir fell {words}."))
        assert (stamp.start, stamp.end, stamp.kind, stamp.is_absolute) == (day, day, "on", True)
