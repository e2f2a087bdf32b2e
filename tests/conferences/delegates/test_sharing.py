"""Sharers: one credential, one at a time; nobody votes twice."""

import pytest

from ballots.models import RollEntry
from conferences.models import Credential
from conferences.selectors import quorum_now, voters_present
from conferences.services import credential_hand_over, sharers_convert
from members.models import Dispatch
from motions.debate import questions
from tests.conferences.delegates.conftest import Branch
from tests.factories.ballots import cast_by
from tests.factories.conferences import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(branch: Branch) -> tuple[Credential, Credential]:
    """The leader of the branch, and the sharer of their credential."""
    branch.terms(sharers_allowed=True)
    leader = branch.sitting.credential("B05-1")
    return leader, branch.register("NEW-1", shares=leader)


def test_sharer_refused_where_conference_has_none(branch: Branch) -> None:
    with refused("no-sharers"):
        branch.enter("NEW-1", shares=branch.sitting.credential("B05-1"))


def test_sharer_takes_no_seat_and_has_no_vote_yet(
    branch: Branch, pair: tuple[Credential, Credential]
) -> None:
    leader, sharer = pair
    assert (sharer.number, sharer.kind, sharer.may_vote) == ("B05-1-S1", "sharer", False)
    with refused("shared-already"):
        branch.enter("NEW-2", shares=leader)
    with refused("is-shared"):
        branch.enter("NEW-2", replaces=leader)
    assert branch.register("NEW-2").may_vote  # the third seat is still free


def test_hand_over_passes_vote_card_and_presence_on(
    branch: Branch, pair: tuple[Credential, Credential]
) -> None:
    leader, sharer = pair
    before = quorum_now(branch.conference).present
    taken = credential_hand_over(credential=leader, actor=leader.member)
    leader.refresh_from_db()
    assert (leader.may_vote, leader.is_leader, leader.card_strength) == (False, False, 0)
    assert (taken.may_vote, taken.is_leader, taken.card_strength) == (True, True, 640)
    assert quorum_now(branch.conference).present == before
    assert voters_present(branch.conference, "card_vote")[0].number == "B05-1-S1"
    with refused("not-the-holder"):
        credential_hand_over(credential=leader, actor=leader.member)
    back = credential_hand_over(credential=sharer, actor=sharer.member)
    assert (back.pk, back.may_vote, back.card_strength) == (leader.pk, True, 640)
    assert leader.attendance.count() == 2


def test_hand_over_refused_to_a_stranger_and_without_a_sharer(
    branch: Branch, pair: tuple[Credential, Credential]
) -> None:
    leader, sharer = pair
    with refused("not-your-office"):
        credential_hand_over(credential=leader, actor=sharer.member)
    alone = branch.sitting.credential("B05-2")
    with refused("not-shared"):
        credential_hand_over(credential=alone, actor=alone.member)


def test_nobody_votes_twice_by_handing_over_while_a_vote_is_open(
    branch: Branch, pair: tuple[Credential, Credential]
) -> None:
    leader, sharer = pair
    sitting = branch.sitting
    first = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    ballot = sitting.open_vote(first)
    credential_hand_over(credential=leader, actor=leader.member)
    with refused("not-on-the-roll"):
        cast_by(sharer.member, ballot, "against")
    cast_by(leader.member, ballot, "for")
    assert RollEntry.objects.filter(ballot=ballot, body=branch.body).count() == 2
    sitting.close(first)
    voters = [one.number for one in voters_present(branch.conference, "show_of_hands")]
    assert "B05-1-S1" in voters
    assert "B05-1" not in voters


def test_sharers_are_all_made_visitors_and_the_delegate_keeps_the_vote(
    branch: Branch, pair: tuple[Credential, Credential]
) -> None:
    leader, sharer = pair
    credential_hand_over(credential=leader, actor=leader.member)
    with refused("not-your-office"):
        sharers_convert(
            conference=branch.conference, actor=branch.secretary, reason="Conference is online."
        )
    (converted,) = sharers_convert(
        conference=branch.conference, actor=branch.sitting.clerk, reason="Conference is online."
    )
    leader.refresh_from_db()
    assert (leader.may_vote, leader.is_leader, leader.card_strength) == (True, True, 640)
    assert (converted.pk, converted.kind, converted.may_vote) == (sharer.pk, "visitor", False)
    assert Dispatch.objects.get(member=sharer.member).what == "credential-converted"
    with refused("not-shared"):
        credential_hand_over(credential=leader, actor=leader.member)
    with refused("no-sharers"):
        branch.enter("NEW-2", shares=leader)
