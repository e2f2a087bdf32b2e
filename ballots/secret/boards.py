"""Who opens sealed votes: the server alone, or t of n people beside it.

A board is made once and used by many votes. Of its people each holds a part of one key, and any t
of them open a vote; fewer learn nothing (specification, 3.1.1, "Pedersen"). The server has a key of
its own in every vote, another one in each, so that no trustees open a vote that is still taking
ballots. Its key is worked out anew from a secret outside the database whenever it is wanted.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import BoardState, TrusteeWay
from ballots.models import Trustee, TrusteeBoard
from ballots.sealing.groups import GROUPS
from members.enums import Office
from members.models import Body, Member
from members.permissions import in_words, offices_for
from members.selectors import appointments_in_force

FEWEST: Final = 2
"""People on a board: one alone would be no check on another."""

LONGEST_NAME: Final = 200

MOST: Final = 9
"""More would wait for each other for days; each of n sends n messages to be checked by all."""


def board_make(
    *,
    actor: Member | None,
    body: Body,
    name: str,
    group: str,
    people: Sequence[Member] = (),
    threshold: int = 0,
    asked_for: str = "",
) -> TrusteeBoard:
    """Make a board: of nobody, which leaves it to the server alone, or of people, t of whom open.

    Who administers the server is no trustee: they would hold both keys.
    """
    with acting(actor, "board.make", body) as log:
        _insist_on_name(name)
        _insist_on_people(people, threshold)
        if group not in GROUPS:
            raise Refusal("group-unknown", "Choose what the votes are: added up, or ranked.")
        now = timezone.now()
        board = TrusteeBoard.objects.create(
            body=body,
            asked_for=asked_for,
            name=name.strip(),
            group=group,
            threshold=threshold if people else 0,
            state=BoardState.FORMING if people else BoardState.READY,
            created_by=actor,
            ready_at=None if people else now,
        )
        Trustee.objects.create(board=board, number=1, way=TrusteeWay.SERVER)
        Trustee.objects.bulk_create(
            Trustee(board=board, number=number, member=member, way=TrusteeWay.BROWSER)
            for number, member in enumerate(people, start=2)
        )
        log.record(
            "board.made",
            subject=board,
            attested=True,
            group=group,
            people=[member.log_name for member in people],
            threshold=board.threshold,
        )
    return board


def board_begin_again(*, actor: Member | None, board: TrusteeBoard) -> TrusteeBoard:
    """Begin a ceremony again that came to nothing: every key so far is let go.

    A board that is ready stays as it is: votes hang on it.
    """
    with acting(actor, "board.begin_again", board.body, subject=board.log_name) as log:
        fresh = locked(board, BoardState.FORMING)
        fresh.trustees.filter(member__isnull=False).update(
            cert="", polynomial="", vinput="", voutput="", checked_at=None
        )
        log.record("board.begun_again", subject=fresh, attested=True)
    return fresh


def board_retire(*, actor: Member | None, board: TrusteeBoard) -> TrusteeBoard:
    """Use a board for no further vote. Those that it was made for are opened by it all the same."""
    with acting(actor, "board.retire", board.body, subject=board.log_name) as log:
        fresh = locked(board)
        if fresh.state == BoardState.RETIRED:
            raise Refusal("board-retired", "This board is retired already.")
        fresh.state = BoardState.RETIRED
        fresh.save(update_fields=["state"])
        log.record("board.retired", subject=fresh, attested=True)
    return fresh


def locked(board: TrusteeBoard, *states: BoardState) -> TrusteeBoard:
    """Take the board's row for an act, and insist that it stands where the act is possible."""
    fresh = TrusteeBoard.objects.select_for_update().get(pk=board.pk)
    if states and fresh.state not in states:
        words = {
            BoardState.FORMING: "It is still being formed.",
            BoardState.READY: "It is ready, and cannot change any more.",
            BoardState.RETIRED: "It is retired.",
        }[BoardState(fresh.state)]
        raise Refusal("board-stands-otherwise", f"This cannot be done with the board. {words}")
    return fresh


def boards_for(member: Member) -> list[TrusteeBoard]:
    """List the boards that somebody answers for as returning officer, the newest first."""
    bodies = bodies_of(member)
    return list(
        TrusteeBoard.objects.filter(body__in=bodies)
        .select_related("body")
        .prefetch_related("trustees__member")
        .order_by("-created_at")
    )


def bodies_of(member: Member) -> list[Body]:
    """List the bodies for whose votes somebody may make a board."""
    held = appointments_in_force().filter(member=member, office__in=offices_for("board.make"))
    return list(Body.objects.filter(pk__in=held.values("body")).order_by("name"))


def may_conduct(member: Member, body: Body | None) -> bool:
    """Say whether somebody answers for the boards of a body."""
    return _office(member, "board.make", body) is not None


@contextmanager
def acting(
    actor: Member | None, act: str, body: Body | None, *, subject: str = "board"
) -> Iterator[OpenEntry]:
    """Open an entry under the office of the body that allows an act of the table of permissions.

    Anyone else is refused, and the refusal is in the log. No actor is the system itself.
    """
    office = _office(actor, act, body) if actor else None
    with entry(actor=actor, office=office or "") as log:
        if actor and office is None:
            raise Refusal(
                "not-your-office",
                f"Only the {in_words(offices_for(act))} may do this.",
                rule="Roles and permissions",
                record="board.refused",
                subject=subject,
                facts={"act": act},
            )
        yield log


def _office(member: Member, act: str, body: Body | None) -> Office | None:
    held = set(
        appointments_in_force()
        .filter(member=member, body=body, office__in=offices_for(act))
        .values_list("office", flat=True)
    )
    return next((office for office in offices_for(act) if office in held), None)


def _insist_on_name(name: str) -> None:
    if not name.strip() or "\0" in name or len(name) > LONGEST_NAME:
        raise Refusal("name-missing", "Give the board a short name, such as: Conference 2027.")


def _insist_on_people(people: Sequence[Member], threshold: int) -> None:
    if not people:
        return
    if not FEWEST <= len(people) <= MOST:
        raise Refusal("people-miscounted", f"A board has {FEWEST} to {MOST} people.")
    if len({member.pk for member in people}) < len(people):
        raise Refusal("person-twice", "Somebody is named twice.")
    if not FEWEST <= threshold <= len(people):
        raise Refusal(
            "threshold-miscounted",
            f"Of {len(people)} people, {FEWEST} to {len(people)} have to come together.",
        )
    if any(not member.is_active for member in people):
        raise Refusal("person-left", "Somebody named is no longer a member.")
    running_it = appointments_in_force().filter(member__in=people, office=Office.ADMINISTRATOR)
    if found := running_it.select_related("member").first():
        raise Refusal(
            "administrator-no-trustee",
            f"{found.member.name} runs the server, and would hold both keys. Name somebody else.",
        )
