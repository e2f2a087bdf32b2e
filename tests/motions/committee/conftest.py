"""What the committee's tests share: motions before it, and those who sit on it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from audit.recording import entry
from members.enums import Office
from members.models import Body, Member
from motions.models import Motion, MotionText
from motions.states import MotionState
from motions.steps import sha256
from tests.factories.conferences import Sitting


@pytest.fixture
def soc_chair(sitting: Sitting) -> Member:
    return sitting.officers[Office.SOC_CHAIR]


def lodged(
    sitting: Sitting,
    number: str,
    *,
    state: MotionState = MotionState.WITH_SOC,
    branch: str = "B05",
    **more: object,
) -> Motion:
    """Lay a motion before the committee, without the way that it came."""
    with entry(actor=None) as log:
        motion = Motion.objects.create(
            conference=sitting.conference,
            reference=f"{branch}-{number}",
            number=number,
            title=f"Paper clips {number}",
            lodged_by=Body.objects.get(code=branch),
            majority="simple",
            form="show_of_hands",
            state=state,
            nec_position="none",
            lodged_order=900,
            lodged_at=datetime(2026, 11, 1, 9, tzinfo=UTC),
            **{"kind": "ordinary"} | more,
        )
        text = f"Conference instructs the executive to count the paper clips of box {number}."
        MotionText.objects.create(
            motion=motion, version=1, text=text, sha256=sha256(text), why="as drafted"
        )
        log.record("test.prepared", subject=motion)
    return motion


def of_branch(member: Member, code: str) -> Member:
    """Put a member into a branch, as the roll would."""
    with entry(actor=None) as log:
        member.branch = Body.objects.get(code=code)
        member.save(update_fields=["branch"])
        log.record("test.prepared", subject=member)
    return member


Signed = Callable[[Member], Client]


@pytest.fixture
def signed() -> Signed:
    """Sign somebody in."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return sign_in
