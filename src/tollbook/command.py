"""What every script does the same way: help with an example, one line for bad input, files that are whole or not there."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tollbook import paths
from tollbook.errors import BadInput


def parser(doc: str) -> argparse.ArgumentParser:
    """Make an argument parser from a script's docstring; its first line is the purpose, the rest the example."""
    purpose, _, rest = doc.strip().partition("\n")
    return argparse.ArgumentParser(description=purpose, epilog=rest.strip(), formatter_class=argparse.RawDescriptionHelpFormatter)


def run(job: Callable[[], int | None]) -> int:
    """Do a script's job and return its exit code; what a person got wrong is said in one line each, without a traceback."""
    try:
        return job() or 0
    except BadInput as refused:
        print(*refused.lines, sep="\n", file=sys.stderr)
    except (OSError, UnicodeError) as failed:
        print(f"{getattr(failed, 'filename', None) or 'input'}: {getattr(failed, 'strerror', None) or failed}", file=sys.stderr)
    return 2


def write_text(path: str | Path, text: str) -> None:
    """Write a text file under the project's folder, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write a file in one go, whole or not at all; an absolute path is taken as it is."""
    with replacing(paths.root() / path) as file:
        file.write(content)


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a temporary file in the target's folder and rename it at the end; after an error the target is as it was.

    A pipe or a device (`/dev/null`) is written to as it is: renaming would put a file in its place.
    """
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            yield file
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
