"""Prose to candidate claims. The hard cases of reading tolls, each as a table; every expected row is read off the sentence by hand.

The war, its places and its actors are invented: `tests/invented/sarn-war` names them for the lexicon.
"""

import re

import pytest

from conftest import PROJECT
from tollbook import article, schema
from tollbook.extract import lexicon, reader, tokens
from tollbook.extract.rules import EXPLANATIONS

SARN = PROJECT / "tests/invented/sarn-war"
OPEN = None
COLUMNS = {
    "low": lambda row: row.bounds.low, "high": lambda row: row.bounds.high, "side": lambda row: row.victim_side,
    "group": lambda row: row.victim_group, "source": lambda row: row.source_type, "said": lambda row: row.attribution_text,
    "quantity": lambda row: row.quantity_text, "explicit": lambda row: row.outcome_explicit, "precision": lambda row: row.date_precision,
    "from": lambda row: row.date_start, "to": lambda row: row.date_end,
}


def read(text):
    return reader.read(article.parse(text, "sarn.md"), lexicon.load(SARN))


def table(text, columns):
    """Give the named columns of each candidate; `part_of` as the number of its whole's row, from 0."""
    rows = read(text).candidates
    wholes = {id(row): number for number, row in enumerate(rows)}
    named = {**COLUMNS, "part_of": lambda row: wholes.get(id(row.part_of))}
    return [tuple(named[name](row) if name in named else getattr(row, name) for name in columns.split()) for row in rows]


class TestCountsWithoutPeople:
    @pytest.mark.parametrize(("text", "rows"), [
        ("Shells killed 12 villagers at Tarn and wounded more than 40.", [(12, 12, "killed", "civilian"), (41, OPEN, "wounded", "civilian")]),
        ("Six soldiers were killed, 11 wounded and two went missing.",
         [(6, 6, "killed", "government"), (11, 11, "wounded", "government"), (2, 2, "missing", "government")]),
        ("Nine rebels were killed on the ridge and more than 100 wounded.", [(9, 9, "killed", "rebel"), (101, OPEN, "wounded", "rebel")]),
        ("The garrison of Tarn suffered 43 killed, 33 missing and 120 wounded.",
         [(43, 43, "killed", "government"), (33, 33, "missing", "government"), (120, 120, "wounded", "government")]),
        ("A dozen rebels were killed at the ford. Dozens were taken prisoner.", [(12, 12, "killed", "rebel"), (24, OPEN, "captured", "rebel")]),
        ("The army lost 14 killed and 20 wounded.", [(14, 14, "killed", "government"), (20, 20, "wounded", "government")]),
        ("The rebels took 14 soldiers captive and killed six.", [(14, 14, "captured", "government"), (6, 6, "killed", "government")]),
        ("Hundreds of soldiers surrendered and 30 were wounded.", [(200, OPEN, "surrendered", "government"), (30, 30, "wounded", "government")]),
        ("Rockets killed two nurses in Tarn, and several were injured.", [(2, 2, "killed", "civilian"), (3, OPEN, "wounded", "civilian")]),
    ])
    def test_a_count_alone_takes_the_people_of_the_clause_before(self, text, rows):
        assert table(text, "low high outcome side") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("The Dawn Column claimed to have killed 50 in the raid.", [(50, 50, "killed", "government", "rebel")]),
        ("The Sarn Army claimed to have killed 50 in the raid.", [(50, 50, "killed", "rebel", "government")]),
        ("The Sarn Army said that it killed 20 and lost four.", [(20, 20, "killed", "rebel", "government"), (4, 4, "killed", "government", "government")]),
        ("The Dawn Column admitted that 12 of its fighters had been killed and 30 wounded.",
         [(12, 12, "killed", "rebel", "rebel"), (30, 30, "wounded", "rebel", "rebel")]),
        ("Eight rebels were killed at the weir, while the Dawn Column claimed to have killed 40.",
         [(8, 8, "killed", "rebel", "unattributed"), (40, 40, "killed", "government", "rebel")]),
        ("“We lost nine men and killed 20,” the Sarn Army said.", [(9, 9, "killed", "government", "government"), (20, 20, "killed", "rebel", "government")]),
        ("In an ambush that killed nine soldiers, the Dawn Column lost two men.",
         [(9, 9, "killed", "government", "unattributed"), (2, 2, "killed", "rebel", "unattributed")]),
        ("The Free Valley Brigade put its own losses at over 90.", [(91, OPEN, "casualties", "rebel", "rebel")]),
        ("The Sarn Army put rebel losses at over 90.", [(91, OPEN, "casualties", "rebel", "government")]),
    ])
    def test_the_side_turns_with_who_counts_whose_dead(self, text, rows):
        assert table(text, "low high outcome side source") == rows

    @pytest.mark.parametrize("text", ["Dozens crossed the weir at night.", "The Column claimed 50.", "More than 100 came to the mill, and 40 left."])
    def test_a_count_of_nothing_told_is_no_claim(self, text):
        assert table(text, "low") == []


class TestQualifiers:
    @pytest.mark.parametrize(("text", "rows"), [
        ("At least 17 soldiers and eight rebels were killed at the ford.", [("At least 17", 17, OPEN, "at_least", "government"), ("[At least] eight", 8, OPEN, "at_least", "rebel")]),
        ("The shelling wounded at least 30 pikemen and 12 ferrywardens.", [("at least 30", 30, OPEN, "at_least", "government"), ("[at least] 12", 12, OPEN, "at_least", "civilian")]),
        ("At least 40 soldiers, 15 rebels and a reedcutter were captured.", [("At least 40", 40, OPEN, "at_least", "government"), ("[At least] 15", 15, OPEN, "at_least", "rebel"), ("a", 1, 1, "exact", "civilian")]),
        ("At least nine rebels and about 20 soldiers drowned.", [("At least nine", 9, OPEN, "at_least", "rebel"), ("about 20", 20, 20, "approx", "government")]),
        ("No fewer than 18 rebels and two reedcutters were killed.", [("No fewer than 18", 18, OPEN, "at_least", "rebel"), ("[No fewer than] two", 2, OPEN, "at_least", "civilian")]),
    ])
    def test_a_qualifier_governs_all_numbers_of_its_phrase(self, text, rows):
        assert table(text, "quantity low high qualifier side") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("At least 17 soldiers were killed, and five rebels were captured.", [("At least 17", "at_least"), ("five", "exact")]),
        ("At least 24 people, including nine children, were killed.", [("At least 24", "at_least"), ("nine", "exact")]),
        ("At least 17 soldiers and about 20 rebels were killed.", [("At least 17", "at_least"), ("about 20", "approx")]),
        ("Seventeen soldiers and at least five rebels were killed.", [("Seventeen", "exact"), ("at least five", "at_least")]),
        ("More than 20 soldiers were killed. Five rebels were wounded.", [("More than 20", "more_than"), ("Five", "exact")]),
    ])
    def test_a_qualifier_stays_in_its_phrase(self, text, rows):
        assert table(text, "quantity qualifier") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("Fourteen rebels were killed.", [("Fourteen", 14, 14, "exact")]),
        ("Between 12 and 20 rebels were killed.", [("Between 12 and 20", 12, 20, "range")]),
        ("Up to 60 villagers were wounded.", [("Up to 60", 0, 60, "up_to")]),
        ("Several soldiers were wounded.", [("Several", 3, OPEN, "vague")]),
        ("Dozens of soldiers were wounded.", [("Dozens of", 24, OPEN, "vague")]),
        ("Possibly dozens of soldiers were wounded.", [("Possibly dozens of", 0, OPEN, "vague")]),
        ("A general was killed.", [("A", 1, 1, "exact")]),
        ("Captain Ede Orm was killed.", [("[one]", 1, 1, "exact")]),
        ("Both sides suffered casualties.", [("", 1, OPEN, "unquantified")]),
        ("Two suicide bombers blew themselves up.", [("Two", 2, 2, "implied")]),
        ("A hundred and twenty soldiers surrendered.", [("A hundred and twenty", 120, 120, "exact")]),
        ("1,250 people died.", [("1,250", 1_250, 1_250, "exact")]),
    ])
    def test_each_way_of_qualifying_is_told(self, text, rows):
        assert table(text, "quantity low high qualifier") == rows


class TestDeathsInOtherWords:
    @pytest.mark.parametrize(("text", "rows"), [
        ("A raider blew himself up at the gate of the mill.", [(1, 1, "killed", "no", "rebel")]),
        ("Two Iron Oath suicide bombers blew themselves up at the weir.", [(2, 2, "killed", "no", "isis")]),
        ("The Sarn Army took the quay at the cost of 21 men.", [(21, 21, "killed", "no", "government")]),
        ("The Free Valley Brigade lost 11 men on the ridge.", [(11, 11, "killed", "no", "rebel")]),
        ("A pikeman laid down his life at the footbridge.", [(1, 1, "killed", "yes", "government")]),
        ("In the night three reedcutters succumbed to their wounds.", [(3, 3, "killed", "yes", "civilian")]),
        ("Rescuers pulled the bodies of nine schoolgirls from the ash.", [(9, 9, "killed", "yes", "civilian")]),
        ("By evening the death toll stood at 52.", [(52, 52, "killed", "yes", "unspecified")]),
        ("The shelling claimed the lives of 16 villagers.", [(16, 16, "killed", "yes", "civilian")]),
        ("Four miners perished in the fire.", [(4, 4, "killed", "yes", "civilian")]),
        ("The ambush left seven pikemen dead.", [(7, 7, "killed", "yes", "government")]),
        ("The assault on Tarn cost the Dawn Column 19 fighters.", [(19, 19, "killed", "no", "rebel")]),
    ])
    def test_the_dead_are_found_without_the_word_kill(self, text, rows):
        assert table(text, "low high outcome explicit side") == rows

    @pytest.mark.parametrize("text", [
        "The fighting died down after six days.", "The Dawn Column lost four hills.", "The bridge fell at a cost of 3 million dollars.",
        "The 14 men laid down planks across the mud.",
    ])
    def test_words_like_these_are_no_deaths(self, text):
        assert table(text, "exact") == []


class TestPartsOfAWhole:
    @pytest.mark.parametrize(("text", "rows"), [
        ("At least 30 people, including nine children, were killed in Tarn.", [(30, OPEN, None, "unattributed", "unspecified"), (9, 9, 0, "unattributed", "civilian")]),
        ("Shells killed 30 people, including nine children.", [(30, 30, None, "unattributed", "unspecified"), (9, 9, 0, "unattributed", "civilian")]),
        ("The bombing killed 40 fighters of the Dawn Column. This included six commanders.", [(40, 40, None, "unattributed", "rebel"), (6, 6, 0, "unattributed", "rebel")]),
        ("The Tollkeepers said 60 villagers were killed, among them 14 women.", [(60, 60, None, "monitor", "civilian"), (14, 14, 0, "monitor", "civilian")]),
        ("Twenty soldiers were wounded, five of them officers.", [(20, 20, None, "unattributed", "government"), (5, 5, 0, "unattributed", "government")]),
        ("Six soldiers, two of them officers, and nine rebels were killed.",
         [(6, 6, None, "unattributed", "government"), (2, 2, 0, "unattributed", "government"), (9, 9, None, "unattributed", "rebel")]),
        ("Gunmen killed 12 people, many of them reedcutters.", [(12, 12, None, "unattributed", "unspecified"), (3, 12, 0, "unattributed", "civilian")]),
        ("Twenty-five rebels died, most of them in the city.", [(25, 25, None, "unattributed", "rebel"), (13, 25, 0, "unattributed", "rebel")]),
        ("The Lamp Society counted 44 dead: 31 villagers and 13 pikemen.",
         [(44, 44, None, "aid_group", "mixed"), (31, 31, 0, "aid_group", "civilian"), (13, 13, 0, "aid_group", "government")]),
        ("Twenty people died in Tarn. Most of the dead were reedcutters.", [(20, 20, None, "unattributed", "unspecified"), (11, 20, 0, "unattributed", "civilian")]),
        ("Thirty people were killed. Among them were six nurses.", [(30, 30, None, "unattributed", "unspecified"), (6, 6, 0, "unattributed", "civilian")]),
        ("Rebels captured nine soldiers, including a colonel, and freed 12 prisoners.",
         [(9, 9, None, "unattributed", "government"), (1, 1, 0, "unattributed", "government"), (12, 12, None, "unattributed", "unspecified")]),
        ("The Lamp Society said 44 people died, half of them children.", [(44, 44, None, "aid_group", "unspecified"), (22, 22, 0, "aid_group", "civilian")]),
    ])
    def test_a_part_has_its_whole_and_inherits_what_it_does_not_say(self, text, rows):
        assert table(text, "low high part_of source side") == rows

    def test_a_part_is_a_breakdown_with_the_outcome_and_the_days_of_its_whole(self):
        text = "On 3 March 2031, 18 soldiers were wounded, including two officers."
        assert table(text, "outcome scope from to part_of") == [
            ("wounded", "incident", "2031-03-03", "2031-03-03", None), ("wounded", "breakdown", "2031-03-03", "2031-03-03", 0)]

    @pytest.mark.parametrize("text", [
        "Nine children came to the school in Tarn. Thirty people were killed at the weir.",
        "Shells killed 30 people and nine children.",
        "The mill was closed. This included six sheds.",
    ])
    def test_what_does_not_say_so_is_no_part(self, text):
        assert not any(part_of is not None for (part_of,) in table(text, "part_of"))


class TestSides:
    @pytest.mark.parametrize(("text", "rows"), [
        ("A mortar shell hit a school in Tarn; 11 people were killed.", [(11, 11, "killed", "civilian")]),
        ("Rockets struck the market and left 16 people dead.", [(16, 16, "killed", "civilian")]),
        ("The Dawn Column destroyed four tanks at the ford.", [(4, 4, "materiel", "government")]),
        ("The drone struck a wedding; 23 people died.", [(23, 23, "killed", "civilian")]),
        ("The Dawn Column said it shot down a helicopter, killing both pilots.", [(1, 1, "materiel", "government"), (2, 2, "killed", "government")]),
        ("The Sarn Army said it destroyed two trucks and killed 14 fighters.", [(2, 2, "materiel", "rebel"), (14, 14, "killed", "rebel")]),
        ("The River Guard freed 30 of its own men.", [(30, 30, "freed", "government")]),
        ("A helicopter of the Sarn Army was shot down.", [(1, 1, "materiel", "government")]),
        ("The Sarn Army destroyed three pickups of the Dawn Column.", [(3, 3, "materiel", "rebel")]),
        ("Two mud-barges of the River Guard were sunk.", [(2, 2, "materiel", "government")]),
        ("There were casualties on both sides.", [(1, OPEN, "casualties", "mixed")]),
        ("Each side lost 20 men.", [(20, 20, "killed", "mixed")]),
        ("Shelling of the market killed a baker, his wife and their three children.",
         [(1, 1, "killed", "civilian"), (1, 1, "killed", "civilian"), (3, 3, "killed", "civilian")]),
        ("Some 400 fighters on both sides were killed.", [(400, 400, "killed", "mixed")]),
        ("A total of 70 soldiers and rebels were killed.", [(70, 70, "killed", "mixed")]),
        ("Six militants of the Iron Oath were killed.", [(6, 6, "killed", "isis")]),
        ("The Hill Watch said five of its fighters were killed.", [(5, 5, "killed", "ypg")]),
        ("Five pro-government fighters were captured.", [(5, 5, "captured", "government")]),
        ("Thirty people were killed on the plain.", [(30, 30, "killed", "unspecified")]),
    ])
    def test_a_side_is_told_or_inferred_or_left_open(self, text, rows):
        assert table(text, "low high outcome side") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("Three children, two women and a journalist were killed.", [("civilian", "children"), ("civilian", "women"), ("civilian", "journalist")]),
        ("A rebel commander and two army officers were killed.", [("rebel", "commander"), ("government", "officer")]),
        ("Four ferrywardens drowned.", [("civilian", "ferry_staff")]),
        ("Four reedcutters drowned.", [("civilian", "")]),
        ("Two nurses and one aid worker died.", [("civilian", "medics"), ("civilian", "aid_workers")]),
        ("A suicide bomber blew himself up.", [("rebel", "suicide_bombers")]),
    ])
    def test_a_group_is_named_within_its_side(self, text, rows):
        assert table(text, "side group") == rows

    @pytest.mark.parametrize(("text", "sides"), [
        ("Shells fell near the mill; 11 people were killed.", ["unspecified"]),
        ("Twelve people drowned in the river.", ["unspecified"]),
        ("Prisoners were freed from the quarry, and 12 people died.", ["unspecified"]),
    ])
    def test_nothing_is_inferred_from_nothing(self, text, sides):
        assert table(text, "side") == [(side,) for side in sides]

    @pytest.mark.parametrize(("text", "sides"), [
        ("Clashes between the Sarn Army and the Dawn Column left 23 fighters dead.", ["mixed"]),
        ("Clashes between the Dawn Column and the Iron Oath left 23 fighters dead on both sides.", ["mixed"]),
        ("In clashes between the Sarn Army and the rebels, 23 fighters were killed and 40 wounded.", ["mixed", "mixed"]),
        ("Fighting between the Dawn Column and the Iron Oath left 23 dead.", ["unspecified"]),
        ("In clashes between the Sarn Army and the rebels, the army killed 14 fighters.", ["rebel"]),
        ("Clashes between the Sarn Army and the rebels killed 14 rebels and three villagers.", ["rebel", "civilian"]),
    ])
    def test_the_dead_of_a_clash_are_of_neither_side_alone(self, text, sides):
        assert [side for side, in table(text, "side")] == sides

    def test_its_people_are_the_speakers(self):
        text = "The Hill Watch said 25 Iron Oath militants had been killed against the loss of three of its fighters."
        assert table(text, "low side") == [(25, "isis"), (3, "ypg")]
        text = "The Sarn Army said it had killed 30 militants and that only two of its men had been wounded."
        assert table(text, "low side") == [(30, "rebel"), (2, "government")]

    def test_people_taken_over_from_the_clause_before_have_no_number(self):
        assert table("The Sarn Army said that 140 militants had been killed and 65 captured.", "victims") == [("militants",), ("[militants]",)]

    def test_who_raises_a_toll_states_it(self):
        assert table("The Tollkeepers raised their toll to 14 dead.", "low source") == [(14, "monitor")]

    @pytest.mark.parametrize(("text", "side"), [
        ("A local Iron Oath leader was killed.", "isis"),
        ("The Sarn Army said that two of its soldiers were wounded.", "government"),
        ("Sarn Army units killed 14 fighters.", "rebel"),
        ("The Tollkeepers said that the Hill Watch had lost 14 soldiers.", "ypg"),
        ("The Hill Watch repelled an Iron Oath attack. Later 12 militants were killed.", "isis"),
    ])
    def test_the_side_is_that_of_the_group_named(self, text, side):
        assert table(text, "side") == [(side,)]


class TestScopeOfASource:
    @pytest.mark.parametrize(("text", "sources"), [
        ("According to the Tollkeepers, 12 rebels were killed at the weir, while the army suffered several casualties.", ["monitor", "monitor"]),
        ("According to the Tollkeepers, 12 rebels were killed, while the Dawn Column claimed that 50 soldiers were killed.", ["monitor", "rebel"]),
        ("The Tollkeepers said 12 rebels were killed and nine soldiers captured.", ["monitor", "monitor"]),
        ("Sarn Radio said 30 rebels were killed, while the Valley Assembly said six villagers were wounded.", ["state_media", "opposition"]),
        ("Six villagers were reportedly killed in Tarn. Two soldiers were wounded.", ["unnamed_report", "unattributed"]),
        ("Two soldiers were wounded, and six villagers were reportedly killed.", ["unattributed", "unnamed_report"]),
        ("It was reported that six villagers were killed.", ["unnamed_report"]),
        ("According to the Tollkeepers, nine soldiers were killed. The ford was closed. Four rebels were captured.", ["monitor", "unattributed"]),
        ("According to the Tollkeepers, nine soldiers were killed.\n\nFour rebels were captured.", ["monitor", "unattributed"]),
    ])
    def test_a_source_speaks_as_far_as_its_words_reach(self, text, sources):
        assert table(text, "source") == [(source,) for source in sources]

    @pytest.mark.parametrize("text", [
        "The Tollkeepers met in Tarn. Nine soldiers were killed at the ford.",
        "Nine soldiers were killed near the office of the Tollkeepers.",
        "Two rebels from Tarn, not far from the house of Sarn Radio, were wounded.",
    ])
    def test_a_name_that_says_nothing_is_no_source(self, text):
        assert [source for (source,) in table(text, "source")] == ["unattributed"]


class TestTrailingSources:
    @pytest.mark.parametrize(("text", "rows"), [
        ("Eight soldiers were killed at the ford, officials said.", [("officials said", "government", "states")]),
        ("Thirty people died, the Harbour Gazette reported.", [("the Harbour Gazette reported", "independent_media", "reports")]),
        ("A military spokesman said 22 rebels were killed.", [("A military spokesman said", "government", "states")]),
        ("A spokesman for the Lamp Society said that five nurses were wounded.", [("A spokesman for the Lamp Society said", "aid_group", "states")]),
        ("Two soldiers drowned, the Dawn Column claimed.", [("the Dawn Column claimed", "rebel", "claims")]),
        ("Nine reedcutters drowned, residents said.", [("residents said", "unnamed_report", "states")]),
        ("The Sarn Army confirmed that six soldiers were killed.", [("The Sarn Army confirmed", "government", "confirms")]),
        ("The Tollkeepers estimate 60 people were killed.", [("The Tollkeepers estimate", "monitor", "estimates")]),
        ("According to Loyal Voice, four rebels were killed.", [("According to Loyal Voice", "pro_government_media", "states")]),
        ("Activists said 12 villagers were wounded.", [("Activists said", "opposition", "states")]),
        ("The Iron Oath said 12 soldiers were killed.", [("The Iron Oath said", "isis", "states")]),
        ("The Lamp Society told the Harbour Gazette that nine people died.", [("The Lamp Society told", "aid_group", "states")]),
        ("Sources in the Sarn Army said 14 rebels were killed.", [("Sources in the Sarn Army said", "government", "states")]),
        ("A pro-government source said 14 rebels were killed.", [("A pro-government source said", "pro_government_media", "states")]),
        ("The Tollkeepers reported the deaths of six nurses.", [("The Tollkeepers reported", "monitor", "reports")]),
        ("Four rebels were killed.", [("", "unattributed", "states")]),
    ])
    def test_who_says_it_in_which_words_and_how(self, text, rows):
        assert table(text, "said source mode") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("Two soldiers were killed at the ford, the Dawn Column said. The group added that seven pikemen were captured.", [(2, "rebel"), (7, "rebel")]),
        ("The Tollkeepers said nine rebels were killed. It added that two villagers died.", [(9, "monitor"), (2, "monitor")]),
        ("“The ford is lost. Nine villagers were killed,” a Lamp Society spokeswoman said.", [(9, "aid_group")]),
        ("Sarn Radio said the weir was quiet. “Four rebels were killed at night,” it said.", [(4, "state_media")]),
    ])
    def test_who_spoke_before_goes_on_where_the_words_say_so(self, text, rows):
        assert table(text, "low source") == rows

    @pytest.mark.parametrize(("text", "exact"), [
        ("Two officials said 12 rebels were killed.", ["12 rebels"]),
        ("Nine soldiers were killed, a general said.", ["Nine soldiers"]),
        ("“Nine villagers died,” a doctor said.", ["Nine villagers"]),
        ("Three witnesses told the Harbour Gazette that six villagers were shot.", ["six villagers"]),
        ("A Dawn Column commander admitted that nine fighters had been captured.", ["nine fighters"]),
    ])
    def test_those_who_speak_are_not_among_those_counted(self, text, exact):
        assert table(text, "exact") == [(words,) for words in exact]

    def test_what_a_source_denies_is_no_claim_of_it(self):
        text = "The Sarn Army denied that 12 villagers had been killed."
        assert table(text, "low") == []
        assert [(left.words, left.reason) for left in read(text).leftovers] == [("12", "denied")]


class TestDays:
    @pytest.mark.parametrize(("text", "rows"), [
        ("On 3 March 2031, six soldiers were killed. The next day, two rebels were captured.", [("2031-03-03", "2031-03-03", "stated"), ("2031-03-04", "2031-03-04", "carried")]),
        ("On 3 March 2031, six soldiers were killed. The day before, nine rebels had died.", [("2031-03-03", "2031-03-03", "stated"), ("2031-03-02", "2031-03-02", "carried")]),
        ("On 3 March 2031, rain fell. That day, four villagers were killed.", [("2031-03-03", "2031-03-03", "carried")]),
        ("On 3 March 2031, the army entered Tarn. Six soldiers were killed.", [("2031-03-03", "2031-03-03", "carried")]),
        ("On 30 April 2031, rain fell. Two days later, four villagers were killed.", [("2031-05-02", "2031-05-02", "carried")]),
        ("Between 23 and 28 November 2031, 90 people were killed in Tarn.", [("2031-11-23", "2031-11-28", "stated")]),
        ("From 28 February to 3 March 2032, 90 people were killed in Tarn.", [("2032-02-28", "2032-03-03", "stated")]),
        ("On 10 May 2031, the Tollkeepers said 120 people had been killed over the previous seven days.", [("2031-05-04", "2031-05-10", "carried")]),
        ("By the end of 9 March 2031, 61 people had been killed.", [("", "2031-03-09", "open_start")]),
        ("In May 2031, 80 people were killed.", [("2031-05-01", "2031-05-31", "stated")]),
        ("On 5 June 2031, the Lamp Society said 30 people had been killed since 1 June.", [("2031-06-01", "2031-06-05", "stated")]),
        ("On 28 December 2031, three soldiers were killed. On 2 January, five rebels were killed.", [("2031-12-28", "2031-12-28", "stated"), ("2032-01-02", "2032-01-02", "stated")]),
        ("On 2 January 2032, three soldiers were killed. On 28 December, five rebels had been killed.", [("2032-01-02", "2032-01-02", "stated"), ("2031-12-28", "2031-12-28", "stated")]),
        ("On 1 February 2031, the army launched an offensive. By 20 February, 300 soldiers had died since the start of the offensive.", [("2031-02-01", "2031-02-20", "start_inferred")]),
        ("On 5 June 2031, six rebels were killed. On 1 June, four soldiers had died. That day a reedcutter was wounded.",
         [("2031-06-05", "2031-06-05", "stated"), ("2031-06-01", "2031-06-01", "stated"), ("2031-06-01", "2031-06-01", "carried")]),
        ("On March 3, 2031, six rebels were killed; two days later, four soldiers died.", [("2031-03-03", "2031-03-03", "stated"), ("2031-03-05", "2031-03-05", "carried")]),
        ("In late May 2031, four soldiers were killed.", [("2031-05-21", "2031-05-31", "stated")]),
        ("By 9 March 2031, the Tollkeepers had recorded 61 deaths.", [("", "2031-03-09", "open_start")]),
        ("Since the start of the siege, 300 villagers have been killed.", [("", "", "open_start")]),
        ("## 4 April 2031\n\nNine soldiers were killed.", [("2031-04-04", "2031-04-04", "carried")]),
        ("Nine soldiers were killed.", [("", "", "carried")]),
        ("On 31 February 2031, nine soldiers were killed.", [("", "", "carried")]),
    ])
    def test_the_days_that_a_figure_covers(self, text, rows):
        assert table(text, "from to precision") == rows

    @pytest.mark.parametrize(("text", "scopes"), [
        ("On 3 March 2031, six soldiers were killed.", ["incident"]),
        ("Between 23 and 28 November 2031, 90 people were killed.", ["period"]),
        ("By 9 March 2031, 61 people had been killed.", ["cumulative"]),
        ("On 9 March 2031, the death toll had risen to 61.", ["cumulative"]),
        ("On 9 March 2031, six soldiers were killed, including two officers.", ["incident", "breakdown"]),
    ])
    def test_what_kind_of_total_it_is(self, text, scopes):
        assert table(text, "scope") == [(scope,) for scope in scopes]


class TestFalseFriends:
    @pytest.mark.parametrize(("text", "left"), [
        ("The Sarn Army captured three hills and two villages.", [("three", "places"), ("two", "places")]),
        ("According to two officials, the Dawn Column lost the mill.", [("two", "force_strength")]),
        ("Aircraft dropped 14 barrel bombs on Tarn.", [("14", "munitions")]),
        ("The Dawn Column holds 30 prisoners in the quarry.", [("30", "people_held")]),
        ("The army lost two bases in 2031.", [("two", "places"), ("2031", "date")]),
        ("The battle of Tarn lasted 12 days.", [("12", "time_span")]),
        ("The mill lies 14 kilometres from the weir.", [("14", "distance")]),
        ("Some 500 rebels attacked the ford.", [("Some 500", "force_strength")]),
        ("The army took Hill 8.", [("8", "name")]),
        ("The shells did not kill 40 soldiers.", [("40", "negated")]),
        ("The army could have killed 40 rebels.", [("40", "hypothetical")]),
        ("The army threatened to kill 50 hostages.", [("50", "hypothetical")]),
    ])
    def test_a_number_of_something_else_is_left_with_its_reason(self, text, left):
        result = read(text)
        assert result.candidates == []
        assert [(number.words, number.reason) for number in result.leftovers] == left

    @pytest.mark.parametrize(("text", "exact", "left"), [
        ("Two officials said about 1,250 rebels were killed.", ["about 1,250 rebels"], ["Two"]),
        ("The Sarn Army captured three hills and nine rebels.", ["nine rebels"], ["three"]),
        ("On Hill 8 two soldiers were killed by 14 shells.", ["two soldiers"], ["8", "14"]),
        ("In the first of five raids, six villagers were killed.", ["six villagers"], ["first", "five"]),
        ("Two bombs killed two villagers.", ["two villagers"], ["Two"]),
    ])
    def test_the_toll_beside_it_is_taken(self, text, exact, left):
        result = read(text)
        assert [row.exact for row in result.candidates] == exact
        assert [number.words for number in result.leftovers] == left

    def test_every_reason_is_explained(self):
        result = read("The Sarn Army captured three hills. 12 villagers may have been killed. Forty stood by.")
        assert [(left.words, left.why) for left in result.leftovers] == [
            ("three", schema.REASONS["places"]), ("12", schema.NOT_TAKEN["hypothetical"]), ("Forty", schema.NOT_TAKEN["unknown"])]


class TestMistakenTolls:
    @pytest.mark.parametrize(("text", "rows"), [
        ("The army killed nine rebels, a general said.", [("nine rebels", 9, 9)]),
        ("The shelling killed a nurse, a doctor said.", [("a nurse", 1, 1)]),
        ("According to two officials, 12 rebels were killed.", [("12 rebels", 12, 12)]),
        ("On Hill 8, two soldiers were killed.", [("two soldiers", 2, 2)]),
        ("In Sector 5, 14 rebels died.", [("14 rebels", 14, 14)]),
        ("Of the 40 passengers, 33 died.", [("33 died", 33, 33)]),
        ("The number of dead rose from 12 to 19.", [("The number of dead rose from 12 to 19", 19, 19)]),
    ])
    def test_neither_a_speaker_nor_a_name_nor_a_toll_of_before_is_counted(self, text, rows):
        assert table(text, "exact low high") == rows

    @pytest.mark.parametrize("text", [
        "Not one of the 20 soldiers was killed.", "Neither of the two pilots was killed.", "It is not known how many soldiers were killed.",
        "How many rebels died is not known.", "An air raid could kill 500 people.", "The rebels threatened to kill 20 hostages.",
    ])
    def test_what_did_not_happen_is_no_toll(self, text):
        assert table(text, "exact low") == []

    @pytest.mark.parametrize(("text", "rows"), [
        ("Eleven of those killed were children.", [(11, "killed", "civilian")]),
        ("The dead included four nurses.", [(4, "killed", "civilian")]),
        ("Six of the 20 wounded later died.", [(6, "killed", "unspecified")]),
        ("The rebels took 14 prisoners at the weir.", [(14, "captured", "unspecified")]),
        ("The shelling wounded as many as 60 villagers.", [(0, "wounded", "civilian")]),
    ])
    def test_a_toll_in_roundabout_words_is_one(self, text, rows):
        assert table(text, "low outcome side") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("12 of the column's 60 soldiers were killed.", [(12, 12, "government")]),
        ("Three of Tarn's 12 doctors were killed.", [(3, 3, "civilian")]),
        ("By 9 March, 180 of the town's 4,000 residents had been killed.", [(180, 180, "civilian")]),
        ("Soldiers killed 4 rebels, 2 more than the day before.", [(4, 4, "rebel")]),
        ("The army killed 12\u202f000 rebels.", [(12_000, 12_000, "rebel")]),
        ("The rebels killed \"up to 60\" soldiers.", [(0, 60, "government")]),
        ("Soldiers opened fire on protesters, killing two.", [(2, 2, "civilian")]),
        ("Sarn Army artillery killed five in Lower Tarn.", [(5, 5, "unspecified")]),
    ])
    def test_a_figure_is_read_whole_and_alone(self, text, rows):
        assert table(text, "low high side") == rows

    @pytest.mark.parametrize("text", [
        "The army killed 12 000 rebels.", "Soldiers killed 30-20 rebels.", "One in four of the 200 rebels died.", "It killed 3 birds with one stone.",
    ])
    def test_a_figure_that_cannot_be_read_whole_is_not_read_in_part(self, text):
        assert [row for row in table(text, "low exact") if re.search(r"\d", row[1])] == []

    def test_a_figure_holds_no_quotation_mark(self):
        assert table('The rebels killed "up to 60" soldiers.', "quantity") == [("up to 60",)]

    @pytest.mark.parametrize("text", [
        "No soldiers were killed at the weir.", "The weir fell without the loss of a single man.", "Losses of 30,000 dinars were reported.",
        "There was no evidence that 20 villagers had been executed.", "The Tollkeepers could not confirm that 30 rebels had been killed.",
        "Rumours that 50 officers had been executed could not be verified.", "The army disputed reports that 14 soldiers had been killed.",
        "The report that 60 soldiers were executed was false.", "The rebels demanded the release of 500 prisoners.",
    ])
    def test_what_is_denied_doubted_or_wished_for_is_no_toll(self, text):
        assert table(text, "exact low") == []

    @pytest.mark.parametrize(("text", "rows"), [
        ("Harl Dorn, 55, was killed near the weir.", [(1, "killed")]),
        ("Five boys, aged 10, 12 and 14, were killed.", [(5, "killed")]),
        ("Eight villagers, ages 12 to 60, were killed.", [(8, "killed")]),
        ("Regiment 46 fell and 200 soldiers were killed.", [(200, "killed")]),
        ("Companies 3 and 4 held out, and 12 of their soldiers were wounded.", [(12, "wounded")]),
        ("The Iron Oath offered $10,000 for each of 100 soldiers killed.", [(100, "killed")]),
        ("The raid was led by 300 rebels, 20 of whom were wounded.", [(20, "wounded")]),
        ("14 of its top 20 leaders were killed.", [(14, "killed")]),
        ("The Dawn Column killed 23 soldiers[1].", [(23, "killed")]),
    ])
    def test_ages_names_money_and_marks_are_not_counted(self, text, rows):
        assert table(text, "low outcome") == rows

    @pytest.mark.parametrize(("text", "rows"), [
        ("The blast left 52 dead on the government side.", [(52, "government")]),
        ("The army had 4 dead and 12 wounded, the rebels 30 dead.", [(4, "government"), (12, "government"), (30, "rebel")]),
    ])
    def test_the_side_is_the_one_named_beside_the_count(self, text, rows):
        assert table(text, "low side") == rows

    def test_a_mark_of_a_reference_ends_a_sentence(self):
        rows = table("The Tollkeepers reported 35 deaths among the rebels.[14] Two days later nine villagers died.", "low source sentence")
        assert rows == [(35, "monitor", 1), (9, "unattributed", 2)]

    def test_a_look_back_does_not_move_the_days_told(self):
        text = "In 2014, 12 rebels were killed. On 3 March 2031, nine soldiers were killed. In 1982, 400 villagers were killed. On 5 March, six died."
        assert [row[1] for row in table(text, "low from")][1::2] == ["2031-03-03", "2031-03-05"]

    def test_notes_and_references_are_not_read_and_not_forgotten(self):
        found = read("## The weir\n\nSix soldiers were killed.\n\n## References\n\nTollkeepers, *Forty rebels killed*, page 12.")
        assert [row.exact for row in found.candidates] == ["Six soldiers"]
        assert [(row.words, row.reason) for row in found.leftovers] == [("Forty", "apparatus"), ("12", "apparatus")]


class TestRoughText:
    @pytest.mark.parametrize(("text", "rows"), [
        ("At least 14 soldiers was killed near to Tarn and also 5 rebel was wounded", [(14, OPEN, "killed", "government"), (5, 5, "wounded", "rebel")]),
        ("in the shelling 7 villagers killed and 20 wounded", [(7, 7, "killed", "civilian"), (20, 20, "wounded", "civilian")]),
        ("According to the Tollkeepers 12 rebels were killed while 3 soldiers died", [(12, 12, "killed", "rebel"), (3, 3, "killed", "government")]),
        ("rebels kills 12 soldiers and wounding 30 in the Tarn village", [(12, 12, "killed", "government"), (30, 30, "wounded", "government")]),
        ("6 soldiers were killed 9 rebels were captured", [(6, 6, "killed", "government"), (9, 9, "captured", "rebel")]),
        ("2 civilian died , 4 injured .", [(2, 2, "killed", "civilian"), (4, 4, "wounded", "civilian")]),
        ("Shelling killed 12 villagers at Tarn no one knew why", [(12, 12, "killed", "civilian")]),
        ("The shelling   killed\n12\u00a0villagers", [(12, 12, "killed", "civilian")]),
    ])
    def test_what_a_person_reads_in_spite_of_its_grammar_is_read(self, text, rows):
        assert table(text, "low high outcome side") == rows

    @pytest.mark.parametrize(("text", "source"), [
        ("Six soldiers were killed the Tollkeepers said", "monitor"),
        ("According to the Tollkeepers six soldiers were killed", "monitor"),
        ("the tollkeepers said six soldiers were killed", "monitor"),
        ("Iron Oath fighters said six soldiers were killed", "isis"),
        ("six soldiers were killed, said the dawn column", "rebel"),
        ("the Dawn Column say six soldiers were killed", "rebel"),
    ])
    def test_a_source_is_heard_without_its_commas(self, text, source):
        assert table(text, "source") == [(source,)]


class TestRow:
    TEXT = ("## The weir\n\nRain fell.\n\nOn 3 March 2031, the Tollkeepers said at least 12 river soldiers and two mud-barges were lost. "
            "Then 9 children were killed.")

    @pytest.mark.parametrize(("text", "exact"), [
        ("Late at night at least 14 young soldiers were killed by rebels.", ["at least 14 young soldiers"]),
        ("Shells killed 12 villagers and wounded 40.", ["12 villagers", "wounded 40"]),
        ("The general was killed.", ["The general"]),
        ("There were casualties on both sides.", ["casualties on both sides"]),
        ("Dozens of soldiers were wounded.", ["Dozens of soldiers"]),
    ])
    def test_the_exact_words_hold_number_and_people_and_no_more(self, text, exact):
        assert table(text, "exact") == [(words,) for words in exact]

    def test_a_row_says_where_it_stands(self):
        assert table(self.TEXT, "section paragraph sentence")[-1] == ("The weir", 2, 2)

    def test_its_spans_are_of_the_whole_text(self):
        read_of = article.parse(self.TEXT, "sarn.md")
        row = reader.read(read_of, lexicon.load(SARN)).candidates[-1]
        assert read_of.text[row.start:row.end] == row.exact == "9 children"
        assert read_of.text[slice(*row.number)] == row.quantity_text == "9"

    def test_a_row_names_its_rule_and_what_it_means(self):
        (row,) = read("Shells killed 12 villagers.").candidates
        assert (row.rule, row.explanation, row.confidence) == ("object", EXPLANATIONS["object"], "grammar")

    @pytest.mark.parametrize(("text", "words"), [
        ("Shells killed 12 villagers.", "killed"), ("Twelve soldiers were wounded.", "wounded"), ("The death toll stood at 52.", "death toll"),
        ("The raid left 12 villagers dead.", "dead"), ("The bodies of 12 villagers were found.", "bodies"),
    ])
    def test_the_words_for_what_happened_are_kept(self, text, words):
        assert table(text, "outcome_text") == [(words,)]

    def test_without_a_lexicon_of_the_war_its_names_say_nothing(self):
        text = article.parse("The Tollkeepers said two mud-barges of the Dawn Column were sunk and two soldiers were killed.", "sarn.md")
        plain = reader.read(text, lexicon.load()).candidates
        assert [(row.exact, row.victim_side, row.source_type) for row in plain] == [
            ("two mud-barges of the Dawn Column", "unspecified", "unattributed"), ("two soldiers", "government", "unattributed")]


class TestTokens:
    @pytest.mark.parametrize(("text", "words"), [
        ("At least 1,250 fell.", ["At", "least", "1,250", "fell", "."]),
        ("The Column's men", ["The", "Column", "'s", "men"]),
        ("pro-government fighters", ["pro-government", "fighters"]),
        ("U.N. staff", ["U.N.", "staff"]),
        ("didn’t", ["didn’t"]),
        ("(12)", ["(", "12", ")"]),
        ("12-year-old", ["12-year-old"]),
        ("", []),
        (" \n\t", []),
    ])
    def test_a_text_is_cut_into_words_numbers_and_marks(self, text, words):
        assert tokens.words_of(text) == words
        assert [text[start:end] for start, end in tokens.tokens_of(text)] == words

    @pytest.mark.parametrize(("text", "low"), [
        ("The Weir", "the weir"), ("12\u00a0men\n–", "12 men -"), ("Didn’t", "didn't"), ("İ", "İ"),
    ])
    def test_text_is_flattened_character_for_character(self, text, low):
        assert tokens.flat(text) == low

    def test_no_word_holds_white_space(self):
        assert not [word for word in tokens.words_of("a\u00a0b \u2009 c\u3000d") if re.search(r"\s", word)]
