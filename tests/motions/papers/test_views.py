"""The pages of papers: the list, one issue, its files, drafts to issue, today, and the feed."""

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from members.models import Member
from motions.enums import FileState, PaperFormat, PaperKind
from motions.models import Paper
from motions.papers.freezing import frozen
from motions.papers.making import files_make
from motions.states import MotionState
from tests.factories.conferences import Sitting
from tests.motions.papers.test_issuing import issue, reword

pytestmark = pytest.mark.django_db
PAPERS = "/c/NDC27/papers/"
ATOM = "{http://www.w3.org/2005/Atom}"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def issued(sitting: Sitting, kind: PaperKind = PaperKind.SOC_REPORT, report: int = 1) -> Paper:
    paper = issue(sitting, kind, report if kind == PaperKind.SOC_REPORT else 0)
    files_make(paper, frozen(paper))
    return paper


def test_clerk_sees_a_draft_and_issues_it(sitting: Sitting) -> None:
    client = client_of(sitting.clerk)
    draft = client.get(f"{PAPERS}draft/soc-report-1/")
    assert draft.status_code == 200
    assert "1.1 For noting" in draft.content.decode()
    answer = client.post(f"{PAPERS}draft/soc-report-1/")
    assert answer["Location"] == f"{PAPERS}soc-report-1/1/"
    assert client.post(f"{PAPERS}draft/soc-report-1/").status_code == 409


@pytest.mark.parametrize("series", ["nothing", "soc-report-99", "soc-report-", "soc-report-²"])
def test_draft_of_no_paper_is_not_found(sitting: Sitting, series: str) -> None:
    assert client_of(sitting.clerk).get(f"{PAPERS}draft/{series}/").status_code == 404


def test_draft_is_for_those_who_issue(sitting: Sitting) -> None:
    delegate = sitting.conference.credentials.filter(may_vote=True).first()
    assert delegate
    assert client_of(delegate.member).get(f"{PAPERS}draft/final-agenda/").status_code == 403
    assert "To issue" not in client_of(delegate.member).get(PAPERS).content.decode()


def test_list_and_issue_are_for_everybody(sitting: Sitting, client: Client) -> None:
    issued(sitting)
    shown = client.get(PAPERS).content.decode()
    assert "Large print PDF" in shown
    page = client.get(f"{PAPERS}soc-report-1/1/").content.decode()
    assert 'id="p1.1"' in page
    assert 'type="application/atom+xml"' in page
    assert client.get(f"{PAPERS}soc-report-1/").status_code == 302


def test_list_asks_the_same_number_of_questions_for_1_issue_and_for_4(
    sitting: Sitting, client: Client, django_assert_max_num_queries: object
) -> None:
    issued(sitting)
    client.get(PAPERS)
    with django_assert_max_num_queries(100) as few:  # type: ignore[operator]
        client.get(PAPERS)
    for number in (2, 3):
        issue(sitting, PaperKind.SOC_REPORT, number)
    issue(sitting, PaperKind.ORDER_OF_BUSINESS)
    with django_assert_max_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        client.get(PAPERS)


@pytest.mark.parametrize(
    ("form", "begins", "mime"),
    [
        ("pdf", b"%PDF", "application/pdf"),
        ("large-print", b"%PDF", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxmlformats"),
        ("text", b"REPORT 1", "text/plain"),
        ("json", b"{", "application/json"),
    ],
)
def test_file_is_given_in_every_form(
    sitting: Sitting, client: Client, form: str, begins: bytes, mime: str
) -> None:
    issued(sitting)
    answer = client.get(f"{PAPERS}soc-report-1/1/{form}/")
    assert answer.content.startswith(begins)
    assert answer["Content-Type"].startswith(mime)


@pytest.mark.parametrize("where", ["soc-report-1/1/xml/", "soc-report-1/99999999999/", "no-such/"])
def test_paper_or_form_that_there_is_not_is_not_found(
    sitting: Sitting, client: Client, where: str
) -> None:
    issued(sitting)
    assert client.get(f"{PAPERS}{where}").status_code == 404


def test_superseded_and_withdrawn_issues_say_so(sitting: Sitting, client: Client) -> None:
    issued(sitting, PaperKind.FINAL_AGENDA)
    reword(sitting, "M6", "one person", "a single worker")
    issued(sitting, PaperKind.FINAL_AGENDA)
    old = client.get(f"{PAPERS}final-agenda/1/").content.decode()
    assert "This issue is superseded." in old
    new = client.get(f"{PAPERS}final-agenda/2/").content.decode()
    assert "<del>" in new
    assert "<ins>" in new
    clerk = client_of(sitting.clerk)
    refused = clerk.post(f"{PAPERS}final-agenda/2/withdraw/", {"because": " "})
    assert refused.status_code == 409
    clerk.post(f"{PAPERS}final-agenda/2/withdraw/", {"because": "A wrong version"})
    assert "A wrong version" in client.get(f"{PAPERS}final-agenda/2/").content.decode()


def test_issue_whose_files_are_still_made_shows_progress(sitting: Sitting, client: Client) -> None:
    issue(sitting, PaperKind.SOC_REPORT, 1)
    page = client.get(f"{PAPERS}soc-report-1/1/").content.decode()
    assert "<progress" in page
    assert 'hx-trigger="every 2s"' in page


def test_what_failed_is_made_again_by_those_who_issue(sitting: Sitting) -> None:
    paper = issued(sitting)
    paper.files.filter(format=PaperFormat.PDF).update(state=FileState.FAILED, trouble="No room")
    page = client_of(sitting.clerk).get(f"{PAPERS}soc-report-1/1/").content.decode()
    assert "Make what failed again" in page
    again = f"{PAPERS}soc-report-1/1/files/again/"
    assert client_of(sitting.chair).post(again).status_code == 403
    assert client_of(sitting.clerk).post(again).status_code == 302
    assert paper.files.get(format=PaperFormat.PDF).state != FileState.FAILED


def test_today_lists_the_session_that_sits_and_ticks_what_is_decided(
    sitting: Sitting, client: Client, django_assert_max_num_queries: object
) -> None:
    sitting.into_debate("M6")
    page = client.get("/c/NDC27/today/")
    found = {each.number: each for each in page.context["motions"]}
    assert list(found) == ["EM1", "M5", "M9", "M10", "M12", "RA2", "M6"]
    assert found["M6"].is_now
    assert not found["M5"].decided
    assert [each.heading for each in found["M5"].amendments] == ["Amendment 5.1", "Amendment 5.2"]
    assert any("Motion 10 falls" in each for each in found["M9"].falls)
    assert "two thirds" in found["RA2"].vote.lower()
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get("/c/NDC27/today/")


def test_today_of_a_session_without_motions_says_so(sitting: Sitting, client: Client) -> None:
    assert "Nothing to decide" in client.get("/c/NDC27/today/?session=2").content.decode()
    for odd in ("x", "²", "999", "99999999999"):
        assert client.get(f"/c/NDC27/today/?session={odd}").status_code == 200


def test_feed_has_what_rfc_4287_asks_for(sitting: Sitting, client: Client) -> None:
    paper = issued(sitting)
    motion = sitting.into_debate("M6")
    assert motion.state == MotionState.IN_DEBATE
    answer = client.get(f"{PAPERS}feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {each.get("rel", "alternate"): each.get("href") for each in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{settings.SITE_URL}{PAPERS}feed.atom"
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{paper.pk}"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{settings.SITE_URL}{PAPERS}soc-report-1/1/"
