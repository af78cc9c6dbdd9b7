"""Parameters of notebooks: what is allowed passes, everything else is refused with a sentence."""

import pandas as pd
import pytest

from tollbook import parameters
from tollbook.errors import BadInput

REFUSED = [
    ({"dat_from": "2014-01-01"}, "parameter dat_from: is unknown (did you mean date_from?); allowed are article, date_from"),
    ({"colour": 1}, "parameter colour: is unknown; allowed are article"),
    ({"date_from": 7}, 'parameter date_from: found 7; allowed is a day as a text "YYYY-MM-DD"'),
    ({"date_from": "April"}, "parameter date_from: found 'April'"),
    ({"date_from": "2014-02-30"}, "parameter date_from: found '2014-02-30'"),
    ({"date_from": "20140401"}, "parameter date_from: found '20140401'"),
    ({"date_to": None}, "parameter date_to: found None"),
    ({"date_from": "2014-05-01", "date_to": "2014-04-01"}, "found 2014-05-01 to 2014-04-01; allowed is a first day not after the last"),
    ({"sources": "op"}, "parameter sources: found 'op'; allowed is a list of ids of sources.csv, or [] for all"),
    ({"sources": [None]}, "parameter sources: found [None]; allowed is a list of ids of sources.csv"),
    ({"source_types": "monitor"}, "parameter source_types: found 'monitor'; allowed is a list of monitor, rebel"),
    ({"source_types": ["SOHR"]}, "parameter source_types: found 'SOHR'; allowed are monitor, rebel"),
    ({"outcomes": ["deaths"]}, "parameter outcomes: found 'deaths'; allowed are killed, wounded"),
    ({"victim_sides": ("rebel",)}, "parameter victim_sides: found ('rebel',); allowed is a list"),
    ({"victim_sides": [1]}, "parameter victim_sides: found [1]"),
    ({"rule_set": "acled"}, "parameter rule_set: found 'acled'; allowed is one of literal, acled_2017, acled_current, gtd_2017"),
    ({"rule_set": []}, "parameter rule_set: found []"),
    ({"article": "troy"}, "parameter article: found 'troy'; allowed is one of port-orrin"),
    ({"article": 3}, "parameter article: found 3"),
]


@pytest.mark.parametrize(("given", "says"), REFUSED)
def test_what_cannot_be_used_is_refused_with_what_is_allowed(invented, given, says):
    with pytest.raises(BadInput) as refusal:
        parameters.check({"article": "port-orrin"} | given)
    assert len(refusal.value.lines) == 1 and says in refusal.value.lines[0]


OWN = ["rule", "first_source_type", "single_sourced", "implied", "incident"]
OWN_REFUSED = [
    ({"rule": "mean"}, "parameter rule: found 'mean'; allowed is one of all_together, lowest, highest, latest, source_order, range"),
    ({"rule": "giving_up"}, "parameter rule: found 'giving_up'"),
    ({"rule": ["lowest"]}, "parameter rule: found ['lowest']"),
    ({"rule": "source_order"}, "rule, first_source_type: found 'source_order' and ''; allowed is a source type with source_order"),
    ({"first_source_type": "monitor"}, "rule, first_source_type: found 'all_together' and 'monitor'"),
    ({"rule": "source_order", "first_source_type": "SOHR"}, "parameter first_source_type: found 'SOHR'; allowed is one of a blank, monitor"),
    ({"implied": True}, "parameter implied: found True; allowed is one of yes, no"),
    ({"single_sourced": ""}, "parameter single_sourced: found ''; allowed is one of yes, no"),
    ({"incident": 3}, "parameter incident: found 3; allowed is an id of incidents.csv"),
]


@pytest.mark.parametrize(("given", "says"), OWN_REFUSED)
def test_what_a_notebooks_own_parameters_cannot_be_is_refused(invented, given, says):
    with pytest.raises(BadInput) as refusal:
        parameters.check({"article": "port-orrin"} | given, OWN)
    assert len(refusal.value.lines) == 1 and says in refusal.value.lines[0]


def test_a_notebooks_own_parameters_are_unknown_to_others(invented):
    with pytest.raises(BadInput, match="parameter rule: is unknown"):
        parameters.check({"article": "port-orrin", "rule": "lowest"}, ["incident"])


def test_a_dossier_is_of_the_incident_of_most_sources_unless_one_is_named():
    claims = pd.DataFrame({"claim_id": ["ORR-001", "ORR-002", "ORR-003", "ORR-004", "ORR-005"], "source_id": ["a", "a", "a", "a", "b"],
                           "incident_id": ["mill", "mill", "mill", "quay", "quay"]})
    assert parameters.incident(claims, "") == "quay"
    assert parameters.incident(claims, "mill") == "mill"
    with pytest.raises(BadInput, match=r"found 'mil' \(did you mean mill\?\); allowed is the id of an incident with a claim in the selection: mill, quay"):
        parameters.incident(claims, "mil")


def test_every_mistake_is_a_line_of_its_own(invented):
    with pytest.raises(BadInput) as refusal:
        parameters.check({"article": "port-orrin", "dat_from": "x", "rule_set": 1, "date_to": "x"})
    assert len(refusal.value.lines) == 3


def test_what_is_not_given_has_its_default(invented):
    assert parameters.check({"article": "port-orrin"}) == {
        "article": "port-orrin", "date_from": "", "date_to": "", "sources": [], "source_types": [], "victim_sides": [], "outcomes": [],
        "rule_set": "literal"}


def test_the_names_of_the_last_parameters_cells_are_taken():
    cells = ["# Parameters\nold = 1", "x = 2", "# Parameters: change\ndate_from = ''\nrule_set: str = 'literal'", "# Parameters\ndat = 5", "begin()"]
    values = {"date_from": "", "rule_set": "literal", "dat": 5, "old": 1, "x": 2}
    assert parameters.given_in(cells, values) == {"date_from": "", "rule_set": "literal", "dat": 5}


@pytest.mark.parametrize("line", ["import os", "a.b = 1", "x = 1; print(x)", "a, b = 1, 2"])
def test_a_parameters_cell_may_only_set_names(line):
    with pytest.raises(BadInput, match="allowed are lines of the form name = value"):
        parameters.given_in([f"# Parameters\n{line}"], {"x": 1, "a": 1, "b": 2})


CLAIMS = pd.DataFrame({
    "claim_id": ["A", "B", "C", "D"],
    "article_id": ["port-orrin"] * 3 + ["other"],
    "source_id": ["op", "gulls", "article", "op"],
    "source_type": ["monitor", "rebel", "unattributed", "monitor"],
    "victim_side": ["civilian", "government", "civilian", "civilian"],
    "outcome": ["killed", "killed", "wounded", "killed"],
    "date_start": pd.array(["2031-03-01", "2031-03-05", None, "2031-03-01"], dtype="str"),
    "date_end": ["2031-03-04", "2031-03-05", "2031-03-09", "2031-03-04"],
})

SELECTIONS = [
    ({}, ["A", "B", "C"]),
    ({"date_from": "2031-03-05"}, ["B", "C"]),
    ({"date_from": "2031-03-04", "date_to": "2031-03-04"}, ["A", "C"]),
    ({"date_to": "2031-02-01"}, ["C"]),  # a claim without a first day reaches back without limit
    ({"source_types": ["monitor", "rebel"]}, ["A", "B"]),
    ({"sources": ["article", "op"]}, ["A", "C"]),
    ({"sources": ["article", "op"], "source_types": ["monitor", "rebel"]}, ["A"]),
    ({"victim_sides": ["civilian"], "outcomes": ["killed"]}, ["A"]),
]


@pytest.mark.parametrize(("given", "kept"), SELECTIONS)
def test_claims_are_selected(invented, given, kept):
    values = parameters.check({"article": "port-orrin"} | given)
    assert parameters.select(CLAIMS, values)["claim_id"].to_list() == kept


def test_an_empty_selection_is_refused_with_what_there_is(invented):
    values = parameters.check({"article": "port-orrin", "date_from": "2032-01-01"})
    with pytest.raises(BadInput, match="no claim of port-orrin is left by from 1 January 2032; its 3 claims run from 2031-03-01 to 2031-03-09"):
        parameters.select(CLAIMS, values)


def test_a_source_that_the_article_does_not_have_is_refused():
    parameters.check_sources(["op", "gulls"], ["gulls"])
    with pytest.raises(BadInput, match=r"parameter sources: found 'gull' \(did you mean gulls\?\); allowed are ids of sources.csv: op, gulls"):
        parameters.check_sources(["op", "gulls"], ["op", "gull"])


@pytest.mark.parametrize(("given", "types"), [
    ({"sources": ["gulls", "op"]}, ("monitor", "rebel")),
    ({"source_types": ["rebel", "monitor"]}, ("monitor", "rebel")),
    ({"sources": ["gulls", "op"], "source_types": ["rebel", "government"]}, ("rebel",)),
])
def test_source_types_that_a_selection_leaves_in(invented, given, types):
    known = pd.DataFrame({"source_id": ["op", "gulls", "article"], "source_type": ["monitor", "rebel", "unattributed"]})
    assert parameters.types_chosen(parameters.check({"article": "port-orrin"} | given), known) == types
    assert len(parameters.types_chosen(parameters.check({"article": "port-orrin"}), known)) == 10


def test_sources_are_said_by_their_names_where_these_are_known(invented):
    values = parameters.check({"article": "port-orrin", "sources": ["op", "gulls"], "source_types": ["monitor"], "date_to": "2031-03-09"})
    assert parameters.in_words(values) == "to 9 March 2031; sources: op, gulls; source types: monitor"
    names = {"op": "Observatory of Places", "gulls": "the Gull Brigade"}
    assert parameters.in_words(values, names) == "to 9 March 2031; sources: Observatory of Places, the Gull Brigade; source types: monitor"
    assert parameters.choices_in_words(values, names) == "sources: Observatory of Places, the Gull Brigade; source types: monitor"
    assert parameters.choices_in_words(parameters.check({"article": "port-orrin", "rule_set": "gtd_2017"}), names) == ""


def test_a_selection_is_said_in_words(invented):
    values = parameters.check({"article": "port-orrin", "date_from": "2031-03-01", "outcomes": ["killed_or_wounded"], "rule_set": "gtd_2017"})
    assert parameters.in_words(values) == "from 1 March 2031; outcomes: killed or wounded; vague words by GTD 2017"
