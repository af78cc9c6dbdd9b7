"""The candidates of an article in JupyterLab: one at a time beside its paragraph, decided by key or button, kept at each decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as widgets
import pandas as pd

from tollbook import schema
from tollbook.article import Sentence
from tollbook.errors import BadInput
from tollbook.review import coding, marking, sheet
from tollbook.review.form import FIELDS, LABELS

DECIDING = ("accept", "change", "reject")
KEYS = {"a": "accept", "c": "change", "r": "reject", "o": "open", "n": "next", "b": "back", "u": "next open"}
STYLE = """<style>
.rv blockquote { font-size: 16px; max-width: 50rem; } .rv .other { color: #5a5751; } .rv h4 { margin: .2rem 0 .5rem; font-size: 1rem; }
.rv p { margin: .2rem 0; line-height: 1.5; }
.rv .passage { border-top: 0; padding: .4rem 0; } .rv .refused { color: #8f1d15; font-weight: 600; }
</style>"""


class Desk:
    """A reviewer's place: the candidates, the review sheet as it stands, and where in it we are.

    `keep` is called with the sheet after each decision; it writes it.
    """

    def __init__(self, candidates: pd.DataFrame, review: pd.DataFrame, stands: dict[str, str], sentences: Sequence[Sentence],
                 keep: Callable[[pd.DataFrame], None]):
        self.candidates, self.review, self.stands, self.keep = candidates, review, stands, keep
        self.sentences = sentences
        self.at = self._next_open(-1)
        self._build()
        self._show()

    def _build(self) -> None:
        """Lay out the desk: what is read above, decisions and keys in the middle, the columns below."""
        self.progress, self.text, self.said, self.refused = (widgets.HTML() for _ in range(4))
        self.bar = widgets.IntProgress(min=0, max=len(self.candidates), layout=widgets.Layout(width="16rem"))
        buttons = [self._button(name, key) for key, name in KEYS.items()]
        self.typed = widgets.Text(placeholder="type a key here", layout=widgets.Layout(width="9rem"))
        self.typed.observe(self._on_key, "value")
        self.fields = {name: _control(name) for name in (*FIELDS, *sheet.FILLED, "note")}
        for name, field in self.fields.items():
            field.observe(self._on_field, "value")
            field.add_class(f"rv-{name}")
        columns = widgets.Layout(grid_template_columns="repeat(3, minmax(0, 1fr))", grid_gap="2px 16px", max_width="70rem")
        self.box = widgets.VBox([
            widgets.HTML(f"<style>{marking.css()}</style>{STYLE}"), widgets.HBox([self.bar, self.progress]), self.text,
            widgets.HBox([self.typed, *buttons], layout=widgets.Layout(flex_flow="row wrap")), self.refused, self.said,
            widgets.GridBox(list(self.fields.values()), layout=columns)])

    def _button(self, name: str, key: str) -> widgets.Button:
        weight = "bold" if name in DECIDING else "normal"
        button = widgets.Button(description=f"{name} ({key})", style={"font_weight": weight}, layout=widgets.Layout(width="auto"))
        button.on_click(lambda _: self.do(name))
        return button

    @property
    def row(self) -> pd.Series:
        return self.candidates.iloc[self.at]

    @property
    def kept(self) -> pd.Series:
        return self.review.loc[self.review["candidate"] == self.row["candidate"]].iloc[0]

    def do(self, what: str) -> None:
        """Decide about the candidate, or go to another; what cannot be used is said, and nothing is changed."""
        if what in schema.DECISIONS:
            values = {name: field.value.strip() for name, field in self.fields.items()}
            try:
                decided = sheet.decide(self.review, self.row, what, values)
                self.keep(decided)
                self.review = decided
            except BadInput as refused:
                self.refused.value = f'<p class="rv"><span class="refused">{escape("; ".join(refused.lines))}</span></p>'
                return
        self.at = {"back": max(0, self.at - 1), "next open": self._next_open(self.at)}.get(what, min(len(self.candidates) - 1, self.at + 1))
        self._show()

    def _next_open(self, after: int) -> int:
        """Find the next candidate that nobody has decided about, from the start again after the last; stay where there is none."""
        decisions = self.review.set_index("candidate")["decision"].reindex(self.candidates["candidate"]).to_list()
        order = [*range(after + 1, len(decisions)), *range(0, after + 1)]
        return next((at for at in order if decisions[at] == "open"), max(0, after))

    def _on_key(self, change) -> None:
        key = change["new"][-1:].lower()
        if change["new"]:
            self.typed.value = ""
        if key in KEYS:
            self.do(KEYS[key])

    def _on_field(self, change) -> None:
        """Show which columns differ from what was read."""
        name = next(name for name, field in self.fields.items() if field is change["owner"])
        is_other = name in FIELDS and change["new"].strip() != self.row[name]
        change["owner"].description = ("≠ " if is_other else "") + LABELS.get(name, name.replace("_", " "))

    def _show(self) -> None:
        """Show the candidate in its paragraph, how it is read and why, and what was decided."""
        row, kept = self.row, self.kept
        self.refused.value = ""
        counts = coding.outstanding(self.review)
        self.bar.value = len(self.review) - counts["open"]
        self.progress.value = f"<b>{self.at + 1} of {len(self.candidates)}</b> &nbsp; {coding.in_words(self.review)}"
        self.text.value = f'<div class="rv">{self._passage()}</div>'
        changed = f" ({escape(kept['changed'])})" if kept["changed"] else ""
        otherwise = f"; now read otherwise: {escape(kept['read_now'])}" if kept["read_now"] else ""
        self.said.value = (f'<div class="rv"><h4>{escape(marking.title(row))}</h4><p>{marking.facts(row)}</p><p class="why">'
                           f"{escape(marking.why(row))} {escape(self.stands.get(row['candidate'], ''))}</p>"
                           f"<p><b>Decision: {kept['decision']}</b>{changed}{otherwise}</p></div>")
        for name, field in self.fields.items():
            field.value = kept[name]

    def _passage(self) -> str:
        """Write the paragraph of the candidate, with the candidates of all its sentences marked."""
        row = self.row
        around = [one for one in self.sentences if (one.section, str(one.paragraph)) == (row["section"], row["paragraph"])]
        here = self.candidates[(self.candidates["section"] == row["section"]) & (self.candidates["paragraph"] == row["paragraph"])]
        parts = []
        for one in around:
            rows = here[here["sentence"] == str(one.sentence)]
            words = marking.sentence(rows, row["candidate"]) if len(rows) else escape(one.text)
            parts.append(words if str(one.sentence) == row["sentence"] else f'<span class="other">{words}</span>')
        place = f'<span class="where">{escape(marking.where(row))}</span>'
        return (f'<div class="passage">{marking.margin(here)}<blockquote>{" ".join(parts)}{place}</blockquote></div>'
                f"{marking.key(here['outcome'])}")

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return self.box._repr_mimebundle_(include=include, exclude=exclude)


def _control(name: str) -> widgets.Widget:
    """Make the control of one column: a choice of its codes, or a text."""
    column = schema.REVIEW.column(name)
    how = {"description": LABELS.get(name, name.replace("_", " ")), "style": {"description_width": "11rem"},
           "layout": widgets.Layout(width="auto")}
    if column.codes:
        return widgets.Dropdown(options=[*([] if column.required else [""]), *column.codes], **how)
    return widgets.Text(continuous_update=False, **how)
