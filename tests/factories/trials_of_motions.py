"""Trials of acts at the motions desk: the timetable, and what branches send in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from conferences.enums import Key
from conferences.models import KeyDateChange
from conferences.services import key_dates
from motions.lodging import countersigning, drafting, sending
from motions.lodging.approval import Certificate
from motions.models import Countersignature

if TYPE_CHECKING:
    from members.models import Member
    from tests.factories.trials import Stage

REASON: Final = "Said in words, for the record"
Trial = Callable[["Stage", "Member"], object]
WHEN: Final = key_dates.When(datetime(2027, 2, 28, 12, tzinfo=UTC))
CERTIFICATE: Final = Certificate(date(2027, 1, 10), present=12, quorum=8)

TIMETABLE: Final[Mapping[str, Trial]] = {
    "key_date.set": lambda stage, who: key_dates.key_date_set(
        conference=stage.sitting.conference, actor=who, key=Key.COMPOSITING_MEETING, when=WHEN
    ),
    "timetable.publish": lambda stage, who: key_dates.timetable_publish(
        conference=stage.sitting.conference, actor=who
    ),
    "key_date.ask_change": lambda stage, who: key_dates.key_date_ask_change(
        conference=stage.sitting.conference,
        actor=who,
        key=Key.MOTIONS_CLOSE,
        when=WHEN,
        reason=REASON,
    ),
    "key_date.decide_change": lambda stage, who: key_dates.key_date_decide_change(
        change=KeyDateChange(conference=stage.sitting.conference, key=Key.MOTIONS_CLOSE),
        actor=who,
        confirm=True,
    ),
}

LODGING: Final[Mapping[str, Trial]] = {
    "motion.draft": lambda stage, who: drafting.motion_draft(
        conference=stage.sitting.conference,
        body=stage.branch,
        actor=who,
        paper=drafting.Paper("New", REASON),
    ),
    "motion.submit": lambda stage, who: sending.motion_submit(
        motion=stage.motion, actor=who, certificate=CERTIFICATE
    ),
    "motion.confirm": lambda stage, who: sending.motion_confirm(motion=stage.motion, actor=who),
    "motion.reply": lambda stage, who: countersigning.motion_reply(
        motion=stage.motion, actor=who, text=REASON
    ),
    "motion.withdraw": lambda stage, who: countersigning.motion_withdraw(
        motion=stage.motion, actor=who
    ),
    "motion.countersign": lambda stage, who: countersigning.motion_countersign(
        asked=Countersignature(motion=stage.motion), actor=who
    ),
}

MOTIONS_DESK: Final[Mapping[str, Trial]] = {**TIMETABLE, **LODGING}
"""Parts of the motions room add their own trials here, or a file of their own beside this one."""
