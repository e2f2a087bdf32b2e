"""A paper as a Word file: real headings, numbers as text, contents with links, changes marked.

Numbers of paragraphs are written out and not counted by Word, so that a reference to them holds
whatever a reader does to the file. Paragraphs are laid straight into the body: python-docx looks
for the end of it each time that one is added, which takes minutes for an agenda of 100,000.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from motions.papers.content import Content, Entry, Section
from motions.papers.setting import Line, Run, lines_of_entry

Progress = Callable[[int, int], None]

_BOTTLE, _BRASS, _MADDER, _SOFT = "103C34", "75530F", "97262B", "4A544E"
_CHANGED: Final = {
    "put_in": (("w:b", {}), ("w:color", {"w:val": _BOTTLE}), ("w:u", {"w:val": "single"})),
    "taken_out": (("w:strike", {}), ("w:color", {"w:val": _MADDER})),
}
_FIXED = (1980, 1, 1, 0, 0, 0)
_HEADINGS = {"Heading 1": 20, "Heading 2": 15, "Heading 3": 12.5, "Heading 4": 11}
_HANG = 567  # twentieths of a point: a centimetre


def as_word(
    content: Content, *, at: datetime, progress: Progress = lambda _done, _of: None
) -> bytes:
    """Write a paper as DOCX. With the same moment the same content gives the same bytes."""
    document = Document()
    _set_up(document, content, at)
    end = document.element.body.sectPr
    for paragraph in _body(content, progress):
        end.addprevious(paragraph)
    made = BytesIO()
    document.save(made)
    return _same_bytes(made.getvalue())


def _set_up(document: Any, content: Content, at: datetime) -> None:
    styles = document.styles
    styles["Normal"].font.name = "Georgia"
    styles["Normal"].font.size = Pt(11)
    for name, size in _HEADINGS.items():
        font = styles[name].font
        font.name, font.size, font.bold, font.italic = "Georgia", Pt(size), True, False
        font.color.rgb = RGBColor.from_string(_BOTTLE)
        fonts = styles[name].element.rPr.rFonts
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        styles[name].paragraph_format.space_before = Pt(size)
        styles[name].paragraph_format.space_after = Pt(4)
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _under(defaults, "w:lang", {"w:val": "en-GB", "w:eastAsia": "en-GB", "w:bidi": "ar-SA"})
    said = document.core_properties
    said.title, said.subject = f"{content.title}, {content.issue}", content.conference
    said.author = said.last_modified_by = content.union[:255]
    said.language, said.comments, said.revision = "en-GB", "", 1
    said.created = said.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    head = section.header.paragraphs[0]
    head.text = f"{content.title}, {content.issue}"
    foot = section.footer.paragraphs[0]
    foot.text = f"{content.union} · {content.code} · page "
    _field(foot._p, "PAGE")  # noqa: SLF001 - python-docx has no fields
    foot.add_run(" of ")
    _field(foot._p, "NUMPAGES")  # noqa: SLF001
    _under(document.settings.element, "w:updateFields", {"w:val": "true"})


def _body(content: Content, progress: Progress) -> Iterator[Any]:
    of = sum(1 for _ in content.entries)
    yield _paragraph([Run(content.title)], "Heading1")
    for words in (content.union, f"{content.conference}, {content.when}"):
        yield _paragraph([Run(words)])
    yield _paragraph([Run(content.issue, "b")])
    yield from _summary(content)
    yield from _contents(content)
    done = 0
    for number, section in enumerate(content.sections):
        yield _paragraph([Run(section.heading)], "Heading2", anchor=f"_section_{number}")
        if section.words:
            yield _paragraph([Run(section.words)])
        for entry in section.entries:
            yield from _entry(entry, done)
            done += 1
            progress(done, of)
        if section.rows:
            yield _table(section)


def _summary(content: Content) -> Iterator[Any]:
    if not content.since:
        return
    yield _paragraph([Run(f"Changes since the {content.since}")], "Heading2")
    if not content.changed:
        yield _paragraph([Run("None.")])
        return
    shown = [
        Run("Words put in", "", "put_in"), Run(" are underlined, "),
        Run("words taken out", "", "taken_out"), Run(" struck through."),
    ]  # fmt: skip
    yield _paragraph(shown)
    for entry in content.marked:
        if entry.mark:
            yield _paragraph([Run(entry.heading, "b"), Run(f". {entry.mark.words}.")], "ListBullet")
    for _key, heading in content.gone:
        yield _paragraph([Run(heading, "b"), Run(". No longer here.")], "ListBullet")


def _contents(content: Content) -> Iterator[Any]:
    """Write the contents as a field, which Word sets with page numbers, filled in beforehand."""
    yield _paragraph([Run("Contents")], "Heading2")
    listed = []
    done = 0
    for number, section in enumerate(content.sections):
        listed.append((section.heading, f"_section_{number}", 0))
        for entry in section.entries:
            if not entry.level:
                listed.append((entry.heading, f"_entry_{done}", 1))
            done += 1
    for index, (words, anchor, level) in enumerate(listed):
        line = _paragraph([], indent=level * _HANG)
        if not index:
            _character(line, "begin")
            _under(_under(line, "w:r"), "w:instrText", {}).text = ' TOC \\o "2-3" \\h \\z \\u '
            _character(line, "separate")
        link = _under(line, "w:hyperlink", {"w:anchor": anchor})
        _run(link, Run(words, "b" if not level else ""))
        if index == len(listed) - 1:
            _character(line, "end")
        yield line


def _entry(entry: Entry, number: int) -> Iterator[Any]:
    mark = entry.mark
    if mark:
        yield _paragraph([Run(mark.label.upper(), "b")], colour=_BRASS, keep=True, barred=True)
    style = "Heading4" if entry.level else "Heading3"
    heading = entry.heading
    if entry.kind == "item":
        heading = " ".join([*(words for _name, words in entry.facts), heading])
    yield _paragraph([Run(heading)], style, anchor=f"_entry_{number}", barred=bool(mark))
    if mark and mark.heading:
        was = [Run("Before: "), Run(mark.heading, "", "taken_out")]
        yield _paragraph(was, barred=True)
    for name, words in () if entry.kind == "item" else entry.facts:
        change = "put_in" if mark and name in mark.facts else ""
        said = [Run(f"{name}: ", "b"), Run(words, "", change)]
        yield _paragraph(said, keep=True, after=20, barred=bool(mark))
    for line in lines_of_entry(entry):
        yield _line(line, barred=bool(mark))
    for words in entry.notes:
        yield _paragraph([Run(words, "i")], barred=bool(mark))


def _line(line: Line, *, barred: bool) -> Any:
    left = line.level * _HANG + (_HANG if line.number else 0)
    runs = [Run(f"{line.number}\t"), *line.runs] if line.number else [*line.runs]
    return _paragraph(runs, indent=left, hang=_HANG if line.number else 0, barred=barred)


def _table(section: Section) -> Any:
    table = OxmlElement("w:tbl")
    properties = _under(table, "w:tblPr")
    _under(properties, "w:tblStyle", {"w:val": "TableGrid"})
    _under(properties, "w:tblW", {"w:w": "5000", "w:type": "pct"})
    grid = _under(table, "w:tblGrid")
    for _ in section.columns:
        _under(grid, "w:gridCol")
    for index, row in enumerate((section.columns, *section.rows)):
        line = _under(table, "w:tr")
        if not index:
            _under(_under(line, "w:trPr"), "w:tblHeader")
        for words in row:
            _under(line, "w:tc").append(_paragraph([Run(words, "" if index else "b")], after=20))
    return table


def _paragraph(
    runs: list[Run],
    style: str = "",
    *,
    anchor: str = "",
    indent: int = 0,
    hang: int = 0,
    after: int = 100,
    colour: str = "",
    keep: bool = False,
    barred: bool = False,
) -> Any:
    """Make a paragraph. `barred` draws a bar beside what has changed."""
    paragraph = OxmlElement("w:p")
    properties = _under(paragraph, "w:pPr")
    if style:
        _under(properties, "w:pStyle", {"w:val": style})
    if keep:
        _under(properties, "w:keepNext")
    if barred:
        border = {"w:val": "single", "w:sz": "18", "w:space": "8", "w:color": _BRASS}
        _under(_under(properties, "w:pBdr"), "w:left", border)
    if not style:
        _under(properties, "w:spacing", {"w:after": str(after)})
    if indent:
        hanging = {"w:hanging": str(hang)} if hang else {}
        _under(properties, "w:ind", {"w:left": str(indent), **hanging})
    if anchor:
        _bookmark(paragraph, anchor)
    for run in runs:
        _run(paragraph, run, colour)
    return paragraph


def _bookmark(paragraph: Any, name: str) -> None:
    number = name.rpartition("_")[2] if name.startswith("_entry") else f"9{name.rpartition('_')[2]}"
    _under(paragraph, "w:bookmarkStart", {"w:id": number, "w:name": name})
    _under(paragraph, "w:bookmarkEnd", {"w:id": number})


def _run(parent: Any, run: Run, colour: str = "") -> None:
    made = _under(parent, "w:r")
    changed = _CHANGED.get(run.change, ())
    names: list[tuple[str, dict[str, str]]] = []
    names += [("w:b", {})] * ("b" in run.style) + [("w:i", {})] * ("i" in run.style)
    if colour:
        names.append(("w:color", {"w:val": colour}))
    known = {name for name, _ in names}
    names += [(name, values) for name, values in changed if name not in known]
    if names:
        properties = _under(made, "w:rPr")
        for name, values in sorted(names, key=lambda each: _ORDER.index(each[0])):
            _under(properties, name, values)
    before, tab, words = run.words.partition("\t")
    if tab:
        _words(made, before)
        _under(made, "w:tab")
    _words(made, words if tab else before)


_ORDER = ("w:b", "w:i", "w:strike", "w:color", "w:u")  # the schema's


def _words(run: Any, words: str) -> None:
    if words:
        text = _under(run, "w:t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _field(paragraph: Any, name: str) -> None:
    _character(paragraph, "begin")
    _under(_under(paragraph, "w:r"), "w:instrText", {}).text = f" {name} "
    _character(paragraph, "end")


def _character(paragraph: Any, kind: str) -> None:
    _under(_under(paragraph, "w:r"), "w:fldChar", {"w:fldCharType": kind})


def _under(parent: Any, name: str, values: dict[str, str] | None = None) -> Any:
    made = OxmlElement(name, {qn(key): value for key, value in (values or {}).items()})
    parent.append(made)
    return made


def _same_bytes(made: bytes) -> bytes:
    """Pack it again with one fixed date on every part, so that the same paper is the same file."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: each != "[Content_Types].xml"):
            new.writestr(ZipInfo(name, _FIXED), old.read(name), ZIP_DEFLATED)
    return out.getvalue()
