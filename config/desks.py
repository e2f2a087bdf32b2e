"""Where each office does its work: the pages that /me/ offers to its holder. Data, and its reading.

A page is open to whom its own view says. Here stands only who is led there, so that nobody has to
know an address; a test opens each page in each office.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ballots.enums import BallotState
from ballots.membership.desk import SEES as MEMBERSHIPS
from ballots.models import Ballot, MembershipBallot
from ballots.views.delivery import SEES
from conferences.models import Conference
from conferences.registers import ANY_READER
from conferences.selectors import conferences_listed
from conferences.views.frame import (
    DESK,
    FOLLOWING_UP,
    PRESIDING,
    PROPOSING,
    READING,
    RETURNING,
    REVIEWING,
    SETTING_UP,
)
from members.enums import Office
from members.models import Appointment
from members.permissions import (
    APPOINTS,
    AT_THE_ELECTIONS_DESK,
    BRANCH_OFFICERS,
    CALLS_MEETINGS,
    COMMITTEE,
    MAY,
)
from members.rules import SEEING_RECORDS

MOST: Final = 3  # conferences of one body, the newest first
READS_THE_LOG: Final = frozenset({Office.RETURNING_OFFICER, Office.SCRUTINEER, Office.AUDITOR})


@dataclass(frozen=True, slots=True)
class Page:
    """A page, whose work it is, and one of what it is: found from the body of the office."""

    address: str
    label: str | Promise
    offices: frozenset[Office]
    each: str  # a key of FOUND


@dataclass(frozen=True, slots=True)
class Link:
    """A page as it is offered to one officer; `of` says which, where there are several."""

    url: str
    label: str | Promise
    of: str = ""


def _page(
    address: str, label: str | Promise, offices: Collection[Office], each: str = "union"
) -> Page:
    return Page(address, label, frozenset(offices), each)


PAGES: Final = (
    _page("conferences:call", _("Call a conference"), MAY["conference.call"]),
    _page("conferences:setting_up", _("Setting up"), SETTING_UP, "conference"),
    _page(
        "motions:resolutions", _("Resolutions, and what came of them"), FOLLOWING_UP, "conference"
    ),
    _page("motions:chair", _("Chair's page"), PRESIDING, "conference"),
    _page("motions:order", _("Order of business"), COMMITTEE, "conference"),
    _page("conferences:teller", _("Teller's desk"), DESK, "conference"),
    _page("conferences:returning_officer", _("Returning officer's page"), RETURNING, "conference"),
    _page("motions:committee", _("Standing Orders Committee"), COMMITTEE, "conference"),
    _page("motions:composites", _("Composites"), COMMITTEE, "conference"),
    _page("conferences:readiness", _("Readiness, and passcodes of the day"), READING, "conference"),
    _page("conferences:ballots", _("Ballots proposed"), PROPOSING | REVIEWING, "conference"),
    _page("conferences:elections", _("Elections"), AT_THE_ELECTIONS_DESK, "conference"),
    _page("ballots:delivery", _("Delivery of passcodes"), SEES, "vote"),
    _page(
        "conferences:delegates", _("Delegates"), {*COMMITTEE, *MAY["entitlement.set"]}, "conference"
    ),
    _page(
        "conferences:entitlements",
        _("How many delegates each branch may send"),
        MAY["entitlement.set"] | MAY["entitlements.fix"],
        "conference",
    ),
    _page("conferences:registers", _("Registers"), ANY_READER, "conference"),
    _page("motions:imports", _("Motions from a file"), MAY["motion.import"], "conference"),
    _page("motions:packs", _("Scrutiny pack"), MAY["scrutiny_pack.ask_for"], "conference"),
    _page("motions:open_idea_round", _("Ask for ideas"), MAY["idea_round.open"], "conference"),
    _page("ballots:memberships", _("Ballots of the members"), MEMBERSHIPS, "membership"),
    _page("conferences:call_meeting", _("Call a meeting"), CALLS_MEETINGS, "part"),
    _page("motions:branch_desk", _("Our motions"), BRANCH_OFFICERS, "branch"),
    _page("motions:mandates", _("Our mandates"), BRANCH_OFFICERS, "branch"),
    _page("conferences:branch_delegates", _("Our delegates"), BRANCH_OFFICERS, "branch"),
    _page("members:import", _("Import a membership roll"), MAY["roll.import"]),
    _page("members:imports", _("Imports so far, and undoing one"), MAY["roll.import"]),
    _page("members:leavers", _("Leavers"), MAY["member.suspend"]),
    _page("members:helpdesk", _("Helpdesk: somebody calls"), MAY["member.look_up"]),
    _page("ballots:assist", _("A vote by telephone"), MAY["assistance.open"]),
    _page("ballots:boards", _("Who opens sealed votes"), MAY["board.make"]),
    _page("members:sheets_to_post", _("Printed sheets to post"), MAY["printed_codes.issue"]),
    _page("members:contacts_desk", _("Contact details before a vote"), MAY["contacts.report"]),
    _page("members:contact_reports", _("Reports on addresses"), MAY["contacts.report"]),
    _page("members:officers", _("Appointments"), APPOINTS),
    _page("members:officer_keys", _("Officers' keys"), MAY["officer_key.confirm"]),
    _page("members:resets", _("Lost second proofs"), MAY["second_proof_reset.decide"]),
    _page("briefings:desk", _("Briefings"), MAY["briefing.announce"]),
    _page("members:records", _("Records and how long they are kept"), SEEING_RECORDS),
    _page("audit:desk", _("Your desk at the log"), READS_THE_LOG),
)


def pages_of(held: Appointment) -> Iterator[Link]:
    """Give the pages that an appointment leads to, in the order of the table."""
    found = {each: tuple(find(held)) for each, find in FOUND.items()}
    for page in PAGES:
        if held.office in page.offices:
            for args, of in found[page.each]:
                yield Link(reverse(page.address, args=args), page.label, of)


_Found = Iterator[tuple[tuple[Any, ...], str]]


def _union(held: Appointment) -> _Found:
    if held.body.parent_id is None:
        yield (), ""


def _membership(held: Appointment) -> _Found:
    plans = held.office in MAY["membership_ballot.plan"]
    if plans or MembershipBallot.objects.filter(ballot__body=held.body_id).exists():
        yield (), ""


def _conference(held: Appointment) -> _Found:
    for code, of in _newest(Conference.objects.filter(body=held.body_id, rehearses=None)):
        yield (code,), of


def _branch(held: Appointment) -> _Found:
    if held.body.parent_id:
        for code, of in _newest(conferences_listed()):
            yield (code, held.body.code), of


def _newest(conferences: QuerySet[Conference]) -> Iterator[tuple[str, str]]:
    """Give the codes of the newest conferences, and what tells them apart if they are several.

    The one that sits or comes first stands first, then those after it, then those that are over.
    """
    days = conferences.order_by("-starts_on").values_list("code", "starts_on", "ends_on")
    today, chosen = timezone.localdate(), list(days[:MOST])
    ahead = sorted((each for each in chosen if each[2] >= today), key=itemgetter(1))
    over = [each for each in chosen if each[2] < today]
    for code, *_days in (*ahead, *over):
        yield code, code if len(chosen) > 1 else ""


def _vote(held: Appointment) -> _Found:
    open_now = Ballot.objects.filter(body=held.body_id, state=BallotState.OPEN, steps_up=True)
    for one in open_now.order_by("closes_at"):
        yield (one.pk,), one.title


def _part(held: Appointment) -> _Found:
    if held.body.parent_id:
        yield (), ""


FOUND: Final[Mapping[str, Callable[[Appointment], _Found]]] = MappingProxyType(
    {
        "branch": _branch,
        "conference": _conference,
        "membership": _membership,
        "part": _part,
        "union": _union,
        "vote": _vote,
    }
)
