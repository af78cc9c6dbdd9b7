"""An article's text: sections, paragraphs, sentences, repaired encoding, places of words."""

import pytest

from tollbook import article
from tollbook.errors import BadInput

SPLITS = [
    ("One came. Two left.", ["One came.", "Two left."]),
    ("At 9 a.m. the gate fell.", ["At 9 a.m. the gate fell."]),
    ("Gen. Orr and Lt. Vane fell. Rain came.", ["Gen. Orr and Lt. Vane fell.", "Rain came."]),
    ("He said \"no.\" 34 guards left!", ["He said \"no.\"", "34 guards left!"]),
    ("It cost 1.5 million. 3 remained?", ["It cost 1.5 million.", "3 remained?"]),
    ("No stop here", ["No stop here"]),
    ("It reached az-Zahl. “Soon,” they said.", ["It reached az-Zahl.", "“Soon,” they said."]),
]


@pytest.mark.parametrize(("paragraph", "sentences"), SPLITS)
def test_sentences_are_split(paragraph, sentences):
    assert [paragraph[start:end] for start, end in article.split_sentences(paragraph)] == sentences


TEXT = "---\ntitle: A war\n---\n\nBefore it. Still before.\n\n## One\nFirst here.\n\nSecond. Third.\n\n## Two\n\n## Three\nLast.\n"


def test_places_count_sections_paragraphs_and_sentences_from_one():
    read = article.parse(TEXT, "a.md")
    assert [(sentence.place, sentence.text) for sentence in read.sentences] == [
        (("(lead)", 1, 1), "Before it."), (("(lead)", 1, 2), "Still before."), (("One", 1, 1), "First here."),
        (("One", 2, 1), "Second."), (("One", 2, 2), "Third."), (("Three", 1, 1), "Last."),
    ]
    assert all(read.text[sentence.start:sentence.end] == sentence.text for sentence in read.sentences)
    assert read.front_matter == {"title": "A war"}


def test_text_once_read_in_the_wrong_encoding_is_mended():
    assert article.parse("The Aâ€™rim gate â€“ open.", "a.md").text == "The A’rim gate – open."


@pytest.mark.parametrize(("words", "text", "places"), [
    ("46 women", "46 women and 146 women", [0]),
    ("a commander", "a commander, a commanders' tent", [0]),
    ("killed 50", "killed 50, killed 500", [0]),
    ('"dozens" of', 'about "dozens" of', [6]),
    ("(x)", "x (x)", [2]),
])
def test_words_are_found_whole(words, text, places):
    assert article.find(words, text) == places


@pytest.mark.parametrize(("words", "spoken"), [("[at least] 20", "20"), ("[one]", ""), ("some [of the] guards", "some guards"), ("", "")])
def test_words_in_brackets_are_left_out(words, spoken):
    assert article.spoken(words) == spoken


def test_a_link_escapes_what_a_text_fragment_uses():
    assert article.link("https://example.org/a", "pro-guard, 5 & up") == "https://example.org/a#:~:text=pro%2Dguard%2C%205%20%26%20up"


@pytest.mark.parametrize(("content", "says"), [
    (b"\xff\xfeabc", "byte 0 is not UTF-8"), (b"a\x00b", "NUL byte"), (b"", "found no sentence"), (b"## Only a heading\n", "found no sentence"),
    (b"---\ntitle: [\n---\nText.\n", "front matter cannot be read"),
])
def test_what_is_no_article_is_refused_in_one_line(tmp_path, content, says):
    path = tmp_path / "a.md"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=says) as refusal:
        article.read(path)
    assert len(refusal.value.lines) == 1
