"""Reports: drafted from what was decided since the last, published once, referred back, adopted."""

from datetime import date, timedelta

import pytest
import time_machine

from conferences.enums import Key
from conferences.key_dates import key_date
from members.enums import Office
from members.models import Body, Member
from motions.committee import references_back, reports, rulings
from motions.committee.gathering import to_report_again
from motions.committee.reports import Paragraph, words_of
from motions.debate import adopting, questions
from motions.enums import ParagraphKind, QuestionKind, ReasonCode
from motions.models import Motion, Question, ReferenceBack, SocParagraph, SocReport
from motions.states import MotionState
from motions.steps import sha256
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_officer
from tests.motions.committee.conftest import lodged

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 15)


@pytest.fixture
def secretary(sitting: Sitting) -> Member:
    return make_officer(Office.BRANCH_SECRETARY, Body.objects.get(code="B16"), "Sec Retary")


def draft(sitting: Sitting) -> SocReport:
    return reports.report_draft(conference=sitting.conference, actor=sitting.clerk, dated_on=DAY)


def paragraph(sitting: Sitting, ref: str) -> SocParagraph:
    return SocParagraph.objects.select_related("report__conference").get(
        report__conference=sitting.conference, ref=ref
    )


def refer_back(sitting: Sitting, ref: str) -> Question:
    return questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.REFERENCE_BACK,
        actor=sitting.chair,
        moved_by=sitting.credential("B16-1"),
        paragraph=paragraph(sitting, ref),
    )


def test_draft_tells_what_was_decided_since_the_last_report(sitting: Sitting) -> None:
    rulings.motion_rule_in_order(motion=lodged(sitting, "M90"), actor=sitting.clerk)
    rulings.motion_rule_not_in_order(
        motion=lodged(sitting, "M91"),
        actor=sitting.clerk,
        reason="Two subjects",
        code=ReasonCode.NOT_ONE_SUBJECT,
    )
    report = draft(sitting)
    told = {each.kind: each for each in report.paragraphs.all()}
    assert told["in_order"].text == "1 motion is in order: M90."
    assert "M91, Paper clips M91" in told["not_in_order"].text
    assert "Two subjects" in told["not_in_order"].text
    assert [each.number for each in told["not_in_order"].motions.all()] == ["M91"]
    reports.report_publish(report=report, actor=sitting.clerk)
    assert not draft(sitting).paragraphs.filter(kind__in=("in_order", "not_in_order")).exists()


def test_draft_refused_while_another_is_open(sitting: Sitting) -> None:
    draft(sitting)
    with refused("draft-open"):
        draft(sitting)


def test_published_report_is_hashed_and_stands(sitting: Sitting) -> None:
    report = draft(sitting)
    reports.report_save(
        report=report,
        actor=sitting.clerk,
        dated_on=DAY,
        paragraphs=[Paragraph(None, ParagraphKind.CONDUCT, "Speak to the chair.", ["M6", "M5.1"])],
    )
    report = reports.report_publish(report=report, actor=sitting.clerk)
    assert (
        report.sha256
        == sha256(words_of(report))
        == sha256(
            f"SOC report {report.number}, 2027-06-15\n\n{report.number}.1 Speak to the chair."
        )
    )
    for act in (
        lambda: reports.report_publish(report=report, actor=sitting.clerk),
        lambda: reports.report_discard(report=report, actor=sitting.clerk),
        lambda: reports.report_save(
            report=report, actor=sitting.clerk, paragraphs=[], dated_on=DAY
        ),
    ):
        with refused("published"):
            act()


def test_report_refused_when_empty_or_naming_what_is_not_there(sitting: Sitting) -> None:
    report = draft(sitting)
    reports.report_save(report=report, actor=sitting.clerk, paragraphs=[], dated_on=DAY)
    with refused("nothing-to-report"):
        reports.report_publish(report=report, actor=sitting.clerk)
    for wrong, code in (
        (Paragraph(None, ParagraphKind.NOTED, " "), "no-words"),
        (Paragraph(None, ParagraphKind.NOTED, "x" * 6_001), "too-long"),
        (Paragraph(None, ParagraphKind.NOTED, "On", ["M999"]), "no-such-number"),
        (Paragraph(None, ParagraphKind.NOTED, "On", instead_of="9.9"), "no-such-paragraph"),
    ):
        with refused(code):
            reports.paragraph_add(report=report, actor=sitting.clerk, paragraph=wrong)
    reports.report_discard(report=report, actor=sitting.clerk)
    with refused("discarded"):
        reports.report_publish(report=report, actor=sitting.clerk)


def test_carried_reference_back_of_a_paragraph_sends_all_it_rules_out_to_the_committee(
    sitting: Sitting,
) -> None:
    question = refer_back(sitting, "1.3")
    assert question.wording == "That paragraph 1.3 of SOC report 1 be referred back"
    sitting.decide(question, "for")
    assert paragraph(sitting, "1.3").referred_back_at
    assert sitting.motion("M16").standing == MotionState.WITH_SOC
    assert [each.ref for each in to_report_again(sitting.conference)] == ["1.3"]
    again = draft(sitting).paragraphs.get(kind="reported_again")
    assert again.instead_of == paragraph(sitting, "1.3")
    reports.report_publish(report=again.report, actor=sitting.clerk)
    assert not to_report_again(sitting.conference).exists()
    with refused("referred-back"):
        refer_back(sitting, "1.3")


def test_lost_reference_back_lets_the_paragraph_stand(sitting: Sitting) -> None:
    sitting.decide(refer_back(sitting, "1.5"), "against")
    assert paragraph(sitting, "1.5").referred_back_at is None


def test_consequence_does_not_bind_once_its_paragraph_is_referred_back(sitting: Sitting) -> None:
    sitting.decide(refer_back(sitting, "1.5"), "for")
    for report in sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=sitting.chair)
    question = questions.motion_put(motion=sitting.into_debate("M9"), actor=sitting.chair)
    sitting.decide(question, "for")
    assert sitting.motion("M10").standing == MotionState.SCHEDULED


def test_reference_back_refused_when_adopted_or_not_published(sitting: Sitting) -> None:
    report = draft(sitting)
    reports.paragraph_add(
        report=report, actor=sitting.clerk, paragraph=Paragraph(None, ParagraphKind.NOTED, "Tea")
    )
    with refused("not-published"):
        refer_back(sitting, report.paragraphs.get(text="Tea").ref)
    with refused("not-published"):
        adopting.report_adopt(report=report, actor=sitting.chair)
    adopting.report_adopt(report=sitting.conference.soc_reports.get(number=1), actor=sitting.chair)
    with refused("already-adopted"):
        refer_back(sitting, "1.3")


def test_branch_asks_for_reference_back_once_and_in_time(
    sitting: Sitting, secretary: Member
) -> None:
    branch = Body.objects.get(code="B16")

    def ask(reason: str = "Nobody is named", motion: Motion | None = None) -> ReferenceBack:
        return references_back.reference_back_ask(
            paragraph=paragraph(sitting, "1.3"),
            body=branch,
            actor=secretary,
            reason=reason,
            motion=motion,
        )

    with refused("no-reason"):
        ask(" ")
    with refused("too-long"):
        ask("x" * 2_001)
    with refused("not-named"):
        ask(motion=sitting.motion("M6"))
    asked = ask(motion=sitting.motion("M16"))
    with refused("asked-already"):
        ask()
    references_back.reference_back_withdraw(reference=asked, actor=secretary)
    with refused("withdrawn-already"):
        references_back.reference_back_withdraw(reference=asked, actor=secretary)
    if closes := key_date(sitting.conference, Key.REFERENCES_BACK_CLOSE):
        with time_machine.travel(closes + timedelta(seconds=1)), refused("references-back-closed"):
            ask()
