"""Attacks by whoever has the database, the log, the pages or the files: nothing joins them."""

import json
import logging
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from audit.formats.canonical import parse
from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from audit.store.sequencer import sequence_all
from ballots.casting.papers import seal_of
from ballots.disclosing import disclosures_for, votes_told
from ballots.election_paper import papers_sha256
from ballots.models import Ballot, Cast, Election, Paper, PaperKey, RollEntry
from ballots.sealed_papers import BadPaper, Seal, new_key
from ballots.selectors import count_of, paper_of
from members.enums import Office
from tests.factories.booths import Booth, cast_paper, make_booth
from tests.factories.members import make_officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

RANKINGS: tuple[list[int], ...] = ([3, 1, 2], [4], [2, 1], [], [1], [5, 3])


@pytest.fixture
def booth() -> Booth:
    return make_booth(voters=6)


def everything() -> str:
    """Every row of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - our own tables
            names = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                said = [bytes(each) if isinstance(each, memoryview) else each for each in row]
                found.append(f"{model.__name__} {dict(zip(names, said, strict=True))}")
    return "\n".join(found)


def test_no_table_says_what_is_on_a_paper_while_voting_is_open(booth: Booth) -> None:
    ballot = booth.open()
    cast_paper(booth.hall.delegates[0], ballot, [3, 1, 2, 4])
    assert not any(words in everything() for words in ("3 1 2 4", "[3, 1, 2, 4]", "3,1,2,4"))
    assert not Paper.objects.exists()


def test_no_act_gives_a_figure_before_the_close(booth: Booth) -> None:
    ballot = booth.open()
    booth.cast(ballot, *RANKINGS[:3])
    with pytest.raises(Refusal) as refusal:
        booth.count(ballot)
    assert refusal.value.code == "ballot-not-to-count"
    assert count_of(ballot) is None
    for officer in (booth.hall.chair, booth.hall.returning_officer, booth.hall.teller):
        assert paper_of(ballot, officer) is None


def test_after_the_close_no_key_of_the_tables_opens_a_paper(booth: Booth) -> None:
    ballot = booth.closed(*RANKINGS)
    assert not PaperKey.objects.exists()
    assert seal_of(ballot.pk) is None
    guess = Seal(ballot.pk, new_key())
    for voter, request, sealed in RollEntry.objects.values_list(
        "voter_id", "cast_id", "cast__choice"
    ):
        with pytest.raises(BadPaper):
            guess.open(sealed, voter=voter, request=request)


def test_papers_are_the_same_rows_in_whatever_order_they_were_cast(booth: Booth) -> None:
    """Neither number, place nor time of a row depends on who cast which paper, or when."""
    seen = []
    for order in (RANKINGS, tuple(reversed(RANKINGS))):
        ballot = booth.closed(*order)
        papers = list(Paper.objects.filter(ballot=ballot).order_by("pk"))
        assert {paper.opened_at for paper in papers} == {ballot.closed_at}
        first = papers[0].pk
        seen.append([(paper.pk - first, paper.ranking) for paper in papers])
    assert seen[0] == seen[1]
    assert [said for _place, said in seen[0]] == sorted(said for _place, said in seen[0])


def test_rows_lie_on_disk_in_the_order_of_what_they_say(booth: Booth) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a matter of PostgreSQL")
    booth.closed(*RANKINGS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ranking, xmin::text FROM ballots_paper ORDER BY ctid")
        rankings, transactions = zip(*cursor.fetchall(), strict=True)
    assert list(rankings) == sorted(rankings)
    assert len(set(transactions)) == 1


def test_a_paper_row_has_nothing_but_what_it_says() -> None:
    columns = {field.column for field in Paper._meta.concrete_fields}
    assert columns == {"id", "ballot_id", "ranking", "opened_at"}


def leaves_of(ballot: Ballot) -> list[dict[str, Any]]:
    entries = Entry.objects.filter(subject=ballot.log_name).order_by("at")
    return [parse(bytes(leaf)) for leaf in entries.values_list("leaf", flat=True)]


def test_log_cannot_be_guessed_from_before_the_result_is_declared(booth: Booth) -> None:
    """Whoever tries every set of papers finds none that the log has the hash of."""
    ballot = booth.closed([1], [2], seats=1, candidates=booth.nominees(2), ron=False)
    booth.count(ballot)
    kept = count_of(ballot)
    assert kept
    said = json.dumps(leaves_of(ballot))
    guesses = {
        papers_sha256({a: 1, b: 1}) for a, b in permutations((b"", b"1", b"2", b"1 2", b"2 1"), 2)
    }
    assert kept.papers_sha256 in guesses  # so the bare hash would have told
    assert not any(guess in said for guess in guesses)
    assert kept.sha256 not in said
    values = set(Disclosure.objects.values_list("value", flat=True))
    assert not values & (guesses | {kept.sha256})


def test_log_names_no_candidate(booth: Booth) -> None:
    ballot = booth.declared([1], [1], [1], [2], [3, 1], [], seats=1)
    said = json.dumps(leaves_of(ballot))
    assert not any(name in said for name in ballot.election.names)


def test_entries_of_votes_are_all_of_one_length(booth: Booth) -> None:
    ballot = booth.open()
    booth.cast(ballot, *RANKINGS)
    lengths = {len(bytes(entry.leaf)) for entry in Entry.objects.filter(kind="vote.cast")}
    assert len(lengths) == 1


def test_nobody_is_told_how_anybody_voted_nor_given_what_opens_it(booth: Booth) -> None:
    scrutineer = make_officer(Office.SCRUTINEER, booth.hall.union, "Odile Fenn")
    ballot = booth.declared([1], [1], [1], [2], [1, 3], [1], seats=1)
    sequence_all()
    for reader in (scrutineer, booth.hall.delegates[0], booth.hall.returning_officer):
        assert not votes_told(reader, ballot).exists()
    opened = {one.name for one in disclosures_for(scrutineer, ballot)}
    assert "choice" not in opened
    assert not any("sha256" in name for name in opened)


def test_void_election_that_was_still_open_can_never_be_opened(booth: Booth) -> None:
    ballot = booth.open()
    booth.cast(ballot, *RANKINGS)
    booth.hall.void(ballot)
    assert not PaperKey.objects.exists()
    assert not Paper.objects.exists()
    assert Cast.objects.count() == len(RANKINGS)


def test_receipt_and_vote_pages_never_say_the_ranking(booth: Booth) -> None:
    ballot = booth.open()
    voter = booth.hall.delegates[0]
    receipt = cast_paper(voter, ballot, [3, 1, 2])
    assert "3" not in f"{receipt.choice}{receipt.choice_label}"
    page = signed_in(voter).get(f"/ballots/{ballot.pk}/receipt/").content.decode()
    assert "Your paper" in page
    assert not any(name in page for name in ballot.election.names)


@pytest.mark.parametrize("path", ["disclosures/", "count/", "count.json", "papers.blt"])
def test_pages_of_an_open_election_give_no_figures(booth: Booth, path: str) -> None:
    ballot = booth.open()
    booth.cast(ballot, *RANKINGS)
    for client in (Client(), signed_in(booth.hall.returning_officer)):
        answer = client.get(f"/ballots/{ballot.pk}/{path}")
        assert answer.status_code in (302, 403, 404)


def test_nothing_that_is_written_for_operators_says_a_paper(
    booth: Booth, caplog: pytest.LogCaptureFixture
) -> None:
    ballot = booth.open()
    with caplog.at_level(logging.DEBUG):
        cast_paper(booth.hall.delegates[0], ballot, [3, 1, 2, 4])
        cast_paper(booth.hall.delegates[0], ballot, [4, 2, 1, 3])
    assert not any(words in caplog.text for words in ("3 1 2 4", "[3, 1, 2, 4]", "4 2 1 3"))


def test_key_of_one_election_opens_no_paper_of_another(booth: Booth) -> None:
    first, second = booth.open(), booth.open()
    cast_paper(booth.hall.delegates[0], first, [1])
    kept = Cast.objects.get()
    other = seal_of(second.pk)
    assert other
    with pytest.raises(BadPaper):
        other.open(kept.choice, voter=booth.hall.delegates[0].pk, request=kept.pk)
    assert Election.objects.count() == 2
    assert isinstance(kept.pk, UUID)


def test_desk_of_a_void_election_names_nobody_elected(booth: Booth) -> None:
    ballot = booth.closed([1], [1], [1], [2], [1], [1], seats=1)
    booth.count(ballot)
    desk = f"/ballots/{ballot.pk}/desk/"
    officer = signed_in(booth.hall.returning_officer)
    assert "Elected, in this order" in officer.get(desk).content.decode()
    booth.hall.void(ballot)
    page = officer.get(desk)
    assert page.status_code == 200
    assert "Elected, in this order" not in page.content.decode()
