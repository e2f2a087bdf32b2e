"""The contest and the lots as they were asked for on the command line."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ballots.counting.contest import Contest, Reserved
from ballots.counting.files.rows import MOST_CANDIDATES, WHOLE
from ballots.counting.files.slate import Misfit, Slate
from ballots.counting.lots import Lots, PhysicalLot

_FORM_OF_LOT: Final = 'a lot is written between whom = on whom it fell, such as "Ann,Bo=Bo"'
_FORM_OF_RESERVED: Final = "reserved places are written TAG:N=NAMES, such as women:2=Ann,Cy"


class NotUnderstood(Exception):
    """Something on the command line that nothing can be done with."""


def contest_asked(
    contest: Contest,
    *,
    seats: int | None,
    withdrawn: Sequence[str],
    ron: str | None,
    reserved: Sequence[str],
) -> Contest:
    """Change a contest as was asked. Raises NotUnderstood."""
    slate = Slate(contest.candidates)
    if seats is not None:
        if not 1 <= seats <= MOST_CANDIDATES:
            raise NotUnderstood(f"--seats: places must be from 1 to {MOST_CANDIDATES:,}.")
        contest = replace(contest, seats=seats)
    try:
        gone = contest.withdrawn | {slate.number(one) for one in withdrawn}
        contest = replace(
            contest,
            withdrawn=gone,
            ron=contest.ron if ron is None else slate.number(ron),
        )
        for text in reserved:
            contest = _with_reserved(contest, text, slate)
    except Misfit as misfit:
        raise NotUnderstood(f"Of what was asked: {misfit}.") from misfit
    return contest


def lots_asked(
    contest: Contest, *, seed: str | None, lots: Sequence[str], witnesses: Sequence[str]
) -> Lots:
    """Give the lots as they were asked for. Raises NotUnderstood."""
    if seed is not None and not seed.strip():
        raise NotUnderstood("--seed: a seed of nothing is none.")
    for text in (seed or "", *witnesses):
        if not text.isprintable():  # letters that were no UTF-8 on the command line, too
            raise NotUnderstood(f"--seed, --witness: {text!a} has characters that are no text.")
    if len(witnesses) not in {0, 1, len(lots)}:
        raise NotUnderstood("--witness: give one for all lots, or one for each.")
    slate = Slate(contest.candidates)
    seen = list(witnesses) * len(lots) if len(witnesses) == 1 else list(witnesses)
    by_hand = []
    for place, text in enumerate(lots):
        try:
            tied, drawn = _lot(text, slate)
        except Misfit as misfit:
            raise NotUnderstood(f"--lot {text}: {misfit}.") from misfit
        by_hand.append(PhysicalLot(frozenset(tied), drawn, seen[place] if seen else ""))
    return Lots(seed, tuple(by_hand))


def _lot(text: str, slate: Slate) -> tuple[list[int], int]:
    among, equals, fell = text.rpartition("=")
    if not equals:
        raise Misfit(_FORM_OF_LOT)
    tied, drawn = numbers(among, slate), slate.number(fell.strip())
    if len(set(tied)) < 2:  # noqa: PLR2004 - a lot is between two or more
        raise Misfit("a lot is between two or more")
    if drawn not in tied:
        raise Misfit(f"the lot fell on {fell.strip()}, who is not among those who tie")
    return tied, drawn


def numbers(text: str, slate: Slate) -> list[int]:
    """Read a list of candidates, by commas. A name may have commas of its own: "Lee, Ann"."""
    pieces, found, start = text.split(","), list[int](), 0
    while start < len(pieces):
        for stop in range(len(pieces), start, -1):
            name = ",".join(pieces[start:stop])
            if slate.calls(name) or stop == start + 1:
                found.append(slate.number(name.strip()))
                start = stop
                break
    return found


def _with_reserved(contest: Contest, text: str, slate: Slate) -> Contest:
    tag_and_seats, _equals, names = text.partition("=")
    tag, _colon, seats = tag_and_seats.rpartition(":")
    if not tag.strip() or not WHOLE.fullmatch(seats.strip()):
        raise Misfit(_FORM_OF_RESERVED)
    tag = tag.strip()
    tags = contest.tags or tuple(frozenset[str]() for _ in contest.candidates)
    kept = set(numbers(names, slate)) if names else set()
    if not names and not any(tag in each for each in tags):
        raise Misfit(f"no candidate has the tag {tag}; {_FORM_OF_RESERVED}")
    return replace(
        contest,
        reserved=(*contest.reserved, Reserved(tag, int(seats))),
        tags=tuple(
            each | {tag} if number in kept else each for number, each in enumerate(tags, start=1)
        ),
    )
