"""Boards for tests, made by people each in their own way: our core in memory, or the tool alone."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ballots.enums import TrusteeWay
from ballots.models import SealedVote, Trustee, TrusteeBoard
from ballots.sealing.certificates import Ceremony, make_certificate, read_ceremony
from ballots.sealing.channels import Seed
from ballots.sealing.decrypting import decrypt
from ballots.sealing.groups import BELENIOS_2048, GROUPS, Group
from ballots.sealing.pedersen import decryption_key, make_polynomial, make_voutput
from ballots.secret.archive import archive_bytes, served
from ballots.secret.boards import board_make
from ballots.secret.ceremony import Step, certificates_of, message_give, sealed_part
from ballots.secret.record import election_of, sealed_now
from members.models import Body, Member
from tests.belenios import Tool
from tests.factories.members import make_member


class Holder(Protocol):
    """Somebody who makes a key, and opens their part with it."""

    def certificate(self, group: Group) -> str: ...
    def share(self, own: Trustee) -> str: ...
    def confirm(self, own: Trustee) -> str: ...
    def part(self, own: Trustee, vote: SealedVote) -> str: ...


class CoreHolder:
    """A trustee whose key lives in this process."""

    def certificate(self, group: Group) -> str:
        self.seed = Seed.new(group)
        return make_certificate(self.seed).raw.decode()

    def share(self, own: Trustee) -> str:
        return make_polynomial(_ceremony(own), self.seed).raw.decode()

    def confirm(self, own: Trustee) -> str:
        return make_voutput(_ceremony(own), self.seed, own.vinput.encode()).raw.decode()

    def part(self, own: Trustee, vote: SealedVote) -> str:
        secret = decryption_key(self.seed, sealed_part(own))
        return decrypt(election_of(vote), sealed_now(vote), secret).raw.decode()


@dataclass
class ToolHolder:
    """A trustee who runs `belenios-tool` in a folder of their own, as the page tells them."""

    folder: Path
    tool: Tool = field(init=False)

    def __post_init__(self) -> None:
        self.tool = Tool(self.folder)

    def certificate(self, group: Group) -> str:
        self._run(group.name, "--step", "1")
        return self.tool._only("*.cert").read_text()

    def share(self, own: Trustee) -> str:
        certificates = "".join(f"{line}\n" for line in certificates_of(own.board))
        (self.folder / "certs.jsons").write_text(certificates)
        more = ("--step", "3", "--threshold", str(own.board.threshold))
        return self._run(own.board.group, "--certs", "certs.jsons", *self._key, *more)

    def confirm(self, own: Trustee) -> str:
        more = ("--certs", "certs.jsons", *self._key, "--step", "5")
        return self._run(own.board.group, *more, given=own.vinput)

    def part(self, own: Trustee, vote: SealedVote) -> str:
        (self.folder / "mine.dkey").write_text(sealed_part(own))
        (self.folder / f"{vote.uuid}.bel").write_bytes(archive(vote))
        found = self.tool.run(
            *("election", "decrypt-threshold", *self._key, "--decryption-key", "mine.dkey"),
            *("--trustee-id", str(own.number)),
        )
        return found.decode()

    @property
    def _key(self) -> tuple[str, str]:
        return "--key", self.tool._only("*.key").name

    def _run(self, group: str, *words: str, given: str = "") -> str:
        command = ("setup", "generate-trustee-key-threshold", "--group", group, *words)
        return self.tool.run(*command, given=given.encode()).decode()


def make_board(
    body: Body,
    officer: Member,
    holders: list[Holder],
    threshold: int = 2,
    group: Group = BELENIOS_2048,
) -> tuple[TrusteeBoard, list[Member]]:
    """Make a board and go through its ceremony."""
    people = [make_member(name=f"Trustee {number}") for number in range(1, len(holders) + 1)]
    board = board_make(
        actor=officer,
        body=body,
        name="Conference",
        group=group.name,
        people=people,
        threshold=threshold,
    )
    for step in (Step.KEY, Step.SHARE, Step.CONFIRM):
        for person, holder in zip(people, holders, strict=True):
            give(board, person, step, message(board, person, step, holder))
    board.refresh_from_db()
    return board, people


def message(board: TrusteeBoard, person: Member, step: Step, holder: Holder) -> str:
    """Have somebody make their message of a step."""
    if step is Step.KEY:
        return holder.certificate(GROUPS[board.group])
    make = holder.share if step is Step.SHARE else holder.confirm
    return make(seat(board, person))


def give(board: TrusteeBoard, person: Member, step: Step, text: str) -> Trustee:
    """Hand a message in."""
    way = TrusteeWay.TOOL
    return message_give(
        actor=person, trustee=seat(board, person), step=step, way=way, text=text.strip()
    )


def seat(board: TrusteeBoard, person: Member) -> Trustee:
    """Find somebody's seat as it is now."""
    return Trustee.objects.select_related("board").get(board=board, member=person)


def archive(vote: SealedVote) -> bytes:
    """Give the archive as it is served."""
    return b"".join(archive_bytes(vote, served(vote).records))


def _ceremony(own: Trustee) -> Ceremony:
    raws = [each.encode() for each in certificates_of(own.board)]
    return read_ceremony(GROUPS[own.board.group], raws, own.board.threshold)
