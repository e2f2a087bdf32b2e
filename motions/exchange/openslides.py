"""Motions and participants out of the CSV files of OpenSlides 3 and 4 and of Antragsgrün. Pure.

HTML in a cell becomes the plain lines that motions are kept in. Every cell is kept as it came, so
that what has no place here (tags, block, reason, supporters) comes out again as it went in.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from audit.refusal import Refusal
from motions.exchange.csv_file import CsvRow, csv_file
from motions.exchange.incoming import Incoming, IncomingMotion, IncomingPerson, Note, UnreadableFile
from motions.exchange.openslides_columns import KNOWN, OS2024, kind_of, label_of
from motions.texts.checks import refuse_bad_words
from motions.texts.cleaning import cleaned

LONGEST_TITLE: Final = 200
LONGEST_SECTION: Final = 80


def read_csv(content: bytes) -> Incoming:
    """Read a file of motions or of participants, whichever it is. Raises UnreadableFile."""
    file = csv_file(content, KNOWN)
    kind, names = kind_of(file.headings)
    if kind.endswith("people"):
        people = tuple(_person(row, _named(row, names)) for row in file.rows)
        return Incoming(kind, label_of(kind), people=people)
    numbers: Counter[str] = Counter()
    motions = tuple(_motion(row, _named(row, names), kind, numbers) for row in file.rows)
    if not motions:
        raise UnreadableFile("There are headings and no motion beneath them.")
    return Incoming(kind, label_of(kind), motions)


def _named(row: CsvRow, names: tuple[str, ...]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, row.cells, strict=True) if name}


def _motion(
    row: CsvRow, cells: Mapping[str, str], kind: str, numbers: Counter[str]
) -> IncomingMotion:
    number = (cells.get("number") or cells.get("identifier") or "").strip()
    title = " ".join(cleaned(cells.get("title", "")).split())
    text = cleaned(cells.get("text", ""))
    section = " ".join((cells.get("category") or cells.get("category_name") or "").split())
    notes = [*_width(row), *words_wrong(title, text)]
    numbers[number] += 1
    if number and numbers[number] > 1:
        notes.append(Note(f"The number {number} stands above already.", is_error=True))
    if kind == OS2024 and cells.get("motion_amendment", "").strip().lower() in ("1", "true"):
        words = "This is an amendment, and the file does not say to which motion."
        notes.append(Note(words, is_error=True))
    if len(section) > LONGEST_SECTION:
        notes.append(Note(f"The category is cut to {LONGEST_SECTION} letters."))
    submitter = next(
        (cells[name].strip() for name in
         ("submitters_verbose", "submitters", "submitter", "submitters_username")
         if cells.get(name, "").strip()),
        "",
    )  # fmt: skip
    return IncomingMotion(
        line=row.line,
        number=number,
        title=title,
        text=text,
        submitter=" ".join(submitter.split()),
        section=section[:LONGEST_SECTION],
        came_as=dict(cells),
        notes=tuple(notes),
    )


def _width(row: CsvRow) -> list[Note]:
    if row.besides > 0:
        words = "This row has more cells than there are headings. Is a text not in quotation marks?"
        return [Note(words, is_error=True)]
    if row.besides < 0:
        return [Note(f"This row is {-row.besides} cells short; they were taken as empty.")]
    return []


def words_wrong(title: str, text: str) -> list[Note]:
    """Say what keeps a motion with these words from being entered."""
    wrong = []
    if not title:
        wrong.append("It has no title.")
    elif len(title) > LONGEST_TITLE:
        wrong.append(f"The title is {len(title) - LONGEST_TITLE} characters too long.")
    if not text:
        wrong.append("It has no words.")
    for words in (title, text):
        try:
            refuse_bad_words(words)
        except Refusal as refusal:
            wrong.append(refusal.message)
    return [Note(each, is_error=True) for each in wrong]


def _person(row: CsvRow, cells: Mapping[str, str]) -> IncomingPerson:
    def plain(name: str, most: int = 200) -> str:
        words = " ".join(cells.get(name, "").split())
        return "".join(each for each in words if each.isprintable())[:most]

    person = IncomingPerson(
        line=row.line,
        number=plain("member_number"),
        username=plain("username"),
        email=plain("email"),
        first_name=plain("first_name"),
        last_name=plain("last_name"),
        branch=plain("structure_level"),
        groups=plain("groups"),
        notes=tuple(_width(row)),
    )
    if not (person.number or person.username or person.email or person.name):
        nobody = Note("There is nobody in this row.", is_error=True)
        return IncomingPerson(line=row.line, notes=(*person.notes, nobody))
    return person
