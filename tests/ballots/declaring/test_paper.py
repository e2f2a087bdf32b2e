"""The declaration as a PDF: it can be archived, it carries its data, and no word is a command."""

import copy
import re
import zlib
from typing import Any

import pytest

from audit.formats.canonical import canonical
from audit.typeset import typeset
from ballots.declaring.document import declaration_document
from ballots.declaring.paper import TEMPLATE, Provenance, declaration_pdf
from tests.factories.ballots import make_hall

NAMES = [
    "Siân Ŵyn Llŷr-Prŷdderch",
    "Łukasz Żółć-Wiśniewski",
    "Ngũgĩ wa Thiong’o",  # noqa: RUF001 - how it is written
    "Nguyễn Thị Minh Khai",
    '#panic("no") *bold* $x$ [y] _z_ `raw` // @label <l> \\ {',
    *(f"Candidate with a moderately long name, number {n}" for n in range(6, 21)),
]


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    hall = make_hall(delegates=3)
    ballot = hall.declared("for", "for", "against")
    hall.sign(ballot)
    return declaration_document(ballot)


def streams(pdf: bytes) -> list[bytes]:
    """Give what the PDF's streams say once they are unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return [zlib.decompressobj().decompress(one) if one[:1] == b"\x78" else one for one in found]


def pages(document: dict[str, Any]) -> int:
    """Count the pages, as the PDF says they are."""
    (count,) = re.findall(rb"/Type/Pages/Count (\d+)", declaration_pdf(document))
    return int(count)


def test_the_paper_is_for_the_archive_and_for_every_reader(document: dict[str, Any]) -> None:
    everything = b"".join(streams(declaration_pdf(document)))
    assert b"<pdfaid:part>3</pdfaid:part>" in everything
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in everything
    assert b"<pdfuaid:part>1</pdfuaid:part>" in everything
    assert b"/Lang(en-GB)" in declaration_pdf(document)


def test_the_paper_carries_what_was_signed(document: dict[str, Any]) -> None:
    assert canonical(document) in streams(declaration_pdf(document))


def test_the_same_document_gives_the_same_bytes(document: dict[str, Any]) -> None:
    known = Provenance(address="https://votes.example/d/", entry=12, attestation="k4.pid.x")
    assert declaration_pdf(document, known) == declaration_pdf(document, known)
    assert declaration_pdf(document, known) != declaration_pdf(document)


def test_an_ordinary_declaration_is_one_page(document: dict[str, Any]) -> None:
    assert pages(document) == 1


def test_no_word_of_a_members_is_a_command(document: dict[str, Any]) -> None:
    evil = NAMES[4]
    for name in ("title", "question", "electorate", "subject", "agenda", "permitted_by", "union"):
        document[name] = evil
    document["statement"]["paragraphs"] = [evil] * 5
    document["signature"]["name"] = evil
    document["incidents"] = [{"reference": evil, "effect": evil}]
    assert declaration_pdf(document).startswith(b"%PDF-")


def test_twenty_candidates_with_names_of_every_country_are_set(document: dict[str, Any]) -> None:
    document["figures"] = [
        {"key": f"option-{n}", "label": name, "votes": 123_456_789_012, "papers": 999_999}
        for n, name in enumerate(NAMES, start=1)
    ]
    document["title"] = "Election of the Standing Orders Committee " * 4
    pdf = declaration_pdf(document)
    assert b"<pdfaid:part>3</pdfaid:part>" in b"".join(streams(pdf))
    assert pages(document) == 2


def test_a_letter_that_no_bundled_font_has_is_set_all_the_same(document: dict[str, Any]) -> None:
    document["figures"][0]["label"] = "名前"
    assert declaration_pdf(document).startswith(b"%PDF-")


def test_a_void_vote_and_a_draft_with_little_known_are_set(document: dict[str, Any]) -> None:
    bare = copy.deepcopy(document)
    bare |= dict.fromkeys(("union", "electorate", "agenda", "subject", "permitted_by"), "")
    bare |= {"status": "draft", "statement": None, "signature": None, "seal": None}
    assert pages(bare) == 1
    void = bare | dict.fromkeys(
        ("votes", "turnout", "result", "tie", "passcodes", "declared_by", "complaints", "declared")
    )
    void |= {"status": "void", "figures": [], "by_body": [], "reconciliation": [], "rejected": []}
    assert pages(void) == 1


def test_a_template_that_cannot_be_set_is_an_error_and_not_an_empty_paper() -> None:
    with pytest.raises(Exception, match="key"):
        typeset(TEMPLATE, {"document": {}})
