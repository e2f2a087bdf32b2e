"""A paper as plain text, for a screen reader, a braille display, or an e-mail. Pure."""

from collections.abc import Iterator

from motions.papers.content import Content, Entry, Section
from motions.papers.setting import Line, Run, lines_of_entry

_CHANGES = {"put_in": ("{+", "+}"), "taken_out": ("[-", "-]")}


def as_text(content: Content) -> str:
    """Write a paper as lines; each paragraph is one line, however long."""
    lines = [content.title.upper(), content.union, content.conference, content.when, content.issue]
    if content.since:
        lines += ["", *_summary(content)]
    for section in content.sections:
        lines += ["", "", section.heading.upper(), *([section.words] if section.words else ())]
        lines += _table(section)
        for entry in section.entries:
            lines += ["", *_entry(entry)]
    return "\n".join(lines) + "\n"


def _summary(content: Content) -> Iterator[str]:
    yield f"CHANGES SINCE THE {content.since.upper()}"
    if not content.changed:
        yield "None."
        return
    yield "Words put in stand in {+ +}, words taken out in [- -]."
    for entry in content.marked:
        if entry.mark:
            yield f"- {entry.heading}. {entry.mark.words}."
    for _key, heading in content.gone:
        yield f"- {heading}. No longer here."


def _entry(entry: Entry) -> Iterator[str]:
    mark = f"[{entry.mark.label}] " if entry.mark else ""
    yield f"{mark}{entry.heading}"
    if entry.mark and entry.mark.heading:
        yield f"Before: {entry.mark.heading}"
    for name, words in entry.facts:
        yield f"{name}: {words}"
    yield from (_line(each) for each in lines_of_entry(entry))
    yield from entry.notes


def _line(line: Line) -> str:
    number = f"{line.number}  " if line.number else ""
    return f"{'    ' * line.level}{number}{''.join(_run(run) for run in line.runs)}"


def _run(run: Run) -> str:
    before, after = _CHANGES.get(run.change, ("", ""))
    return f"{before}{run.words}{after}"


def _table(section: Section) -> Iterator[str]:
    for row in section.rows:
        yield "; ".join(
            f"{name}: {cell}" for name, cell in zip(section.columns, row, strict=True) if cell
        )
