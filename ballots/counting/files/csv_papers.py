"""Papers as CSV, as spreadsheets and form programs give them: a line for each paper.

Two layouts are read. With a column for each preference, as it is written here, a cell names a
candidate, or several put equal:

    title,Branch committee
    seats,2
    candidates,Ann,Bo,Cy
    papers,1,2,3
    12,Cy,Ann,
    1,Bo,Ann=Cy,

With a column for each candidate, a cell has the preference given to them, or a cross:

    papers,Ann,Bo,Cy
    12,2,,1

The lines above the headings, and the column of papers, may be left out. Without a list of the
candidates they are those named on papers, in the order of the alphabet, which is noted.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain
from typing import Final

from ballots.counting.contest import SKIPPED, Contest, Papers
from ballots.counting.files.csv_columns import Columns, columns_of
from ballots.counting.files.facts import contest_of
from ballots.counting.files.faults import NO_SEATS, BadFile, Fault, Findings
from ballots.counting.files.lines import TOO_LONG, Progress, Source, blocks
from ballots.counting.files.rows import WHOLE, Rows
from ballots.counting.files.slate import Misfit, Slate
from ballots.counting.files.text import decoded, tidy

_FORMULA: Final = ("=", "+", "-", "@")  # how a spreadsheet knows a cell that it should run
_FACTS: Final = {
    "title": "title",
    "seats": "seats",
    "places": "seats",
    "candidates": "candidates",
    "withdrawn": "withdrawn",
    "ron": "ron",
}

Line = tuple[int, list[str]]


def read(source: Source, progress: Progress | None = None) -> tuple[Contest, Papers]:
    """Read papers from CSV. Raises BadFile with its faults; what is odd is in Papers.notes."""
    findings = Findings()
    lines = _lines(source, progress, findings)
    facts, columns = _head(lines, findings)
    try:
        if not (facts.get("candidates") or columns.candidates):
            table = list(lines)
            facts["candidates"] = _named(table, columns, findings)
            lines = iter(table)
        contest = _contest(facts, columns)
    except Misfit as misfit:
        findings.give_up(0, f"{misfit}.")
    if not facts.get("seats"):
        findings.note(1, NO_SEATS)
    return contest, _papers(lines, columns, contest, findings)


def write(contest: Contest, papers: Papers) -> bytes:
    """Write papers as CSV, a column for each preference. Tags and reserved places have no room."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    calls = _calls(contest.candidates)
    table.writerow(["title", _guarded(contest.title)])
    table.writerow(["seats", contest.seats])
    table.writerow(["candidates", *map(_guarded, contest.candidates)])
    if contest.withdrawn:
        table.writerow(["withdrawn", *(calls[number] for number in sorted(contest.withdrawn))])
    if contest.ron:
        table.writerow(["ron", calls[contest.ron]])
    table.writerow(["papers", *range(1, max(papers.rankings.shape[1], 1) + 1)])
    for weight, row in zip(papers.weights.tolist(), papers.rankings.tolist(), strict=True):
        cells: list[str] = []
        for number in row:
            if number == SKIPPED:
                cells.append("")
            elif number < 0:
                cells[-1] += f"={calls[-number]}"
            else:
                cells.append(calls[number] if number else "")
        table.writerow([weight, *cells])
    return out.getvalue().encode()


def _lines(source: Source, progress: Progress | None, findings: Findings) -> Iterator[Line]:
    """Give the lines that have something in them, with the number of each."""
    texts = _texts(source, progress, findings)
    heading = next(texts, "")
    delimiter = max(",;\t", key=heading.count)
    reader = csv.reader(chain([heading], texts), delimiter=delimiter)
    try:
        for cells in reader:
            if any(not cell.isspace() for cell in cells if cell):
                if any("\0" in cell for cell in cells):
                    findings.give_up(reader.line_num, "there is a NUL character: this is no text")
                yield reader.line_num, [_unguarded(cell) for cell in cells]
    except csv.Error as error:
        findings.give_up(reader.line_num, f"this is not CSV: {error}")


def _texts(source: Source, progress: Progress | None, findings: Findings) -> Iterator[str]:
    number, is_all_utf8 = 1, True
    for block in blocks(source, progress):
        if not block.endswith(b"\n"):
            findings.give_up(number, TOO_LONG)
        text, is_utf8 = decoded(block)
        if is_all_utf8 and not is_utf8:
            findings.note(number, "here the file is not in UTF-8; it is read as Latin-1")
        is_all_utf8 &= is_utf8
        for line in text.split("\n")[:-1]:
            number += 1
            yield line + "\n"


def _head(lines: Iterator[Line], findings: Findings) -> tuple[dict[str, list[str]], Columns]:
    facts: dict[str, list[str]] = {}
    for line, cells in lines:
        key = _FACTS.get(tidy(cells[0]).casefold())
        if key and key not in facts:
            facts[key] = [tidy(cell) for cell in cells[1:] if cell.strip()]
            continue
        try:
            return facts, columns_of(cells)
        except Misfit as misfit:
            findings.give_up(line, str(misfit))
    raise BadFile([Fault(0, "There are no headings of a table of papers in this file.")])


def _named(table: Sequence[Line], columns: Columns, findings: Findings) -> list[str]:
    findings.note(1, "the candidates are those named on papers, in the order of the alphabet")
    return sorted(columns.named(cells for _line, cells in table), key=str.casefold)


def _contest(facts: dict[str, list[str]], columns: Columns) -> Contest:
    seats = (facts.get("seats") or ["1"])[0]
    return contest_of(
        {
            "title": " ".join(facts.get("title", [])),
            "seats": int(seats) if WHOLE.fullmatch(seats) else seats,
            "candidates": facts.get("candidates") or list(columns.candidates),
            "withdrawn": facts.get("withdrawn"),
            "ron": next(iter(facts.get("ron", [])), None),
        }
    )


def _papers(
    lines: Iterable[Line], columns: Columns, contest: Contest, findings: Findings
) -> Papers:
    rows, slate = Rows(len(contest.candidates)), Slate(contest.candidates)
    known: dict[tuple[str, ...], list[int]] = {}
    for line, cells in lines:
        try:
            weight = columns.weight(cells)
            marks = columns.marks(cells)
            if (preferences := known.get(marks)) is None:
                preferences = known[marks] = columns.preferences(marks, slate)
        except Misfit as misfit:
            findings.fault(line, str(misfit))
            continue
        rows.add_line(findings, line, weight, preferences)
    return rows.papers(findings)


def _calls(candidates: Sequence[str]) -> dict[int, str]:
    """Call each candidate by name, if a cell with that name says it clearly, and else by number."""
    slate, calls = Slate(candidates), dict[int, str]()
    for number, name in enumerate(candidates, start=1):
        word = name
        if "=" in name or name.startswith(_FORMULA) or slate.calls(name) != number:
            word = str(number)
            while slate.calls(word):  # somebody's name
                word = f"0{word}"
        calls[number] = word
    return calls


def _guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula and run."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
