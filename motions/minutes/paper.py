"""The minutes as a Word document: headings are Word's own, and each paragraph leads to its entry.

A screen reader and a table of contents find the headings. What the clerk added says so.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.document import Document as Paper
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Line

from motions.minutes.lines import Paragraph

_UNSEEN: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What a Word document, being XML, cannot hold."""
CLERK: Final = "Note by the clerk: "


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands over the minutes: whose they are, when they were drafted, who agreed them."""

    title: str
    union: str
    made_at: datetime
    standing: str  # draft, or when and where they were agreed
    is_sample: bool = False


def minutes_paper(
    sheet: Sheet, paragraphs: Iterable[Paragraph], links: Mapping[str, tuple[str, str]]
) -> bytes:
    """Write the minutes. `links` gives each entry's number in the log, and its page."""
    paper = Document()
    _describe(paper, sheet)
    paper.add_heading(plain(sheet.title), level=0)
    paper.add_paragraph(f"{plain(sheet.union)}. {plain(sheet.standing)}")
    if sheet.is_sample:
        paper.add_paragraph("This is a sample. Its people and votes are invented.")
    for each in paragraphs:
        _write(paper, each, links)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def plain(words: str) -> str:
    """Leave out what a Word document cannot hold, and give every end of a line as one."""
    return _UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _write(paper: Paper, each: Paragraph, links: Mapping[str, tuple[str, str]]) -> None:
    words = plain(each.words)
    if each.level:
        paper.add_heading(words, level=each.level)
        return
    if each.quoted:
        paper.add_paragraph(words, style="Quote")
        return
    if each.by_clerk is not None:
        line = paper.add_paragraph(style="Intense Quote")
        line.add_run(CLERK).bold = True
        line.add_run(words)
        return
    line = paper.add_paragraph()
    if each.at:
        line.add_run(f"{each.at:%H:%M}\t")
    line.add_run(words)
    if each.entry in links:
        _link(line, *links[each.entry])


def _link(line: Line, number: str, url: str) -> None:
    """Add a link as Word has it; its own text says which entry of the log it leads to."""
    key = line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), key)
    run: Any = OxmlElement("w:r")
    text: Any = OxmlElement("w:t")
    text.text = f" [log {number}]"
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    link.append(run)
    line._p.append(link)  # noqa: SLF001 - python-docx reads links and cannot write them


def _describe(paper: Paper, sheet: Sheet) -> None:
    about = paper.core_properties
    about.title, about.author = f"Minutes: {plain(sheet.title)}"[:255], plain(sheet.union)[:255]
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = sheet.made_at.replace(tzinfo=None)
    language = paper.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")
