"""The minutes of a conference as a Word document: what was taken, moved, voted on and resolved.

They are drafted from the record and say only what is in it. Headings are Word's own, so that a
screen reader and a table of contents find them.
"""

import io
import re
from collections.abc import Iterable

from docx import Document
from docx.document import Document as Paper
from docx.oxml.ns import qn

from motions.exchange.book import BookItem, BookMotion, BookSession, MotionBook, Vote

_UNSEEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a Word document, being XML, cannot hold."""


def minutes(book: MotionBook) -> bytes:
    """Draft the minutes, session by session and item by item."""
    paper = Document()
    _describe(paper, book)
    paper.add_heading(_plain(book.title), level=0)
    paper.add_paragraph(
        f"{_plain(book.union.name)}. Minutes drafted from the record on "
        f"{book.made_at:%-d %B %Y at %H:%M}."
    )
    if book.is_sample:
        paper.add_paragraph("This is a sample. Its people and votes are invented.")
    for session in book.sessions:
        _session(paper, session, book)
    if book.procedure:
        paper.add_heading("Votes on procedure", level=1)
        for vote in book.procedure:
            _vote(paper, vote)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _describe(paper: Paper, book: MotionBook) -> None:
    about = paper.core_properties
    about.title, about.author = f"Minutes: {_plain(book.title)}", _plain(book.union.name)
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = book.made_at.replace(tzinfo=None)
    language = paper.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _session(paper: Paper, session: BookSession, book: MotionBook) -> None:
    paper.add_heading(f"Session {session.number}, {session.held_on:%A %-d %B %Y}", level=1)
    if session.opened_at:
        closed = f" It closed at {session.closed_at:%H:%M}." if session.closed_at else ""
        paper.add_paragraph(f"The session was opened at {session.opened_at:%H:%M}.{closed}")
    else:
        paper.add_paragraph("The session has not been opened.")
    for item in session.items:
        motions = [each for each in book.motions if each.item == (session.number, item.position)]
        _item(paper, item, motions)


def _item(paper: Paper, item: BookItem, motions: Iterable[BookMotion]) -> None:
    paper.add_heading(f"{item.starts_at:%H:%M}  {_plain(item.title)}", level=2)
    for motion in motions:
        _motion(paper, motion)


def _motion(paper: Paper, motion: BookMotion) -> None:
    paper.add_heading(f"{motion.number}: {_plain(motion.title)}", level=3)
    moved = f"From {motion.lodged_by.name}."
    if motion.mover:
        moved = f"Moved by {motion.mover}"
        moved += f"; seconded by {motion.seconder}." if motion.seconder else "."
    paper.add_paragraph(_plain(moved))
    for amendment in motion.amendments:
        paper.add_paragraph(
            _plain(
                f"Amendment {amendment.number} from {amendment.lodged_by.name}: "
                f"{amendment.instruction} {amendment.state_label}."
            )
        )
    for vote in motion.votes:
        _vote(paper, vote)
    if motion.is_resolved:
        paper.add_paragraph("Resolved:")
        for line in motion.text.split("\n"):
            paper.add_paragraph(_plain(line), style="Quote")
    else:
        paper.add_paragraph(f"{_plain(motion.state_label)}.")


def _vote(paper: Paper, vote: Vote) -> None:
    figures = ", ".join(f"{value:,} {choice}" for choice, value in vote.figures.items())
    said = f"{vote.wording}. {vote.form}, {vote.majority.lower()}: {figures}. {vote.explanation}"
    paper.add_paragraph(_plain(said), style="List Bullet")


def _plain(words: str) -> str:
    return _UNSEEN.sub("", words)
