"""Motions out of books in Word and HTML, and what is refused of such files."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motions.exchange.arriving import read_any
from motions.exchange.incoming import UnreadableFile
from motions.papers.as_word import as_word
from motions.papers.content import Content, Entry, Section
from tests.motions.exchange.books import NOW

TEXT = "Conference notes **that** pay fell.\nConference instructs:\n1. one; and\n2. two."


def saved(document: "docx.document.Document") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def a_book() -> bytes:
    document = docx.Document()
    document.add_heading("Conference agenda", 0)
    document.add_paragraph("Welcome to conference.")
    document.add_heading("Motions: Pay", 1)
    document.add_heading("Motion 12: A fair wage", 2)
    document.add_paragraph("Moved by: Harbour & Quay")
    document.add_paragraph("Seconded by: Hillside")
    document.add_paragraph("Conference  notes that pay fell.")
    document.add_paragraph("publish a claim; and", style="List Number")
    document.add_paragraph("report back.", style="List Number")
    document.add_paragraph("Amendment 12.1")
    document.add_paragraph("Submitted by: Hillside")
    document.add_paragraph("At end add “and thank members”")
    document.add_heading("EM3. A strike", 2)
    document.add_paragraph("Branch: Hillside")
    document.add_paragraph("Conference supports it.")
    document.add_heading("Composite A", 2)
    document.add_paragraph("Conference agrees.")
    return saved(document)


def test_word_book_is_read_with_movers_points_and_amendments() -> None:
    incoming = read_any(a_book())
    first, second, third = incoming.motions
    assert (first.number, first.title, first.submitter) == ("12", "A fair wage", "Harbour & Quay")
    assert first.text == "Conference notes that pay fell.\n1. publish a claim; and\n2. report back."
    assert first.section == "Pay"
    (amendment,) = first.amendments
    assert (amendment.number, amendment.submitter) == ("12.1", "Hillside")
    assert amendment.instruction == "At end add “and thank members”"
    assert (second.number, second.kind, second.submitter) == ("EM3", "emergency", "Hillside")
    assert third.is_wrong
    assert "1 paragraphs outside" in incoming.notes[0].words


def test_our_own_agenda_comes_back_from_word() -> None:
    motion = Entry("M12", "motion", "Motion 12: A fair wage", 0,
                   (("Moved by", "Harbour"), ("Decided by", "Show of hands")),
                   TEXT.replace("**", ""))  # fmt: skip
    amendment = Entry("M12.1", "amendment", "Amendment 12.1", 1, (("Moved by", "Hillside"),),
                      "In paragraph 1 delete “pay”.")  # fmt: skip
    content = Content(
        kind="final_agenda", title="Final agenda", union="U", code="NDC27",
        conference="Conference", when="June",
        sections=(Section("motions-1", "Motions: Pay", "", (motion, amendment)),),
    )  # fmt: skip
    (found,) = read_any(as_word(content, at=NOW)).motions
    assert (found.number, found.title, found.submitter) == ("12", "A fair wage", "Harbour")
    assert found.text == TEXT.replace("**", "")
    assert found.amendments[0].instruction == "In paragraph 1 delete “pay”."


def test_page_is_read_without_its_contents_and_deletions() -> None:
    page = """<!DOCTYPE html><html><head><title>x</title></head><body>
    <nav><a href="#m1">Motion 1: Wages</a></nav><h2>Motions: Pay</h2>
    <article><h3>Motion 1: Wages</h3><dl><div><dt>Moved by</dt><dd>Harbour</dd></div></dl>
    <p><span class="issue__number">1</span> Conference <b>notes</b> <del>not</del> it.</p>
    <ul><li><p>bullet</p><ul><li>inner</li></ul></li></ul>
    <h4>Amendment 1.1</h4><p>From Hillside</p><p>Delete all after “Conference”.</p>
    <p class="issue__note">If carried, Motion 2 falls.</p></article></body></html>"""
    (motion,) = read_any(page.encode()).motions
    assert motion.text == "Conference notes it.\n- bullet\n- inner"
    assert motion.submitter == "Harbour"
    assert motion.amendments[0].instruction == "Delete all after “Conference”."


def test_plain_page_without_headings_is_read() -> None:
    page = (
        "<p>Motion 1: Wages</p><p>Proposed: Harbour</p><p>Pay.</p>"
        "<p>Motion 2</p><p>Hours</p><p>Less."
    )
    first, second = read_any(page.encode()).motions
    assert (first.title, first.submitter, first.text) == ("Wages", "Harbour", "Pay.")
    assert second.notes[-1].words == "No line says who moves it."


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
        if name not in old.namelist():
            new.writestr(name, part)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("name", "part", "words"),
    [
        ("word/document.xml", ENTITY, "declares entities"),
        ("word/document.xml", ENTITY.decode().encode("utf-16"), "declares entities"),
        ("word/styles.xml", ENTITY, "declares entities"),
        ("word/media/big.bin", b"\0" * (49 * 1024 * 1024), "larger than 48 MB"),
        ("word/document.xml", b"<not xml", "damaged"),
        ("xl/workbook.xml", b"<x/>", "Excel workbook"),
    ],
)
def test_hostile_word_file_is_refused(name: str, part: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_any(repacked(a_book(), name, part))
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><body>" + b"<div>" * 50_000 + b"Motion 1: x", "No motion was found"),
        (b"<p>\0</p>", "zero bytes"),
        (b"<html><p>Nothing here.</p></html>", "Motion 12: Title"),
        (b"<p>x" * 100_001, "over 100,000"),
    ],
)
def test_hostile_page_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_any(content)
    assert words in str(refused.value)


@given(
    st.lists(
        st.sampled_from(
            [
                "<h2>",
                "</h2>",
                "<li>",
                "<p>",
                "<table><td>",
                "Motion 1: A",
                "12. B",
                "Amendment 1.1",
                "Moved by: X",
                "words",
                "<del>",
                "&#0;",
                "\x01",
                "<dd>",
                "<!--",
                "<ol>",
            ]
        )
    )
)
def test_any_page_is_read_or_refused(pieces: list[str]) -> None:
    try:
        incoming = read_any(("<html>" + "".join(pieces)).encode())
    except UnreadableFile:
        return
    assert incoming.motions
