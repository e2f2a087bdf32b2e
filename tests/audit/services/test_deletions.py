from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from audit.enums import DeletionState
from audit.formats.canonical import parse
from audit.formats.disclosure import salted_digest
from audit.models import Deletion, Disclosure, Entry, Position, Witness
from audit.recording import entry
from audit.refusal import Refusal
from audit.retention import DIGESTS_IN_A_LEAF, due_now
from audit.sealed_words import KEY
from audit.services.deletions import (
    deletion_ask,
    deletion_confirm,
    deletion_decline,
    deletion_withdraw,
)
from audit.services.holds import hold_place, hold_release
from audit.store.sequencer import sequence_all
from audit.store.write_guard import recorded_writes
from members.models import Member
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2024, 11, 5, 12, tzinfo=UTC)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
MONTH = "month:2024-11"


@pytest.fixture
def people(db: None) -> tuple[Member, Member]:
    return make_member("Winifred Tarn"), make_member("Idris Penhale")


def sealed(count: int = 1, subject: str = "motion:N/M1") -> list[Disclosure]:
    """Words that were sealed long ago."""
    with time_machine.travel(LONG_AGO), entry(actor=None) as log:
        for number in range(count):
            log.record("motion.ruled", subject=subject, personal={"reason": f"Words {number}"})
    return list(Disclosure.objects.filter(entry__subject=subject))


def asked(actor: Member) -> Deletion:
    return deletion_ask(actor=actor, office="membership_officer", rule=KEY, subject=MONTH)


def confirmed(actor: Member, deletion: Deletion) -> Deletion:
    return deletion_confirm(actor=actor, office="returning_officer", deletion=deletion)


def leaves(kind: str) -> list[dict[str, Any]]:
    found = Entry.objects.filter(kind=kind).order_by("at")
    return [parse(bytes(leaf)) for leaf in found.values_list("leaf", flat=True)]


def refused(code: str, act: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code


@time_machine.travel(NOW)
def test_two_people_destroy_what_is_due_and_the_log_names_each_digest(
    people: tuple[Member, Member],
) -> None:
    first, second = people
    (words,) = sealed()
    digest = salted_digest(words.salt, words.name, words.value)
    deletion = asked(first)
    assert Disclosure.objects.filter(pk=words.pk).exists()
    deletion = confirmed(second, deletion)
    assert deletion.state == DeletionState.DONE
    assert not Disclosure.objects.filter(pk=words.pk).exists()
    (erasure,) = leaves("erasure.performed")
    place = Position.objects.get(entry=words.entry_id)
    assert erasure["erased"] == [[place.seq, digest]]
    assert (erasure["by"], erasure["asked_by"]) == (second.pseudonym, first.pseudonym)
    assert (erasure["office"], erasure["asked_office"]) == (
        "returning_officer",
        "membership_officer",
    )
    assert digest in parse(bytes(place.entry.leaf))["_sd"]  # the leaf itself is as it was


@time_machine.travel(NOW)
def test_certificate_counts_what_was_destroyed_and_names_both_offices(
    people: tuple[Member, Member],
) -> None:
    sealed(3)
    deletion = confirmed(people[1], asked(people[0]))
    deletion.refresh_from_db()
    said = deletion.certificate
    assert said
    assert said["rows"] == {"sealed words": 3}
    assert said["erased_digests"] == 3
    assert said["asked_office"] == "membership_officer"
    assert said["confirmed_office"] == "returning_officer"
    (leaf,) = leaves("records.destroyed")
    assert leaf["rows"] == {"sealed words": 3}


@time_machine.travel(NOW)
def test_many_digests_are_named_in_leaves_of_a_bearable_size(
    people: tuple[Member, Member],
) -> None:
    sealed(DIGESTS_IN_A_LEAF + 3)
    confirmed(people[1], asked(people[0]))
    erasures = leaves("erasure.performed")
    assert sorted(len(each["erased"]) for each in erasures) == [3, DIGESTS_IN_A_LEAF]
    places = [place for each in erasures for place, _ in each["erased"]]
    assert len(set(places)) == DIGESTS_IN_A_LEAF + 3


@time_machine.travel(NOW)
def test_entry_without_a_place_is_placed_before_its_salt_goes(
    people: tuple[Member, Member],
) -> None:
    sealed()
    assert not Position.objects.exists()
    confirmed(people[1], asked(people[0]))
    (erasure,) = leaves("erasure.performed")
    assert Position.objects.filter(seq=erasure["erased"][0][0]).exists()


@time_machine.travel(NOW)
def test_confirming_refused_to_whoever_asked(people: tuple[Member, Member]) -> None:
    (words,) = sealed()
    deletion = asked(people[0])
    refused("two-people", lambda: confirmed(people[0], deletion))
    assert Disclosure.objects.filter(pk=words.pk).exists()
    assert [leaf["code"] for leaf in leaves("deletion.refused")] == ["two-people"]


@time_machine.travel(NOW)
def test_declining_refused_to_whoever_asked(people: tuple[Member, Member]) -> None:
    sealed()
    deletion = asked(people[0])
    refused("two-people", lambda: deletion_decline(actor=people[0], office="x", deletion=deletion))


@time_machine.travel(NOW)
def test_taken_back_before_it_is_confirmed_leaves_everything(
    people: tuple[Member, Member],
) -> None:
    (words,) = sealed()
    deletion = deletion_withdraw(actor=people[0], deletion=asked(people[0]))
    assert deletion.state == DeletionState.WITHDRAWN
    refused("already-decided", lambda: confirmed(people[1], deletion))
    assert Disclosure.objects.filter(pk=words.pk).exists()
    assert asked(people[0]).state == DeletionState.WAITING  # and may be asked for again


@time_machine.travel(NOW)
def test_taking_back_refused_to_another_person(people: tuple[Member, Member]) -> None:
    sealed()
    deletion = asked(people[0])
    refused("not-yours", lambda: deletion_withdraw(actor=people[1], deletion=deletion))


@time_machine.travel(NOW)
def test_declined_leaves_everything(people: tuple[Member, Member]) -> None:
    (words,) = sealed()
    deletion = deletion_decline(actor=people[1], office="x", deletion=asked(people[0]))
    assert deletion.state == DeletionState.DECLINED
    assert Disclosure.objects.filter(pk=words.pk).exists()


@time_machine.travel(NOW)
def test_asking_twice_refused_while_the_first_waits(people: tuple[Member, Member]) -> None:
    sealed()
    asked(people[0])
    refused("already-asked", lambda: asked(people[1]))


def test_asking_refused_before_the_time_is_over(people: tuple[Member, Member]) -> None:
    with time_machine.travel(NOW - timedelta(days=2)):  # one day short of 24 whole months
        sealed()
        refused("not-due", lambda: asked(people[0]))
        assert not due_now(datetime.now(UTC))
    assert [leaf["schedule"] for leaf in leaves("deletion.refused")] == [KEY]


@time_machine.travel(NOW)
def test_asking_refused_for_what_the_schedule_keeps_for_good(
    people: tuple[Member, Member],
) -> None:
    for rule in ("log", "no such line"):
        refused(
            "no-such-rule",
            lambda rule=rule: deletion_ask(actor=people[0], office="x", rule=rule, subject="log"),
        )


@time_machine.travel(NOW)
def test_confirming_refused_when_a_complaint_came_in_meanwhile(
    people: tuple[Member, Member],
) -> None:
    (words,) = sealed()
    deletion = asked(people[0])
    hold = hold_place(actor=people[1], subject="everything", reason="Complaint 3")
    refused("held", lambda: confirmed(people[1], deletion))
    refused("held", lambda: asked(people[0]))
    assert Disclosure.objects.filter(pk=words.pk).exists()
    hold_release(actor=people[1], hold=hold, reason="Settled")
    assert confirmed(people[1], deletion).state == DeletionState.DONE


@time_machine.travel(NOW)
def test_words_that_a_complaint_needs_stay_when_the_rest_of_their_month_goes(
    people: tuple[Member, Member],
) -> None:
    sealed()
    (held,) = sealed(subject="motion:N/M2")
    hold_place(actor=people[0], subject="motion:N/M2", reason="Complaint 3")
    confirmed(people[1], asked(people[0]))
    kept = Disclosure.objects.filter(entry__at__lt=NOW - timedelta(days=60))
    assert [words.pk for words in kept] == [held.pk]
    refused("held", lambda: confirmed(people[1], asked(people[0])))


@time_machine.travel(NOW)
def test_log_still_verifies_after_an_erasure(people: tuple[Member, Member]) -> None:
    sealed(2)
    sequence_all()
    before = {place.seq: bytes(place.leaf_hash) for place in Position.objects.all()}
    confirmed(people[1], asked(people[0]))
    sequence_all()
    after = {place.seq: bytes(place.leaf_hash) for place in Position.objects.all()}
    assert before.items() <= after.items()


@time_machine.travel(NOW)
def test_destruction_is_refused_in_words_while_the_log_must_not_go_on(
    people: tuple[Member, Member],
) -> None:
    """The database was put back from an older copy: a witness has signed a longer log."""
    first, second = people
    (words,) = sealed()
    deletion = asked(first)
    with recorded_writes():
        Witness.objects.create(
            name="branch", vkey="branch+0+0", added_at=NOW, disagreed_at=NOW, signed_size=1_000
        )
    refused("log-stands-still", lambda: confirmed(second, deletion))
    assert Disclosure.objects.filter(pk=words.pk).exists()
