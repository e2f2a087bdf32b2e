"""Reads a file of papers in any of the forms that there are, and tells them apart."""

import os
import re
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Final

from ballots.counting.contest import Contest, Papers
from ballots.counting.files import blt, csv_papers, json_papers
from ballots.counting.files.lines import Progress, Source

Reading = Callable[[Source, Progress | None], tuple[Contest, Papers]]

READERS: Final[dict[str, Reading]] = {
    "blt": blt.read,
    "csv": csv_papers.read,
    "json": json_papers.read,
}
"""By the end of a file's name."""

_BLT = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|#[^\r\n]*[\r\n])*[0-9]+[ \t]+[0-9]+\s*?(?:[\r\n#]|$)")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def read(
    file: str | os.PathLike[str] | BufferedReader, progress: Progress | None = None
) -> tuple[Contest, Papers]:
    """Read a file by its path, or one that is open. Raises BadFile with its faults."""
    if isinstance(file, BufferedReader):
        return READERS[_form(file.peek())](file, progress)
    with Path(file).open("rb") as opened:
        form = Path(file).suffix.lower().removeprefix(".")
        read_form = READERS.get(form) or READERS[_form(opened.peek())]
        return read_form(opened, progress)


def _form(start: bytes) -> str:
    """Tell the form of a file by how it starts; BLT where that says nothing."""
    if _JSON.match(start):
        return "json"
    return "csv" if not _BLT.match(start) and re.match(rb"[^\r\n]*[,;\t]", start) else "blt"
