"""Entries in plain words."""

import pytest

from audit.browsing.reading import Hand, Reading, named_in, read
from audit.formats.canonical import canonical
from audit.recording import prepare

DUE = {"at": "2027-06-15T10:00:00Z", "by": "system", "id": "1", "of": "a:b", "t": "a.b", "v": 1}
BALLOT = "ballot:3f2a9c10-0000-4000-8000-000000000001"
PERSON = "p_0123456789abcdefghijkl"


def told(kind: str, subject: str, **more: object) -> Reading:
    by, office = str(more.pop("by", "system")), str(more.pop("office", ""))
    personal = {"choice": "for"} if more.pop("sealed", False) else None
    prepared = prepare(
        kind, actor=by, office=office, subject=subject, personal=personal, facts=more
    )
    return read(prepared.leaf)


@pytest.mark.parametrize(
    ("kind", "subject", "headline"),
    [
        ("motion.seconded", "motion:NDC27/M1", "Motion NDC27/M1 seconded"),
        ("ballot.opened", BALLOT, "Ballot 3f2a9c10… opened"),
        ("agenda_item.taken", "agenda_item:NDC27/4", "Agenda item NDC27/4 taken"),
        ("credential.checked_in", "credential:NDC27/B01-1", "Credential NDC27/B01-1 checked in"),
        ("passcode.issued", f"member:{PERSON}", "Passcode issued: member p_012345…"),
        ("roll.imported", "roll", "Roll imported: roll"),
    ],
)
def test_headline_says_what_was_done_to_what(kind: str, subject: str, headline: str) -> None:
    assert told(kind, subject).headline == headline


def test_actor_is_told_by_pseudonym_and_office() -> None:
    assert told("ballot.closed", BALLOT).by == "the system"
    assert told("ballot.closed", BALLOT, by=PERSON).by == "p_012345…"
    assert told("ballot.closed", BALLOT, by=PERSON, office="vice_chair").by == (
        "p_012345…, as vice chair"
    )


def test_facts_are_told_in_words() -> None:
    reading = told(
        "ballot.declared",
        BALLOT,
        outcome="carried",
        votes_for=12725,
        advisory=False,
        casting_vote=None,
        options=["for", "against"],
        needed={"of": "votes cast", "two_thirds": True},
        none_yet=[],
    )
    assert [(fact.name, fact.value) for fact in reading.facts] == [
        ("Advisory", "no"),
        ("Casting vote", "none"),
        ("Needed", "of: votes cast; two thirds: yes"),
        ("None yet", "none"),
        ("Options", "for, against"),
        ("Outcome", "carried"),
        ("Votes for", "12,725"),
    ]


def test_fact_with_parts_is_told_part_by_part() -> None:
    [fact] = told("ballot.declared", BALLOT, result={"voted": 55, "figures": {"for": 6}}).facts
    assert [(part.name, part.value) for part in fact.parts] == [
        ("Figures", "for: 6"),
        ("Voted", "55"),
    ]
    assert [part.name for part in fact.parts[0].parts] == ["For"]


def test_hand_is_told_from_the_seal() -> None:
    assert told("ballot.closed", BALLOT).hand is Hand.MACHINE
    assert told("motion.called", BALLOT, by=PERSON).hand is Hand.SEAL


def test_officers_act_that_leaves_its_signature_out_is_unsigned() -> None:
    assert told("ballot.declared", BALLOT, by=PERSON).hand is Hand.UNSIGNED


def test_sealed_values_are_counted_and_not_told() -> None:
    reading = told("vote.cast", BALLOT, sealed=True)
    assert (len(reading.sealed), reading.facts) == (1, [])


@pytest.mark.parametrize(
    "leaf",
    [
        b"\xff\x00junk",
        b"[]",
        b'{"a":1.5}',
        canonical({**DUE, "at": "yesterday"}),
        canonical({**DUE, "at": "2027-06-15T10:00:00"}),
        canonical({**DUE, "at": "0001-01-01T00:00:00+14:00"}),
        canonical({**DUE, "_sd": 7}),
    ],
    ids=range(7),
)
def test_entry_out_of_due_form_is_told_as_one(leaf: bytes) -> None:
    """Whoever has the database can write one, for ever: it closes no page of the log."""
    assert read(leaf).headline == "Entry unreadable: log"
    assert list(named_in(leaf)) == ["log"]


def test_office_that_is_no_text_is_told_all_the_same() -> None:
    assert read(canonical({**DUE, "office": []})).by == "the system, as []"
