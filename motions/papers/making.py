"""Making the files of an issue: at once where it is short, by a worker where it is long.

Every file is made from what was frozen, so that it can be made again and be the same.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import Final

import typst
from django.db import transaction
from django.utils import timezone

from motions.enums import FileState, PaperFormat
from motions.models import Paper, PaperFile
from motions.papers.as_page import as_page
from motions.papers.as_pdf import as_pdf, seconds_to_set
from motions.papers.as_text import as_text
from motions.papers.as_word import as_word
from motions.papers.content import Content

log = logging.getLogger(__name__)
SHORT: Final = 120
"""Entries that are set while one waits: about a second for every form together."""
SILENCE: Final = timedelta(minutes=30)
MOST_OFTEN: Final = 0.5  # seconds between two words on how far it is
Tell = Callable[[int, int], None]
_MIMES: Final = {
    PaperFormat.HTML: "text/html; charset=utf-8",
    PaperFormat.PDF: "application/pdf",
    PaperFormat.LARGE_PRINT: "application/pdf",
    PaperFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperFormat.TEXT: "text/plain; charset=utf-8",
}
_NAMES: Final = {
    PaperFormat.HTML: ".html",
    PaperFormat.PDF: ".pdf",
    PaperFormat.LARGE_PRINT: "-large-print.pdf",
    PaperFormat.DOCX: ".docx",
    PaperFormat.TEXT: ".txt",
}


def files_make_soon(paper: Paper, content: Content) -> None:
    """Have the files of an issue made once it is certain that it is issued."""
    PaperFile.objects.bulk_create(PaperFile(paper=paper, format=each) for each in PaperFormat)
    is_short = sum(1 for _ in content.entries) <= SHORT

    def make() -> None:
        from motions.papers.tasks import paper_files_make  # noqa: PLC0415 - the task stands on this module

        if is_short:
            files_make(paper, content)
        else:
            paper_files_make.delay(str(paper.pk))

    transaction.on_commit(make)


def files_make(paper: Paper, content: Content) -> None:
    """Make every file of an issue that waits. One that fails says so, and the others are made."""
    for file in _claimed(paper, seconds_to_set(content)):
        _make(file, paper, content)


def made_in(
    paper: Paper, content: Content, form: PaperFormat, tell: Tell = lambda _done, _of: None
) -> bytes:
    """Make one form of an issue."""
    match form:
        case PaperFormat.HTML:
            return as_page(content, tell).encode()
        case PaperFormat.TEXT:
            return as_text(content).encode()
        case PaperFormat.DOCX:
            return as_word(content, at=paper.published_at, progress=tell)
    large = form == PaperFormat.LARGE_PRINT
    return as_pdf(
        content, at=paper.published_at, sha256=paper.sha256, large=large, alive=lambda: tell(0, 0)
    )


def files_give_up() -> int:
    """Call those failed of whose making nothing was heard for half an hour; give how many."""
    under_way = PaperFile.objects.filter(state__in=(FileState.WAITING, FileState.MAKING))
    return under_way.filter(moved_at__lt=timezone.now() - SILENCE).update(
        state=FileState.FAILED,
        trouble="Nothing was heard of it for half an hour: the worker stopped, or is not running.",
    )


def files_again(paper: Paper) -> int:
    """Put those that failed back to be made; give how many."""
    failed = paper.files.filter(state=FileState.FAILED)
    return failed.update(state=FileState.WAITING, trouble="", done=0, moved_at=timezone.now())


def mime_of(form: PaperFormat) -> str:
    """Give the media type of a form."""
    return _MIMES[form]


def file_name(paper: Paper, form: PaperFormat) -> str:
    """Name a file as whoever takes it gets it: ndc27-final-agenda-2.pdf."""
    return f"{paper.conference.code.lower()}-{paper.series}-{paper.number}{_NAMES[form]}"


def _claimed(paper: Paper, seconds: int) -> Iterable[PaperFile]:
    for file in paper.files.filter(state=FileState.WAITING).defer("content").order_by("id"):
        waiting = PaperFile.objects.filter(pk=file.pk, state=FileState.WAITING)
        in_one_go = file.format in (PaperFormat.PDF, PaperFormat.LARGE_PRINT)
        doing = f"about {seconds} seconds, longer on a busy machine" if in_one_go else ""
        if waiting.update(state=FileState.MAKING, doing=doing, moved_at=timezone.now()):
            yield file


def _make(file: PaperFile, paper: Paper, content: Content) -> None:
    mine = PaperFile.objects.filter(pk=file.pk)
    told = 0.0

    def tell(done: int, of: int) -> None:
        nonlocal told
        if done == of or monotonic() - told > MOST_OFTEN:
            told = monotonic()
            mine.update(done=done, of=of, moved_at=timezone.now())

    try:
        made = made_in(paper, content, PaperFormat(file.format), tell)
    except (typst.TypstError, OSError, ValueError, MemoryError) as error:
        log.warning("%s could not be made. %s", file, error)
        trouble = "This form could not be made. Whoever keeps the server running can find out why."
        mine.update(state=FileState.FAILED, trouble=trouble, moved_at=timezone.now())
        return
    mine.update(
        state=FileState.READY, doing="", content=made, size=len(made),
        sha256=hashlib.sha256(made).hexdigest(), moved_at=timezone.now(),
    )  # fmt: skip
