"""The review as a notebook shows it: candidates against the ledger where the article's text is at hand, else what the ledger holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from tollbook import charts, ledger, page, schema, tables
from tollbook.article import Article
from tollbook.charts import Chart
from tollbook.notebook import Report
from tollbook.parameters import types_chosen
from tollbook.review import candidates, coding, differences, form, sheet, texts
from tollbook.words import counted, day, listed, plain

NO_TEXT = ("The article's text is not at hand, and no candidate can be read: bring it with scripts/fetch.py, or put it at "
           "data/raw/{article}/article.md. Until then this report shows what the ledger holds.")


@dataclass
class Review:
    """A review in the making: what is read, what was decided, and how both stand to the ledger."""

    report: Report
    seen: bytes | None = None  # the review sheet as it was read or written last

    @property
    def name(self) -> str:
        return self.report.values["article"]

    @cached_property
    def text(self) -> Article | None:
        """The article's text, where it is at hand."""
        return texts.at_hand(self.name, self.report.article["title"])

    @cached_property
    def one(self) -> ledger.Ledger:
        return ledger.read(self.name)

    @cached_property
    def every(self) -> pd.DataFrame:
        """All candidates of the text."""
        return candidates.read(self.text, texts.words(self.name))

    @cached_property
    def sheet(self) -> pd.DataFrame:
        """The review sheet, with the present reading brought in."""
        self.seen = sheet.on_disk(sheet.path_of(self.name))
        return sheet.merge(sheet.read(sheet.path_of(self.name)), self.every)

    @cached_property
    def all_differences(self) -> pd.DataFrame:
        return differences.differences(self.every, self.one, self.text)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """The differences within the selection: of its claims, and of candidates without a claim that it would keep."""
        table = self.all_differences
        alone = table["claim_id"].eq("") & table["candidate"].isin(self._selected(self.every)["candidate"])
        return table[table["claim_id"].isin(self.report.here) | alone].reset_index(drop=True)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        return self.every[self.every["candidate"].isin(self.differences["candidate"])].reset_index(drop=True)

    def _selected(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep the candidates that the parameters ask for; of sources a text tells only the type."""
        values = self.report.values
        kept = rows["source_type"].isin(types_chosen(values, self.report.table_of("sources")) or list(schema.SOURCE_TYPES))
        for name, column in (("victim_sides", "victim_side"), ("outcomes", "outcome")):
            kept &= rows[column].isin(values[name]) if values[name] else True
        if values["date_from"]:
            kept &= rows["date_end"] >= values["date_from"]
        if values["date_to"]:
            kept &= rows["date_start"] <= values["date_to"]
        return rows[kept]

    @cached_property
    def stands(self) -> dict[str, str]:
        """Say of each candidate how the ledger has it."""
        words = {}
        for row in self.all_differences.itertuples():
            if row.candidate:
                words[row.candidate] = f"{row.claim_id} in the ledger, read alike." if row.kind == "same" else (
                    "No claim of the ledger." if row.kind == "new" else f"{row.claim_id} in the ledger, {_otherwise(row)}.")
        return words

    # what the notebook shows

    def summary(self) -> page.Fragment:
        """Show how many figures are read, how many of them the ledger has, and what is decided; or how to bring the text."""
        if self.text is None:
            return self.report.text(NO_TEXT.format(article=self.name))
        counts = {kind: int((self.differences["kind"] == kind).sum()) for kind in differences.KINDS}
        decided = coding.outstanding(self.sheet)
        is_coded = self.text.sha256 == self.report.article["sha256"]
        revision = "the coded revision" if is_coded else "another revision than the coded one"
        figures = self.report.key_figures([
            ("candidates", "figures read as tolls in this selection", f"{len(self.candidates):,}"),
            ("same", "of them the ledger has and reads alike", f"{counts['same']:,}"),
            ("changed", "the ledger has and reads otherwise", f"{counts['changed']:,}"),
            ("new", "the ledger does not have", f"{counts['new']:,}"),
            ("missed", "claims of the ledger that no candidate has", f"{counts['missed']:,}"),
            ("open", "candidates of the whole text still to be decided", f"{decided['open']:,} of {sum(decided.values()):,}"),
        ])
        words = self.report.text(f"The text is {revision} of the article. {counted(len(self.every), 'candidate')} in all: "
                                 f"{coding.in_words(self.sheet)}.")
        return page.Fragment(figures.html + words.html)

    def chart(self) -> page.Fragment:
        """Show where reading and ledger part; without the text, where the ledger's claims stand."""
        if self.text is None:
            return self.report.draw(charts.ledger_strip, self.report.claims, self.report.table_of("places"))
        return self.report.draw(self._drawn)

    def _drawn(self) -> Chart:
        sections = {}
        for at, sentence in enumerate(self.text.sentences, 1):
            sections.setdefault(sentence.section, at)
        return charts.readings(self.differences, [(at, name) for name, at in sections.items()], len(self.text.sentences))

    def table(self) -> page.Fragment:
        """Show the differences one a row; without the text, the ledger's claims by outcome and voice."""
        if self.text is None:
            caption = "Claims of the ledger by outcome and type of source, with what each is in the article's words."
            return self.report.table("by-outcome-and-voice", caption, by_outcome_and_voice(self.report.claims))
        caption = ("Where reading and ledger part: what a candidate and a claim of the same words have otherwise, candidates without a "
                   "claim, and claims without a candidate.")
        return self.report.table("differences", caption, as_table(self.differences))

    def form(self) -> page.Fragment | object:
        """Show the candidates to decide about: a desk in JupyterLab, a form on a page; without the text, how to bring it."""
        if self.text is None or self.candidates.empty:
            why = "the article's text is not at hand" if self.text is None else "none is in this selection"
            return self.report.text(f"No candidates to decide about: {why}.", "note")
        if self.report.values["form"] == "desk" or (self.report.values["form"] == "auto" and is_in_jupyterlab()):
            from tollbook.review.desk import Desk

            return Desk(self.candidates, self.sheet, self.stands, self.text.sentences, self._keep)
        return page.Fragment(form.write(self.candidates, self.sheet, self.stands, self.report.here, self.name))

    def _keep(self, decided: pd.DataFrame) -> None:
        self.seen = sheet.write(decided, sheet.path_of(self.name), self.seen)


def is_in_jupyterlab() -> bool:
    """Tell whether a person runs this cell in JupyterLab, which names the cell in each request; papermill and nbconvert do not."""
    try:
        from IPython import get_ipython

        return "cellId" in get_ipython().kernel.get_parent("shell").get("metadata", {})
    except (ImportError, AttributeError):
        return False


def _otherwise(row) -> str:
    """Say what a pair has otherwise: the column, as read, as in the ledger."""
    parts = []
    for name in row.differs.split("; "):
        read, kept = _value(getattr(row, f"{name}_read")), _value(getattr(row, f"{name}_ledger"))
        parts.append(f"{differences.NAMES.get(name, name)} {read} (ledger: {kept})")
    return f"read otherwise: {listed(parts)}"


def _value(text: str) -> str:
    return (day(text) if re.fullmatch(schema.DATE, text) else plain(text)) or "open"


def as_table(table: pd.DataFrame) -> pd.DataFrame:
    """Show one difference a row: the words, how reading and ledger stand to one another, and what they have otherwise."""
    rows = table[table["kind"] != "same"]
    return pd.DataFrame({
        "words": rows["exact"], "candidate": rows["candidate"], "claim": rows["claim_id"],
        "what": rows["kind"].map({"changed": "read otherwise", "new": "no claim of the ledger", "missed": "no candidate"}),
        "read, and in the ledger": [_otherwise(row).removeprefix("read otherwise: ") if row.differs else "" for row in rows.itertuples()],
        "section": rows["section"], "paragraph": pd.to_numeric(rows["paragraph"]).astype("Int64"),
        "sentence": pd.to_numeric(rows["sentence"]).astype("Int64")}).reset_index(drop=True)


def by_outcome_and_voice(claims: pd.DataFrame) -> pd.DataFrame:
    """Show one outcome and source type a row: how many claims, and which."""
    order = {name: at for at, name in enumerate((*schema.OUTCOMES, *schema.SOURCE_TYPES))}
    groups = sorted(claims.groupby(["outcome", "source_type"], sort=False, dropna=False),
                    key=lambda group: [order[name] for name in group[0]])
    return pd.DataFrame([{"outcome": plain(outcome), "stated by": plain(kind), "claims": len(rows), "claim ids": tables.ids(rows)}
                         for (outcome, kind), rows in groups], columns=["outcome", "stated by", "claims", "claim ids"])


def open(report: Report) -> Review:
    """Open the review of a report's article."""
    return Review(report)
