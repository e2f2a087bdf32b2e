"""Whose turn it is: the balance of sides, first conferences, the least heard, the chair's order."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conferences.speaking.turns import (
    AGAINST,
    EXECUTIVE,
    FOR,
    MOVER,
    REPLY,
    SECONDER,
    SPEAKER,
    TO,
    Heard,
    Turn,
    Waiting,
    in_turn,
)

NOON = datetime(2027, 6, 15, 12, tzinfo=UTC)
few = settings(max_examples=40)
BODIES = ("B01", "B02", "B03")


def asked(key: int, side: str = FOR, **more: object) -> Waiting:
    given: dict[str, object] = {
        "person": f"P{key}",
        "body": "B01",
        "asked_at": NOON + timedelta(seconds=key),
    }
    return Waiting(key=key, side=side, **(given | more))  # type: ignore[arg-type]


def keys(turns: list[Turn]) -> list[int]:
    return [turn.who.key for turn in turns]


@st.composite
def queues(draw: st.DrawFn, *, ordinary: bool = False) -> list[Waiting]:
    number = draw(st.integers(0, 9))
    parts = (SPEAKER, EXECUTIVE) if ordinary else (SPEAKER, EXECUTIVE, MOVER, SECONDER, REPLY)
    return [
        asked(
            key,
            draw(st.sampled_from((FOR, AGAINST, TO))),
            body=draw(st.sampled_from(BODIES)),
            part=draw(st.sampled_from(parts)),
            is_first_time=draw(st.booleans()),
            place=None if ordinary else draw(st.none() | st.integers(1, 3)),
            asked_at=NOON + timedelta(seconds=draw(st.integers(0, 5))),
        )
        for key in range(number)
    ]


heards = st.builds(
    Heard,
    for_it=st.integers(0, 3),
    against=st.integers(0, 3),
    to_it=st.integers(0, 2),
    last_side=st.sampled_from(("", FOR, AGAINST)),
    by_body=st.builds(Counter, st.dictionaries(st.sampled_from(BODIES), st.integers(1, 4))),
    by_person=st.builds(
        Counter, st.dictionaries(st.sampled_from(("P0", "P1", "P2")), st.integers(1, 3))
    ),
)


@few
@given(queues(), heards)
def test_everyone_who_waits_has_one_turn_with_a_reason(queue: list[Waiting], heard: Heard) -> None:
    turns = in_turn(queue, heard)
    assert sorted(keys(turns)) == sorted(one.key for one in queue)
    assert all(turn.because for turn in turns)


@few
@given(queues(), heards, st.randoms())
def test_the_order_does_not_hang_on_how_they_are_listed(
    queue: list[Waiting], heard: Heard, random: Random
) -> None:
    shuffled = list(queue)
    random.shuffle(shuffled)
    assert in_turn(queue, heard) == in_turn(shuffled, heard)


@few
@given(queues(), heards)
def test_the_order_stands_once_the_next_has_spoken(queue: list[Waiting], heard: Heard) -> None:
    turns = in_turn(queue, heard)
    assume(turns)
    rest = [one for one in queue if one.key != turns[0].who.key]
    assert keys(in_turn(rest, heard.and_then(turns[0].who))) == keys(turns)[1:]


@few
@given(queues(), heards)
def test_the_chairs_places_come_first_and_a_reply_last(queue: list[Waiting], heard: Heard) -> None:
    order = [turn.who for turn in in_turn(queue, heard)]
    placed = [one.place for one in order if one.place is not None]
    assert [one.place for one in order[: len(placed)]] == sorted(placed)
    rest = order[len(placed) :]
    replies = [one.part == REPLY for one in rest]
    assert replies == sorted(replies)
    opening = [one.part in (MOVER, SECONDER) for one in rest]
    assert opening == sorted(opening, reverse=True)


@few
@given(queues(ordinary=True), heards)
def test_while_both_sides_wait_the_one_heard_less_speaks(
    queue: list[Waiting], heard: Heard
) -> None:
    left = list(queue)
    for turn in in_turn(queue, heard):
        sides = {one.side for one in left}
        if {FOR, AGAINST} <= sides and heard.for_it != heard.against:
            less = FOR if heard.for_it < heard.against else AGAINST
            assert turn.who.side == less
        if {FOR, AGAINST} <= sides and heard.for_it == heard.against and heard.last_side:
            assert turn.who.side != heard.last_side
        heard = heard.and_then(turn.who)
        left.remove(turn.who)


@few
@given(queues(ordinary=True), heards)
def test_of_one_side_a_first_conference_is_never_behind_another(
    queue: list[Waiting], heard: Heard
) -> None:
    order = [turn.who for turn in in_turn(queue, heard)]
    for side in (FOR, AGAINST):
        firsts = [one.is_first_time for one in order if one.side == side]
        assert firsts == sorted(firsts, reverse=True)


def test_the_reason_names_the_balance_and_the_first_conference() -> None:
    queue = [asked(1, AGAINST), asked(2, AGAINST, is_first_time=True), asked(3, FOR)]
    turns = in_turn(queue, Heard(for_it=2, against=1, last_side=FOR))
    assert turns[0].because == "2 spoke for and 1 against, and this is their first time here"
    assert keys(turns) == [2, 3, 1]


@pytest.mark.parametrize(
    ("queue", "heard", "because"),
    [
        ([asked(1)], Heard(), "nobody else waits"),
        ([asked(1), asked(2)], Heard(), "they asked first"),
        ([asked(1, part=MOVER), asked(2)], Heard(), "they move it"),
        ([asked(1, part=SECONDER), asked(2)], Heard(), "they second it"),
        ([asked(1, part=REPLY)], Heard(), "the reply comes last"),
        ([asked(1, place=1), asked(2)], Heard(), "the chair put them here"),
        (
            [asked(1), asked(2, AGAINST)],
            Heard(for_it=1, against=1, last_side=FOR),
            "as many spoke for as against, and the last spoke for",
        ),
        (
            [asked(1), asked(2, TO)],
            Heard(for_it=1, last_side=FOR),
            "1 spoke for and 0 against, and nobody waits to speak against",
        ),
        (
            [asked(1), asked(2, body="B02")],
            Heard(by_body=Counter(B01=2)),
            "their branch has spoken least",
        ),
        ([asked(1), asked(2)], Heard(by_person=Counter(P1=1)), "they have spoken least"),
    ],
)
def test_the_reason_says_what_decided(queue: list[Waiting], heard: Heard, because: str) -> None:
    assert in_turn(queue, heard)[0].because == because


def test_the_balance_is_said_in_words() -> None:
    heard = Heard().and_then(asked(1)).and_then(asked(2, AGAINST)).and_then(asked(3, TO))
    assert heard.sentence == "1 for, 1 against, 1 to the question"
    assert heard.and_then(asked(4, part=REPLY)).speeches == 3
