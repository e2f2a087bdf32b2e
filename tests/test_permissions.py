"""The permission table of guide 3.8: every act is tried by everyone who may not do it, and by all
who may. A new act without a trial fails here."""

import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from pytest_django import DjangoDbBlocker

from audit.models import Entry
from audit.refusal import Refusal
from members.models import Member
from members.permissions import PERMISSIONS, Permission
from tests.factories.conferences import Sitting
from tests.factories.trials import TRIALS, Stage, Trial, make_stage
from tests.motions.conftest import _loaded  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

REFUSED = {
    "not-your-office",
    "not-your-credential",
    "not-your-nomination",
    "not-your-seat",
    "not-yours-to-nominate",
    "not-yours-to-withdraw",
    "not-of-this-body",
    "not-on-the-roll",
    "not-disclosed-to-you",
}
"""How somebody is told that an act is not for them."""

UNRECORDED = {
    "ballot.cast": "tries from the roll's outside are answered from the voting page, and many",
    "inability.report": "the same",
    "more_time.ask": "the same",
    "votes.see": "the first attempt to take the file away is recorded",
    "records.see": "the page answers 403, as any page does",
    "contacts.report": "the same",
}
"""The acts whose refusal is not in the log, and why."""

NOT_YET = {"votes.see"}
"""The scrutineer is told nothing before a vote has closed (`tests/ballots/test_disclosing.py`)."""


@pytest.fixture(scope="module")
def stage(_loaded: Sitting, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:  # noqa: F811
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_stage(_loaded)
        transaction.set_rollback(True)


def attempt(trial: Trial, stage: Stage, who: Member) -> tuple[Refusal | None, list[dict[str, str]]]:
    """Try an act and undo it; give how it was refused, and what it left in the log."""
    before = Entry.objects.count()
    refusal = None
    with transaction.atomic():
        try:
            trial(stage, who)
        except Refusal as no:
            refusal = no
        except ObjectDoesNotExist:
            pass  # it got past the check, to look for a row that the trial made up
        leaves = Entry.objects.order_by("-at")[: Entry.objects.count() - before]
        left = [json.loads(bytes(entry.leaf)) for entry in leaves]
        transaction.set_rollback(True)
    return refusal, left


def test_every_act_of_the_table_is_tried() -> None:
    assert set(TRIALS) == set(PERMISSIONS)


@pytest.mark.parametrize(
    "line", [PERMISSIONS[act] for act in TRIALS if act in PERMISSIONS], ids=lambda line: line.act
)
def test_act_is_refused_to_everyone_who_may_not_do_it(line: Permission, stage: Stage) -> None:
    for who, member in stage.denied(line.offices, line.where).items():
        refusal, left = attempt(TRIALS[line.act], stage, member)
        assert refusal is not None, f"{who} did {line.act}"
        assert refusal.code in REFUSED, f"{who}: {refusal.code}, {refusal.message}"
        # Nothing changes without an entry (audit.store.write_guard): so a refusal is all there is.
        kinds = [leaf["t"] for leaf in left if leaf["by"] == member.pseudonym]
        wanted = 0 if line.act in UNRECORDED else 1
        assert len(kinds) == len(left) == wanted, f"{who}: {kinds}"
        assert all(kind.endswith(".refused") for kind in kinds), f"{who}: {kinds}"


@pytest.mark.parametrize(
    "line",
    [line for line in PERMISSIONS.values() if line.offices and line.act in TRIALS.keys() - NOT_YET],
    ids=lambda line: line.act,
)
def test_act_is_not_refused_to_those_who_may_do_it(line: Permission, stage: Stage) -> None:
    for member in stage.allowed(line.offices, line.where):
        refusal, _ = attempt(TRIALS[line.act], stage, member)
        assert refusal is None or refusal.code not in REFUSED, f"{member}: {refusal}"
