"""Places without gaps, whoever writes and however many place."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from audit import selectors
from audit.formats.checkpoint import open_checkpoint
from audit.formats.merkle import leaf_hash, tree_root
from audit.formats.proofs import verify_consistency, verify_inclusion
from audit.keys import log_key
from audit.models import Entry, Head, Position, Subtree, Unplaced
from audit.publishing.departed import DepartedError
from audit.recording import entry
from audit.store import triggers
from audit.store.sequencer import recover_unplaced, sequence, sequence_all
from tests.audit.entries import write_entries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


def placed() -> list[int]:
    return list(Position.objects.order_by("seq").values_list("seq", flat=True))


def assert_sound() -> None:
    """Every entry has one place, places have no gap, and the head is signed over all of them."""
    entries = [
        bytes(leaf) for leaf in selectors.placed_entries().values_list("entry__leaf", flat=True)
    ]
    assert placed() == list(range(Entry.objects.count()))
    assert not Unplaced.objects.exists()
    head = selectors.newest_head()
    assert head is not None
    signed = open_checkpoint(head.note.encode(), log_key().verifier)
    root = tree_root(map(leaf_hash, reversed(entries)))
    assert (signed.size, signed.root) == (len(entries), root) == (head.size, bytes(head.root))


def test_nothing_to_place_signs_nothing() -> None:
    assert sequence() is None
    assert sequence_all() is None
    assert not Head.objects.exists()


def test_entries_are_placed_in_batches_the_oldest_first() -> None:
    ids = write_entries(10)
    for size in (4, 8, 10):
        head = sequence(limit=4)
        assert head is not None
        assert head.size == size
    assert sequence() is None
    order = Position.objects.order_by("seq").values_list("entry_id", flat=True)
    assert list(order) == ids
    assert_sound()


def test_each_batch_only_adds_to_the_last() -> None:
    heads = []
    for count in (1, 3, 300, 7):
        write_entries(count)
        heads.append(sequence())
    for earlier, later in pairwise(heads):
        assert earlier is not None
        assert later is not None
        proof = selectors.proof_of_consistency(earlier.size, later.size)
        verify_consistency(earlier.size, later.size, proof, bytes(earlier.root), bytes(later.root))


def test_subtrees_are_kept_for_proofs() -> None:
    write_entries(2 * 256 + 5)
    for _ in range(7):
        sequence(limit=100)
    leaves = selectors.hashes(0, 0, 517)
    kept = {(one.level, one.number): bytes(one.root) for one in Subtree.objects.all()}
    assert kept == {(1, 0): tree_root(leaves[:256]), (1, 1): tree_root(leaves[256:512])}
    head = selectors.newest_head()
    assert head is not None
    for index in (0, 255, 256, 511, 512, 516):
        proof = selectors.proof_of_inclusion(index, head.size)
        verify_inclusion(leaves[index], index, head.size, proof, bytes(head.root))


def test_entry_cannot_have_two_places_nor_a_place_two_entries() -> None:
    first, second = Entry.objects.filter(pk__in=write_entries(2))
    hashed = leaf_hash(bytes(first.leaf))
    Position.objects.create(seq=0, entry=first, leaf_hash=hashed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(seq=1, entry=first, leaf_hash=hashed)
    if connection.vendor == "sqlite":  # the next place is all that its trigger lets anyone give
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(seq=0, entry=second, leaf_hash=leaf_hash(bytes(second.leaf)))


def test_entry_that_lost_its_turn_is_found_again() -> None:
    write_entries(3)
    connection.check_constraints()
    triggers.remove(connection)
    Unplaced.objects.filter(pk=Entry.objects.first()).delete()
    triggers.install(connection)
    sequence_all()
    assert len(placed()) == 2
    assert recover_unplaced() == 1
    assert recover_unplaced() == 0
    sequence_all()
    assert_sound()


def test_places_that_somebody_gave_without_a_head_are_taken_over() -> None:
    write_entries(250)
    sequence()
    for one in Entry.objects.filter(pk__in=write_entries(10)):
        place = Position.objects.count()
        Position.objects.create(seq=place, entry=one, leaf_hash=leaf_hash(bytes(one.leaf)))
    write_entries(3)
    sequence_all()
    assert Subtree.objects.count() == 1
    assert_sound()


def test_entry_made_to_wait_again_stops_nothing() -> None:
    first, _ = write_entries(2)
    sequence_all()
    Unplaced.objects.create(entry_id=first)
    (third,) = write_entries(1)
    head = sequence()
    assert head is not None
    assert head.size == 3
    assert Position.objects.get(entry_id=third).seq == 2
    assert sequence() is None
    assert not Unplaced.objects.exists()


def test_head_that_somebody_wrote_into_the_database_is_not_built_upon() -> None:
    write_entries(1)
    sequence()
    (one,) = Entry.objects.filter(pk__in=write_entries(1))
    Position.objects.create(seq=1, entry=one, leaf_hash=leaf_hash(bytes(one.leaf)))
    true = Head.objects.get()
    forged = Head(size=2, root=true.root, frontier=true.frontier, note=true.note, at=true.at)
    forged.save(force_insert=True)
    write_entries(1)
    with pytest.raises(DepartedError, match="2 entries in the database is another's"):
        sequence()


def test_head_that_nobody_signed_is_not_built_upon() -> None:
    write_entries(1)
    frontier = (1).to_bytes(8, "big") + bytes(32)
    (one,) = Entry.objects.all()
    Position.objects.create(seq=0, entry=one, leaf_hash=leaf_hash(bytes(one.leaf)))
    Head.objects.create(
        size=1, root=bytes(32), frontier=frontier, note="forged\n", at=timezone.now()
    )
    with pytest.raises(DepartedError, match="is forged"):
        sequence()


@pytest.mark.django_db(transaction=True)
def test_entry_whose_transaction_commits_late_is_not_skipped() -> None:
    """The late one is older than those already placed; looking beyond the last would miss it."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    opened, finish = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with entry(actor=None) as log:
            log.record("motion.moved", subject="motion:late")
            opened.set()
            finish.wait(60)
        connection.close()

    writer = threading.Thread(target=write_slowly)
    writer.start()
    opened.wait(60)
    write_entries(5)
    assert sequence() is not None
    finish.set()
    writer.join()
    head = sequence()
    assert head is not None
    assert head.size == 6
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_and_eight_writers_leave_no_gap_and_skip_no_entry() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    log_key()
    writing = threading.Event()
    writing.set()
    heads: list[int] = []

    def write(writer: int) -> list[uuid.UUID]:
        acknowledged = []
        try:
            for number in range(40):
                with entry(actor=None) as log:
                    done = log.record("vote.cast", subject=f"ballot:{writer}/{number}")
                acknowledged.append(done.id)
        finally:
            connection.close()
        return acknowledged

    def place() -> None:
        try:
            while writing.is_set():
                if head := sequence(limit=17):
                    heads.append(head.size)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        placing = [pool.submit(place) for _ in range(2)]
        acknowledged = [one for done in pool.map(write, range(8)) for one in done]
        writing.clear()
        for done in placing:
            done.result()
    sequence_all()
    assert len(acknowledged) == 320
    assert set(Position.objects.values_list("entry_id", flat=True)) == set(acknowledged)
    assert len(heads) == len(set(heads))
    assert_sound()


def test_batch_that_cannot_be_signed_leaves_everything_waiting(
    settings: Settings, tmp_path: Path
) -> None:
    write_entries(3)
    kept = settings.AUDIT_SIGNING_KEY_FILE
    settings.PRODUCTION, settings.AUDIT_SIGNING_KEY_FILE = True, tmp_path / "gone.pem"
    with pytest.raises(ImproperlyConfigured, match="no signing key"):
        sequence()
    settings.AUDIT_SIGNING_KEY_FILE = kept
    assert not placed()
    sequence()
    assert_sound()
