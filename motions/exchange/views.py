"""Taking a conference's motions elsewhere: each format is one address, open to anyone."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from conferences.views.frame import Frame, frame
from members.permissions import MAY
from motions.exchange.akoma_ntoso import book_document, motion_document
from motions.exchange.book import MotionBook
from motions.exchange.gathering import motion_book
from motions.exchange.kept import came_as, has_names
from motions.exchange.oparl import oparl
from motions.exchange.openslides_out import openslides_table
from motions.exchange.plain import amendments_table, motions_table, plain, votes_table
from motions.exchange.popolo import popolo

HERE = "motions:motions"
OPENSLIDES: Final = "openslides4-motions.csv"
CSV, JSON, XML = "text/csv; charset=utf-8", "application/json", "application/xml"


class Format(NamedTuple):
    """A file that can be taken away: its name, what it is, and what writes it."""

    file: str
    label: str | Promise
    about: str | Promise
    content_type: str
    write: Callable[[MotionBook], bytes]


def _json(make: Callable[[MotionBook], dict[str, Any]]) -> Callable[[MotionBook], bytes]:
    return lambda book: json.dumps(make(book), ensure_ascii=False, indent=1).encode()


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        each.file: each
        for each in (
            Format(
                "motions.csv", _("Motions, as a table"), _("CSV for any spreadsheet"),
                CSV, lambda book: motions_table(book).to_csv(),
            ),
            Format(
                "amendments.csv", _("Amendments, as a table"), _("CSV for any spreadsheet"),
                CSV, lambda book: amendments_table(book).to_csv(),
            ),
            Format(
                "votes.csv", _("Votes, as a table"), _("CSV, one line a declared vote"),
                CSV, lambda book: votes_table(book).to_csv(),
            ),
            Format(
                OPENSLIDES, _("OpenSlides 4 (CSV)"),
                _("Motions and amendments, with the headings of OpenSlides"),
                CSV, lambda book: openslides_table(book).to_csv(),
            ),
            Format(
                "motions.json", _("Everything, as plain JSON"), _("In words of our own"),
                JSON, _json(plain),
            ),
            Format(
                "motions.akn.xml", _("Akoma Ntoso"), _("LegalDocML 3.0, an OASIS standard"),
                XML, book_document,
            ),
            Format(
                "popolo.json", _("Popolo"), _("Motions and vote counts, for civic tools"),
                JSON, _json(popolo),
            ),
            Format(
                "oparl.json", _("OParl"), _("Meetings and papers, version 1.1"),
                JSON, _json(oparl),
            ),
        )
    }
)  # fmt: skip
"""The formats, in the order in which the page offers them."""


@require_safe
def exchange(request: HttpRequest, code: str) -> HttpResponse:
    """Offer the files."""
    page = frame(request, code, HERE)
    return render(
        request,
        "motions/exchange/exchange.html",
        page.context(formats=FORMATS.values(), imports=_imports(page)),
    )


@require_safe
def export(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """Write one file, as the record stands now."""
    page, asked = frame(request, code, HERE), FORMATS.get(file)
    if asked is None:
        raise Http404
    book = motion_book(page.conference)
    if file == OPENSLIDES and _imports(page):  # whoever brought it in has it back as it came
        content = openslides_table(
            book, came_as(page.conference), names=has_names(page.conference)
        ).to_csv()
    else:
        content = asked.write(book)
    return _file(content, asked.content_type, f"{code}-{asked.file}")


def _imports(page: Frame) -> bool:
    return bool(page.offices & MAY["motion.import"])


@require_safe
def one_motion(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Write one motion as Akoma Ntoso."""
    book = motion_book(frame(request, code, HERE).conference)
    found = next((each for each in book.motions if each.number == number), None)
    if found is None:
        raise Http404
    return _file(motion_document(book, found), XML, f"{code}-{number}.akn.xml")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name.lower()}"'},
    )
