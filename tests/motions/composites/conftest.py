"""A small conference before its agenda: motions in order, and two officers in each branch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from audit.recording import entry
from conferences.models import Conference
from members.enums import Office
from members.models import Body, Member
from members.services.appointments import appointment_make
from motions.composites import editing
from motions.composites.consenting import composite_agree
from motions.composites.drafts import draft_change, step_now
from motions.composites.grouping import group_propose
from motions.composites.proposing import text_propose
from motions.composites.selectors import group_by_letter, text_put, words_of
from motions.models import CompositeGroup, CompositeText, Motion
from tests.factories.conferences import make_conference
from tests.factories.members import make_officer

BRANCHES = ("B08", "B12", "B11")


@dataclass
class Desk:
    """A conference whose motions are in order, its clerk, and the officers of three branches."""

    conference: Conference
    clerk: Member
    officers: dict[str, Member]

    def branch(self, code: str) -> Body:
        return Body.objects.get(code=code)

    def motion(self, number: str) -> Motion:
        return self.conference.motions.select_related("conference", "lodged_by").get(number=number)

    def grouped(self, *numbers: str) -> CompositeGroup:
        return group_propose(
            conference=self.conference,
            actor=self.clerk,
            motions=[self.motion(number) for number in numbers or ("M5", "M10")],
            title="Safe staffing and fair claims",
        )

    def fresh(self, group: CompositeGroup) -> CompositeGroup:
        return group_by_letter(self.conference, group.letter)

    def composed(self, group: CompositeGroup) -> CompositeGroup:
        """Take every source over as it is."""
        for source in words_of(self.fresh(group)):
            whole = [
                (kind, [(each, source.sentences[each]) for each in places])
                for kind, places in source.paragraphs
            ]
            draft_change(
                group=group,
                actor=self.clerk,
                step=step_now(group).number,
                edit=partial(editing.from_source, paragraphs=whole),
            )
        return self.fresh(group)

    def put(
        self, group: CompositeGroup, *, mover: str = "B08", seconder: str = "B12"
    ) -> CompositeText:
        return text_propose(
            group=group,
            actor=self.clerk,
            step=step_now(group).number,
            mover=self.branch(mover),
            seconder=self.branch(seconder),
        )

    def agree(
        self, group: CompositeGroup, code: str, *, version: int = 0, sha256: str = ""
    ) -> CompositeGroup:
        text = text_put(self.fresh(group))
        assert text
        return composite_agree(
            group=group,
            actor=self.officers[code],
            branch=self.branch(code),
            version=version or text.version,
            sha256=sha256 or text.sha256,
        )

    def agreed(self) -> CompositeGroup:
        """Give a composite of M5 and M10 to which both branches have agreed."""
        group = self.composed(self.grouped())
        self.put(group)
        self.agree(group, "B08")
        self.agree(group, "B12")
        return self.fresh(group)


def before_the_agenda(document: dict[str, Any]) -> None:
    """Schedule nothing but the emergency motion; the branch accepts an amendment to M12."""
    session = document["timetable"][0]
    session["items"] = [row for row in session["items"] if row["item"] == "EM1"]
    for row in document["motions"]:
        row["submitted_by"] = {"M12": "B11"}.get(row["id"], row["submitted_by"])


@pytest.fixture(scope="module")
def _before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    with django_db_blocker.unblock(), transaction.atomic():
        conference = make_conference(before_the_agenda)
        clerk = make_officer(Office.CLERK, conference.body)
        officers = {}
        for code in BRANCHES:
            member = conference.credentials.get(number=f"{code}-1").member
            appointment_make(
                actor=None,
                member=member,
                office=Office.BRANCH_SECRETARY,
                body=Body.objects.get(code=code),
            )
            officers[code] = member
        with entry(actor=None) as log:
            conference.key_dates.filter(key="final_agenda").delete()
            log.record("test.prepared", subject=conference)
        yield Desk(conference, clerk, officers)
        transaction.set_rollback(True)


@pytest.fixture
def desk(_before: Desk, db: None) -> Desk:
    """Give the desk to each test: what the test does is undone after it."""
    return Desk(Conference.objects.get(pk=_before.conference.pk), _before.clerk, _before.officers)


def tomorrow() -> Any:
    return timezone.now() + timedelta(days=1)
