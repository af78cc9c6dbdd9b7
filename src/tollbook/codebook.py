"""The codebook, `data/raw/README.md`: the coding rules, and every sheet, column and code as the code itself defines them."""

from __future__ import annotations

from tollbook import schema

INTRODUCTION = """\
# Codebook

<!-- Written by `python scripts/codebook.py` from `src/tollbook/schema.py` and `src/tollbook/codebook.py`: change those, not this file. -->

One folder an article. A coding sheet holds facts: where a figure stands, its words (at most 12 of them), who states it and what it
counts. No sentence of an article is kept here.

## How to code an article

1. Read it sentence by sentence, the body only. A front matter that repeats the lead is not coded a second time.
2. Every figure one source states of people killed, wounded, captured, surrendered, freed or missing is **one row of `claims.csv`**,
   and so is every figure of vehicles and weapons lost (`materiel`). So are: bodies found; "casualties" without a number; a person
   named or described as killed ("a commander"); people who blew themselves up (`implied`); each break-down ("including 30 children");
   a share ("most of them"); the same event's toll told again with another date. Two sides in one phrase are two rows; so are two
   outcomes. "Killed and wounded" under one number is one row. A running toll told again as of another date is a row of its own.
3. A person or thing is a claim only where the text says it was hurt or lost. A building, village or base captured or destroyed is none.
4. `exact` is the shortest span that holds quantity and victims, letter for letter, and longer where it would stand twice in the sentence
   or earlier in the article: a link opens the article at the first place that has these words.
5. A qualifier governs all numbers of its phrase: "at least 12 guards and 7 raiders" is at least 12 and `[at least] 7`. It does not
   reach into "including ...". "Possibly" makes a figure `[possibly] dozens`: the least is 0.
6. A claim names its voice only where the text does. An attribution is carried to another sentence only where the wording makes it
   unmistakable, and the note says so. Within a sentence a leading "according to X" holds for all that follows until another voice begins.
   "It was reported", "reportedly" and "reports indicate" are `unnamed_report`; no words at all are `unattributed`.
7. A side is coded by the plain sense of the words: "pro-government fighters", "soldiers", "Army ranks" are `government`; "militants" of
   the Islamic Front or the Al-Nusra Front are `rebel`; people killed in a bombed school are `civilian`, inferred, and the note says so.
   "People" without more are `unspecified`; `mixed` where the text itself names more than one side under the number ("both sides", or
   break-downs on different sides). `perpetrator_side` is the side the text says did it; in a fight between two named sides it is the other
   one. A day's total, and a figure beside which no other side is named, are `unspecified`.
8. Dates are the days the figure covers, not the day it was said. "On 3 May ... since the start of the siege" ends on 3 May.
   "The next day", "that day", "the day before", "over the previous seven days" (the seven days up to and including the day told of) are
   worked out. Where no first day is given and none follows from the text, `date_start` is blank (`open_start`).
9. `part_of` names the claim of which a `breakdown` is a part, and only that. `besides` names a claim of the same event that, by the
   wording, counts other people ("a general and five soldiers", "three other bombers"). An incident that belongs to a larger one says so in
   `incidents.csv`; incidents that may count some of the same people are listed there in `may_overlap`.
10. Every place where somebody is named as speaking, with a toll or without, is a row of `statements.csv`; "it was reported" and
    "reportedly" are too, under the nameless source. The article's own voice is not.
11. Every other number, number word, vague quantity and word of loss is a row of `other_numbers.csv`, with the reason why it is no toll.
    Nothing is left over: `python scripts/verify.py TEXT` proves it.
12. A published claim is changed only together with a row in `corrections.csv`. A claim id is never given to another claim.

Words in [brackets] in `quantity_text`, `victims`, `outcome_text` and `attribution_text` are supplied by the coder from elsewhere in the
sentence, as editors of texts do; everything outside brackets stands in the sentence letter for letter.

## Bounds

`low` and `high` are not coded: they follow from `quantity_text` under a rule set (`conventions/`). The rule set `literal` is the default.
"""


def write() -> str:
    """Return the whole codebook as Markdown."""
    parts = [INTRODUCTION, "\n# The sheets of an article\n\nKept in `data/raw/<article>/`, beside `article.yaml` (title, licence, "
             "address, hash, what was coded and when).\n"]
    parts += [_sheet(sheet, f"data/raw/<article>/{sheet.name}.csv") for sheet in schema.RAW_SHEETS]
    parts.append("\n# The review sheet\n\nOnly where candidates were read out of the text and reviewed (`docs/new-article.md`); no table "
                 "is built of it.\n")
    parts.append(_sheet(schema.REVIEW, f"data/raw/<article>/{schema.REVIEW.name}.csv"))
    parts.append("\n# The built tables\n\nWritten by `python scripts/tabulate.py` into `data/processed/`. A blank is missing, "
                 "never 0; a blank `high` is open.\n")
    parts += [_sheet(sheet, f"data/processed/{sheet.name}.csv") for sheet in schema.TABLES]
    parts.append("\n# Codes\n")
    parts += [_codes(*item) for item in _code_lists().items()]
    return "".join(parts)


def _sheet(sheet: schema.Sheet, path: str) -> str:
    """Write one sheet as a heading, what a row is, and a table of its columns."""
    rows = "".join(f"| `{column.name}` | {_kind(column)} | {'' if column.required else 'may be blank'} | {_cell(column.meaning)} |\n"
                   for column in sheet.columns)
    return f"\n## `{path}`\n\nA row is {sheet.row}.\n\n| column | holds | | meaning |\n|---|---|---|---|\n{rows}"


def _kind(column: schema.Column) -> str:
    words = {"yes_no": "yes or no", "code": "a code", "codes": "ids or codes", "signed": "whole number", "decimal": "decimal number"}
    return words.get(column.kind, column.kind)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code_lists() -> dict[str, dict[str, str]]:
    """Collect each list of codes under the columns that use it, in the order of the sheets."""
    lists: dict[str, tuple[list[str], dict[str, str]]] = {}
    for sheet in (*schema.RAW_SHEETS, schema.REVIEW, *schema.TABLES):
        for column in sheet.columns:
            if column.codes and any(column.codes.values()):
                names = lists.setdefault("/".join(column.codes), ([], column.codes))[0]
                if column.name not in names:
                    names.append(column.name)
    return {", ".join(f"`{name}`" for name in names): codes for names, codes in lists.values()}


def _codes(title: str, codes: dict[str, str]) -> str:
    rows = "".join(f"| `{code}` | {_cell(meaning)} |\n" for code, meaning in codes.items())
    return f"\n## {title}\n\n| code | meaning |\n|---|---|\n{rows}"
