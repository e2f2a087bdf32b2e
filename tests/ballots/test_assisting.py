"""Voting by telephone: two people, read back, logged as assisted, and never the choice."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from audit.formats.canonical import parse
from audit.models import Entry
from ballots import services
from ballots.candidates import sponsors
from ballots.election_paper import Nominee
from ballots.models import Assistance, Ballot, RollEntry
from members.delivery.words import words_of
from members.enums import Office
from members.models import Dispatch, Member
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.booths import NAMES, Booth
from tests.factories.conferences import refused
from tests.factories.members import make_member, make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=2)


@pytest.fixture
def joan(hall: Hall) -> Member:
    """The member of `no_smartphone_text_only`: she may vote by telephone."""
    return hall.delegates[0]


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.open(steps_up=True, window_seconds=3600)


@pytest.fixture
def first(hall: Hall) -> Member:
    return make_officer(Office.HELPDESK, hall.union, "Olive Hart")


@pytest.fixture
def second(hall: Hall) -> Member:
    return make_officer(Office.ACCESS_OFFICER, hall.union, "Piotr Vane")


def opened(ballot: Ballot, member: Member, actor: Member, *, checked: bool = True) -> Assistance:
    return services.assistance_open(
        ballot=ballot, member=member, actor=actor, identity_checked=checked
    )


def test_vote_is_taken_by_two_people_and_logged_without_the_choice(
    joan: Member, ballot: Ballot, first: Member, second: Member
) -> None:
    call = opened(ballot, joan, first)
    services.assistance_confirm(assistance=call, actor=second)
    receipt = services.assistance_cast(
        assistance=call, actor=first, choice="against", request_id=uuid4()
    )
    assert RollEntry.objects.get(ballot=ballot, voter=joan).cast_id is not None
    leaves = [
        parse(bytes(leaf))
        for leaf in Entry.objects.filter(subject=ballot.log_name).values_list("leaf", flat=True)
    ]
    (voted,) = (leaf for leaf in leaves if leaf["t"] == "assistance.voted")
    assert (voted["by"], voted["opened_by"], voted["confirmed_by"]) == (
        first.pseudonym,
        first.log_name,
        second.log_name,
    )
    (entered,) = (leaf for leaf in leaves if leaf["t"] == "booth.entered")
    assert entered["channel"] == "assisted"
    taken = [leaf for leaf in leaves if not leaf["t"].startswith("ballot.")]
    assert len(taken) == 5
    told = Dispatch.objects.get(member=joan, what="helped-by-telephone")
    said = words_of(told, "").text
    assert "somebody called" in said
    assert not re.search(r"(?i)\b(vote|ballot|union|against)", said)
    assert "against" not in str(taken)
    assert receipt.code


def test_paper_of_an_election_is_taken(hall: Hall, first: Member, second: Member) -> None:
    election = Booth(hall).open(steps_up=True)
    call = opened(election, hall.delegates[0], first)
    services.assistance_confirm(assistance=call, actor=second)
    services.assistance_cast(assistance=call, actor=second, choice=[2, 1], request_id=uuid4())
    assert RollEntry.objects.get(ballot=election, voter=hall.delegates[0]).cast_id is not None


def test_confirmation_refused_when_by_the_same_person(
    joan: Member, ballot: Ballot, first: Member
) -> None:
    with refused("two-people"):
        services.assistance_confirm(assistance=opened(ballot, joan, first), actor=first)


def test_confirmation_refused_when_fifteen_minutes_have_passed(
    joan: Member, ballot: Ballot, first: Member, second: Member
) -> None:
    call = opened(ballot, joan, first)
    with (
        time_machine.travel(call.opened_at + timedelta(minutes=15, seconds=1)),
        refused("assistance-over"),
    ):
        services.assistance_confirm(assistance=call, actor=second)


def test_vote_refused_when_nobody_has_confirmed_and_when_taken_twice(
    hall: Hall, joan: Member, ballot: Ballot, first: Member, second: Member
) -> None:
    call = opened(ballot, joan, first)
    taken: dict[str, Any] = {"assistance": call, "actor": first, "choice": "for"}
    with refused("assistance-not-open"):
        services.assistance_cast(**taken, request_id=uuid4())
    services.assistance_confirm(assistance=call, actor=second)
    with refused("not-on-the-call"):
        services.assistance_cast(
            **taken | {"actor": make_officer(Office.HELPDESK, joan.branch.parent, "Third")},  # type: ignore[union-attr, arg-type]
            request_id=uuid4(),
        )
    services.assistance_cast(**taken, request_id=uuid4())
    with refused("assistance-not-open"):
        services.assistance_cast(**taken, request_id=uuid4())


def test_refused_vote_leaves_no_trace_of_help(
    joan: Member, ballot: Ballot, first: Member, second: Member
) -> None:
    call = opened(ballot, joan, first)
    services.assistance_confirm(assistance=call, actor=second)
    with refused("option-not-on-the-paper"):
        services.assistance_cast(assistance=call, actor=first, choice="perhaps", request_id=uuid4())
    call.refresh_from_db()
    assert call.voted_at is None
    assert not Entry.objects.filter(kind="booth.entered").exists()


@pytest.mark.parametrize(
    "office", [None, Office.RETURNING_OFFICER, Office.MEMBERSHIP_OFFICER, Office.ADMINISTRATOR]
)
def test_call_refused_when_the_office_is_not_held(
    hall: Hall, joan: Member, ballot: Ballot, office: Office | None
) -> None:
    actor = make_officer(office, hall.union) if office else hall.delegates[1]
    with refused("not-your-office"):
        opened(ballot, joan, actor)


def test_call_refused_when_the_caller_was_not_checked_or_may_not_vote(
    joan: Member, ballot: Ballot, first: Member
) -> None:
    with refused("identity-unchecked"):
        opened(ballot, joan, first, checked=False)
    with refused("caller-not-on-the-roll"):
        opened(ballot, make_member("Stranger"), first)


def test_call_refused_when_the_helper_is_the_voter_or_has_a_side(
    hall: Hall, first: Member, second: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    nominees = [*(Nominee(name) for name in NAMES[:3]), Nominee("Olive", person=str(first.pk))]
    election = Booth(hall).open(steps_up=True, candidates=nominees)
    with refused("candidate"):
        opened(election, hall.delegates[0], first)
    monkeypatch.setattr("ballots.candidates.sponsors", [*sponsors, lambda *_: True])
    with refused("candidate"):
        opened(election, hall.delegates[0], second)


def test_call_refused_when_the_vote_is_over(
    hall: Hall, joan: Member, ballot: Ballot, first: Member
) -> None:
    hall.void(ballot)
    with refused("ballot-voided"):
        opened(ballot, joan, first)


def test_pages_take_a_vote_from_the_call_to_the_receipt(
    joan: Member, ballot: Ballot, first: Member, second: Member
) -> None:
    cast_by_page, watch = signed_in(first), signed_in(second)
    where = cast_by_page.post(
        "/assist/",
        {"number": joan.membership_number, "ballot": str(ballot.pk), "checked": "on"},
    )["Location"]
    assert b"Now a second person confirms" in cast_by_page.get(where).content
    assert joan.name.encode() in watch.get("/assist/").content
    watch.post(where, {"act": "confirm"})
    back = cast_by_page.post(where, {"act": "read_back", "choice": "against"})
    assert b"Read this back" in back.content
    number = back.context["request_id"]
    said = {"act": "cast", "choice": "against", "request_id": str(number)}
    assert cast_by_page.post(where, said).status_code == 302
    page = watch.get(where).content.decode()
    assert "Read the receipt to the member" in page
    assert "Against" not in page


def test_page_tells_that_the_member_has_voted_already(
    hall: Hall, joan: Member, first: Member
) -> None:
    ballot = hall.open()
    cast_by(joan, ballot)
    call = opened(ballot, joan, first)
    assert b"they have voted already" in signed_in(first).get(f"/assist/{call.pk}/").content


def test_pages_refused_when_no_office_is_held(joan: Member, ballot: Ballot) -> None:
    assert signed_in(joan).get("/assist/").status_code == 403
