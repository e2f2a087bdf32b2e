import io
import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections

from audit.models import Entry
from audit.refusal import Refusal
from ballots import services
from ballots.casting import cast
from ballots.models import ArchiveRecord, RollEntry, SealedBallot, TurnedAway
from ballots.receipt_token import read_receipt_token, receipt_token
from ballots.sealing.hashing import hexadecimal
from ballots.secret.casting import secret_cast
from ballots.secret.credentials import credential_of
from ballots.secret.finding import found
from ballots.secret.proofs_pool import proofs_pool
from ballots.secret.reconciling import discrepancies_of_sealed
from ballots.secret.telling import voters_tell
from members.models import Dispatch
from tests.factories.ballots import make_hall
from tests.factories.secret import SealedHall, make_sealed


@pytest.fixture
def sealed(db: None) -> SealedHall:
    return make_sealed(make_hall(delegates=3))


def test_ballot_is_taken_and_its_receipt_leads_to_the_chain(sealed: SealedHall) -> None:
    raw = sealed.sealed(0, "for")
    receipt = sealed.send(0, raw)
    vote = sealed.vote
    assert (receipt.height, receipt.head) == (1, vote.head)
    last = ArchiveRecord.objects.get(vote=vote, number=vote.records)
    assert hexadecimal(last.body.encode()) == receipt.head
    assert ArchiveRecord.objects.get(vote=vote, number=vote.records - 1).body.encode() == raw
    claims = read_receipt_token(receipt_token(receipt))
    assert (claims["tracker"], claims["height"], claims["head"]) == (
        receipt.tracker,
        "1",
        receipt.head,
    )
    entry = Entry.objects.get(pk=receipt.entry_id)
    assert b'"by":"system"' in bytes(entry.leaf)
    assert sealed.hall.delegates[0].pseudonym.encode() not in bytes(entry.leaf)
    line = sealed.line(0)
    assert (line.voted, line.cast_id) == (True, None)
    here = found(vote, receipt.tracker)
    assert here
    assert here.counts


def test_same_ballot_again_gives_the_same_receipt(sealed: SealedHall) -> None:
    raw = sealed.sealed(0, "for")
    assert sealed.send(0, raw) == sealed.send(0, raw)
    assert SealedBallot.objects.count() == 1


def test_later_ballot_replaces_and_the_old_one_is_refused_again(sealed: SealedHall) -> None:
    old = sealed.sealed(0, "for")
    first = sealed.send(0, old)
    second = sealed.cast(0, "against")
    assert [found(sealed.vote, one.tracker).counts for one in (first, second)] == [False, True]  # type: ignore[union-attr]
    with pytest.raises(Refusal) as refused:
        sealed.send(0, old)
    assert refused.value.code == "old-ballot-again"
    assert SealedBallot.objects.count() == 2


def of_another_voter(sealed: SealedHall) -> bytes:
    return sealed.sealed(1, "for")


def of_another_vote(sealed: SealedHall) -> bytes:
    return make_sealed(sealed.hall).sealed(0, "for")


def with_a_byte_changed(sealed: SealedHall) -> bytes:
    raw = sealed.sealed(0, "for")
    at = raw.index(b'"response":"') + 20
    return raw[:at] + (b"1" if raw[at : at + 1] != b"1" else b"2") + raw[at + 1 :]


def with_spaces(sealed: SealedHall) -> bytes:
    return sealed.sealed(0, "for").replace(b",", b", ", 1)


def of_ten_megabytes(_sealed: SealedHall) -> bytes:
    return b"{" * 10_000_000


def of_no_text(_sealed: SealedHall) -> bytes:
    return b"\xff\x00\xfe"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (of_another_voter, "credential-of-another"),
        (of_another_vote, "ballot-wrong-election"),
        (with_a_byte_changed, None),
        (with_spaces, "ballot-not-canonical"),
        (of_ten_megabytes, "ballot-unreadable"),
        (of_no_text, "ballot-unreadable"),
        (lambda _sealed: b"", "ballot-unreadable"),
        (lambda _sealed: b"\x00", "ballot-not-json"),
    ],
)
def test_refused_when_the_ballot_cannot_be_counted(
    sealed: SealedHall, made: Callable[[SealedHall], bytes], code: str | None
) -> None:
    raw = made(sealed)
    with pytest.raises(Refusal) as refused:
        sealed.send(0, raw)
    assert code in (None, refused.value.code)
    assert refused.value.code.startswith(("ballot-", "credential-"))
    assert not SealedBallot.objects.filter(vote=sealed.vote).exists()
    assert not RollEntry.objects.filter(ballot=sealed.ballot, voted=True).exists()
    assert TurnedAway.objects.get(ballot=sealed.ballot).reason == "not_on_the_paper"


def test_refused_when_the_voter_has_not_stepped_up(sealed: SealedHall) -> None:
    raw = sealed.sealed(0, "for")
    with pytest.raises(Refusal) as refused:
        secret_cast(ballot_id=sealed.ballot.pk, voter=sealed.hall.delegates[0], raw=raw)
    assert refused.value.code == "booth-not-entered"


def test_refused_after_the_close_and_kept_as_turned_away(sealed: SealedHall) -> None:
    raw, held = sealed.sealed(0, "for"), sealed.passes(0)
    sealed.close()
    with pytest.raises(Refusal) as refused:
        secret_cast(
            ballot_id=sealed.ballot.pk,
            voter=sealed.hall.delegates[0],
            raw=raw,
            booth_pass=held,
        )
    assert refused.value.code == "ballot-closed"
    assert TurnedAway.objects.get().reason == "after_close"


def test_refused_when_the_vote_is_void(sealed: SealedHall) -> None:
    raw, held = sealed.sealed(0, "for"), sealed.passes(0)
    sealed.hall.void(sealed.ballot)
    with pytest.raises(Refusal) as refused:
        secret_cast(
            ballot_id=sealed.ballot.pk,
            voter=sealed.hall.delegates[0],
            raw=raw,
            booth_pass=held,
        )
    assert refused.value.code == "ballot-voided"


def test_taken_in_the_time_that_an_extension_gives(sealed: SealedHall) -> None:
    services.ballot_extend(ballot=sealed.ballot, actor=sealed.hall.teller, seconds=600)
    assert sealed.ballot.closes_at
    held, raw = sealed.passes(0), sealed.sealed(0, "for")
    with time_machine.travel(sealed.ballot.closes_at + timedelta(seconds=60)):
        taken = secret_cast(
            ballot_id=sealed.ballot.pk,
            voter=sealed.hall.delegates[0],
            raw=raw,
            booth_pass=held,
        )
    assert taken.height == 1


def test_plain_vote_is_refused_in_a_sealed_one(sealed: SealedHall) -> None:
    held = sealed.passes(0)
    with pytest.raises(Refusal):
        cast(
            ballot_id=sealed.ballot.pk,
            voter=sealed.hall.delegates[0],
            choice="for",
            request_id=held.member_id,
            booth_pass=held,
        )
    assert not RollEntry.objects.filter(voted=True).exists()


def test_voters_are_told_of_casts_by_the_hour_and_all_at_once(db: None) -> None:
    sealed = make_sealed(make_hall(), window_seconds=3 * 24 * 3600)
    Dispatch.objects.all().delete()
    for voter in (1, 0):
        sealed.cast(voter, "for")
    told = Dispatch.objects.filter(what="vote-recorded")
    assert not told.exists()  # its minute would be the minute of the ballot's entry in the log
    assert voters_tell() == 2
    assert {each.member_id for each in told} == {each.pk for each in sealed.hall.delegates[:2]}
    assert {frozenset(each.facts) for each in told} == {frozenset({"call"})}
    assert len({each.made_at for each in told}) == 1
    assert voters_tell() == 0
    sealed.cast(0, "against")
    assert voters_tell() == 1


def test_worker_that_was_killed_is_replaced(sealed: SealedHall) -> None:
    sealed.cast(0, "for")
    for pid in proofs_pool().pids:
        os.kill(pid, signal.SIGKILL)
    assert sealed.cast(0, "against").height == 2


def test_neither_choice_nor_randomness_nor_credential_is_anywhere(
    sealed: SealedHall, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    group = type(sealed.election.group)
    draw = group.exponent

    def noted(self) -> int:
        drawn.append(draw(self))
        return drawn[-1]

    monkeypatch.setattr(group, "exponent", noted)
    raw = sealed.sealed(0, "against")
    secret = credential_of(sealed.vote, sealed.line(0))
    assert drawn
    with caplog.at_level(logging.DEBUG):
        sealed.send(0, raw)
    everything = _whole_database() + caplog.text
    assert sealed.vote.fingerprint in everything
    assert secret not in everything
    kept_back = [number for number in drawn if str(number).encode() not in raw]
    assert len(kept_back) > len(sealed.ballot.paper)  # what seals each answer, and the nonces
    assert not [number for number in kept_back if str(number) in everything]
    made = [bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True)]
    assert not [leaf for leaf in made if b"vote.sealed" in leaf and b"_sd" in leaf]
    line = RollEntry.objects.filter(pk=sealed.line(0).pk).values().get()
    assert "against" not in str(line)


@pytest.mark.django_db(transaction=True)
def test_two_casts_at_once_make_one_chain() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one after the other anyway")
    sealed = make_sealed(make_hall(delegates=6))
    papers = [(number, sealed.sealed(number, "for"), sealed.passes(number)) for number in range(6)]

    def send(paper) -> int:
        number, raw, held = paper
        try:
            voter = sealed.hall.delegates[number]
            return secret_cast(
                ballot_id=sealed.ballot.pk, voter=voter, raw=raw, booth_pass=held
            ).height
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        heights = sorted(threads.map(send, papers))
    assert heights == [1, 2, 3, 4, 5, 6]
    assert not list(discrepancies_of_sealed(sealed.ballot))


def _whole_database() -> str:
    """Write every row of every table out as text."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            for row in cursor.fetchall():
                out.write(" ".join(_text(value) for value in row) + "\n")
    return out.getvalue()


def _text(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
