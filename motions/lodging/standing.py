"""Where each motion of a branch stands, what happens next and by when, and whose turn it is.

Plain words for the branch's own page; the states and their meaning are in motions.states.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conferences.countdown import moment_in_words
from conferences.enums import Key
from conferences.key_dates import timetable
from conferences.models import Conference, KeyDate
from conferences.timetable import when_in_words
from members.models import Member
from motions.enums import MotionKind
from motions.lodging.entitled import Window
from motions.models import CompositeSource, Countersignature, Motion
from motions.states import MotionState as S

YOU: Final = _("you")
ANOTHER: Final = _("another officer of your branch")
EITHER: Final = _("you, or another officer of your branch")
COMMITTEE: Final = _("the Standing Orders Committee")
CONFERENCE: Final = _("conference")
NOBODY: Final = ""

_AHEAD: Final[dict[S, tuple[str | Promise, str | Promise, Key | None]]] = {
    S.LODGED: (_("The clerk receives it, for the committee."), _("the clerk"), Key.SOC_MEETING_1),
    S.WITH_SOC: (_("The committee rules on it."), COMMITTEE, Key.SOC_MEETING_1),
    S.NOT_IN_ORDER: (
        _("It goes no further, unless the committee looks at it again or conference refers its "
          "paragraph back."), COMMITTEE, Key.SOC_APPEAL_1,
    ),
    S.IN_ORDER: (_("It goes on the agenda; amendments may come in."), COMMITTEE, Key.FINAL_AGENDA),
    S.COMPOSITE_PROPOSED: (
        _("Your branch agrees to the composite or declines it."), EITHER, Key.COMPOSITING_MEETING,
    ),
    S.COMPOSITED: (_("Conference takes the composite that it is part of."), CONFERENCE,
                   Key.CONFERENCE),
    S.SCHEDULED: (_("Conference takes it, in the order of business."), CONFERENCE, Key.CONFERENCE),
    S.CARRIED: (_("It is certified, and becomes policy."), COMMITTEE, None),
    S.POLICY: (_("The executive acts on it, and reports."), _("the executive"), None),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One motion of a branch: what happens next, whose turn it is, and by when."""

    motion: Motion
    next: str | Promise
    who: str | Promise
    by: datetime | None
    by_words: str
    waiting: Countersignature | None
    is_yours: bool
    composite: str = ""  # the letter of the composite that it is in


def standings(conference: Conference, me: Member, motions: Sequence[Motion]) -> list[Standing]:
    """Say of each motion of a branch where it stands, for one of its officers."""
    dates = {each.key: each for each in timetable(conference)}
    windows = {kind: window_from(dates, kind) for kind in MotionKind}
    asked = Countersignature.objects.filter(motion__in=motions, decided_at=None)
    waiting = {each.motion_id: each for each in asked.select_related("asked_by")}
    grouped = CompositeSource.objects.filter(motion__in=motions, amendment=None, left_at=None)
    letters = dict(grouped.values_list("motion", "group__letter"))
    return [
        replace(
            _standing(each, me, dates, windows, waiting.get(each.pk)),
            composite=letters.get(each.pk, ""),
        )
        for each in motions
    ]


def window_from(dates: dict[str, KeyDate], kind: MotionKind) -> Window:
    """Read a kind's window from dates that are at hand."""
    emergency = kind == MotionKind.EMERGENCY
    opens = dates.get(Key.MOTIONS_CLOSE if emergency else Key.MOTIONS_OPEN)
    closes = dates.get(Key.EMERGENCY_MOTIONS_CLOSE if emergency else Key.MOTIONS_CLOSE)
    return Window(opens.moment if opens else None, closes.moment if closes else None)


def _standing(
    motion: Motion,
    me: Member,
    dates: dict[str, KeyDate],
    windows: dict[MotionKind, Window],
    waiting: Countersignature | None,
) -> Standing:
    closes = windows[MotionKind(motion.kind)].closes
    by_words = _moment(closes)
    state = motion.standing
    if waiting:
        own = waiting.asked_by_id == me.pk
        asked = _("Another officer signs the answer.")
        if waiting.act == "withdraw":
            asked = _("Another officer signs the withdrawal.")
        return Standing(
            motion, asked, ANOTHER if own else YOU, motion.reply_by, _moment(motion.reply_by),
            waiting, not own,
        )  # fmt: skip
    if state == S.DRAFT:
        next_ = _("One officer sends it, with the meeting that approved it.")
        return Standing(motion, next_, EITHER, closes, by_words, None, is_yours=True)
    if state == S.AWAITING_SECOND_OFFICER:
        own = motion.submitted_by_id == me.pk
        next_ = _("A second officer confirms it. Until then it has not been sent.")
        next_by = ANOTHER if own else YOU
        return Standing(motion, next_, next_by, closes, by_words, None, not own)
    if state == S.LATE:
        return _late(motion, windows[MotionKind.EMERGENCY])
    if state == S.QUERY:
        next_ = _("Your branch answers the committee's question. Without an answer in time it is "
                  "not in order.")  # fmt: skip
        return Standing(
            motion, next_, EITHER, motion.reply_by, _moment(motion.reply_by), None, is_yours=True
        )
    ahead, who, key = _AHEAD.get(state, (_("Nothing: it ends here."), NOBODY, None))
    date = dates.get(key) if key else None
    return Standing(
        motion,
        ahead,
        who,
        date.moment if date else None,
        when_in_words(date) if date else "",
        None,
        is_yours=who is EITHER,
    )


def _late(motion: Motion, emergency: Window) -> Standing:
    offered = next(iter(motion.offers.all()), None)
    if offered:
        words: str | Promise = _("It was offered again as %(name)s.") % {"name": offered.spoken}
        return Standing(motion, words, NOBODY, None, "", None, is_yours=False)
    over = emergency.is_over(timezone.now())
    return Standing(
        motion,
        _("Nothing: it came after the closing time.")
        if over
        else _("It came after the closing time. What has arisen since may be offered again as an "
               "emergency motion."),
        NOBODY if over else EITHER,
        None if over else emergency.closes,
        "" if over else _moment(emergency.closes),
        None,
        is_yours=False,
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return moment_in_words(timezone.localtime(at)) if at else ""
