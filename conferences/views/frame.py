"""What every page of a conference shares: which conference, who is looking, and the tabs."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballots.enums import BallotAct
from ballots.lifecycle import offices_for
from conferences.enums import MeetingKind
from conferences.meetings.belonging import may_see
from conferences.models import Conference
from conferences.registers import ANY_READER
from conferences.selectors import conference_by_code, is_cleared
from members.enums import Office
from members.models import Member
from members.permissions import CHAIRING, COMMITTEE, CONDUCTS, MAY
from members.selectors import appointments_in_force

DESK = frozenset(CONDUCTS)
RETURNING = MAY["ballot.sign"]
PRESIDING = frozenset(CHAIRING)
PROPOSING = offices_for(BallotAct.CREATE)
REVIEWING = offices_for(BallotAct.APPROVE)
SETTING_UP = MAY["standing_orders.set"] | MAY["session.arrange"]
FOLLOWING_UP = MAY["motion.certify"] | MAY["motion.adopt_policy"] | MAY["policy_action.enter"]
READING = frozenset({*CONDUCTS, *COMMITTEE, Office.GENERAL_SECRETARY, Office.SCRUTINEER})

_Tabs = tuple[tuple[str, str | Promise, frozenset[Office] | None], ...]
# In the order in which a delegate with a phone wants them: the first few are what a phone shows.
_TABS: _Tabs = (
    ("conferences:now", gettext_lazy("Now"), None),
    ("motions:today", gettext_lazy("Today"), None),
    ("conferences:check_in_room", gettext_lazy("Check-in room"), None),
    ("motions:motions", gettext_lazy("Motions"), None),
    ("conferences:home", gettext_lazy("Agenda"), None),
    ("motions:papers", gettext_lazy("Papers"), None),
    ("conferences:elections", gettext_lazy("Elections"), None),
    ("conferences:timetable", gettext_lazy("Timetable"), None),
    ("motions:reports", gettext_lazy("Reports"), None),
    ("motions:dispositions", gettext_lazy("Dispositions"), None),
    ("conferences:delegates", gettext_lazy("Delegates"), None),
    ("conferences:hall", gettext_lazy("Hall screen"), None),
)
# A second row, of those who have work to do here.
_DESKS: _Tabs = (
    ("motions:chair", gettext_lazy("Chair"), PRESIDING),
    ("motions:meeting_motions", gettext_lazy("Put a motion"), MAY["meeting_motion.enter"]),
    ("conferences:teller", gettext_lazy("Teller's desk"), DESK),
    ("conferences:returning_officer", gettext_lazy("Returning officer"), RETURNING),
    ("conferences:screens", gettext_lazy("Screens"), MAY["screen.switch"]),
    ("motions:committee", gettext_lazy("Committee"), frozenset(COMMITTEE)),
    ("motions:composites", gettext_lazy("Composites"), frozenset(COMMITTEE)),
    ("motions:order", gettext_lazy("Order of business"), frozenset(COMMITTEE)),
    ("motions:resolutions", gettext_lazy("Resolutions"), FOLLOWING_UP),
    ("conferences:setting_up", gettext_lazy("Setting up"), SETTING_UP),
    ("conferences:check_in_picture", gettext_lazy("Who has come"), READING),
    ("motions:rehearsals", gettext_lazy("Rehearsals"), READING),
    ("conferences:readiness", gettext_lazy("Readiness"), READING),
    ("conferences:ballots", gettext_lazy("Ballots"), PROPOSING | REVIEWING),
    ("conferences:registers", gettext_lazy("Registers"), ANY_READER),
)
# A meeting of a branch or committee has no papers, reports or delegates: it is one room.
_AT_A_MEETING = frozenset(
    {
        "conferences:now",
        "motions:motions",
        "conferences:home",
        "conferences:hall",
        "motions:chair",
        "conferences:teller",
        "conferences:setting_up",
        "motions:minutes",
        "motions:meeting_motions",
    }
)
_ONLY_AT_A_MEETING = frozenset({"motions:meeting_motions"})


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the conference that this person may open."""

    label: str | Promise
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The conference, the offices that the person looking holds in it, and the page."""

    conference: Conference
    offices: frozenset[Office]
    here: str

    def require(self, offices: frozenset[Office]) -> None:
        """Turn away whoever holds none of these offices. The services refuse the acts anyway."""
        if not self.offices & offices:
            names = sorted(str(office.label).lower() for office in offices)
            raise PermissionDenied(
                _("This page is for the offices of: %(names)s.") % {"names": ", ".join(names)}
            )

    @property
    def tabs(self) -> list[Tab]:
        """Give the pages that everybody may open."""
        return self._opened(_TABS)

    @property
    def desks(self) -> list[Tab]:
        """Give the desks at which this person works."""
        return self._opened(_DESKS)

    def _opened(self, tabs: _Tabs) -> list[Tab]:
        return [
            Tab(label, reverse(name, args=[self.conference.code]), name == self.here)
            for name, label, offices in tabs
            if (offices is None or self.offices & offices) and self._has(name)
        ]

    def _has(self, name: str) -> bool:
        if self.conference.kind == MeetingKind.CONFERENCE:
            return name not in _ONLY_AT_A_MEETING
        return name in _AT_A_MEETING

    def context(self, **more: Any) -> dict[str, Any]:
        """Give what every template of a conference expects, and more."""
        return {
            "conference": self.conference,
            "tabs": self.tabs,
            "desks": self.desks,
            "is_officer": bool(self.offices),
            **more,
        }


def frame(request: HttpRequest, code: str, here: str) -> Frame:
    """Find the conference and the offices of whoever is looking."""
    try:
        conference = conference_by_code(code)
    except Conference.DoesNotExist as missing:
        raise Http404 from missing
    if conference.rehearses_id and is_cleared(conference):
        raise PermissionDenied(
            _("This rehearsal is over, and was cleared away. Its report is kept.")
        )
    if not may_see(request.user, conference):
        raise PermissionDenied(
            _("This is a meeting of %(body)s: sign in as one of its members to see it.")
            % {"body": conference.body.name}
        )
    held: frozenset[Office] = frozenset()
    if request.user.is_authenticated:
        held = frozenset(
            Office(office)
            for office in appointments_in_force()
            .filter(member=request.user, body_id=conference.body_id)
            .values_list("office", flat=True)
        )
    return Frame(conference, held, here)


def signed_in(request: HttpRequest) -> Member:
    """Give the member who is signed in, on a page that asks for sign-in."""
    return cast("Member", request.user)
