"""Who opens sealed votes: boards, the making of their key, and the opening of a vote by t of n."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from ballots.enums import BoardState, OpeningWork, SealedStage, TrusteeWay
from ballots.models import TrusteeBoard
from ballots.sealing.groups import BELENIOS_2048
from ballots.secret import pieces, tasks
from ballots.secret.boards import board_begin_again, board_make, board_retire
from ballots.secret.calling import trustees_call
from ballots.secret.ceremony import Step, message_give, standing_of
from ballots.secret.decryption import opening_of, part_give
from ballots.secret.making import Sealing
from ballots.secret.record import tally_of
from members.enums import Office
from members.models import Dispatch, Member
from tests.belenios import Tool
from tests.factories.ballots import Hall, make_hall
from tests.factories.members import make_member, make_officer
from tests.factories.secret import SealedHall, make_sealed
from tests.factories.trustees import (
    CoreHolder,
    Holder,
    ToolHolder,
    archive,
    give,
    make_board,
    message,
    seat,
)

CHOICES = ("for", "against", "for", "abstain", "for", "for")

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=6)


def a_board(hall: Hall, threshold: int = 2) -> TrusteeBoard:
    people = [make_member() for _ in range(3)]
    return board_make(
        actor=hall.returning_officer,
        body=hall.union,
        name="Conference",
        group=BELENIOS_2048.name,
        people=people,
        threshold=threshold,
    )


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == code


def closed(
    hall: Hall, board: TrusteeBoard, commits: Callable[..., AbstractContextManager[object]]
) -> SealedHall:
    """Hold a vote that this board opens, and close it."""
    sealed = make_sealed(hall, sealing=Sealing(board=board))
    for number, choice in enumerate(CHOICES):
        sealed.cast(number, choice)
    with commits(execute=True):
        sealed.close()
    return sealed


def test_two_of_three_open_a_vote_and_the_tool_verifies_it(
    hall: Hall, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    folders = [tmp_path / name for name in ("two", "all")]
    for folder in folders:
        folder.mkdir()
    holders: list[Holder] = [CoreHolder(), ToolHolder(folders[0]), CoreHolder()]
    board, people = make_board(hall.union, hall.returning_officer, holders)
    assert board.state == BoardState.READY
    sealed = closed(hall, board, django_capture_on_commit_callbacks)
    opening = opening_of(sealed.vote)
    assert (sealed.vote.stage, opening.missing) == (SealedStage.TALLIED, 2)
    assert opening.awaited == [person.name for person in people]

    def part(number: int) -> str:
        return holders[number].part(seat(board, people[number]), sealed.vote)

    by_tool = part(1)
    refused("part-faulty", lambda: part_give(actor=people[0], vote=sealed.vote, text=by_tool))
    refused("not-your-office", lambda: part_give(actor=hall.chair, vote=sealed.vote, text=by_tool))
    part_give(actor=people[1], vote=sealed.vote, text=by_tool)
    refused("part-given", lambda: part_give(actor=people[1], vote=sealed.vote, text=by_tool))
    assert opening_of(sealed.vote).awaited == [people[0].name, people[2].name]
    last = part(2)
    part_give(actor=people[2], vote=sealed.vote, text=last)
    assert sealed.vote.stage == SealedStage.RESULT
    late = part(0)
    refused("not-tallied", lambda: part_give(actor=people[0], vote=sealed.vote, text=late))
    result = sealed.declare().result
    assert result
    assert result["figures"] == {"for": 4, "against": 1, "abstain": 1}
    assert Tool(folders[1]).passes(archive(sealed.vote), sealed.vote.uuid)
    assert "partial_decryption.given" in Entry.objects.values_list("kind", flat=True)


def test_every_message_is_checked_on_arrival(hall: Hall) -> None:
    board = a_board(hall)
    people = [each.trustee.member for each in standing_of(board).seats if each.trustee.member]
    holders = [CoreHolder() for _ in people]

    def say(number: int, step: Step, text: str) -> None:
        give(board, people[number], step, text)

    refused("message-faulty", lambda: say(0, Step.KEY, "{}"))
    refused("message-faulty", lambda: say(0, Step.KEY, "[" * 5000))
    refused("another-step", lambda: say(0, Step.SHARE, "{}"))
    first = message(board, people[0], Step.KEY, holders[0])
    say(0, Step.KEY, first)
    refused("given-already", lambda: say(0, Step.KEY, first))
    refused("message-faulty", lambda: say(1, Step.KEY, first))  # somebody else's own
    for number in (1, 2):
        say(number, Step.KEY, message(board, people[number], Step.KEY, holders[number]))
    standing = standing_of(board)
    assert (standing.step, standing.made, len(standing.awaited)) == (Step.SHARE, 3, 3)
    share = message(board, people[1], Step.SHARE, holders[1])
    refused("message-faulty", lambda: say(0, Step.SHARE, share))
    for number in range(3):
        say(number, Step.SHARE, message(board, people[number], Step.SHARE, holders[number]))
    output = message(board, people[1], Step.CONFIRM, holders[1])
    refused("message-faulty", lambda: say(0, Step.CONFIRM, output))
    own = seat(board, people[0])
    refused(
        "not-your-office",
        lambda: message_give(
            actor=hall.chair, trustee=own, step="confirm", way=TrusteeWay.TOOL, text=output
        ),
    )


def test_board_that_is_ready_cannot_change_and_one_that_is_not_begins_again(hall: Hall) -> None:
    officer = hall.returning_officer
    board = a_board(hall)
    person = standing_of(board).seats[0].trustee.member
    assert person
    give(board, person, Step.KEY, CoreHolder().certificate(BELENIOS_2048))
    board_begin_again(actor=officer, board=board)
    assert standing_of(board).made == 0
    ready, people = make_board(hall.union, officer, [CoreHolder(), CoreHolder()])
    refused("board-stands-otherwise", lambda: board_begin_again(actor=officer, board=ready))
    refused("board-stands-otherwise", lambda: give(ready, people[0], Step.KEY, "{}"))
    board_retire(actor=officer, board=ready)
    refused("board-retired", lambda: board_retire(actor=officer, board=ready))


@pytest.mark.parametrize(
    ("code", "people", "threshold"),
    [("people-miscounted", 1, 2), ("people-miscounted", 10, 2), ("threshold-miscounted", 3, 1),
     ("threshold-miscounted", 3, 4)],
)  # fmt: skip
def test_board_is_refused_when(hall: Hall, code: str, people: int, threshold: int) -> None:
    named = [make_member() for _ in range(people)]
    refused(code, lambda: _asked(hall, named, threshold))


def test_board_has_nobody_twice_nor_who_runs_the_server(hall: Hall) -> None:
    one, runs = make_member(), make_officer(Office.ADMINISTRATOR, hall.union)
    refused("person-twice", lambda: _asked(hall, [one, one], 2))
    refused("administrator-no-trustee", lambda: _asked(hall, [one, runs], 2))
    refused("name-missing", lambda: _asked(hall, [], 0, name=" "))


def _asked(hall: Hall, people: list[Member], threshold: int, name: str = "A board") -> None:
    board_make(
        actor=hall.returning_officer,
        body=hall.union,
        name=name,
        group=BELENIOS_2048.name,
        people=people,
        threshold=threshold,
    )


def test_trustees_are_called_once_then_reminded_and_find_it_on_their_own_page(
    hall: Hall, client: Client, django_capture_on_commit_callbacks
) -> None:
    board, people = make_board(hall.union, hall.returning_officer, [CoreHolder(), CoreHolder()])
    assert trustees_call() == 0  # all have done their steps
    a_board(hall)
    assert trustees_call() == 3
    assert trustees_call() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert trustees_call() == 3

    sealed = closed(hall, board, django_capture_on_commit_callbacks)
    assert trustees_call() == 2
    assert set(Dispatch.objects.values_list("what", flat=True)) == {"trustee-due"}
    client.force_login(people[0])
    own = client.get(reverse("members:me")).content.decode()
    address = reverse("ballots:opening", args=[sealed.ballot.pk])
    assert address in own
    officer = Client()
    officer.force_login(hall.returning_officer)
    page = officer.get(address).content.decode()
    assert "They were written to on" in page
    assert "What if they do not come?" in page
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert trustees_call() == 2
    client.force_login(hall.chair)
    assert address not in client.get(reverse("members:me")).content.decode()


def test_work_goes_on_where_a_worker_died(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    board, _people = make_board(hall.union, hall.returning_officer, [CoreHolder(), CoreHolder()])
    sealed = make_sealed(hall, sealing=Sealing(board=board))
    for number, choice in enumerate(CHOICES[1:]):
        sealed.cast(number, choice)
    sealed.cast(0, "against")  # in another piece than the ballot that it takes the place of
    sealed.close()  # and nothing begins: what would have been begun after it is let go
    monkeypatch.setattr(pieces, "AT_ONCE", dict.fromkeys(OpeningWork, 2))
    pieces.plan(sealed.vote, OpeningWork.TALLY, len(CHOICES))
    first, second, _third = pieces.free(sealed.vote.pk)
    taken = pieces.take(first)
    assert taken
    pieces.do(taken)
    assert pieces.take(second) is not None  # by a worker that dies now
    assert second not in pieces.free(sealed.vote.pk)
    assert tasks.openings_look() == 1  # the third is free, and is done
    assert pieces.done(sealed.vote, OpeningWork.TALLY) == (2, 3)
    assert tasks.openings_look() == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ballots_openingpiece SET taken_at = '2020-01-01 00:00:00+00'")
    assert tasks.openings_look() == 1
    opening = opening_of(sealed.vote)
    assert (sealed.vote.stage, opening.missing) == (SealedStage.TALLIED, 2)
    assert tally_of(sealed.vote).ballots == len(CHOICES) - 1
    assert opening.parts[0].is_given
    assert not sealed.vote.pieces.exists()
