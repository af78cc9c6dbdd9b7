"""What a reader sees of pairs and totals, on the invented ledger: expected rows are worked out by hand from its twelve claims.

The shelling: 40 on 3 March (a monitor), more than 90 by 2 March (a captain), 61 by 9 March (the article). The quay on 11 March: at least
15 guards and at least 6 raiders (the harbour office), 33 guards (raiders). The lighthouse: a lieutenant, and two raiders whose deaths are
implied.
"""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
import yaml

from conftest import PROJECT, project_of_its_own
from tollbook import command, tables, tabulate, wording
from tollbook.tolls import Selection, Totals, tolls


@pytest.fixture
def built(invented, files):
    """The built tables of the invented ledger, by name."""
    for name, content in files.items():
        command.write_bytes(f"data/processed/{name}", content)
    return {name: tabulate.load(name) for name in ("claims", "incidents", "sources", "silence", "comparisons", "contradictions", "tolls")}


@pytest.fixture(scope="module")
def files():
    """The files of the invented ledger, built once."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("TOLLBOOK_ROOT", str(project_of_its_own(Path(folder) / "project")))
        return tabulate.files(tabulate.read_all())


def literal(tolls):
    return tolls[tolls["rule_set"] == "literal"]


# pairs

def test_rival_figures_stand_in_the_order_of_what_is_contested(built):
    rows = tables.contested(built["comparisons"], built["claims"])
    assert rows[["figures", "contested at least", "claims"]].to_numpy().tolist() == [
        ["more than 90 people, a militia captain; 61 people, the article", 30, "ORR-003 ORR-004"],
        ["33 guards, raiders; at least 15 guards, harbour office", 0, "ORR-010 ORR-008"],
        ["61 people, the article; 40 people, Coastal Observatory", 0, "ORR-004 ORR-001"]]
    assert rows["difference"].tolist() == ["29 as stated, at least 30 as worded", "18 as stated, at most 18 as worded", "21"]
    assert rows["times"].tolist() == ["1.48 times as stated, at least 1.49 as worded", "2.2 times as stated, at most 2.2 as worded", "1.5 times"]


def test_what_explains_a_difference_is_named_and_not_guessed(built):
    # the captain's days are fewer and his figure is more; the quay is one day; the article counts six days more than the monitor
    assert tables.contested(built["comparisons"], built["claims"])["explained by"].tolist() == [
        "nothing: they exclude one another", "open or vague wording: some or all of it", "other days: some or all of it"]


def test_contradictions_and_near_misses_have_tables_of_their_own(built):
    assert tables.contradictory(built["contradictions"])[["claims", "apart by at least"]].to_numpy().tolist() == [["ORR-003 ORR-004", 30]]
    near = tables.near_misses(built["contradictions"])
    assert near[["open figure", "all claims", "must stand for at least"]].to_numpy().tolist() == [["ORR-008", "ORR-008 ORR-010", 33]]
    assert tables.incidents_at_odds(built["contradictions"]) == ["shelling"]


def test_what_cannot_be_compared_is_grouped_by_reason(built):
    rows = tables.not_compared(built["comparisons"], built["claims"]).set_index("of what")
    assert rows["pairs"].to_dict() == {"Shelling of Port Orrin": 1, "Attack on the lighthouse gate / Shelling of Port Orrin": 1,
                                       "Fighting at the mill / Fighting on the quay": 3}
    assert rows.at["Shelling of Port Orrin", "why not"] == "other days of one campaign"
    assert rows.at["Shelling of Port Orrin", "claims"] == "ORR-003 and ORR-001"
    assert rows["pairs"].sum() == (built["comparisons"]["verdict"] == "not_comparable").sum()


def test_agreement_is_shown_where_two_sources_state_one_number(built):
    assert tables.agreements(built["comparisons"], built["claims"]).empty
    pair = built["comparisons"][built["comparisons"]["pair_id"] == "ORR-010/ORR-008"]
    same = pair.assign(stated_a=15)  # as if the raiders said 15, which the office's "at least 15" can be
    assert tables.agreements(same, built["claims"]).to_numpy().tolist() == [
        ["Fighting on the quay", "33, raiders; at least 15, harbour office", "11 March 2031", "ORR-010 ORR-008"]]
    assert tables.contested(same, built["claims"]).empty
    assert tables.agreements(same.assign(finding="contradict"), built["claims"]).empty


def test_a_contradiction_with_a_range_is_contested_too(built):
    """The article's 61 beside 40: were the 40 a range up to 40, it would state no one number and still be 21 apart."""
    pair = built["comparisons"][built["comparisons"]["pair_id"].isin(["ORR-001/ORR-004", "ORR-004/ORR-001"])]
    ranged = pair.assign(stated_a=pd.array([pd.NA], dtype="Int64"), finding="contradict", contested=21)
    row, = tables.contested(ranged, built["claims"]).to_dict("records")
    assert (row["contested at least"], row["difference"]) == (21, "21")
    assert tables.contested(ranged.assign(finding="compatible"), built["claims"]).empty


def test_every_interest_has_a_row_with_its_number_of_pairs(built):
    rows = tables.directions(built["comparisons"])
    assert rows["pairs"].tolist() == [0, 0, 0, 0, 0]  # both sources at the quay have a stake, and the captain names nobody who did it
    swapped = built["comparisons"].assign(interest_b="no_stake", interest_a="enemy_losses")
    quay = tables.directions(swapped[swapped["pair_id"] == "ORR-010/ORR-008"]).iloc[1]
    assert quay[["pairs", "states more", "states less", "times as stated", "claims"]].tolist() == [1, 1, 0, "2.2", "ORR-010 and ORR-008"]


def test_rule_sets_stand_side_by_side_and_what_moves_is_marked(built):
    rows = tables.under_each_rule_set(built["claims"], built["incidents"], built["sources"]).set_index("figure")
    assert rows.loc["claims with bounds"].tolist() == ["12", "12", "12", "11", "yes"]  # "dozens of" wounded is left blank by the GTD's rules
    assert rows.loc["contradiction: ORR-003 ORR-004"].tolist() == ["yes"] * 4 + ["no"]


# totals

def test_totals_by_voice_and_outcome(built):
    rows = tables.by_voices(literal(built["tolls"])).set_index("claims by")
    # without the captain: 61 + 33 + 6 + 1; without the article: 91 + 40 + 33 + 6 + 1
    assert rows["killed"].dropna().to_dict() == {
        "all sources": "contradiction", "all sources, giving up ORR-003": "at least 101",
        "all sources, giving up ORR-004": "at least 171", "monitor": "40", "rebel": "at least 124", "opposition": "–", "government": "at least 21",
        "state media": "–", "pro-government media": "–", "aid group": "–", "independent media": "–", "unnamed report": "1",
        "unattributed": "at least 61"}
    assert rows.loc[["unnamed report", "unattributed"], "wounded"].tolist() == ["at least 24", "0 or more"]
    assert rows["materiel"].to_dict()["unattributed"] == "1"


def test_totals_under_each_rule(built):
    rows = tables.by_rule(literal(built["tolls"])).set_index("rule")["total of all sources"]
    # for the quay 15 or 33, for the shelling 40, 61 or 91; besides them 6 raiders and a lieutenant
    assert rows["The lowest figure"] == "at least 62"
    assert rows["The highest figure"] == "at least 131"
    assert rows["The latest figure"] == "at least 101"
    assert rows["Every rival figure in turn"] == "at least 62"
    assert rows["One source type first: monitor"] == "at least 80"
    assert rows["All claims together, where consistent"] == "contradiction"


def test_every_rule_is_explained_with_its_source():
    rows = tables.rules_explained()
    assert len(rows) == 7
    assert (rows.map(len) > 15).all(axis=None)


def test_implied_deaths_and_single_voices(built):
    rows = tables.variants(literal(built["tolls"])).set_index("claims by")
    assert rows.loc["unattributed"].tolist() == ["at least 61", "at least 63", "61"]  # two raiders at the lighthouse; "casualties" at the mill
    assert rows.loc["government"].tolist() == ["at least 21", "at least 21", "at least 15"]  # nobody else counts the raiders on the quay


def test_what_holds_a_total_up(built):
    rows = tables.holding(literal(built["tolls"]), built["claims"])
    own = rows[rows["total"] == "all sources, giving up ORR-003: at least 101"]
    moved = own.groupby("claim", sort=False)["without it"].agg("; ".join).to_dict()
    assert moved == {"ORR-004": "least lower by 21", "ORR-010": "least lower by 18", "ORR-009": "least lower by 6", "ORR-007": "least lower by 1"}


def test_what_holds_a_greatest_total_up(built):
    rows = tables.holding(literal(built["tolls"]), built["claims"])
    own = rows[rows["total"] == "monitor: 40"]
    # the 12 children among the 40 stay without it
    assert own[["claim", "without it"]].to_numpy().tolist() == [["ORR-001", "least lower by 28"], ["ORR-001", "greatest lower by 28"]]
    # the article has 61 by 9 March and casualties without a number at the mill: without these the total has an upper limit
    own = rows[rows["total"] == "unattributed: at least 61"]
    assert own[["claim", "without it"]].to_numpy().tolist() == [["ORR-004", "least lower by 61"], ["ORR-011", "an upper limit"]]


def test_totals_without_one_source(built):
    totals = Totals(built["claims"], built["incidents"])
    rows = tables.without_each_source(totals, Selection(), "all_together", "").set_index("without")
    assert list(rows.columns) == ["giving up ORR-003", "giving up ORR-004"]
    assert rows["giving up ORR-003"].to_dict() == {
        "Coastal Observatory (monitor)": "at least 101", "harbour office (government)": "at least 95", "raiders (rebel)": "at least 83",
        "a militia captain (rebel)": "the same",
        "reports, source not named": "at least 100", "the article's own voice": "at least 80"}


def test_one_month_has_one_row(built):
    rows = tables.monthly(literal(built["tolls"]), Selection())
    assert rows["month"].tolist() == ["March 2031"]
    assert rows["all sources, giving up ORR-003"].tolist() == ["at least 101"]


def test_what_one_incident_allows(built):
    quay = built["claims"][built["claims"]["incident_id"] == "quay"]
    rows = tables.of_incident(Totals(quay, built["incidents"]), quay).set_index("of whom")
    assert rows["if all claims are true"].to_dict() == {"any side: killed": "at least 39", "rebel: killed": "at least 6", "government: killed": "33"}


# under a rule

@pytest.fixture
def lowest(built):
    return tolls(built["claims"], built["incidents"], "literal", rule="lowest")


def test_a_page_under_a_rule_keeps_its_totals_apart_from_those_of_all_claims_together(built, lowest):
    figures = {name: value for name, _, value in wording.total_figures(lowest, built["claims"])}
    assert (figures["all-together"], figures["lowest"], figures["giving-up-ORR-003"]) == ("no total", "at least 62", "at least 101")
    assert wording.total_lede(lowest, built["claims"]) == (
        "Claims by all sources that can be of people killed (6 claims, 3 without an upper limit) allow at least 62 in all, keeping the lowest of "
        "rival figures.")
    assert not tables.by_voices(lowest)["claims by"].str.contains("giving up").any()


def test_without_one_source_under_a_rule_is_by_that_rule(built):
    """Of 40, 61 and more than 90 the least is 40, of 33 and at least 15 it is the 15; besides them 6 raiders and a lieutenant: 62."""
    rows = tables.without_each_source(Totals(built["claims"], built["incidents"]), Selection(), "lowest", "").set_index("without")
    assert rows.columns.tolist() == ["total"]
    # without the observatory 61 is the least; without the office there are 33 guards and no raiders counted
    assert rows.at["Coastal Observatory (monitor)", "total"] == "at least 83"
    assert rows.at["harbour office (government)", "total"] == "at least 74"


def test_totals_under_each_rule_set_and_those_that_move(built):
    own, others = tables.rules_compared(built["claims"], built["incidents"], Selection(), "all_together", "")
    assert own.set_index("total of").loc["monitor"].tolist() == ["40", "40", "40", "40", "no"]
    # "dozens of" wounded in a report: 24 and more; ACLED's rules are for the killed, and the GTD's give no number
    moving = others.set_index(["total of", "whom"])
    assert moving.loc[("unnamed report", "people wounded")].tolist() == ["at least 24", "at least 24", "at least 24", "–"]
    assert ("monitor", "people wounded") not in moving.index
    quay = built["claims"][built["claims"]["incident_id"] == "quay"]  # without a vague word nothing moves
    own, others = tables.rules_compared(quay, built["incidents"], Selection(), "all_together", "")
    assert (set(own["moves"]), len(others), own.isna().any(axis=None)) == ({"no"}, 0, False)


def test_a_least_total_from_a_day_that_is_not_stated_is_named(built):
    claims = built["claims"].assign(date_precision=built["claims"]["date_precision"].mask(built["claims"]["claim_id"] == "ORR-004", "open_start"))
    for rule in ("all_together", "range", "highest"):  # by the last it gives way to the captain's more than 90
        told = wording.total_reservations(Totals(claims, built["incidents"]), Selection(), rule, "")
        assert told == ([] if rule == "highest" else [
            "A claim whose first day is not stated bears on the total of all sources: 61 people killed, in the article's own voice (ORR-004)."])
    assert wording.total_reservations(Totals(built["claims"], built["incidents"]), Selection(), "all_together", "") == []


# words

def test_key_figures_of_totals_name_every_way_out(built):
    figures = {name: value for name, _, value in wording.total_figures(literal(built["tolls"]), built["claims"])}
    assert figures == {"all-together": "no total", "giving-up-ORR-003": "at least 101", "giving-up-ORR-004": "at least 171",
                       "lowest": "at least 62", "highest": "at least 131", "open-ended": "4 of 9"}


def test_a_total_that_is_none_is_followed_by_what_each_way_out_leaves(built):
    assert wording.total_lede(literal(built["tolls"]), built["claims"]) == (
        "Claims by all sources that can be of people killed (9 claims, 4 without an upper limit) cannot all be true, so there is no total. Without "
        "a militia captain's more than 90 by 2 March 2031 (ORR-003) the others allow at least 101; without the article's 61 by 9 March 2031 "
        "(ORR-004) the others allow at least 171.")


def test_the_lede_of_disagreement_speaks_of_other_days_only_where_there_are_some(built):
    assert wording.discrepancy_lede(built["comparisons"], built["claims"]) == (
        "2 incidents are told with different numbers by different sources, some as of other days: Shelling of Port Orrin; Fighting on the quay. "
        "Some figures of Shelling of Port Orrin exclude one another.")
    quay = built["comparisons"][built["comparisons"]["pair_id"] == "ORR-010/ORR-008"]
    assert wording.discrepancy_lede(quay, built["claims"]) == (
        "1 incident is told with different numbers by different sources: Fighting on the quay. None of these figures exclude one another.")


def test_key_figures_of_disagreement(built):
    figures = {name: value for name, _, value in wording.discrepancy_figures(built["comparisons"], built["contradictions"], built["claims"])}
    assert figures == {"contradictions": "1", "near-misses": "1", "rival-pairs": "3", "agreements": "0", "pairs-compared": "5 of 10",
                       "pairs-not-compared": "5"}


def test_the_sentence_of_a_dossier_attributes_every_figure(built):
    quay = built["claims"][built["claims"]["incident_id"] == "quay"]
    assert wording.dossier_sentence(quay, {"title": "Siege of Port Orrin", "publisher": "an invented encyclopaedia"}) == (
        "Fighting on the quay, 11 March 2031: at least 15 guards killed, according to harbour office; at least 6 raiders killed, according to harbour "
        "office; 33 guards killed, according to raiders. Claims as stated in “Siege of Port Orrin” (an invented encyclopaedia); tollbook ORR-008 "
        "ORR-009 ORR-010.")
    figures = {name: value for name, _, value in wording.dossier_figures(quay, built["silence"])}
    # guards and raiders are other people: no least and greatest figure
    assert figures == {"claims-human": "3", "voices": "2", "silent-types": "8"}
    shelling = built["claims"][built["claims"]["incident_id"] == "shelling"]
    # nor are 40 on the 3rd and more than 90 by the 2nd of the same days; 61 by the 9th and the more than 90 are
    assert "stated" not in {name for name, _, _ in wording.dossier_figures(shelling, built["silence"])}
    figures = {name: (label, value) for name, label, value in wording.dossier_figures(
        shelling[shelling["claim_id"].isin(["ORR-003", "ORR-004"])], built["silence"])}
    assert figures["stated"] == ("least and greatest figure of killed, as stated", "61; more than 90")
    assert figures["voices"] == ("voices state them, the article's own among them", "2")
    alone = wording.dossier_figures(shelling[shelling["claim_id"] == "ORR-004"], built["silence"])
    assert alone[1] == ("voices", "voice states them, the article's own", "1")


def test_the_lede_of_a_dossier_names_what_the_incident_is_a_part_of_and_its_parts(built):
    claims, incidents = built["claims"], built["incidents"]
    whole = claims[claims["incident_id"] == "shelling"]
    parted = incidents.assign(part_of=incidents["part_of"].mask(incidents["incident_id"] == "quay", "shelling"))
    assert "A part of it has a place of its own in the ledger: Fighting on the quay." in wording.dossier_lede(whole, parted)
    quay = claims[claims["incident_id"] == "quay"]
    assert "A part of: Shelling of Port Orrin." in wording.dossier_lede(quay, parted)
    assert "place of its own" not in wording.dossier_lede(quay, parted)


def test_an_incident_of_casualties_alone_allows_nothing_to_be_said_in_numbers(built):
    mill = built["claims"][built["claims"]["outcome"] == "casualties"]
    assert tables.of_incident(Totals(mill, built["incidents"]), mill).empty


def test_totals_with_one_source_type_first_have_names_of_their_own(built):
    own, _ = tables.rules_compared(built["claims"], built["incidents"], Selection(), "source_order", "rebel")
    named = own["total of"].to_list()
    assert len(set(named)) == len(named) and {"all sources", "all sources: One source type first: monitor"} <= set(named)


# the list of reports

def test_every_incident_with_more_than_one_claim_has_a_dossier():
    claims, incidents = (pd.read_csv(PROJECT / f"data/processed/{name}.csv") for name in ("claims", "incidents"))
    counts, titles = claims["incident_id"].value_counts(), incidents.set_index("incident_id")["title"]
    listed = yaml.safe_load((PROJECT / "notebooks/reports.yaml").read_text(encoding="utf-8"))
    dossiers = {entry["parameters"]["incident"]: entry for entry in listed if entry["notebook"] == "05-incident"}
    assert set(dossiers) == set(counts[counts > 1].index)
    assert all(entry["report"] == f"05-incident-{name}" and entry["title"] == titles[name] for name, entry in dossiers.items())
    assert listed[0]["report"] == "04-discrepancies"
