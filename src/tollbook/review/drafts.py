"""Sheets begun for an article that nobody has coded: what a text tells of itself, and blanks where a person must say.

What stands in a sheet already is never overwritten; rows are only added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from tollbook import article, command, paths, schema, verify
from tollbook.article import Article
from tollbook.errors import BadInput
from tollbook.extract import reader
from tollbook.extract.lexicon import Lexicon
from tollbook.ledger import Ledger
from tollbook.review import candidates, coding, differences, sheet

CC_BY_SA = ("CC-BY-SA-4.0", "Creative Commons Attribution-ShareAlike 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/")
NAMELESS = (
    ("reports", "reports, source not named", "unnamed_report", "", "", "\"it was reported\", \"reportedly\": not named"),
    ("article-voice", "the article's own voice", "unattributed", "", "", "No source is named"),
)
AROUND = 3  # words beside a figure that stand in the sheet with it, so that a reader sees what it is


def begin(article_id: str, prefix: str, text: Article, day: str) -> list[Path]:
    """Lay out the folder of an article: article.yaml and the six sheets, each only where there is none; give what was written.

    Raises BadInput for a prefix that is not three capital letters or another article's, and for a day that is none.
    """
    taken = {_prefix(name): name for name in paths.articles() if name != article_id}
    if not re.fullmatch(r"[A-Z]{3}", prefix) or prefix in taken:
        owner = f", which {taken[prefix]} has" if prefix in taken else ""
        raise BadInput(f"--prefix: found {prefix!r}{owner}; allowed are three capital letters, those of no other article")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day) or not _is_day(day):
        raise BadInput(f"--day: found {day!r}; allowed is a day as 2034-06-01")
    folder = paths.root() / "data/raw" / article_id
    contents = {"article.yaml": meta(article_id, prefix, text, day)}
    for one in schema.RAW_SHEETS:
        rows = pd.DataFrame(list(NAMELESS) if one is schema.RAW_SOURCES else [], columns=one.names, dtype="str")
        contents[f"{one.name}.csv"] = rows.to_csv(index=False, lineterminator="\n")
    written = [folder / name for name in contents if not (folder / name).is_file()]
    for path in written:
        command.write_text(path, contents[path.name])
    return written


def _prefix(article_id: str) -> str:
    """Give the prefix of an article that is coded; blank where its article.yaml does not tell."""
    found = re.search(r"^claim_prefix: *(\w+)", (paths.root() / "data/raw" / article_id / "article.yaml").read_text(encoding="utf-8"), re.M)
    return found[1] if found else ""


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def meta(article_id: str, prefix: str, text: Article, day: str) -> str:
    """Write article.yaml of what the text says of itself; what it does not say is marked TODO."""
    licence, title, address = CC_BY_SA
    heading = next((text.text[block.start:block.end] for block in text.blocks if block.level == 1), "")
    about = {"article_id": article_id, "claim_prefix": prefix, "title": text.front_matter.get("title") or heading or "TODO: its title",
             "publisher": "TODO: who publishes it", "address": text.front_matter.get("address") or "https://TODO",
             "language": "en", "licence": licence, "licence_title": title, "licence_address": address, "sha256": text.sha256,
             "covers": "the body, all sections", "coded": day}
    lines = yaml.safe_dump(about, allow_unicode=True, sort_keys=False, width=10_000)
    counts = "".join(f"  {_key(section)}: {paragraphs}\n" for section, paragraphs in outline(text).items())
    return f"{lines}outline: # sentences in each paragraph of each section\n{counts}"


def _key(section: str) -> str:
    return yaml.safe_dump({section: 0}, allow_unicode=True, width=10_000).rpartition(":")[0]


def outline(text: Article) -> dict[str, list[int]]:
    """Count the sentences in each paragraph of each section."""
    counts: dict[str, dict[int, int]] = {}
    for sentence in text.sentences:
        paragraphs = counts.setdefault(sentence.section, {})
        paragraphs[sentence.paragraph] = max(sentence.sentence, paragraphs.get(sentence.paragraph, 0))
    return {section: [paragraphs[number] for number in sorted(paragraphs)] for section, paragraphs in counts.items()}


def claims(one: Ledger, text: Article, review: pd.DataFrame, known: Lexicon) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make coding-sheet rows of what was accepted and the ledger does not have, and list their open cells."""
    stands = differences.standing(differences.differences(candidates.read(text, known), one, text)) if len(one.claims) else {}
    taken = [*one.claims["claim_id"], *one.corrections["claim_id"]]
    return coding.coding_sheet(review, one.meta["claim_prefix"], one.sources, taken, stands)


def statements(one: Ledger, text: Article, known: Lexicon) -> pd.DataFrame:
    """Make a row of statements.csv for each place where somebody is named as speaking and no row says so.

    The words are those that name the voice, where a candidate of the sentence has them; the source is blank where no alias tells it.
    """
    read = candidates.read(text, known)
    voices, prefix, rows = coding.voices(one.sources), one.meta["claim_prefix"], []
    first = _next(one.statements["statement_id"])
    seen: set[tuple[int, int]] = set()
    for gap in verify.gaps(one, text):
        if gap.kind != "speaker":
            continue
        start, end, source_type = _voice(gap, read)
        if (gap.sentence.start + start, gap.sentence.start + end) in seen:
            continue
        seen.add((gap.sentence.start + start, gap.sentence.start + end))
        words = gap.sentence.text[start:end]
        rows.append({"statement_id": f"{prefix}-S{first + len(rows):03d}", **_place(gap), "exact": words,
                     "source_id": coding.source_of(words, source_type, voices), "incident_id": "", "note": ""})
    return pd.DataFrame(rows, columns=schema.RAW_STATEMENTS.names, dtype="str")


def _voice(gap: verify.Gap, read: pd.DataFrame) -> tuple[int, int, str]:
    """Give the words of attribution that a speaker's verb stands in, and the type read for them; else the verb with what is before it."""
    here = read[read["sentence_start"] == gap.sentence.start]
    for row in here.itertuples():
        for start in article.find(article.spoken(row.attribution_text), gap.sentence.text) if row.attribution_text else []:
            if start <= gap.start and gap.end <= start + len(row.attribution_text):
                return start, start + len(article.spoken(row.attribution_text)), row.source_type
    return *_widened(gap, before=AROUND, after=0), ""


def other_numbers(one: Ledger, text: Article, known: Lexicon) -> pd.DataFrame:
    """Make a row of other_numbers.csv for each figure and word of loss that no row accounts for; the reason where the reading has one."""
    left = reader.read(text, known).leftovers
    prefix, first, rows = one.meta["claim_prefix"], _next(one.other_numbers["number_id"]), []
    gaps = sorted((gap for gap in verify.gaps(one, text) if gap.kind == "new"), key=lambda gap: (gap.sentence.start, gap.start, -gap.end))
    last = -1
    for gap, after in zip(gaps, [*gaps[1:], None], strict=True):
        at = gap.sentence.start + gap.start
        if at < last:
            continue
        reason = next((other.reason for other in left if other.start <= at < other.end and other.reason in schema.REASONS), "")
        start, end = _widened(gap, before=0, after=AROUND)
        if after and after.sentence == gap.sentence and gap.end <= after.start:
            end = min(end, gap.start + len(gap.sentence.text[gap.start:after.start].rstrip()))
        last = gap.sentence.start + end
        rows.append({"number_id": f"{prefix}-N{first + len(rows):03d}", **_place(gap), "exact": gap.sentence.text[start:end],
                     "reason": reason, "note": ""})
    return pd.DataFrame(rows, columns=schema.RAW_OTHER_NUMBERS.names, dtype="str")


def _widened(gap: verify.Gap, before: int, after: int) -> tuple[int, int]:
    """Take some words beside a match with it, within its clause."""
    text = gap.sentence.text
    left = re.search(rf"(?:[\w’'-]+\s+){{0,{before}}}$", text[:gap.start])
    right = re.match(rf"(?:\s+[\w’'-]+){{0,{after}}}", text[gap.end:])
    return gap.start - len(left.group()), gap.end + len(right.group())


def _place(gap: verify.Gap) -> dict[str, str]:
    return {"section": gap.sentence.section, "paragraph": str(gap.sentence.paragraph), "sentence": str(gap.sentence.sentence)}


def _next(ids: Iterable[str]) -> int:
    return 1 + max((int(re.sub(r"\D", "", name.rpartition("-")[2])) for name in ids), default=0)


def append(article_id: str, one: schema.Sheet, rows: pd.DataFrame) -> Path:
    """Add rows at the end of a sheet as it stands, blanks and all."""
    path = paths.root() / "data/raw" / article_id / f"{one.name}.csv"
    before = path.read_text(encoding="utf-8-sig")
    command.write_text(path, before.rstrip("\n") + "\n" + rows[one.names].to_csv(index=False, header=False, lineterminator="\n"))
    return path


def review(article_id: str, text: Article, known: Lexicon) -> pd.DataFrame:
    """Bring the present reading into an article's review sheet, write it, and give it."""
    path = sheet.path_of(article_id)
    seen = sheet.on_disk(path)
    merged = sheet.merge(sheet.read(path), candidates.read(text, known))
    sheet.write(merged, path, seen)
    return merged

