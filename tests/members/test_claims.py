"""The claim of a session is as good as loading its member: no better and no worse."""

from uuid import uuid4

import pytest
from django.test import RequestFactory

from audit.store.write_guard import recorded_writes
from members.claims import SessionClaim, claim_holds, session_claim
from members.models import Member
from members.services import sessions_end
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db


def claim_of(member: Member) -> SessionClaim | None:
    request = RequestFactory().get("/")
    request.session = signed_in(member).session
    return session_claim(request)


def test_claim_of_a_session_names_its_member() -> None:
    member = make_member()
    sessions_end(member=member)
    claim = claim_of(member)
    assert claim == SessionClaim(member.pk, 1)
    assert claim_holds(claim)


def test_claim_of_nobody_is_none() -> None:
    request = RequestFactory().get("/")
    request.session = signed_in(make_member()).session
    request.session.flush()
    assert session_claim(request) is None


def test_claim_does_not_hold_once_the_sessions_have_ended() -> None:
    member = make_member()
    claim = claim_of(member)
    assert claim
    sessions_end(member=member)
    assert not claim_holds(claim)


def test_claim_does_not_hold_for_someone_off_the_register() -> None:
    member = make_member()
    claim = claim_of(member)
    assert claim
    with recorded_writes():
        Member.objects.filter(pk=member.pk).update(is_active=False)
    assert not claim_holds(claim)
    assert not claim_holds(SessionClaim(uuid4(), 0))
