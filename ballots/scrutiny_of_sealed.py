"""What a sealed vote gives to a scrutiny pack: its archive, its trackers, and how to check them.

Whoever has the pack needs nothing else of the server: the heads that the log noted of the archive's
chain stand in the very command that holds the archive against them.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from audit.pack.tables import Table
from audit.scrutiny import as_json
from audit.selectors import leaves
from ballots.enums import BallotState
from ballots.models import ArchiveRecord, Ballot, SealedVote
from ballots.scrutiny_of_elections import File
from ballots.secret.archive import Served, archive_bytes, served
from ballots.secret.finding import trackers

LARGEST_ARCHIVE: Final = 32_000_000
"""Bytes of sealed ballots that go into a pack; larger archives are named, and fetched beside it."""

_STEPS: Final = {
    "sealed_vote.set_up": "voting opened",
    "sealed_vote.ended": "voting closed",
    "sealed_vote.tallied": "the sealed ballots were added up",
    "sealed_vote.opened": "the result was opened",
}


class Noted(NamedTuple):
    """A head of the archive's chain as the log has it, and when that was."""

    when: str
    height: int
    head: str


def files_of_sealed(ballot: Ballot) -> Iterator[File]:
    """Give the archive, where it is small enough, its trackers, its heads and the commands."""
    vote = SealedVote.objects.select_related("ballot").filter(pk=ballot.pk).first()
    if vote is None or vote.height is None:
        return
    what, noted = served(vote), heads_noted(vote)
    is_here = what.size <= LARGEST_ARCHIVE
    said: dict[str, Any] = {
        "uuid": vote.uuid,
        "fingerprint": vote.fingerprint,
        "head": what.head,
        "heads_in_the_log": [each._asdict() for each in noted],
        "bytes": what.size,
        "is_in_this_pack": is_here,
        "served_at": f"/sealed/{vote.uuid}/{vote.uuid}.bel",
        "check_with": commands(vote, noted),
    }
    yield "sealed_archive.json", "What the archive is, and its heads in the log.", as_json(said)
    words = in_words(vote, what, noted, is_here=is_here)
    yield "HOW_TO_CHECK.txt", "How to check the sealed ballots, command by command.", words.encode()
    rows = trackers(vote).values_list("tracker", "is_replaced")  # type: ignore[misc]
    table = Table(("tracker", "counts"), ((each, not replaced) for each, replaced in rows))
    yield (
        "trackers.csv",
        "The tracker of every sealed ballot, sorted; none is linked to a person.",
        table.to_csv(),
    )
    if is_here:
        yield (
            f"{vote.uuid}.bel",
            "Every sealed ballot, byte for byte, with the proofs of their sum.",
            b"".join(archive_bytes(vote, what.records)),
        )


def heads_noted(vote: SealedVote) -> list[Noted]:
    """Give the heads that the log has of the steps which are served, the earliest first."""
    names = ArchiveRecord.objects.filter(vote=vote, name__endswith=".event.json")
    there = set(names.filter(number__lte=served(vote).records).values_list("name", flat=True))
    noted = [
        Noted(_STEPS[leaf["t"]], leaf["height"], leaf["head"])
        for leaf in leaves(*_STEPS, subject=vote.ballot.log_name)
        if f"{leaf['head']}.event.json" in there
    ]
    return sorted(noted, key=lambda each: each.height)


def commands(vote: SealedVote, noted: list[Noted]) -> list[str]:
    """Give the commands that check the archive: by the program that is not ours, and by ours."""
    heads = " ".join(f"--head {each.height}:{each.head}" for each in noted)
    return [
        "belenios-tool election verify --dir .",
        f"python3 -m ballots.sealing.verify {vote.uuid}.bel {heads}".rstrip(),
    ]


def in_words(vote: SealedVote, what: Served, noted: list[Noted], *, is_here: bool) -> str:
    """Tell a scrutineer what is here, and what to type."""
    where = (
        f"{vote.uuid}.bel lies beside this file."
        if is_here
        else f"The archive has {what.size:,} bytes, too many for this pack. Take it from the site, "
        f"at /sealed/{vote.uuid}/{vote.uuid}.bel"
    )
    heads = "\n".join(f"    {each.height}:{each.head}  when {each.when}" for each in noted)
    theirs, ours = commands(vote, noted)
    result = "" if vote.ballot.state == BallotState.DECLARED else f"\n{_NO_RESULT}\n"
    return f"""The sealed ballots of this vote

{where}
It holds every encrypted ballot in the order in which they came in, the sum of them, still sealed,
and the proofs of whoever opened it. trackers.csv lists the ballots by their trackers: a voter who
finds hers there, counting, knows that it is in the sum.
{result}
With a program that nobody here wrote (Debian: belenios-tool), in the folder of the archive:

    {theirs}

With our own, which is stricter, in the folder of this program's source, with gmpy2 and cryptography
installed and the archive copied there:

    {ours}

Both have to pass. The heads in the second command are those that the log has of this archive, so
that none of it was cut off or exchanged; look them up in audit_log.jsonl, under the subject
{vote.ballot.log_name}:

{heads}
"""


_NO_RESULT: Final = (
    "No result of this vote is declared, so the archive ends before anything was opened: both\n"
    "programs say that there is no result."
)
