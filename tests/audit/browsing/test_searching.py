"""What people type, and what it asks of the log."""

from datetime import date

import pytest

from audit.browsing.searching import Search, day_in, events_in, is_pseudonym, office_in


@pytest.mark.parametrize(
    "words",
    ["2027-06-15", "15/6/2027", "15.06.2027", "15 June 2027", "15 Jun 2027", "June 15, 2027",
     "15th June 2027", " 15  june 2027 "],
)  # fmt: skip
def test_day_is_read_as_people_write_it(words: str) -> None:
    assert day_in(words) == date(2027, 6, 15)


@pytest.mark.parametrize(
    "words", ["", "15", "June", "2027-13-01", "31/02/2027", "0001-01-01", "9999-12-31", "x" * 200]
)
def test_what_is_no_day_is_none(words: str) -> None:
    assert day_in(words) is None


@pytest.mark.parametrize("words", ["returning officer", "Returning Officer", "returning_officer"])
def test_office_is_found_by_its_name(words: str) -> None:
    assert office_in(words) == "returning_officer"


def test_what_is_no_office_is_none() -> None:
    assert office_in("treasurer of the moon") == ""


def test_events_are_found_by_all_their_words() -> None:
    kinds = ["ballot.opened", "ballot.closed", "motion.vote_opened", "vote.cast"]
    assert events_in("opened", kinds) == ["ballot.opened", "motion.vote_opened"]
    assert events_in("Vote Opened", kinds) == ["motion.vote_opened"]
    assert events_in("opened twice", kinds) == []
    assert events_in("", kinds) == []


def test_question_stands_in_the_address_and_is_read_back() -> None:
    search = Search(kind="ballot.opened", office="chair", since=date(2027, 6, 15))
    given = dict(pair.split("=") for pair in search.question().split("&"))
    assert Search.read(given) == search
    assert search.question(before=7).startswith("before=7&kind=")
    assert not Search.read({"kind": " ", "since": "yesterday"})


@pytest.mark.parametrize("words", ["p_0123456789abcdefghijkl", "member:p_0123456789abcdefghijkl"])
def test_pseudonym_is_known_as_one(words: str) -> None:
    assert is_pseudonym(words)
    assert not is_pseudonym(words[:-1])
    assert not is_pseudonym(f"{words} ")
