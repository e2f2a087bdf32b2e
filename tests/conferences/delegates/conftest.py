"""The small conference, with two officers in the branch of Eskdale and members to register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from audit.recording import entry
from conferences.models import BranchEntitlement, Conference, Credential, Entitlement, Registration
from conferences.services import registration_confirm, registration_enter
from members.enums import Office
from members.models import Body, Member
from members.services import appointment_make, member_create
from tests.factories.conferences import Sitting, make_sitting


@dataclass
class Branch:
    """A branch of a sitting conference: its officers, and how it registers."""

    sitting: Sitting
    body: Body
    secretary: Member
    chair: Member

    @property
    def conference(self) -> Conference:
        return Conference.objects.get(pk=self.sitting.conference.pk)

    def member(self, number: str, *, joined_on: date | None = date(2019, 5, 1)) -> Member:
        return member_create(
            actor=None,
            membership_number=number,
            name=f"Sample {number}",
            branch=self.body,
            email=f"{number.lower()}@example.org",
            joined_on=joined_on,
        )

    def enter(self, number: str, **more: object) -> Registration:
        return registration_enter(
            conference=self.conference,
            branch=self.body,
            actor=self.secretary,
            membership_number=number,
            **more,  # type: ignore[arg-type]
        )

    def register(self, number: str, **more: object) -> Credential:
        """Enter and confirm, by the two officers."""
        done = registration_confirm(registration=self.enter(number, **more), actor=self.chair)
        assert done.credential, done.state
        return Credential.objects.select_related("conference", "member", "body").get(
            pk=done.credential.pk
        )

    def allow(self, delegates: int) -> None:
        """Let the branch send so many."""
        with entry(actor=None) as log:
            BranchEntitlement.objects.filter(branch=self.body).update(delegates=delegates)
            log.record("test.prepared", subject=self.conference)

    def terms(self, **given: object) -> None:
        """Set a deadline, or let credentials be shared."""
        with entry(actor=None) as log:
            Entitlement.objects.filter(conference=self.conference).update(**given)
            log.record("test.prepared", subject=self.conference)


@pytest.fixture(scope="module")
def _branch(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Branch]:
    with django_db_blocker.unblock(), transaction.atomic():
        sitting = make_sitting()
        body = Body.objects.get(code="B05")
        people = [
            member_create(
                actor=None, membership_number=f"OFF-{n}", name=f"Officer {n}", branch=body
            )
            for n in (1, 2)
        ]
        for person, office in zip(people, (Office.BRANCH_SECRETARY, Office.CHAIR), strict=True):
            appointment_make(actor=None, member=person, office=office, body=body)
        made = Branch(sitting, body, *people)
        made.member("NEW-1")
        made.member("NEW-2")
        made.allow(3)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def branch(_branch: Branch, db: None) -> Branch:
    """Give the branch to each test: what the test does is undone after it."""
    conference = Conference.objects.get(pk=_branch.sitting.conference.pk)
    sitting = Sitting(conference, _branch.sitting.officers)
    return Branch(sitting, _branch.body, _branch.secretary, _branch.chair)
