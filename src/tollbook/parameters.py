"""The parameters of the notebooks: their names, types, allowed values, and the selection of claims they make.

papermill passes any name and any value through; here an unknown, ill-typed or unusable one is refused with a sentence.
"""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from tollbook import paths, quantities, schema
from tollbook.errors import BadInput
from tollbook.words import day, plain

FIRST_LINE = "# Parameters"  # papermill begins the cell it adds with this line, and so does every parameters cell of ours


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, its value unless another is given, what it does, and the codes it may hold."""

    name: str
    default: str | list[str]
    meaning: str
    codes: tuple[str, ...] = ()
    is_date: bool = False


PARAMETERS = (
    Parameter("article", "aleppo-2014", "whose claims: a folder of data/raw"),
    Parameter("date_from", "", "only claims whose days reach to this day or later; blank for no limit", is_date=True),
    Parameter("date_to", "", "only claims whose days begin on this day or earlier; blank for no limit", is_date=True),
    Parameter("sources", [], "only claims by these sources: ids of sources.csv; an empty list for all"),
    Parameter("source_types", [], "only claims by these source types; an empty list for all", tuple(schema.SOURCE_TYPES)),
    Parameter("victim_sides", [], "only claims of these victim sides; an empty list for all", tuple(schema.SIDES)),
    Parameter("outcomes", [], "only these outcomes; an empty list for all", tuple(schema.OUTCOMES)),
    Parameter("rule_set", quantities.LITERAL, "how vague words become bounds: a rule set of data/raw/conventions"),
)
# parameters of single notebooks, besides those of all
OWN = (
    Parameter("incident", "", "which incident: an id of incidents.csv; blank for the one that most sources state a toll of"),
    Parameter("rule", "all_together", "how rival claims are reconciled", tuple(rule for rule in schema.RULES if rule != "giving_up")),
    Parameter("first_source_type", "", "for the rule source_order: whose figures go first", ("", *schema.SOURCE_TYPES)),
    Parameter("single_sourced", "yes", "no: leave out claims that no other source counts the people of", ("yes", "no")),
    Parameter("implied", "no", "yes: count deaths that the article implies and does not state", ("yes", "no")),
    Parameter("form", "auto", "how candidates are shown: a desk in JupyterLab, a page elsewhere; or always one of the two",
              ("auto", "desk", "page")),
)
NAMES = tuple(parameter.name for parameter in PARAMETERS)
# parameters that list what claims may have in a column, and what they are called in words
CHOICES = {"sources": ("source_id", "sources"), "source_types": ("source_type", "source types"), "victim_sides": ("victim_side", "victims"),
           "outcomes": ("outcome", "outcomes")}


def check(given: dict, own: Iterable[str] = ()) -> dict:
    """Fill in what is not given and refuse what cannot be used, every mistake in a line of its own.

    `own` are the names of `OWN` that the notebook has besides those of all notebooks.
    """
    known = (*PARAMETERS, *(parameter for parameter in OWN if parameter.name in set(own)))
    values = {parameter.name: parameter.default for parameter in known} | given
    errors = [*_name_errors(given, [parameter.name for parameter in known]),
              *(line for parameter in known for line in _value_errors(parameter, values[parameter.name]))]
    if not errors:
        errors += _joint_errors(values)
    if errors:
        raise BadInput(*errors)
    return values


def _joint_errors(values: dict) -> Iterator[str]:
    """Check values that must fit one another."""
    if values["date_from"] and values["date_to"] and values["date_from"] > values["date_to"]:
        yield f"date_from, date_to: found {values['date_from']} to {values['date_to']}; allowed is a first day not after the last"
    if (values.get("rule") == "source_order") != bool(values.get("first_source_type")):
        yield (f"rule, first_source_type: found {values['rule']!r} and {values['first_source_type']!r}; allowed is a source type with "
               "source_order, and only there")


def _name_errors(given: dict, known: list[str]) -> Iterator[str]:
    for name in given:
        if name not in known:
            yield f"parameter {name}: is unknown{_meant(str(name), known)}; allowed are {', '.join(known)}"


def _meant(found: str, known: Iterable[str]) -> str:
    """Ask for the known name that comes nearest to one found, where one comes near."""
    near = difflib.get_close_matches(found, list(known), 1)
    return f" (did you mean {near[0]}?)" if near else ""


def _value_errors(parameter: Parameter, value) -> Iterator[str]:
    """Check one value against its parameter's type and codes."""
    found = f"parameter {parameter.name}: found {value!r}"
    if parameter.name == "article":
        if value not in paths.articles():
            yield f"{found}; allowed is one of {', '.join(paths.articles())}"
    elif parameter.is_date:
        if not isinstance(value, str) or (value and not _is_day(value)):
            yield f"{found}; allowed is a day as a text \"YYYY-MM-DD\", or \"\" for no limit"
    elif isinstance(parameter.default, list):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            yield f"{found}; allowed is a list of {', '.join(parameter.codes) or 'ids of sources.csv'}, or [] for all"
        elif parameter.codes and (unknown := [item for item in value if item not in parameter.codes]):
            yield f"parameter {parameter.name}: found {', '.join(map(repr, unknown))}; allowed are {', '.join(parameter.codes)}"
    elif parameter.codes:
        if value not in parameter.codes:
            yield f"{found}; allowed is one of {', '.join(code or 'a blank' for code in parameter.codes)}"
    elif parameter.name == "incident":
        if not isinstance(value, str):
            yield f"{found}; allowed is an id of incidents.csv, or \"\" for the one that most sources state a toll of"
    elif not isinstance(value, str) or value not in quantities.available_rules():
        yield f"{found}; allowed is one of {', '.join(quantities.available_rules())}"


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2014-01-01") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def given_in(cells: list[str], values: dict) -> dict:
    """Take the parameters from a notebook: the names its last parameters cells set, with the values they have now.

    `cells` are the sources of the cells run so far. The cells counted are the last ones in a row that begin with "# Parameters";
    one that does anything but set names to plain values is refused.
    """
    last: list[str] = []
    for source in reversed(cells):
        if source.lstrip().startswith(FIRST_LINE):
            last.append(source)
        elif last:
            break
    names = [name for source in reversed(last) for name in _assigned(source)]
    return {name: values[name] for name in names}


def own_names(notebook: bytes) -> list[str]:
    """List the parameters that a notebook has besides those of all: the names of `OWN` that its parameters cell sets."""
    cells = [cell for cell in json.loads(notebook)["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    names = {name for cell in cells for name in _assigned("".join(cell["source"]))}
    return [parameter.name for parameter in OWN if parameter.name in names]


def _assigned(source: str) -> Iterator[str]:
    """Yield the names a parameters cell sets."""
    for statement in ast.parse(source).body:
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or not all(isinstance(target, ast.Name) for target in targets):
            raise BadInput(f"parameters: found {ast.unparse(statement)!r}; allowed are lines of the form name = value, with the names "
                           f"{', '.join(NAMES)}")
        yield from (target.id for target in targets)


def select(claims: pd.DataFrame, values: dict) -> pd.DataFrame:
    """Keep the claims the parameters ask for; a break-down is kept or left by its own days, source, victims and outcome.

    A claim's days overlap the range where its last day is not before `date_from` and its first day is not after `date_to`; a claim
    without a first day reaches back without limit.
    """
    kept = claims["article_id"] == values["article"]
    for name, (column, _) in CHOICES.items():
        if values[name]:
            kept &= claims[column].isin(values[name])
    if values["date_from"]:
        kept &= claims["date_end"] >= values["date_from"]
    if values["date_to"]:
        kept &= claims["date_start"].fillna("") <= values["date_to"]
    if not kept.any():
        own = claims[claims["article_id"] == values["article"]]
        raise BadInput(f"selection: no claim of {values['article']} is left by {in_words(values)}; its {len(own)} claims run from "
                       f"{own['date_start'].min()} to {own['date_end'].max()}")
    return claims[kept].reset_index(drop=True)


def check_sources(known: Iterable[str], wanted: list[str]) -> None:
    """Refuse the id of a source that the article's table of sources does not have."""
    for one in wanted:
        if one not in known:
            raise BadInput(f"parameter sources: found {one!r}{_meant(one, known)}; allowed are ids of sources.csv: {', '.join(known)}")


def types_chosen(values: dict, known: pd.DataFrame) -> tuple[str, ...]:
    """List the source types that a selection leaves in, in the order of the codebook."""
    chosen = known[known["source_id"].isin(values["sources"])]["source_type"].to_list() if values["sources"] else schema.SOURCE_TYPES
    return tuple(name for name in schema.SOURCE_TYPES if name in chosen and name in (values["source_types"] or schema.SOURCE_TYPES))


def incident(claims: pd.DataFrame, wanted: str) -> str:
    """Choose the incident of a dossier: the one wanted, or the one of which most sources state something, then the most claims.

    Raises BadInput where no selected claim is of the one wanted.
    """
    known = claims.groupby("incident_id", sort=False).agg(sources=("source_id", "nunique"), claims=("claim_id", "size"))
    if wanted and wanted not in known.index:
        raise BadInput(f"parameter incident: found {wanted!r}{_meant(wanted, known.index)}; allowed is the id of an incident with a claim "
                       f"in the selection: {', '.join(known.index)}")
    return wanted or known.sort_values(["sources", "claims"], ascending=False, kind="stable").index[0]


def in_words(values: dict, source_names: Mapping[str, str] | None = None) -> str:
    """Say what a selection is, for a title or a caption; sources by their names, where these are given."""
    words = [f"incident {values['incident']}"] if values.get("incident") else []
    if values["date_from"] or values["date_to"]:
        words.append(" ".join(filter(None, [values["date_from"] and f"from {day(values['date_from'])}",
                                            values["date_to"] and f"to {day(values['date_to'])}"])))
    words += _choices(values, source_names or {})
    told = {"rule": ("all_together", "rule: "), "first_source_type": ("", "first: "), "single_sourced": ("yes", "single-sourced claims: "),
            "implied": ("no", "implied deaths: ")}
    words += [f"{label}{plain(values[name])}" for name, (default, label) in told.items() if values.get(name, default) != default]
    if values["rule_set"] != "literal":
        words.append(f"vague words by {plain(values['rule_set'])}")
    return "; ".join(words) or "all claims"


def choices_in_words(values: dict, source_names: Mapping[str, str]) -> str:
    """Say by what claims are chosen besides their days; nothing where every claim is."""
    return "; ".join(_choices(values, source_names))


def _choices(values: dict, source_names: Mapping[str, str]) -> Iterator[str]:
    for name, (_, label) in CHOICES.items():
        if values[name]:
            yield f"{label}: {', '.join(source_names.get(item) or plain(item) for item in values[name])}"
