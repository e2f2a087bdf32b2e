"""One act, one transaction, at least one event; and what is refused."""

import json
import threading
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, connection, transaction

from audit.formats.canonical import parse
from audit.formats.disclosure import is_disclosed
from audit.formats.leaf import read_leaf
from audit.models import Disclosure, Entry
from audit.recording import NothingRecordedError, OpenEntry, Pen, at_the_end, entry, prepare
from audit.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@dataclass
class Officer:
    pseudonym: str = "p_0123456789abcdefghijkl"
    pen: Pen | None = None


def refused_act(refusal: Exception, actor: Officer | None = None, office: str = "") -> None:
    """Do something, say so, and then be told no."""
    with entry(actor=actor, office=office) as log:
        log.record("ballot.created", subject="ballot:1")
        raise refusal


def leaves() -> list[dict[str, object]]:
    return [json.loads(bytes(leaf)) for leaf in Entry.objects.values_list("leaf", flat=True)]


def test_recorded_event_says_who_what_of_what_and_when() -> None:
    with entry(actor=Officer(), office="chair") as log:
        log.record("motion.seconded", subject="motion:NDC27/M1", seconder="credential:NDC27/B01-1")
    [leaf] = leaves()
    row = Entry.objects.get()
    assert leaf == {
        "at": f"{row.at:%Y-%m-%dT%H:%M:%SZ}",
        "by": "p_0123456789abcdefghijkl",
        "id": str(row.id),
        "of": "motion:NDC27/M1",
        "office": "chair",
        "seconder": "credential:NDC27/B01-1",
        "t": "motion.seconded",
        "v": 1,
    }
    read_leaf(bytes(row.leaf))


def test_act_of_nobody_is_the_systems() -> None:
    with entry(actor=None) as log:
        log.record("ballot.closed", subject="ballot:1")
    assert leaves()[0]["by"] == "system"


def test_act_with_nothing_recorded_is_rolled_back() -> None:
    with pytest.raises(NothingRecordedError), entry(actor=None):
        Entry.objects.create(at="2027-06-15T10:00Z", kind="a.b", subject="x", leaf=b"{}")
    assert not Entry.objects.exists()


def test_nested_act_with_nothing_recorded_is_refused_whatever_the_outer_recorded() -> None:
    def act() -> None:
        with entry(actor=None) as log:
            log.record("motion.put", subject="motion:1")
            with entry(actor=None):
                pass

    with pytest.raises(NothingRecordedError):
        act()
    assert not Entry.objects.exists()


def test_nested_acts_stand_or_fall_together() -> None:
    def act() -> None:
        with entry(actor=None) as outer:
            with entry(actor=None) as inner:
                inner.record("ballot.opened", subject="ballot:1")
            outer.record("motion.put", subject=f"motion:{1 / 0}")

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Entry.objects.exists()


def test_refused_act_leaves_only_the_refusal_if_that_is_to_be_recorded() -> None:
    refusal = Refusal(
        "statutory",
        "Not here.",
        rule="s.46",
        record="ballot.refused",
        subject="ballot:draft",
        facts={"class": "S46_PRESIDENT"},
    )
    with pytest.raises(Refusal):
        refused_act(refusal, Officer(), "clerk")
    [leaf] = leaves()
    assert leaf["t"] == "ballot.refused"
    assert leaf["by"] == Officer().pseudonym
    assert (leaf["office"], leaf["of"]) == ("clerk", "ballot:draft")
    assert (leaf["code"], leaf["rule"], leaf["class"]) == ("statutory", "s.46", "S46_PRESIDENT")


def test_refused_act_leaves_nothing_if_the_refusal_is_not_to_be_recorded() -> None:
    with pytest.raises(Refusal):
        refused_act(Refusal("too-late", "Too late."))
    assert not Entry.objects.exists()


def test_refusal_of_a_nested_act_is_recorded_once_and_as_its_own_actors() -> None:
    with pytest.raises(Refusal), entry(actor=None), entry(actor=Officer()):
        raise Refusal("no", "No.", record="ballot.refused")
    assert [leaf["by"] for leaf in leaves()] == [Officer().pseudonym]


def test_refusal_of_a_nested_act_is_recorded_though_the_outer_act_goes_on() -> None:
    with entry(actor=None) as outer:
        try:
            refused_act(Refusal("no", "No.", record="ballot.refused"), Officer())
        except Refusal:
            outer.record("question.fallen", subject="question:1")
    assert sorted(str(leaf["t"]) for leaf in leaves()) == ["ballot.refused", "question.fallen"]


@pytest.mark.django_db(transaction=True)
def test_refusal_is_kept_although_the_act_was_rolled_back() -> None:
    with pytest.raises(Refusal):
        refused_act(Refusal("no", "No.", record="ballot.refused"))
    connection.close()
    assert [leaf["t"] for leaf in leaves()] == ["ballot.refused"]


def test_personal_value_is_in_the_log_as_a_salted_digest_only() -> None:
    with entry(actor=None) as log:
        log.record("vote.cast", subject="ballot:1", personal={"choice": "for", "voter": "B01-1"})
    row = Entry.objects.get()
    leaf = parse(bytes(row.leaf))
    assert b"for" not in bytes(row.leaf)
    digests = set(leaf["_sd"])
    kept = Disclosure.objects.filter(entry=row)
    assert {d.name: d.value for d in kept} == {"choice": "for", "voter": "B01-1"}
    for one in kept:
        assert any(is_disclosed(d, salt=one.salt, name=one.name, value=one.value) for d in digests)


def test_same_personal_value_has_another_digest_each_time() -> None:
    one, other = (
        prepare("vote.cast", actor="system", subject="b", personal={"choice": "for"})
        for _ in range(2)
    )
    assert parse(one.leaf)["_sd"] != parse(other.leaf)["_sd"]


@pytest.mark.parametrize("kind", ["", "moved", "Motion.moved", "motion moved", "motion.", ".moved"])
def test_event_with_an_irregular_name_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=r"noun\.past_participle"):
        prepare(kind, actor="system", subject="motion:1")


@pytest.mark.parametrize("name", ["_sd", "at", "by", "id", "of", "office", "t", "v"])
def test_fact_named_like_the_logs_own_keys_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="meaning of its own"):
        prepare("motion.moved", actor="system", subject="motion:1", facts={name: "x"})


@pytest.mark.parametrize("value", [1.5, 2**53, b"bytes", object(), {"é": 1}, {1: 2}, {1, 2}])
def test_fact_without_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        prepare("motion.moved", actor="system", subject="motion:1", facts={"n": value})


def test_entry_too_long_for_the_log_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        prepare("motion.moved", actor="system", subject="motion:1", facts={"text": "x" * 65_535})


def test_same_entry_cannot_be_written_twice() -> None:
    with entry(actor=None) as log:
        done = log.record("motion.moved", subject="motion:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(
            id=done.id, at=done.at, kind=done.kind, subject=done.subject, leaf=done.leaf
        )


def test_act_in_one_thread_is_not_open_in_another() -> None:
    seen: list[OpenEntry | None] = []

    def look() -> None:
        from audit.recording import _current  # noqa: PLC0415 - only this test looks inside

        seen.append(_current.get())

    with entry(actor=None) as log:
        log.record("motion.moved", subject="motion:1")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [None]


def test_what_a_commit_sets_off_is_an_act_of_its_own(transactional_db: None) -> None:
    """It ends by itself: nothing that it asks for at its end is left to an act that is over."""
    done: list[set[str]] = []

    def follow() -> None:
        with entry(actor=None) as log:
            log.record("thing.followed", subject="thing:1")
            at_the_end(lambda _about, pieces: done.append(pieces), "thing:1", ["followed"])

    with entry(actor=None) as log:
        log.record("thing.done", subject="thing:1")
        transaction.on_commit(follow)
    assert done == [{"followed"}]
