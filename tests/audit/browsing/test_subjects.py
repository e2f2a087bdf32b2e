"""Naming what the log speaks of, by what the rooms above tell."""

from collections.abc import Collection, Mapping
from uuid import UUID

import pytest

from audit.browsing import subjects
from audit.browsing.reading import event_words, named_in, office_words, read
from audit.browsing.subjects import Named, Subjects
from audit.recording import prepare


class Ships:
    """A room of ships, which counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []

    def named(self, names: Collection[str]) -> Mapping[str, Named]:
        self.asked.append(set(names))
        return {name: Named(f"HMS {name}", f"/ships/{name}/") for name in names if name != "secret"}

    def found(self, words: str) -> list[str]:
        return ["Ark", "Ark"] if words == "ark" else []


@pytest.fixture
def ships(monkeypatch: pytest.MonkeyPatch) -> Ships:
    room = Ships()
    monkeypatch.setitem(subjects.kinds, "ship", Subjects(room.named, room.found))
    monkeypatch.setitem(subjects.tellers, "ship", [lambda name: [f"crew:{name}", f"ship:{name}"]])
    monkeypatch.setitem(subjects.events, "ship.sunk", "Ship lost at sea")
    return room


def test_each_room_is_asked_once_for_all_its_subjects(ships: Ships) -> None:
    asked = ["ship:Ark", "ship:Bee", "ship:Ark", "ship:secret", "moon:1", "ship:", "roll"]
    assert subjects.named(asked) == {
        "ship:Ark": Named("HMS Ark", "/ships/Ark/"),
        "ship:Bee": Named("HMS Bee", "/ships/Bee/"),
    }
    assert ships.asked == [{"Ark", "Bee", "secret"}]


def test_subject_is_found_once_with_its_kind(ships: Ships) -> None:
    assert [one for one in _found("ark") if one.startswith("ship:")] == ["ship:Ark"]


def _found(words: str) -> list[str]:
    """Ask the rooms that need no database."""
    ship = subjects.kinds["ship"]
    return list(dict.fromkeys(f"ship:{name}" for name in ship.found(words)))


def test_story_begins_with_the_subject_and_names_each_once(ships: Ships) -> None:
    assert subjects.story("ship:Ark") == ["ship:Ark", "crew:Ark"]
    assert subjects.story("moon:1") == ["moon:1"]
    assert subjects.has_story("ship:Ark")
    assert not subjects.has_story("moon:1")
    assert "moon" not in subjects.tellers


def test_entry_is_told_by_the_names_of_its_subjects(ships: Ships) -> None:
    facts = {"escort": "ship:Bee", "convoy": ["ship:Cod", "12"], "at_sea": True}
    leaf = prepare("ship.sighted", actor="system", subject="ship:Ark", facts=facts).leaf
    names = subjects.named(named_in(leaf))
    assert ships.asked == [{"Ark", "Bee", "Cod"}]
    reading = read(leaf, names)
    assert (reading.headline, reading.url) == ("Ship sighted: HMS Ark", "/ships/Ark/")
    told = {fact.name: (fact.value, fact.url) for fact in reading.facts}
    assert told["Escort"] == ("HMS Bee", "/ships/Bee/")
    assert told["At sea"] == ("yes", "")


def test_event_that_reads_badly_has_words_of_its_own(ships: Ships) -> None:
    leaf = prepare("ship.sunk", actor="system", subject="ship:Ark").leaf
    assert read(leaf).headline == "Ship lost at sea: ship Ark"
    assert event_words("ballot.opened") == "Ballot opened"
    assert event_words("ballot.") == "Ballot"


def test_office_is_told_in_words() -> None:
    assert office_words("returning_officer") == "returning officer"
    assert office_words("keeper_of_the_seal") == "keeper of the seal"


def test_ids_are_read_and_anything_else_is_left_out() -> None:
    one = "3f2a9c10-0000-4000-8000-000000000001"
    assert subjects.ids([one, "", "x", "ballot:1"]) == [UUID(one)]
