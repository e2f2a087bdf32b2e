"""A branch registers a delegate on two phones; the calculator draws its scale at a desk."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audit.recording import entry
from conferences.delegates.entitlement import PRESETS
from conferences.models import BranchEntitlement, Credential, Entitlement
from conferences.services import registration_confirm, registration_enter
from members.enums import Office
from members.models import Member
from tests.browser.people import come_back
from tests.factories.members import make_member, make_officer
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

BRANCH = "/c/NDC27/branches/B01/"


@dataclass
class Scene:
    """A branch with two officers, one delegate to confirm, and one who came late."""

    secretary: Member
    chair: Member
    clerk: Member


@pytest.fixture
def scene(hall: Hall) -> Scene:
    """Fix the figures of both branches; one registration came late."""
    conference, branch = hall.conference, hall.branches[0]
    secretary, chair = (
        make_officer(office, branch) for office in (Office.BRANCH_SECRETARY, Office.CHAIR)
    )
    clerk = make_officer(Office.CLERK, conference.body)
    with entry(actor=None) as log:
        terms = Entitlement.objects.create(
            conference=conference,
            scale=PRESETS["first-250"].scale.to_document(),
            preset="first-250",
            qualifying_on=date(2026, 12, 31),
            substitute_by=timezone.now() - timedelta(hours=1),
            fixed_at=timezone.now(),
        )
        for body, members in zip(hall.branches, (2140, 502), strict=False):
            BranchEntitlement.objects.create(
                conference=conference,
                branch=body,
                members=members,
                delegates=terms.rule.delegates(members),
                women=members // 2,
                source="sample roll",
                as_at=date(2026, 12, 31),
            )
        log.record("test.prepared", subject=conference)
    for name, replaces in (
        ("Hester Wray", None),
        ("Osric Pendlebury", Credential.objects.get(number="B01-2")),
    ):
        person = make_member(name, branch=branch)
        made = registration_enter(
            conference=conference,
            branch=branch,
            actor=secretary,
            membership_number=person.membership_number,
            replaces=replaces,
        )
        if replaces:
            registration_confirm(registration=made, actor=chair)
    return Scene(secretary, chair, clerk)


def test_second_officer_confirms_on_a_phone(
    scene: Scene, phone: Page, base_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    come_back(phone, scene.chair, base_url)
    phone.goto(BRANCH)
    assert_accessible(phone)
    phone.get_by_role("button", name="Confirm Hester Wray").click()
    expect(phone.get_by_text("Confirmed: the credential is issued.")).to_be_visible()
    phone.get_by_label("Membership number").fill("NOT-OURS")
    phone.get_by_role("button", name="Enter, for the other officer").click()
    expect(phone.get_by_text("Nobody with that number counts in")).to_be_visible()
    expect(phone.get_by_role("heading", name="Query it")).to_be_visible()
    assert_accessible(phone)


def test_clerk_decides_and_tries_another_scale_at_a_desk(
    scene: Scene, desk: Page, base_url: str, assert_accessible: Callable[[Page], None]
) -> None:
    come_back(desk, scene.clerk, base_url)
    desk.goto("/c/NDC27/delegates/")
    assert_accessible(desk)
    desk.get_by_label(re.compile("committee.s reason")).fill("In hospital; report 4.")
    desk.get_by_role("button", name="Allow").click()
    expect(desk.get_by_text("Decided, and in the log.")).to_be_visible()
    desk.get_by_role("link", name="How many each branch may send").click()
    desk.get_by_label("Scale", exact=True).select_option("per-thousand")
    desk.get_by_role("button", name="Try it").click()
    expect(desk.get_by_text("You are trying this out.")).to_be_visible()
    expect(desk.get_by_role("button", name="Set it like this")).to_be_visible()
    assert_accessible(desk)
