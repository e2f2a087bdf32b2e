"""What the motions room holds of a person, told to them: what they moved, sent and certified."""

from typing import Any

from django.db.models import Model, QuerySet

from audit.personal_data import Part, Row, add
from motions.minutes.records import PART as MINUTES
from motions.models import (
    Amendment,
    CompositeAnswer,
    CompositeDraft,
    CompositeMeeting,
    Interest,
    Mandate,
    Motion,
    MotionImport,
    Paper,
    Question,
    ReferenceBack,
    Ruling,
    SocMeeting,
    SocReport,
    StagedImport,
)
from motions.procedure.records import PART as PROCEDURE


def _said(person: Any) -> list[Row]:
    asked: list[tuple[QuerySet[Any], str]] = [
        (Motion.objects.filter(submitted_by=person), "sent it for the branch"),
        (Motion.objects.filter(confirmed_by=person), "confirmed it for the branch"),
        (Motion.objects.filter(certified_by=person), "certified its text"),
        (Motion.objects.filter(mover__member=person), "moved it"),
        (Motion.objects.filter(seconder__member=person), "seconded it"),
        (Motion.objects.filter(approvals__certified_by=person), "certified the meeting"),
        (Motion.objects.filter(countersignatures__asked_by=person), "asked for it to be changed"),
        (Motion.objects.filter(countersignatures__decided_by=person), "decided on a change"),
        (Amendment.objects.filter(approvals__certified_by=person), "certified the meeting"),
        (Amendment.objects.filter(submitted_by=person), "sent it for the branch"),
        (Amendment.objects.filter(confirmed_by=person), "confirmed it for the branch"),
        (Amendment.objects.filter(mover__member=person), "moved it"),
        (Amendment.objects.filter(seconder__member=person), "seconded it"),
        (Question.objects.filter(moved_by__member=person), "moved it"),
        (Question.objects.filter(of_chair=person), "had left the chair for it"),
        (
            Motion.objects.filter(speaking_notes__written_by=person).distinct(),
            "kept a speaking note on it for the executive",
        ),
    ]
    return [
        {"what": str(one), "in the log": _name(one), "I": did}
        for found, did in asked
        for one in found
    ]


def _name(one: Model) -> str:
    name: str = one.log_name  # type: ignore[attr-defined] # a motion, an amendment or a question
    return name


add(
    Part(
        "motions",
        "Motions, amendments and questions I moved, seconded or sent",
        "seats",
        frozenset(
            {
                "motions.Motion.submitted_by",
                "motions.Motion.confirmed_by",
                "motions.Motion.certified_by",
                "motions.Motion.mover",
                "motions.Motion.seconder",
                "motions.Approval.certified_by",
                "motions.Countersignature.asked_by",
                "motions.Countersignature.decided_by",
                "motions.Amendment.submitted_by",
                "motions.Amendment.confirmed_by",
                "motions.Amendment.mover",
                "motions.Amendment.seconder",
                "motions.Question.moved_by",
                "motions.Question.of_chair",
                "motions.SpeakingNote.written_by",
            }
        ),
        _said,
    )
)

add(PROCEDURE, MINUTES)


def _on_the_committee(person: Any) -> list[Row]:
    asked: list[tuple[QuerySet[Any], str]] = [
        (SocMeeting.objects.filter(present=person), "was there"),
        (SocMeeting.objects.filter(chair=person), "was in the chair"),
        (Interest.objects.filter(member=person), "declared it"),
        (Ruling.objects.filter(by=person), "entered it"),
        (Ruling.objects.filter(took_part=person), "took part in it"),
        (Ruling.objects.filter(stood_aside=person), "stood aside"),
        (SocReport.objects.filter(published_by=person), "published it"),
        (ReferenceBack.objects.filter(asked_by=person), "asked for it, for the branch"),
    ]
    return [
        {"what": f"{one}{_of(one)}", "I": did, "words": getattr(one, "nature", "")}
        for found, did in asked
        for one in found
    ]


def _of(one: Model) -> str:
    about = getattr(one, "motion", None) or getattr(one, "amendment", None)
    return f": {about}" if isinstance(one, Ruling) else ""


add(
    Part(
        "committee",
        "The Standing Orders Committee: meetings, rulings, interests and references back of mine",
        "seats",
        frozenset(
            {
                "motions.SocMeeting.chair",
                "motions.SocMeeting_present.member",
                "motions.Interest.member",
                "motions.Ruling.by",
                "motions.Ruling_took_part.member",
                "motions.Ruling_stood_aside.member",
                "motions.SocMeeting.present",
                "motions.Ruling.took_part",
                "motions.Ruling.stood_aside",
                "motions.SocReport.published_by",
                "motions.ReferenceBack.asked_by",
            }
        ),
        _on_the_committee,
    )
)


def _compositing(person: Any) -> list[Row]:
    asked: list[tuple[QuerySet[Any], str]] = [
        (CompositeMeeting.objects.filter(present__member=person), "was there for my branch"),
        (CompositeAnswer.objects.filter(by=person), "answered for my branch"),
        (CompositeDraft.objects.filter(by=person), "worked on its words"),
    ]
    return [
        {"what": str(one), "composite": str(one.group), "I": did}
        for found, did in asked
        for one in found.select_related("group")
    ]


add(
    Part(
        "composites",
        "Compositing: meetings I was at, answers I gave for my branch, words I worked on",
        "seats",
        frozenset(
            {
                "motions.CompositePresence.member",
                "motions.CompositeAnswer.by",
                "motions.CompositeDraft.by",
            }
        ),
        _compositing,
    )
)


def _mandates(person: Any) -> list[Row]:
    return [
        {"what": str(one.motion), "in the log": one.log_name, "when": one.entered_at}
        for one in Mandate.objects.filter(entered_by=person).select_related(
            "motion__conference", "body"
        )
    ]


add(
    Part(
        "mandates",
        "Mandates of my branch that I entered",
        "seats",
        frozenset({"motions.Mandate.entered_by"}),
        _mandates,
    )
)


def _papers(person: Any) -> list[Row]:
    asked: list[tuple[QuerySet[Any], str]] = [
        (Paper.objects.filter(published_by=person), "issued it"),
        (Paper.objects.filter(withdrawn_by=person), "withdrew it"),
    ]
    return [
        {"what": str(one), "in the log": one.log_name, "I": did}
        for found, did in asked
        for one in found.select_related("conference").defer("content")
    ]


add(
    Part(
        "papers",
        "Papers of conferences that I issued or withdrew",
        "seats",
        frozenset({"motions.Paper.published_by", "motions.Paper.withdrawn_by"}),
        _papers,
    )
)


def _imports(person: Any) -> list[Row]:
    asked: list[tuple[QuerySet[Any], str]] = [
        (StagedImport.objects.filter(sent_by=person), "sent it, and have not decided on it"),
        (MotionImport.objects.filter(entered_by=person), "entered it"),
        (MotionImport.objects.filter(undone_by=person), "undid it"),
    ]
    return [{"what": str(one), "I": did} for found, did in asked for one in found]


add(
    Part(
        "motion imports",
        "Files of motions that I sent, entered or took out again",
        "seats",
        frozenset(
            {
                "motions.StagedImport.sent_by",
                "motions.MotionImport.entered_by",
                "motions.MotionImport.undone_by",
            }
        ),
        _imports,
    )
)
