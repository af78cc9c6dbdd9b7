"""What a notebook calls: the parameters checked, the claims selected, each chart and table shown, numbered and kept.

A notebook holds one `report = notebook.begin(globals())` and then one call a cell. While `tollbook.render` runs it, every chart, table
and number is also written to the folder named by TOLLBOOK_SIDE, from which the report's files are made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from tollbook import article, charts, compare, contradictions, ledger, page, parameters, paths, schema, tables, tabulate, tolls
from tollbook.command import write_bytes
from tollbook.errors import BadInput
from tollbook.page import CLAIM_ID
from tollbook.paths import article_text
from tollbook.tolls import Selection, Totals
from tollbook.words import plain, short_name


def begin(namespace: dict, *own: str) -> Report:
    """Check the parameters of a notebook and open its report; what cannot be used is refused with a sentence.

    `own` are the parameters that this notebook has besides those of all.
    """
    cells = [str(cell) for cell in namespace.get("In", [])]
    values = parameters.check(parameters.given_in(cells, namespace), own)
    parameters.check_sources(source_names(values["article"]), values["sources"])
    known = ledger.under(tabulate.load("claims"), values["rule_set"])
    # a review begins before an article has its first claim
    is_new = "form" in own and not (known["article_id"] == values["article"]).any()
    claims = known.iloc[:0] if is_new else parameters.select(known, values)
    if "incident" in own:
        values |= {"incident": parameters.incident(claims, values["incident"])}
        claims = claims[claims["incident_id"] == values["incident"]].reset_index(drop=True)
    return Report(values, claims)


def source_names(article_id: str) -> dict[str, str]:
    """Give the name of each source of an article by its id."""
    return {row.source_id: short_name(row.name) for row in tabulate.load("sources").itertuples() if row.article_id == article_id}


@dataclass
class Report:
    """One report in the making: its parameters, its claims, and what has been shown so far."""

    values: dict
    claims: pd.DataFrame
    shown: dict = field(default_factory=lambda: {"figures": [], "tables": [], "keyfigures": [], "findings": [], "numbers": []})
    uses: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def here(self) -> set[str]:
        return set(self.claims["claim_id"])

    @property
    def people(self) -> pd.DataFrame:
        """The selected claims about people; lost materiel is left out."""
        return self.claims[self.claims["outcome"] != "materiel"]

    @cached_property
    def selected(self) -> str:
        """What the selection is, in words."""
        return parameters.in_words(self.values, source_names(self.values["article"]))

    @property
    def article(self) -> dict:
        """What article.yaml says of the article."""
        return ledger.read_meta(paths.root() / "data/raw" / self.values["article"] / "article.yaml")

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """The pairs of selected claims that a reader might compare."""
        return compare.comparisons(self.claims, self.table_of("incidents"), self.table_of("sources"))

    @cached_property
    def contradictions(self) -> pd.DataFrame:
        """The contradictions and near misses among the selected claims."""
        return contradictions.contradictions(self.claims, self.table_of("incidents"))

    @cached_property
    def total(self) -> Selection:
        """The people whom the totals of this report count: the selected outcome, days, and what the notebook's own parameters say."""
        values, stated = self.values, set(self.claims["outcome"]) - {"casualties"}
        outcome = next((code for code in schema.OUTCOMES if code in stated), "killed")
        among = parameters.choices_in_words(values, source_names(values["article"]))
        types = parameters.types_chosen(values, self.table_of("sources"))
        return Selection((), outcome, among=among, types=types, date_from=values["date_from"], date_to=values["date_to"],
                         single_sourced=values.get("single_sourced", "yes") == "yes", implied=values.get("implied", "no") == "yes")

    @cached_property
    def totals(self) -> Totals:
        """What works out the totals of the selected claims."""
        return Totals(self.claims, self.table_of("incidents"))

    @cached_property
    def tolls(self) -> pd.DataFrame:
        """The totals of the selected claims, one a row."""
        return tolls.tolls(self.claims, self.table_of("incidents"), self.values["rule_set"], self.total, *self.rule)

    @property
    def rule(self) -> tuple[str, str]:
        """The rule by which rival claims are reconciled, and for the rule source_order whose figures go first."""
        return self.values.get("rule", "all_together"), self.values.get("first_source_type", "")

    def table_of(self, name: str) -> pd.DataFrame:
        """Read another built table, of this article only."""
        whole = tabulate.load(name)
        return whole[whole["article_id"] == self.values["article"]].reset_index(drop=True)

    def selection(self) -> page.Fragment:
        """Say which claims the report is about."""
        counted = f"{len(self.claims)} claims" if len(self.claims) != 1 else "1 claim"
        self._keep(selection=self.selected)
        return page.Fragment(page.paragraph(f"Selection: {self.selected} ({counted}).", self.here, "selection"))

    def key_figures(self, figures: list[tuple[str, str, str]]) -> page.Fragment:
        """Show key figures, each a name for machines, a label and a value; they can be cited from numbers.json."""
        self.shown["keyfigures"] += [{"label": label, "value": value} for _, label, value in figures]
        self.shown["numbers"] += [{"id": name, "text": value, "what": label, "claims": []} for name, label, value in figures]
        self._keep()
        return page.Fragment(page.key_figures([(label, value) for _, label, value in figures], self.here))

    def chart(self, chart: charts.Chart) -> page.Fragment:
        """Show a chart with its title, caption, alt text and data, for a wide and a narrow screen."""
        number = len(self.shown["figures"]) + 1
        wide, narrow = (self._svg(chart, size) for size in ("wide", "narrow"))
        self._note_uses(chart.table, f"fig-{chart.slug}", f"figure {number}")
        self.shown["figures"].append({"slug": chart.slug, "title": chart.title, "alt": chart.alt})
        links = self._keep_chart(chart) | self._keep_table(f"figure-{chart.slug}", chart.table)
        self._keep()
        return page.Fragment(page.chart_figure(chart, number, wide, narrow, self.here, page.files(links)))

    def draw(self, chart: Callable[..., charts.Chart], *drawn) -> page.Fragment:
        """Show the chart that a function makes, or say why the selection has nothing for it to draw."""
        try:
            return self.chart(chart(*drawn))
        except BadInput as nothing:
            return page.Fragment(page.paragraph(f"No chart here: {nothing.lines[0].removeprefix('chart: ')}.", self.here, "note"))

    def charts(self, several: list[charts.Chart]) -> page.Fragment:
        """Show several charts one after the other; where there is none, the table that follows says so."""
        return page.Fragment("".join(self.chart(chart).html for chart in several))

    def table(self, slug: str, caption: str, frame: pd.DataFrame) -> page.Fragment:
        """Show a table with its caption; a table without rows says so."""
        if frame.empty:
            return page.Fragment(page.paragraph(f"{caption} There is none in this selection.", self.here, "note"))
        number = len(self.shown["tables"]) + 1
        self._note_uses(frame, f"tab-{slug}", f"table {number}")
        self.shown["tables"].append({"slug": slug, "caption": caption})
        links = self._keep_table(slug, frame)
        self._keep()
        return page.Fragment(page.table_figure(slug, number, caption, frame, self.here, page.files(links)))

    def findings(self, sentences: list[str], none: str) -> page.Fragment:
        """Show findings as a list of sentences that can be cited, or that there is none."""
        self.shown["findings"] += sentences
        self._keep()
        if not sentences:
            return page.Fragment(page.paragraph(none, self.here, "note"))
        return page.Fragment(page.findings(sentences, self.here))

    def cite(self, rows: pd.DataFrame, key: str, claims: str) -> None:
        """Make findings citable from numbers.json: each by its id, with its sentence and the claims it comes from."""
        self.shown["numbers"] += [{"id": name, "text": sentence, "what": "a finding about several claims", "claims": [],
                                   "from": CLAIM_ID.findall(found)}
                                  for name, sentence, found in zip(rows[key], rows["sentence"], rows[claims].fillna(""), strict=True)]
        self._keep()

    def text(self, words: str, kind: str = "lede") -> page.Fragment:
        """Show a paragraph whose numbers were computed."""
        return page.Fragment(page.paragraph(words, self.here, kind))

    def not_computed(self, items: list[tuple[str, str]]) -> page.Fragment:
        """Show what is not computed, and why."""
        return page.Fragment(page.not_computed(items))

    def register(self) -> page.Fragment:
        """Show every claim of the report with its source, its place and its links; this is the last thing a report shows."""
        name = os.environ.get("TOLLBOOK_REPORT", "01-ledger")
        self.shown["numbers"] += [
            {"id": claim.claim_id, "text": tables.said(claim), "what": f"{claim.victims}: {plain(claim.outcome)}, "
             f"{claim.source_name}, {tables.days(claim.date_start, claim.date_end)}",
             "low": None if pd.isna(claim.low) else int(claim.low), "high": None if pd.isna(claim.high) else int(claim.high),
             "claims": [claim.claim_id]} for claim in self.claims.itertuples()]
        self._keep()
        return page.Fragment(page.register(self.claims, self.uses, self._sentences(), name == "01-ledger"))

    def _sentences(self) -> dict[str, str]:
        """Find each claim's sentence in the article's text, where that is at hand."""
        path = article_text(self.values["article"])
        if path is None:
            return {}
        text = article.read(path)
        found = {claim.claim_id: text.by_place.get((claim.section, claim.paragraph, claim.sentence)) for claim in self.claims.itertuples()}
        return {name: sentence.text for name, sentence in found.items() if sentence}

    def _svg(self, chart: charts.Chart, size: str) -> bytes:
        return charts.save(chart.draw(size), "svg")

    def _note_uses(self, frame: pd.DataFrame, anchor: str, name: str) -> None:
        """Remember where each claim id stands, for the links back."""
        cells = " ".join([*map(str, frame.columns), *frame.select_dtypes(exclude="number").astype("str").to_numpy().ravel()])
        for claim in dict.fromkeys(CLAIM_ID.findall(cells)):
            self.uses.setdefault(claim, []).append((anchor, name))

    def _keep_chart(self, chart: charts.Chart) -> dict[str, str]:
        """Write a chart with its title and where it comes from where a render is under way, and give the links to the files."""
        if not _side():
            return {}
        meta = self.article
        credit = (f"Claims stated in “{meta['title']}” ({meta['publisher']}), {meta['licence']}. "
                  f"Selection: {self.selected}.")
        figure = charts.with_title(chart, "wide", credit)
        contents = {kind.upper(): charts.save(figure, kind) for kind in ("svg", "png", "pdf")}
        return {name: self._write("figures", f"{chart.slug}.{name.lower()}", content) for name, content in contents.items()}

    def _keep_table(self, slug: str, frame: pd.DataFrame) -> dict[str, str]:
        return {"CSV": self._write("tables", f"{slug}.csv", tabulate.to_csv(frame))} if _side() else {}

    def _write(self, folder: str, name: str, content: bytes) -> str:
        write_bytes(_side() / folder / name, content)
        return f"{folder}/{os.environ['TOLLBOOK_REPORT']}--{name}"

    def _keep(self, **more: str) -> None:
        """Write down what has been shown so far, where a render is under way."""
        self.shown |= more
        if _side():
            write_bytes(_side() / "report.json", json.dumps(self.shown, ensure_ascii=False, indent=1).encode("utf-8"))


def _side() -> Path | None:
    named = os.environ.get("TOLLBOOK_SIDE")
    if named and not os.environ.get("TOLLBOOK_REPORT"):
        raise BadInput("TOLLBOOK_SIDE is set without TOLLBOOK_REPORT; allowed are both, as scripts/render.py sets them, or neither")
    return Path(named) if named else None
