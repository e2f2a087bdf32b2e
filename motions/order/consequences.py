"""Consequences: "if motion 9 is carried, motion 10 falls", entered with a paragraph of a report.

A consequence waits in the committee's draft report, is read by everyone once that is published, and
binds once conference has adopted it (guide 3.0, consequential; lifecycle: rule listed in an adopted
SOC report).
"""

from collections.abc import Collection

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.committee.reports import report_draft
from motions.enums import ParagraphKind
from motions.lifecycle import is_terminal
from motions.models import (
    Amendment,
    AmendmentConsequence,
    Motion,
    MotionConsequence,
    SocParagraph,
    SocReport,
)
from motions.order.falls import Fall, refuse_fall
from motions.steps import hold_floor

Consequence = MotionConsequence | AmendmentConsequence


def motion_consequence_enter(
    *, carried: Motion, fallen: Motion, actor: Member
) -> MotionConsequence:
    """Enter that a motion falls if another is carried, in the committee's next report."""
    conference = carried.conference
    with acting(actor, conference, "consequence.enter") as log:
        hold_floor(conference)
        if fallen.conference_id != conference.pk:
            raise Refusal("foreign-motion", "Both motions have to be of one conference.")
        for each in (carried, fallen):
            if is_terminal(each.standing):
                raise Refusal("ended", f"{each.spoken} has ended: {each.standing.label.lower()}.")
            if each.composite_id in (carried.pk, fallen.pk):
                raise Refusal("in-the-composite", f"{each.spoken} is part of that composite.")
        refuse_fall(Fall(carried.number, fallen.number), falls_of_motions(conference))
        paragraph = _paragraph(
            conference, actor, carried.spoken, _lower(fallen.spoken), carried, fallen
        )
        made = MotionConsequence.objects.create(carried=carried, fallen=fallen, paragraph=paragraph)
        _record(log, "consequence.entered", made)
    return made


def amendment_consequence_enter(
    *, carried: Amendment, fallen: Amendment, actor: Member
) -> AmendmentConsequence:
    """Enter that an amendment falls if another to the same motion is carried."""
    conference = carried.motion.conference
    with acting(actor, conference, "consequence.enter") as log:
        hold_floor(conference)
        if fallen.motion_id != carried.motion_id:
            raise Refusal(
                "other-motion", "An amendment falls with another amendment to the same motion."
            )
        refuse_fall(Fall(carried.number, fallen.number), falls_of_amendments(conference))
        paragraph = _paragraph(
            conference, actor, carried.heading, _lower(fallen.heading), carried, fallen
        )
        made = AmendmentConsequence.objects.create(
            carried=carried, fallen=fallen, paragraph=paragraph
        )
        _record(log, "consequence.entered", made)
    return made


def consequence_remove(*, consequence: Consequence, actor: Member) -> None:
    """Take a consequence out of the committee's draft. Once published it stands."""
    conference = consequence.paragraph.report.conference
    with acting(actor, conference, "consequence.enter") as log:
        hold_floor(conference)
        paragraph = SocParagraph.objects.select_related("report").get(pk=consequence.paragraph_id)
        if paragraph.report.published_at:
            raise Refusal(
                "published", f"{paragraph.report} is published: conference may refer it back."
            )
        _record(log, "consequence.removed", consequence)
        consequence.delete()
        paragraph.delete()


def falls_of_motions(conference: Conference) -> Collection[Fall]:
    """Give what falls with what among the motions of a conference."""
    rows = MotionConsequence.objects.filter(carried__conference=conference)
    return {Fall(*pair) for pair in rows.values_list("carried__number", "fallen__number")}


def falls_of_amendments(conference: Conference) -> Collection[Fall]:
    """Give what falls with what among the amendments of a conference."""
    rows = AmendmentConsequence.objects.filter(carried__motion__conference=conference)
    return {Fall(*pair) for pair in rows.values_list("carried__number", "fallen__number")}


def _paragraph(
    conference: Conference, actor: Member, carried: str, fallen: str, *about: Motion | Amendment
) -> SocParagraph:
    """Write the paragraph that says so into the committee's draft; draw one up if there is none."""
    report = conference.soc_reports.filter(published_at__isnull=True).first() or report_draft(
        conference=conference, actor=actor, dated_on=timezone.localdate()
    )
    paragraph = SocParagraph.objects.create(
        report=report,
        ref=_next_ref(report),
        place=report.paragraphs.count() + 1,
        kind=ParagraphKind.CONSEQUENTIAL,
        text=f"If {_lower(carried)} is carried, {fallen} falls.",
    )
    paragraph.motions.set([each for each in about if isinstance(each, Motion)])
    paragraph.amendments.set([each for each in about if isinstance(each, Amendment)])
    return paragraph


def _next_ref(report: SocReport) -> str:
    taken = set(report.paragraphs.values_list("ref", flat=True))
    number = len(taken) + 1
    while f"{report.number}.{number}" in taken:
        number += 1
    return f"{report.number}.{number}"


def _record(log: OpenEntry, event: str, made: Consequence) -> None:
    log.record(
        event,
        subject=made.carried,
        fallen=made.fallen.log_name,
        paragraph=made.paragraph.ref,
    )


def _lower(heading: str) -> str:
    return heading[:1].lower() + heading[1:]
