"""The buttons of a motion's page at its branch, by name; each says what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from audit.refusal import Refusal
from conferences.views.pressing import valid
from members.models import Member
from motions.enums import BranchAct
from motions.lodging import countersigning, drafting, sending
from motions.models import Countersignature, Motion
from motions.states import MotionState


@dataclass(frozen=True, slots=True)
class Buttons:
    """One officer before one motion. `seen` is the fingerprint of the words they were shown."""

    motion: Motion
    me: Member
    waiting: Countersignature | None
    forms: dict[str, Any]
    seen: str | None

    def all(self) -> dict[str, Callable[[], str]]:
        """Give every button by its name."""
        buttons = (
            self.keep, self.discard, self.send, self.send_back, self.take_back, self.confirm,
            self.reply, self.withdraw, self.countersign, self.leave,
        )  # fmt: skip
        return {each.__name__: each for each in buttons}

    def keep(self) -> str:
        """Keep a draft as it is written now."""
        drafting.motion_redraft(
            motion=self.motion, paper=valid(self.forms["form"]).paper, actor=self.me
        )
        return _("Kept. It is still a draft.")

    def discard(self) -> str:
        """Throw the draft away."""
        drafting.motion_discard(motion=self.motion, actor=self.me)
        return _("The draft is thrown away.")

    def send(self) -> str:
        """Send it as the first officer."""
        told = valid(self.forms["certificate"]).certificate
        sending.motion_submit(motion=self.motion, actor=self.me, certificate=told)
        return _("Sent to the second officer. It counts once they have confirmed it.")

    def send_back(self) -> str:
        """Send it back as the second."""
        why = valid(self.forms["send_back"]).cleaned_data["why"]
        sending.motion_send_back(motion=self.motion, actor=self.me, why=why)
        return _("Sent back: it is a draft again.")

    def take_back(self) -> str:
        """Take back what one has sent oneself."""
        if self.motion.submitted_by_id != self.me.pk:
            raise Refusal("not-yours", "Only the officer who sent it takes it back.")
        sending.motion_send_back(motion=self.motion, actor=self.me)
        return _("Taken back: it is a draft again.")

    def confirm(self) -> str:
        """Confirm it as the second officer."""
        done = sending.motion_confirm(motion=self.motion, actor=self.me, seen=self.seen)
        if done.standing == MotionState.LATE:
            return _("Confirmed after the closing time: it is kept as late, as %(number)s.") % {
                "number": done.number
            }
        return _("Lodged as %(number)s. Both officers are sent a receipt.") % {
            "number": done.number
        }

    def reply(self) -> str:
        """Ask that the query be answered so."""
        told = valid(self.forms["reply"]).cleaned_data
        countersigning.motion_reply(
            motion=self.motion, actor=self.me, text=told["text"], note=told["note"]
        )
        return _("Another officer has to sign the answer. Then it goes to the committee.")

    def withdraw(self) -> str:
        """Ask that it be withdrawn."""
        countersigning.motion_withdraw(motion=self.motion, actor=self.me)
        return _("Another officer has to sign the withdrawal. Until then the motion stands.")

    def countersign(self) -> str:
        """Sign what the other officer asked for."""
        asked = self._asked()
        countersigning.motion_countersign(asked=asked, actor=self.me)
        if asked.act == BranchAct.WITHDRAW:
            return _("Withdrawn.")
        return _("Answered: it is with the committee again.")

    def leave(self) -> str:
        """Leave it as it is."""
        countersigning.motion_leave_as_is(asked=self._asked(), actor=self.me)
        return _("Left as it was.")

    def _asked(self) -> Countersignature:
        if self.waiting is None:
            raise Refusal(
                "already-decided", "Another officer has decided this. You need do nothing."
            )
        return self.waiting
