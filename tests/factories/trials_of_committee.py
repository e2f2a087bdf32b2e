"""Trials of what the Standing Orders Committee does beside ruling, and of what a branch asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from motions.committee import meetings, references_back, reports

if TYPE_CHECKING:
    from members.models import Member
    from tests.factories.trials import Stage

Trial = Callable[["Stage", "Member"], object]

COMMITTEE: Final[Mapping[str, Trial]] = {
    "soc_meeting.enter": lambda stage, who: meetings.meeting_enter(
        conference=stage.sitting.conference, actor=who, held_at=datetime(2026, 11, 9, tzinfo=UTC)
    ),
    "interest.declare": lambda stage, who: meetings.interest_declare(
        motion=stage.motion, member=who, actor=who, nature="Chairs the employer's board"
    ),
    "soc_report.draft": lambda stage, who: reports.report_draft(
        conference=stage.sitting.conference, actor=who, dated_on=date(2027, 6, 15)
    ),
    "soc_report.publish": lambda stage, who: reports.report_publish(report=stage.report, actor=who),
    "reference_back.ask": lambda stage, who: references_back.reference_back_ask(
        paragraph=stage.report.paragraphs.select_related("report__conference").earliest("place"),
        body=stage.branch,
        actor=who,
        reason="Look again",
    ),
}
