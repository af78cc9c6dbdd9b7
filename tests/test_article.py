"""An article's text: sections, paragraphs, sentences, repaired encoding, places of words."""

import time

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


HTML = """<!DOCTYPE html><html><head><title>Orrin &amp; more</title><style>p { color: red }</style></head><body>
<nav><p>Skip me.</p></nav><h1>Siege of Port Orrin</h1>
<div class="hatnote">Not to be confused.</div>
<p>At <b>least</b> 14&nbsp;guards fell<sup class="reference"><a href="#n1">[1]</a></sup> on
  Hill&#32;8 &amp; the quay.<br>Rain came.</p>
<table><tr><td>Losses</td><td>99</td></tr></table>
<h2>Week two<span class="mw-editsection">[edit]</span></h2><ul><li>One tank.</li><li>Two trucks.</ul>
<script>var n = "<p>7 dead.</p>";</script><!-- 8 dead --><p hidden>9 dead.</p></body></html>
"""
WIKI = """{{Infobox battle|casualties=99 dead}}
'''Port Orrin''' was [[siege|besieged]] by ''guards''.<ref name="a">8 dead.</ref> It lies {{convert|5|km|mi}} off [[Hill 8]]<!-- 7 -->.
At {{nowrap|least 14}} fell&nbsp;there.

[[File:Quay.jpg|thumb|Nine dead on the quay]]
== Week ''two'' ==
* One tank.
* Two trucks, [https://example.org as told].
{| class="wikitable"
| 12 || dead
|}
: After that, {{formatnum:5000}} fled {{cvt|5|to|7|km}} on.<br />Rain came. {{citation needed}} __NOTOC__
{{quote|text=We fled.|author=a guard}}
[[Category:Sieges of 2031]]
"""
READ = [
    ("a.html", HTML, [
        (("(lead)", 1, 1), "At least 14\xa0guards fell on Hill 8 & the quay."), (("(lead)", 1, 2), "Rain came."),
        (("Week two", 1, 1), "One tank."), (("Week two", 2, 1), "Two trucks."),
    ]),
    ("a.wiki", WIKI, [
        (("(lead)", 1, 1), "Port Orrin was besieged by guards."), (("(lead)", 1, 2), "It lies 5 km off Hill 8."),
        (("(lead)", 1, 3), "At least 14 fell\xa0there."), (("Week two", 1, 1), "One tank."), (("Week two", 2, 1), "Two trucks, as told."),
        (("Week two", 3, 1), "After that, 5000 fled 5 to 7 km on."), (("Week two", 3, 2), "Rain came."), (("Week two", 4, 1), "We fled."),
    ]),
    ("a.md", "\ufeffBefore *it*.\r\n\r\n# One #\r\n1. A gate.\r\n2. A wall.\r\n\r\nTwo\r\n---\r\nMore,\r\nand more.\r\n", [
        (("(lead)", 1, 1), "Before *it*."), (("One", 1, 1), "A gate."), (("One", 2, 1), "A wall."), (("Two", 1, 1), "More,\nand more."),
    ]),
    ("a.txt", "The hill is number\n8. Then rain.\n  \nLast.", [
        (("(lead)", 1, 1), "The hill is number\n8."), (("(lead)", 1, 2), "Then rain."), (("(lead)", 2, 1), "Last."),
    ]),
]


class TestFormats:
    @pytest.mark.parametrize(("name", "text", "sentences"), READ)
    def test_a_reader_gives_the_prose_and_nothing_else(self, name, text, sentences):
        read = article.parse(text, name)
        assert [(sentence.place, sentence.text) for sentence in read.sentences] == sentences
        assert all(read.text[sentence.start:sentence.end] == sentence.text for sentence in read.sentences)

    @pytest.mark.parametrize(("name", "text", "kind"), [
        ("a.md", "A gate.", "markdown"), ("a.txt", "A gate.", "text"), ("a", "A gate.", "text"), ("a.HTM", "A gate.", "html"),
        ("a.wikitext", "A gate.", "wikitext"), ("a.txt", HTML, "html"), ("a.md", HTML, "html"), ("a", WIKI, "wikitext"),
        ("a", "<p>A <b>gate</b>.</p><p>A wall.</p>", "html"), ("a", "a < b, c > d and <p> is a tag.", "text"), ("a", "---\nx: y'''\n---\n[[a]].", "markdown"),
    ])
    def test_the_kind_is_told_from_the_suffix_and_failing_that_the_text(self, name, text, kind):
        assert article.parse(text, name).kind == kind

    def test_the_kind_can_be_given(self):
        assert article.parse("<p>One.</p>", "a.md", kind="html").text == "One."
        with pytest.raises(BadInput, match="allowed is one of markdown, text, html, wikitext"):
            article.parse("One.", "a.md", kind="pdf")

    def test_the_only_top_heading_of_a_page_is_its_title(self):
        assert article.parse(HTML, "a.html").front_matter == {"title": "Siege of Port Orrin"}
        assert article.parse("<h1>One</h1><p>A.</p><h1>Two</h1><p>B.</p>", "a.html").sentences[0].section == "One"

    def test_a_page_of_nothing_but_tables_is_read_with_them(self):
        read = article.parse("<table><tr><td>A gate fell.<td>Rain<br><br>came.</table>", "a.html")
        assert [sentence.text for sentence in read.sentences] == ["A gate fell.", "Rain", "came."]

    @pytest.mark.parametrize(("text", "repeated"), [
        ("---\ntitle: A war\ndescription: |\n  It began. Two\n  fell.\n---\nIt *began*. Two fell. More.", ("description",)),
        ("---\ndescription: It began. Two f...\n---\nIt began. Two fell.", ("description",)),
        ("---\ndescription: It began. Three f...\n---\nIt began. Two fell.", ()),
        ("---\ndescription: It began. Three fell.\n---\nIt began. Two fell.", ()),
        ("---\nnumber: 7\nempty: ''\n---\nIt began.", ()),
    ])
    def test_front_matter_that_repeats_the_lead_is_told(self, text, repeated):
        read = article.parse(text, "a.md")
        assert read.repeated == repeated
        assert not any("---" in sentence.text or ":" in sentence.text for sentence in read.sentences)


class TestOffsets:
    @pytest.mark.parametrize(("name", "text", "words", "original"), [
        ("a.md", "The Aâ€™rim gate.", "A’rim", "Aâ€™rim"),
        ("a.md", "He said â€œÃ‰tienne fledâ€\x9d twice.", "Étienne", "Ã‰tienne"),
        ("a.md", "He said â€œÃ‰tienne fledâ€\x9d twice.", "“Étienne", "â€œÃ‰tienne"),
        ("a.md", "voilÃ  le Fort â€” gone.", "Fort —", "Fort â€”"),
        ("a.md", "voilÃ  le Fort â€” gone.", "voilà", "voilÃ "),
        ("a.md", "voilÃ le Fort â€” gone.", "voilà", "voilÃ"),
        ("a.md", "\ufeffOne.\r\nTwo men.", "Two", "Two"),
        ("a.md", "\ufeffOne.\r\nTwo men.", "One.\nTwo", "One.\r\nTwo"),
        ("a.html", "<p>At <b>le</b>ast 14&nbsp;men &lt; 20.", "least", "le</b>ast"),
        ("a.html", "<p>At <b>le</b>ast 14&nbsp;men &lt; 20.", "14\xa0men <", "14&nbsp;men &lt;"),
        ("a.html", "<p>The A&acirc;&euro;&trade;rim\r\n\r\n gate.", "A’rim gate", "A&acirc;&euro;&trade;rim\r\n\r\n gate"),
        ("a.wiki", "It '''fell''' to [[Guard (unit)|guards]] of [[Orrin]].", "fell to guards", "fell''' to [[Guard (unit)|guards"),
        ("a.wiki", "It is {{cvt|5|km}} off.", "5 km", "5|km"),
        ("a.wiki", "It is {{nowrap|1=at least 14}} off.", "least 14", "least 14"),
    ])
    def test_a_span_is_led_to_where_it_stands_in_the_file_and_back(self, name, text, words, original):
        read = article.parse(text, name)
        start = read.text.index(words)
        span = read.original(start, start + len(words))
        assert text[slice(*span)] == original
        assert read.repaired(*span) == (start, start + len(words))

    def test_a_span_of_markup_only_is_empty_in_the_text(self):
        text = "It fell.<ref>8 dead.</ref> Rain came."
        read = article.parse(text, "a.wiki")
        start, end = read.repaired(text.index("<ref>"), text.index("</ref>"))
        assert start == end == len("It fell.")

    def test_spans_beyond_the_ends_are_cut_to_them(self):
        read = article.parse("\ufeffOne.", "a.md")
        assert read.original(0, 99) == (1, 5)
        assert read.original(4, 4) == read.original(9, 9) == (5, 5)
        assert read.repaired(0, 99) == (0, 4)

    def test_a_file_is_counted_as_it_is_decoded(self, tmp_path):
        content = "\ufeffOne.\r\n\r\nThe Aâ€™rim gate.".encode()
        path = tmp_path / "a.md"
        path.write_bytes(content)
        read = article.read(path)
        last = read.sentences[-1]
        assert last.text == "The A’rim gate."
        assert content.decode("utf-8")[slice(*read.original(last.start, last.end))] == "The Aâ€™rim gate."

    def test_the_article_is_mended_as_a_whole_and_led_back(self, article_path):
        read, text = article.read(article_path), article_path.read_bytes().decode("utf-8")
        assert read.text == ftfy.fix_encoding(text) != text
        for sentence in read.sentences:
            span = read.original(sentence.start, sentence.end)
            assert ftfy.fix_encoding(text[slice(*span)]) == sentence.text
            assert read.repaired(*span) == (sentence.start, sentence.end)


def garbled(word):
    return word.encode("utf-8").decode("latin-1" if any(0x80 <= byte < 0xa0 and byte in (0x81, 0x8d, 0x8f, 0x90, 0x9d) for byte in word.encode()) else "cp1252")


# Words that differ from one another, each with how the file has it: plain, garbled, behind tags or with entities.
PLAIN = st.sampled_from(["gate", "Hill", "14", "1,400", "quay", "wall-side", "né"])
MOJIBAKE = st.sampled_from(["A’rim", "o’clock", "“so”", "fort…", "éclair’s"]).map(lambda word: (word, garbled(word)))
GAPS = st.sampled_from([" ", "\r\n", "\n", "  "])
FORMS = {
    "a.md": st.one_of(PLAIN.map(lambda word: (word, word)), MOJIBAKE),
    "a.html": st.one_of(PLAIN.map(lambda word: (word, word)), MOJIBAKE, PLAIN.map(lambda word: (word, f"<b>{word[:1]}</b>{word[1:]}")),
                        PLAIN.map(lambda word: (f"{word}&x", f"{word}&amp;x")), PLAIN.map(lambda word: (word, "".join(f"&#{ord(sign)};" for sign in word)))),
    "a.wiki": st.one_of(PLAIN.map(lambda word: (word, word)), MOJIBAKE, PLAIN.map(lambda word: (word, f"'''{word}'''")),
                        PLAIN.map(lambda word: (word, f"[[Some|{word}]]<ref>no</ref>")), PLAIN.map(lambda word: (word, f"{{{{nowrap|{word}}}}}"))),
}


def read_or_refused(text, kind):
    try:
        return article.parse(text, "a", kind=kind), ()
    except BadInput as refused:
        return None, refused.lines


class TestAnyText:
    @pytest.mark.parametrize("name", FORMS)
    @given(drawn=st.data(), bom=st.sampled_from(["", "\ufeff"]))
    @settings(max_examples=150, deadline=None)
    def test_each_word_is_led_back_to_what_reads_as_it(self, name, drawn, bom):
        words = drawn.draw(st.lists(st.tuples(FORMS[name], GAPS), min_size=1, max_size=25))
        text = bom + "".join(f"x{at}_{raw}{gap}" for at, ((_, raw), gap) in enumerate(words))
        read = article.parse(text, name)
        for at, ((word, raw), _) in enumerate(words):
            start = read.text.index(f"x{at}_") + len(f"x{at}_")
            assert read.text[start:start + len(word)] == word
            span = read.original(start, start + len(word))
            inner = text[slice(*span)]
            assert inner in raw and article.parse(inner, name).text == word
            assert read.repaired(*span) == (start, start + len(word))

    @pytest.mark.parametrize("kind", ["markdown", "text", "html", "wikitext"])
    @given(text=st.one_of(st.text(max_size=300), st.lists(st.sampled_from(
        ["{{", "}}", "[[", "]]", "|", "<ref>", "</ref>", "<b", ">", "<", "</", "&", "&#", ";", "''", "'''", "\n{|", "\n|}", "\n* ", "\n== ", "<!--", "-->", "<![", "---\n", "\r\n", "\r",
         "<table>", "<sup class='reference'>", "<script>", "<br>", "â€™", "Ã ", "\x80", "\ud800", "\ufeff", "\ufffe", "\uffff", "a", "Word ", "7. ", "# ", " ", "é", "\x1a"]), max_size=60).map("".join)))
    @settings(max_examples=250, deadline=None)
    def test_any_text_is_read_or_refused_in_one_line(self, kind, text):
        read, refused = read_or_refused(text, kind)
        assert len(refused) <= 1 and "\n" not in "".join(refused)
        for sentence in read.sentences if read else ():
            assert read.text[sentence.start:sentence.end] == sentence.text and sentence.text.strip()
            start, end = read.original(sentence.start, sentence.end)
            assert 0 <= start < end <= len(text)
            first, last = read.repaired(start, end)
            assert first <= sentence.start and sentence.end <= last


MANY = 20_000
HOSTILE = [
    ("a.html", "<p>One." + "<div>" * 10_000 + "Two."), ("a.html", "<p>One.<!--" * MANY), ("a.html", "<p>One.&#" * MANY), ("a.html", "<p>One." + "<a b='" * MANY),
    ("a.html", "<p>One." + "<![x" * MANY), ("a.html", "<p>One." + "</" * MANY), ("a.html", "<p>One.<script>" + "</" * MANY), ("a.html", "<p>One." + "<a " * MANY + ">"),
    ("a.wiki", "One. " + "{{a|" * MANY), ("a.wiki", "One. " + "{{{a|" * MANY), ("a.wiki", "One. " + "[[a|{{b|<ref>'''" * (MANY // 4)), ("a.wiki", "One. " + "{{a|" * MANY + "}}" * MANY),
    ("a.wiki", "One. " + "[http://a " * MANY), ("a.wiki", "One. " + "<ref>" * MANY), ("a.wiki", "One. " + "\n{|" * MANY), ("a.wiki", "One. " + "<!--" * MANY),
    ("a.md", "One. " * 4 * MANY), ("a.md", "# a" + "#" * MANY + "b\n\nOne."), ("a.md", "One." + " " * 4 * MANY + "two"), ("a.md", "- x\n" * MANY), ("a.md", "Aâ€™rim fell. " * MANY),
]


class TestHostile:
    @pytest.mark.parametrize(("name", "text"), HOSTILE, ids=range(len(HOSTILE)))
    def test_what_no_person_wrote_is_read_in_no_more_than_linear_time(self, name, text):
        began = time.perf_counter()
        article.parse(text, name)
        assert time.perf_counter() - began < 4  # some are read in a second; in quadratic time they take minutes

    @pytest.mark.parametrize(("name", "content", "says"), [
        ("a.md", "One. é".encode()[:-1], "byte 5 is not UTF-8"), ("a.md", "One.".encode("utf-16"), "byte 0 is not UTF-8"),
        ("a.html", b"<p>One.\x00", "NUL byte"), ("a.html", b"<p><b></b>", "found no sentence"), ("a.wiki", b"{{Infobox|a=b}}", "found no sentence"),
        ("a.md", b"One. \xed\xa0\x80", "byte 5 is not UTF-8"), ("a.md", b"---\nday: 2031-02-30\n---\nOne.", "front matter cannot be read"),
        ("a.md", b"---\na: " + b"[" * 5_000 + b"\n---\nOne.", "front matter cannot be read"),
    ])
    def test_a_broken_file_is_refused_in_one_line(self, tmp_path, name, content, says):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(BadInput, match=says) as refusal:
            article.read(path)
        assert len(refusal.value.lines) == 1 and "\n" not in str(refusal.value)


STORY = ("The guards left. On Monday at least 14 guards were killed on the quay, the harbour office said. Rain fell. "
         "Raiders burned the mill and fled north. On Tuesday, 20 raiders were wounded near the old chapel, a captain said.")
PLACES = [
    ("the same text", "at least 14 guards", STORY, "at least 14 guards"),
    ("text before it", "at least 14 guards", "At first there was peace. " * 9 + STORY, "at least 14 guards"),
    ("changed around it", "at least 14 guards", STORY.replace("On Monday", "Then, on Monday,").replace("killed on", "slain at"), "at least 14 guards"),
    ("moved", "20 raiders", "On Tuesday, 20 raiders were wounded near the old chapel. " + STORY[:90], "20 raiders"),
    ("a long quote alone", "burned the mill and fled north", "They, it is said, burned the mill and fled north at night.", "burned the mill and fled north"),
    ("slightly changed", "at least 14 guards", STORY.replace("14 guards", "14 harbour guards"), "at least 14 harbour guards"),
    ("spelled otherwise", "14 guards were killed", STORY.replace("were killed", "was killed"), "14 guards was killed"),
    ("another number", "at least 14 guards", STORY.replace("14", "15"), None),
    ("a longer number", "14 guards", STORY.replace("14", "1,014"), None),
    ("a decimal", "14 guards", STORY.replace("14", "3.14"), None),
    ("another limit", "at least 14 guards", STORY.replace("at least", "at most"), None),
    ("no limit", "at least 14 guards", STORY.replace("at least ", ""), None),
    ("gone", "at least 14 guards", "The guards left. Rain fell.", None),
    ("only elsewhere", "14 guards", "Of the whole garrison of the far islands no more than 14 guards ever learned to swim.", None),
    ("twice the same", "at least 14 guards", "Rain fell. " * 20 + STORY + " " + STORY, None),
    ("the right one of two", "at least 14 guards", "In May, at least 14 guards fled. " + STORY, "at least 14 guards were killed"),
]


class TestAnchors:
    @pytest.mark.parametrize(("words", "text", "found"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
    def test_a_place_is_found_again_or_not_at_all(self, words, text, found):
        old, new = article.parse(STORY, "a.md"), article.parse(text, "a.md")
        start = old.text.index(words)
        place = article.locate(article.anchor(old, start, start + len(words)), new)
        if found is None:
            assert place is None
        else:
            assert place[0] == new.text.index(found)
            assert found.startswith(new.text[slice(*place)])

    def test_of_two_places_with_the_same_words_around_the_one_by_far_nearer_is_taken(self):
        lines = "Rain fell for a long, long while. The count was 7 dead. No one else came to the quay at all. "
        old, new = article.parse(lines * 2, "a.md"), article.parse("Oh. " + lines + lines, "a.md")
        start = old.text.index("7 dead")
        assert article.locate(article.anchor(old, start, start + 6), new) == (start + 4, start + 10)

    def test_an_anchor_is_written_as_the_selectors_of_the_w3c(self):
        one = article.anchor(article.parse("Rain. At least 14 fell there.", "a.md"), 6, 17, around=4)
        selectors = [{"type": "TextQuoteSelector", "exact": "At least 14", "prefix": "in. ", "suffix": " fel"}, {"type": "TextPositionSelector", "start": 6, "end": 17}]
        assert one.to_json() == selectors
        assert article.Anchor.from_json(selectors[::-1]) == one

    @pytest.mark.parametrize(("selectors", "says"), [
        ([], "found no TextQuoteSelector"), ({}, "found no TextQuoteSelector"), ([{"type": "TextQuoteSelector", "exact": "a"}], "found no TextPositionSelector"),
        ([{"type": "TextQuoteSelector"}, {"type": "TextPositionSelector", "start": 1, "end": 2}], "found no exact"),
        ([{"type": "TextQuoteSelector", "exact": 7}, {"type": "TextPositionSelector", "start": 1, "end": 2}], "allowed are texts"),
    ])
    def test_selectors_that_lack_something_are_refused(self, selectors, says):
        with pytest.raises(BadInput, match=says):
            article.Anchor.from_json(selectors)

    @pytest.mark.parametrize("span", [(3, 3), (-1, 2), (2, 99), (4, 2)])
    def test_a_span_that_is_not_in_the_text_has_no_anchor(self, span):
        with pytest.raises(BadInput, match="allowed is one in 0 to 9"):
            article.anchor(article.parse("One fell.", "a.md"), *span)

    @given(drawn=st.data())
    @settings(max_examples=100, deadline=None)
    def test_every_span_of_a_text_is_found_in_it(self, drawn):
        read = article.parse(STORY, "a.md")
        start = drawn.draw(st.integers(0, len(STORY) - 1))
        end = drawn.draw(st.integers(start + 1, len(STORY)))
        one, more = article.anchor(read, start, end), article.parse("Much came before it, and nobody counted. " + STORY, "a.md")
        assert article.locate(one, read) == (start, end)
        if STORY[start:end].strip() and end - start > 1:
            assert article.locate(one, more) == (start + 41, end + 41)
