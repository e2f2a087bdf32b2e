"""A branch and its two officers who amend a motion of another, while amendments are open.

amending = make_amending(sitting)             branch B06, which M9 is not of
amendment = amending.lodged("At end add: 'now.'")
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
from motions.amendments import drafting, sending
from motions.committee import ruling_amendments
from motions.lodging.approval import Certificate
from motions.models import Amendment
from tests.factories.conferences import Sitting
from tests.factories.members import make_officer

CERTIFICATE = Certificate(date(2026, 11, 10), present=14, quorum=10)


@dataclass(frozen=True)
class Amending:
    """A branch, the officer who sends and the officer who confirms."""

    sitting: Sitting
    branch: Body
    first: Member
    second: Member

    @property
    def closes_at(self) -> datetime:
        closes = key_date(self.sitting.conference, Key.AMENDMENTS_CLOSE)
        assert closes
        return closes

    def in_time(self) -> AbstractContextManager[Any]:
        """Be at the very moment at which amendments close: it counts."""
        return time_machine.travel(self.closes_at, tick=False)

    def too_late(self) -> AbstractContextManager[Any]:
        """Be a microsecond after it."""
        return time_machine.travel(self.closes_at + timedelta(microseconds=1), tick=False)

    def drafted(self, instruction: str, to: str = "M9", **more: Any) -> Amendment:
        with self.in_time():
            return drafting.amendment_draft(
                motion=self.sitting.motion(to),
                body=self.branch,
                instruction=instruction,
                actor=self.first,
                **more,
            )

    def sent(self, instruction: str, to: str = "M9", **more: Any) -> Amendment:
        draft = self.drafted(instruction, to, **more)
        with self.in_time():
            return sending.amendment_submit(
                amendment=draft, actor=self.first, certificate=CERTIFICATE
            )

    def lodged(self, instruction: str, to: str = "M9", **more: Any) -> Amendment:
        sent = self.sent(instruction, to, **more)
        with self.in_time():
            return sending.amendment_confirm(amendment=sent, actor=self.second)

    def in_order(self, instruction: str, to: str = "M9", **more: Any) -> Amendment:
        """Have one ruled in order by a file's word: no meeting is asked for."""
        lodged = self.lodged(instruction, to, **more)
        return ruling_amendments.amendment_rule_in_order(amendment=lodged, actor=None)


def make_amending(sitting: Sitting, code: str = "B06") -> Amending:
    """Give a branch two officers."""
    branch = Body.objects.get(code=code)
    return Amending(
        sitting,
        branch,
        make_officer(Office.BRANCH_SECRETARY, branch, "Ada Cole"),
        make_officer(Office.CHAIR, branch, "Ben Dunn"),
    )
