"""What is asked of a worker and what it gives back: plain values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """One entry of the list: a notebook with parameters, under the name its files have."""

    name: str
    notebook: str
    title: str = "All claims"
    parameters: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One report to render: the notebook's bytes, the value of every parameter, and what the page says besides.

    `key` is the same for the same inputs, `siblings` are the name and title of every report of the same notebook, `about` is what the
    footer tells of the inputs.
    """

    report: Report
    notebook: bytes
    key: str
    siblings: tuple[tuple[str, str], ...]
    about: dict
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """A report that is done: its files by their path under reports/, what it shows, and its citable numbers."""

    files: dict[str, bytes]
    shown: dict
    numbers: dict[str, dict]
    seconds: float


@dataclass(frozen=True)
class Failed:
    """A report whose notebook failed: what to tell a person, and the notebook as far as it ran."""

    reason: str
    notebook: bytes
    seconds: float
