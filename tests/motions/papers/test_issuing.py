"""Issuing papers: frozen, numbered, compared with the last; files read back by others' tools."""

import hashlib
import re
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader
from pytest_django import DjangoCaptureOnCommitCallbacks

from audit.recording import entry
from conferences.models import Conference, Floor
from motions.amendment_life import AmendmentState
from motions.enums import FileState, PaperFormat, PaperKind
from motions.models import Amendment, Motion, MotionText, Paper
from motions.papers import making
from motions.papers.freezing import frozen
from motions.papers.issuing import paper_draft, paper_issue, paper_withdraw
from motions.steps import sha256
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db
FINAL = PaperKind.FINAL_AGENDA
XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


def issue(sitting: Sitting, kind: PaperKind = FINAL, report: int = 0) -> Paper:
    """Issue a paper, and make its files as is done once the act is certain."""
    paper = paper_issue(
        conference=sitting.conference, kind=kind, actor=sitting.clerk, report=report
    )
    return Paper.objects.select_related("conference").get(pk=paper.pk)


def reword(sitting: Sitting, number: str, old: str, new: str) -> Motion:
    motion = sitting.motion(number)
    last = motion.substantive
    with entry(actor=None) as log:
        text = last.text.replace(old, new)
        MotionText.objects.create(
            motion=motion, version=last.version + 1, text=text, sha256=sha256(text), why="reworded"
        )
        log.record("test.prepared", subject=motion)
    return motion


def test_issue_is_hashed_and_stays_as_it_was_when_a_motion_changes(sitting: Sitting) -> None:
    paper = issue(sitting)
    assert hashlib.sha256(paper.content.encode()).hexdigest() == paper.sha256
    before = frozen(paper)
    reword(sitting, "M6", "Conference", "Congress")
    assert frozen(Paper.objects.get(pk=paper.pk)) == before
    assert "Congress" not in Paper.objects.get(pk=paper.pk).content


def test_second_issue_marks_what_changed_and_nothing_else(sitting: Sitting) -> None:
    issue(sitting)
    reword(sitting, "M6", "one person", "a single worker")
    with entry(actor=None) as log:
        amendment = sitting.amendment("M12.1")
        Amendment.objects.filter(pk=amendment.pk).update(state=AmendmentState.WITHDRAWN)
        log.record("test.prepared", subject=amendment)
    content = frozen(issue(sitting))
    assert content.issue.startswith("2nd issue, ")
    assert content.since.startswith("1st issue, ")
    assert [(each.key, each.mark.words) for each in content.marked if each.mark] == [
        ("M6", "Changed: the words")
    ]
    assert [key for key, _heading in content.gone] == ["M12.1"]


def test_final_agenda_has_amendments_beneath_their_motion_and_leaves_out_what_is_not_in_order(
    sitting: Sitting,
) -> None:
    keys = [each.key for each in paper_draft(sitting.conference, FINAL).entries]
    at = keys.index("M5")
    assert keys[at : at + 3] == ["M5", "M5.1", "M5.2"]
    assert not {"M16", "M18"} & set(keys)
    listed = paper_draft(sitting.conference, FINAL).sections[-1].rows
    assert "Not in order" in next(row for row in listed if row[0] == "M16")


def test_preliminary_agenda_gives_the_reason_for_what_is_not_on_it(sitting: Sitting) -> None:
    content = paper_draft(sitting.conference, PaperKind.PRELIMINARY_AGENDA)
    refusals = {each.key: dict(each.facts) for each in content.sections[-1].entries}
    assert refusals["M16"]["Ruling"] == "Not in order"
    assert refusals["M16"]["Reason"]
    assert not any(each.kind == "amendment" for each in content.entries)


def test_order_of_business_has_each_item_with_its_motions(sitting: Sitting) -> None:
    content = paper_draft(sitting.conference, PaperKind.ORDER_OF_BUSINESS)
    entries = list(content.entries)
    item = next(n for n, each in enumerate(entries) if each.heading == "M9 and M10")
    assert [each.key for each in entries[item + 1 : item + 3]] == ["M9", "M10"]
    assert any("Motion 10 falls" in words for words in entries[item + 1].notes)


def test_report_has_its_paragraphs_by_number(sitting: Sitting) -> None:
    content = paper_draft(sitting.conference, PaperKind.SOC_REPORT, 1)
    paragraphs = sitting.conference.soc_reports.get(number=1).paragraphs.all()
    assert [each.key for each in content.entries] == [f"p{each.ref}" for each in paragraphs]


@pytest.mark.parametrize("many", [30])
def test_drafts_ask_the_same_number_of_questions_for_any_number_of_motions(
    sitting: Sitting, many: int, django_assert_max_num_queries: Any
) -> None:
    conference = sitting.conference
    with django_assert_max_num_queries(30) as few:
        paper_draft(conference, FINAL)
    asked = len(few.captured_queries)
    source = sitting.motion("M6")
    with entry(actor=None) as log:
        for n in range(many):
            motion = Motion.objects.get(pk=source.pk)
            motion.pk, motion._state.adding = None, True
            motion.id = Motion().id
            motion.reference = motion.number = f"M{100 + n}"
            motion.save()
            MotionText.objects.create(
                motion=motion, version=1, text="Conference counts.", sha256=sha256("-"), why="-"
            )
        log.record("test.prepared", subject=source)
    with django_assert_max_num_queries(asked):
        content = paper_draft(conference, FINAL)
    assert sum(1 for _ in content.entries) > many


def test_agenda_without_any_change_is_not_issued_again(sitting: Sitting) -> None:
    issue(sitting)
    with refused("nothing-changed"):
        issue(sitting)


def test_withdrawn_issue_stays_and_the_same_may_be_issued_again(sitting: Sitting) -> None:
    first = issue(sitting)
    paper_withdraw(paper=first, actor=sitting.clerk, because="The wrong file was loaded")
    with refused("withdrawn"):
        paper_withdraw(paper=first, actor=sitting.clerk, because="Again")
    assert issue(sitting).number == 2
    assert Paper.objects.get(pk=first.pk).withdrawn_because == "The wrong file was loaded"


@pytest.mark.parametrize(("because", "code"), [("  ", "no-reason"), ("x" * 301, "too-long")])
def test_withdrawal_without_a_fit_reason_is_refused(
    sitting: Sitting, because: str, code: str
) -> None:
    paper = issue(sitting)
    with refused(code):
        paper_withdraw(paper=paper, actor=sitting.clerk, because=because)


def test_report_that_is_not_published_is_not_issued(sitting: Sitting) -> None:
    with entry(actor=None) as log:
        sitting.conference.soc_reports.filter(number=3).update(published_at=None)
        log.record("test.prepared", subject=sitting.conference)
    with refused("not-published"):
        issue(sitting, PaperKind.SOC_REPORT, 3)


def test_report_that_there_is_not_is_refused(sitting: Sitting) -> None:
    with refused("no-such-report"):
        issue(sitting, PaperKind.SOC_REPORT, 99)


def test_paper_with_nothing_in_it_is_not_issued(sitting: Sitting) -> None:
    empty = Conference.objects.get(pk=sitting.conference.pk)
    empty.pk, empty.code, empty._state.adding = None, "EMPTY", True
    empty.id = Conference().id
    with entry(actor=None) as log:
        empty.save()
        Floor.objects.create(conference=empty)
        log.record("test.prepared", subject=empty)
    with refused("nothing-to-print"):
        paper_issue(conference=empty, kind=FINAL, actor=None)


@pytest.fixture
def files(
    sitting: Sitting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> dict[str, bytes]:
    """Give every file of a final agenda, made as after the act."""
    with django_capture_on_commit_callbacks(execute=True):
        paper = issue(sitting)
    assert {each.state for each in paper.files.all()} == {FileState.READY}
    return {each.format: bytes(each.content or b"") for each in paper.files.all()}


def test_files_of_an_issue_are_read_back_by_the_tools_of_others(
    sitting: Sitting, files: dict[str, bytes]
) -> None:
    content = paper_draft(sitting.conference, FINAL)
    headings = [each.heading for each in content.entries]

    pdf = PdfReader(BytesIO(files[PaperFormat.PDF]))
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata
    assert str(pdf.metadata.title).startswith("Final agenda, 1st issue")
    xmp = etree.fromstring(root["/Metadata"].get_object().get_data())
    assert xmp.xpath("//pdfuaid:part/text()|//@pdfuaid:part", namespaces=XMP) == ["1"]
    tags = [tag for tag, _ in structure(root["/StructTreeRoot"])]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == len(content.sections)
    assert tags.count("/H3") + tags.count("/H4") == len(headings)
    assert "/TOC" in tags
    assert [each.title for each in flat(pdf.outline)][1:]  # bookmarks
    said = squeezed("".join(each.extract_text() for each in pdf.pages[1:]))
    in_contents_too = squeezed("".join(each.extract_text() for each in pdf.pages))
    at = [in_contents_too.rfind(squeezed(heading)) for heading in headings]
    assert at == sorted(at)
    assert min(at) > 0
    for each in content.entries:
        first = each.text.split("\n")[0][:40]
        assert squeezed(first) in said + in_contents_too

    large = PdfReader(BytesIO(files[PaperFormat.LARGE_PRINT]))
    assert body_size(large) == pytest.approx(18, abs=0.1)
    assert body_size(pdf) == pytest.approx(10.5, abs=0.1)

    word = Document(BytesIO(files[PaperFormat.DOCX]))
    named = {"Heading 3", "Heading 4"}
    found = [each.text for each in word.paragraphs if each.style and each.style.name in named]
    assert found == headings
    assert word.core_properties.language == "en-GB"
    assert word.core_properties.title.startswith("Final agenda, 1st issue")
    assert any(re.match(r"1\tConference", each.text) for each in word.paragraphs)
    assert 'TOC \\o "2-3"' in word.element.xml
    assert word.tables[0].rows[0].cells[0].text == "Number"

    plain = files[PaperFormat.TEXT].decode()
    assert all(heading in plain for heading in headings)


def structure(node: Any, below: int = 0) -> list[tuple[str, int]]:
    """Walk the tags of a PDF."""
    node = node.get_object()
    if isinstance(node, int) or below > 60:
        return []
    if isinstance(node, list):
        return [each for one in node for each in structure(one, below + 1)]
    own = [(str(node["/S"]), below)] if "/S" in node else []
    return own + (structure(node["/K"], below + 1) if "/K" in node else [])


def flat(outline: list[Any]) -> list[Any]:
    return [
        each
        for one in outline
        for each in (flat(one) if isinstance(one, list) else [one])
    ]  # fmt: skip


def squeezed(shown: str) -> str:
    return "".join(shown.split())


def body_size(pdf: PdfReader) -> float:
    """Give the size in which most letters of a page stand."""
    sizes: dict[float, int] = {}

    def see(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        found = round(abs(size * matrix[3]), 1) or round(size, 1)
        sizes[found] = sizes.get(found, 0) + len(text.strip())

    pdf.pages[1].extract_text(visitor_text=see)
    return max(sizes, key=lambda each: sizes[each])


def test_files_are_the_same_whenever_they_are_made(sitting: Sitting) -> None:
    paper = issue(sitting, PaperKind.SOC_REPORT, 1)
    for form in PaperFormat:
        once, again = (making.made_in(paper, frozen(paper), form) for _ in range(2))
        assert once == again


def test_content_that_was_tampered_with_is_not_shown_as_issued(sitting: Sitting) -> None:
    paper = issue(sitting)
    paper.content = paper.content.replace("Conference", "Congress")
    with pytest.raises(ValueError, match="SHA-256"):
        frozen(paper)


def test_long_paper_is_left_to_a_worker_which_tells_how_far_it_is(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    monkeypatch.setattr(making, "SHORT", 3)
    monkeypatch.setattr(making, "MOST_OFTEN", 0)
    with django_capture_on_commit_callbacks() as waiting:
        paper = issue(sitting)
    assert {each.state for each in paper.files.all()} == {FileState.WAITING}
    for callback in waiting:
        callback()
    page = paper.files.get(format=PaperFormat.HTML)
    assert page.state == FileState.READY
    assert page.done == page.of == sum(1 for _ in frozen(paper).entries)


def test_file_that_cannot_be_made_says_so_and_the_others_are_made(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = issue(sitting, PaperKind.SOC_REPORT, 1)

    def full(*_args: Any, **_more: Any) -> bytes:
        raise OSError("no room on the disk")

    monkeypatch.setattr(making, "as_pdf", full)
    making.files_make(paper, frozen(paper))
    states = dict(paper.files.values_list("format", "state"))
    assert states[PaperFormat.PDF] == states[PaperFormat.LARGE_PRINT] == FileState.FAILED
    assert states[PaperFormat.HTML] == states[PaperFormat.DOCX] == FileState.READY
    monkeypatch.undo()
    assert making.files_again(paper) == 2
    making.files_make(paper, frozen(paper))
    assert not paper.files.exclude(state=FileState.READY).exists()
