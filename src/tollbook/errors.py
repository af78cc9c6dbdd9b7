"""What a person did that cannot be used: one line each, and nothing written."""

from __future__ import annotations


class BadInput(ValueError):
    """Input or use that is refused. `lines` says what is wrong, one finding a line, all of them at once."""

    def __init__(self, *lines: str):
        super().__init__("\n".join(lines))
        self.lines = lines
