"""What stands in reports/: which files are ours, what each report was made from, and what has to go.

`manifest.json` is the record. A file that it does not list, or that is no longer as it was written, is nobody's to delete.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from tollbook.command import write_bytes
from tollbook.render.inputs import digest
from tollbook.render.job import Job, Rendered

MANIFEST = "manifest.json"
NUMBERS = "numbers.json"


@dataclass
class Shelf:
    """The reports of one folder: an entry each, their citable numbers by report and id, and the files made from all of them."""

    folder: Path
    reports: dict[str, dict] = field(default_factory=dict)
    numbers: dict[str, dict] = field(default_factory=dict)
    front: dict = field(default_factory=lambda: {"key": "", "files": {}})

    @classmethod
    def open(cls, folder: Path) -> Shelf:
        """Read what the last run left; without a readable record nothing counts as ours."""
        shelf = cls(folder)
        try:
            found = json.loads((folder / MANIFEST).read_bytes())
            shelf.reports, shelf.front = found["reports"], found["front"]
            shelf.numbers = json.loads((folder / NUMBERS).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            pass
        if not shelf.has_files(shelf.front["files"]):
            shelf.front["key"] = ""
        if not shelf.has_files({NUMBERS: shelf.front["files"].get(NUMBERS, "")}):  # a report without its numbers is no report
            shelf.numbers, shelf.reports = {}, {name: entry | {"key": ""} for name, entry in shelf.reports.items()}
        return shelf

    def has(self, job: Job) -> bool:
        """Tell whether a report stands here, whole and made from the same inputs."""
        entry = self.reports.get(job.report.name, {"key": ""})
        return entry["key"] == job.key and self.has_files(entry["files"])

    def has_files(self, files: dict[str, str]) -> bool:
        return all((self.folder / name).is_file() and digest((self.folder / name).read_bytes()) == recorded
                   for name, recorded in files.items())

    def put(self, job: Job, rendered: Rendered) -> None:
        """Write a report's files in place of its earlier ones."""
        name = job.report.name
        files = {path: self.write(path, content) for path, content in rendered.files.items()}
        earlier = self.reports.get(name, {"files": {}})["files"]
        self.remove({path: recorded for path, recorded in earlier.items() if path not in files})
        self.reports[name] = {"notebook": job.report.notebook, "title": job.report.title, "parameters": job.values, "key": job.key,
                              "inputs": job.about["digests"], "shown": rendered.shown, "files": files}
        self.numbers = {key: number for key, number in self.numbers.items() if key.split("/")[0] != name} | rendered.numbers

    def keep_only(self, names: list[str]) -> None:
        """Remove the reports that are no longer in the list, with all their files, and put the others in its order."""
        for name in self.reports.keys() - set(names):
            self.remove(self.reports[name]["files"])
        self.reports = {name: self.reports[name] for name in names if name in self.reports}
        self.numbers = {key: number for name in self.reports for key, number in self.numbers.items() if key.split("/")[0] == name}

    def close(self, key: str, pages: dict[str, bytes], inputs: dict) -> None:
        """Write what is made from all reports together, and the record."""
        pages = pages | {NUMBERS: _json(self.numbers)}
        self.front = {"key": key, "files": {name: self.write(name, content) for name, content in pages.items()}}
        self.write(MANIFEST, _json({"inputs": inputs, "front": self.front, "reports": self.reports}))

    def write(self, name: str, content: bytes) -> str:
        """Write one file, whole or not at all, and give its hash."""
        write_bytes((self.folder / name).resolve(), content)
        return digest(content)

    def remove(self, files: dict[str, str]) -> None:
        """Remove files of ours; one that is not as we wrote it stays."""
        for name, recorded in files.items():
            path = (self.folder / name).resolve()
            if path.is_relative_to(self.folder.resolve()) and path.is_file() and digest(path.read_bytes()) == recorded:
                path.unlink()


def _json(content: dict) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
