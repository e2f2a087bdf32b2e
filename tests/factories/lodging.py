"""A branch and its two officers, sending motions in, at moments when motions are open.

desk = make_desk(sitting)                     branch B08 with two officers
motion = desk.lodged(title="Paper clips")     drafted, sent, confirmed in time
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from conferences.enums import Key
from conferences.key_dates import key_date
from members.enums import Office
from members.models import Body, Member
from members.services.appointments import appointment_make
from motions.enums import MotionKind
from motions.lodging import drafting, sending
from motions.lodging.approval import Certificate
from motions.lodging.drafting import Paper
from motions.models import Motion
from tests.factories.conferences import Sitting

TEXT = "Conference instructs the executive to count them."


def certificate(held_on: date = date(2026, 11, 10), **more: Any) -> Certificate:
    return Certificate(held_on, **({"present": 14, "quorum": 10} | more))


@dataclass(frozen=True)
class BranchDesk:
    """A branch, the officer who sends and the officer who confirms."""

    sitting: Sitting
    branch: Body
    first: Member
    second: Member

    def deadline(self, key: Key = Key.MOTIONS_CLOSE) -> datetime:
        closes = key_date(self.sitting.conference, key)
        assert closes
        return closes

    def in_time(self) -> AbstractContextManager[Any]:
        """Be an hour before motions close."""
        return time_machine.travel(self.deadline() - timedelta(hours=1))

    def too_late(self) -> AbstractContextManager[Any]:
        """Be a second after motions have closed."""
        return time_machine.travel(self.deadline() + timedelta(seconds=1))

    def drafted(self, title: str = "Paper clips", text: str = TEXT, **more: Any) -> Motion:
        offered_again = more.pop("offered_again", None)
        return drafting.motion_draft(
            conference=self.sitting.conference,
            body=self.branch,
            paper=Paper(title, text, **more),
            actor=self.first,
            offered_again=offered_again,
        )

    def sent(self, **paper: Any) -> Motion:
        motion = self.drafted(**paper)
        with self.in_time():
            return sending.motion_submit(motion=motion, actor=self.first, certificate=certificate())

    def lodged(self, **paper: Any) -> Motion:
        motion = self.sent(**paper)
        with self.in_time():
            return sending.motion_confirm(motion=motion, actor=self.second)

    def late(self, **paper: Any) -> Motion:
        motion = self.sent(**paper)
        with self.too_late():
            return sending.motion_confirm(motion=motion, actor=self.second)

    def emergency(self, **paper: Any) -> Motion:
        told: dict[str, Any] = {
            "title": "Closure announced",
            "kind": MotionKind.EMERGENCY,
            "arose_on": self.deadline().date() + timedelta(days=30),
            "why_urgent": "The site closes in July.",
        }
        return self.drafted(**told | paper)


def make_desk(sitting: Sitting, code: str = "B08") -> BranchDesk:
    """Give a branch two officers, who are its first two delegates."""
    branch = Body.objects.get(code=code)
    first, second = (sitting.credential(f"{code}-{seat}").member for seat in (1, 2))
    appointment_make(actor=None, member=first, office=Office.BRANCH_SECRETARY, body=branch)
    appointment_make(actor=None, member=second, office=Office.CHAIR, body=branch)
    return BranchDesk(sitting, branch, first, second)
