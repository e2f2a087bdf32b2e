"""Entries by whatever name they are asked for."""

from collections.abc import Iterator

import pytest

from audit.browsing import lookup
from audit.browsing.lookup import position_named
from audit.models import Position
from audit.store.sequencer import sequence_all
from tests.audit.entries import write_entries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

FIRST, LAST = bytes(32), b"\xff" * 32


@pytest.fixture
def codes() -> Iterator[dict[str, tuple[bytes, bytes]]]:
    """Codes of a room that exists in this test only."""
    known: dict[str, tuple[bytes, bytes]] = {}
    lookup.code_readers.append(known.get)
    yield known
    lookup.code_readers.remove(known.get)


@pytest.fixture(autouse=True)
def _log() -> None:
    write_entries(3)
    sequence_all()


def test_entry_is_found_by_number_and_id() -> None:
    wanted = Position.objects.get(seq=2)
    assert position_named("2") == position_named(str(wanted.entry_id)) == wanted


def test_entry_is_found_by_the_code_of_a_room_above(
    codes: dict[str, tuple[bytes, bytes]],
) -> None:
    wanted = Position.objects.get(seq=1)
    codes["GREEN"] = (bytes(wanted.leaf_hash), bytes(wanted.leaf_hash))
    assert position_named("GREEN") == wanted


def test_code_that_fits_several_entries_names_none(codes: dict[str, tuple[bytes, bytes]]) -> None:
    codes["GREEN"] = (FIRST, LAST)
    assert position_named("GREEN") is None


@pytest.mark.parametrize("text", ["", "3", "-1", "GREEN", "00000000-0000-4000-8000-000000000000"])
def test_entry_that_is_not_there_is_not_found(text: str) -> None:
    assert position_named(text) is None
