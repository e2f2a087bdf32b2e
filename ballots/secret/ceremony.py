"""Making a key that no one person has: each trustee's three messages, checked as they come in.

Key, share, confirm (specification, 4.6.2, 4.6.4 and 4.6.6): each step begins when everybody has
done the one before. What the server does between them is to route what is sealed for others. Every
message is checked before it is kept; a trustee's secret never comes here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import BoardState, TrusteeWay
from ballots.models import Trustee, TrusteeBoard
from ballots.sealing.certificates import Ceremony, Certificate, read_ceremony, read_certificate
from ballots.sealing.documents import BadDocument, parse
from ballots.sealing.groups import GROUPS
from ballots.sealing.hashing import hexadecimal
from ballots.sealing.pedersen import Polynomial, make_vinput, read_polynomial, read_voutput
from ballots.sealing.trustees import ThresholdKey, build_trustees
from ballots.secret.boards import locked
from members.models import Member


class Step(StrEnum):
    """Where a ceremony stands: what all of its people do next."""

    KEY = "key"
    SHARE = "share"
    CONFIRM = "confirm"
    DONE = "done"


FIELDS: Final[Mapping[Step, str]] = {
    Step.KEY: "cert",
    Step.SHARE: "polynomial",
    Step.CONFIRM: "voutput",
}
"""Which message of a trustee each step makes."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One trustee, and what they have done: for each step, whether their message is there."""

    trustee: Trustee
    done: tuple[bool, ...]
    is_next: bool

    @property
    def name(self) -> str:
        """Give the name of the person, or of the server."""
        return self.trustee.member.name if self.trustee.member else "The server"


@dataclass(frozen=True, slots=True)
class Standing:
    """A board, its people, and how far its ceremony is."""

    board: TrusteeBoard
    step: Step
    seats: tuple[Seat, ...]

    def of(self, member: object) -> Seat | None:
        """Find somebody's seat."""
        pk = getattr(member, "pk", None)
        return next((seat for seat in self.seats if seat.trustee.member_id == pk), None)

    @property
    def awaited(self) -> list[str]:
        """Name those for whom the others wait."""
        return [seat.name for seat in self.seats if seat.is_next]

    @property
    def made(self) -> int:
        """Count the messages that are there."""
        return sum(sum(seat.done) for seat in self.seats)

    @property
    def of_all(self) -> int:
        """Count the messages that the ceremony takes."""
        return len(FIELDS) * len(self.seats)


def standing_of(board: TrusteeBoard) -> Standing:
    """Look how far a board's ceremony is. The server, which waits for nobody, has no seat in it."""
    people = [each for each in board.trustees.select_related("member") if each.member_id]
    step = step_of(people)
    field = FIELDS.get(step, "")
    seats = tuple(
        Seat(
            each,
            tuple(bool(getattr(each, name)) for name in FIELDS.values()),
            bool(field) and not getattr(each, field),
        )
        for each in people
    )
    return Standing(board, step, seats)


def step_of(people: Sequence[Trustee]) -> Step:
    """Give the first step that somebody has yet to do."""
    for step, field in FIELDS.items():
        if any(not getattr(each, field) for each in people):
            return step
    return Step.DONE


def certificates_of(board: TrusteeBoard) -> list[str]:
    """Give the certificates in the order of the trustees, once all are there."""
    given = [each.cert for each in _people(board)]
    return given if all(given) else []


def sealed_part(trustee: Trustee) -> str:
    """Give the letter that a trustee wrote to themselves: their part of the key, for them to open.

    It is the `.dkey` file of `belenios-tool`.
    """
    if not trustee.voutput:
        return ""
    found: str = json.loads(trustee.voutput)["private_key"]
    return found


def verification_key(trustee: Trustee) -> str:
    """Give the public half of a trustee's part of the key."""
    if not trustee.voutput:
        return ""
    found: str = json.loads(trustee.voutput)["public_key"]["public_key"]
    return found


def message_give(
    *, actor: Member, trustee: Trustee, step: str, way: TrusteeWay, text: str
) -> Trustee:
    """Take a trustee's message of a step, if it is what the specification asks for.

    The last of a step lets the next one begin; the last of all makes the board ready for good.
    """
    with entry(actor=actor) as log:
        board = locked(trustee.board)
        people = _people(board)
        own = next((each for each in people if each.pk == trustee.pk), None)
        if own is None or own.member_id != actor.pk:
            raise Refusal(
                "not-your-office",
                "Only the trustee does this, with a key of their own.",
                rule="Roles and permissions",
                record="board.refused",
                subject=board.log_name,
                facts={"act": "trustee_message.give"},
            )
        locked(board, BoardState.FORMING)
        due = step_of(people)
        _insist_on_turn(own, step, due)
        try:
            canonical = _CHECKS[due](board, people, own, text.encode())
        except BadDocument as fault:
            raise Refusal("message-faulty", f"{_NOT[due]} {fault.words}") from None
        setattr(own, FIELDS[due], canonical.decode())
        own.way = way
        own.save(update_fields=["way", FIELDS[due]])
        log.record(
            "trustee_message.given",
            subject=board,
            step=str(due),
            trustee=own.number,
            sha256=hexadecimal(canonical),
        )
        _go_on(board, people, due, log)
    return own


def _insist_on_turn(own: Trustee, step: str, due: Step) -> None:
    if step != due or due is Step.DONE:
        raise Refusal(
            "another-step", "The board has gone on meanwhile. Look again at what comes next."
        )
    if getattr(own, FIELDS[due]):
        raise Refusal(
            "given-already",
            "You have done this step already. It is done once; the others are next.",
        )


def _go_on(board: TrusteeBoard, people: Sequence[Trustee], done: Step, log: OpenEntry) -> None:
    """Do what follows once everybody has done a step."""
    if step_of(people) is done:
        return
    if done is Step.SHARE:
        ceremony, polynomials = _ceremony(board, people), _polynomials(board, people)
        for index, own in enumerate(people, start=1):
            own.vinput = make_vinput(ceremony, polynomials, index).decode()
            own.save(update_fields=["vinput"])
    if done is Step.CONFIRM:
        board.document = _document(board, people).decode()
        board.state, board.ready_at = BoardState.READY, timezone.now()
        board.save(update_fields=["document", "state", "ready_at"])
        log.record(
            "board.completed", subject=board, document_sha256=hexadecimal(board.document.encode())
        )


def _people(board: TrusteeBoard) -> list[Trustee]:
    return [each for each in board.trustees.order_by("number") if each.member_id]


def _key(board: TrusteeBoard, people: Sequence[Trustee], own: Trustee, raw: bytes) -> bytes:
    """Check a certificate: signed with its own key, which nobody else on the board has."""
    given = _certificate(board, own, raw)
    others = [_certificate(board, each, each.cert.encode()) for each in people if each.cert]
    if any(each.verification == given.verification for each in others):
        raise BadDocument("twice", "Somebody else handed this very key in.")
    return given.raw


def _certificate(board: TrusteeBoard, own: Trustee, raw: bytes) -> Certificate:
    document = parse(raw, limit=_CERTIFICATE_BYTES)
    return read_certificate(GROUPS[board.group], document, f"Certificate {own.number - 1}")


def _share(board: TrusteeBoard, people: Sequence[Trustee], own: Trustee, raw: bytes) -> bytes:
    """Check a polynomial: signed by its trustee, in the group, and for as many as are to open."""
    return read_polynomial(_ceremony(board, people), _index(people, own), raw).raw


def _confirm(board: TrusteeBoard, people: Sequence[Trustee], own: Trustee, raw: bytes) -> bytes:
    """Check a trustee's part of the key: the one that everybody's commitments make."""
    commitments = [each.commitments for each in _polynomials(board, people)]
    return read_voutput(_ceremony(board, people), commitments, _index(people, own), raw).raw


def _ceremony(board: TrusteeBoard, people: Sequence[Trustee]) -> Ceremony:
    raws = [each.cert.encode() for each in people]
    return read_ceremony(GROUPS[board.group], raws, board.threshold)


def _polynomials(board: TrusteeBoard, people: Sequence[Trustee]) -> list[Polynomial]:
    ceremony = _ceremony(board, people)
    return [
        read_polynomial(ceremony, index, each.polynomial.encode())
        for index, each in enumerate(people, start=1)
    ]


def _document(board: TrusteeBoard, people: Sequence[Trustee]) -> bytes:
    """Write what the ceremony leaves for everybody to check (4.6.7), as an item of a list."""
    ceremony = _ceremony(board, people)
    commitments = [each.commitments for each in _polynomials(board, people)]
    outputs = [
        read_voutput(ceremony, commitments, index, each.voutput.encode())
        for index, each in enumerate(people, start=1)
    ]
    return build_trustees([ThresholdKey.of(ceremony, commitments, outputs)])


def _index(people: Sequence[Trustee], own: Trustee) -> int:
    return people.index(own) + 1


_CERTIFICATE_BYTES: Final = 10_000

_CHECKS: Final[
    Mapping[Step, Callable[[TrusteeBoard, Sequence[Trustee], Trustee, bytes], bytes]]
] = {Step.KEY: _key, Step.SHARE: _share, Step.CONFIRM: _confirm}

_NOT: Final[Mapping[Step, str]] = {
    Step.KEY: "This is not the public half of a key (a file that ends in .cert).",
    Step.SHARE: "This is not what the second step writes, made with your key for this board.",
    Step.CONFIRM: "This is not what the third step writes, made with your key for this board.",
}
"""What is said first of a message that does not hold; then what is wrong with it."""
