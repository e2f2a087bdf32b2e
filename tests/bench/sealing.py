"""Sealed votes: what it costs to encrypt, to check beside `belenios-tool`, to shuffle, to open.

    script/bench sealing [--ballots 30] [--repeats 3] [--whole 34000] [--only verify]

`verify`, `encrypt`, `tally`, `shuffle` and `ceremony` give processor time of one core. Both
programs check the same archives in the same run, with and without the ballots, and what the archive
alone costs is taken off. `browser` seals in Chromium; `casts` goes through HTTP, beside the same
endpoint with the check left out; `whole` holds the vote of a whole union, and takes most of an
hour. Each is a line of `MEASURES`.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from ballots.sealing.archives import read_records
from ballots.sealing.ballots import insist_on_ballot, read_ballot, seal
from ballots.sealing.credentials import read_credentials
from ballots.sealing.decrypting import decrypt
from ballots.sealing.elections import Election
from ballots.sealing.questions import Answer, Question
from ballots.sealing.results import Logarithms
from ballots.sealing.tallying import tally
from tests.belenios import Tool
from tests.bench import sealed_casts, sealed_union
from tests.bench.sealed_casts import casts_by_http
from tests.bench.sealed_union import whole
from tests.bench.sealing_in_browser import sealing_in_browser
from tests.bench.sealing_shuffles import ceremony, shuffles
from tests.factories.sealed_votes import BEGAN, Vote

AIM = 0.6
"""What share of the tool's processor time the check of a ballot may take."""

CANDIDATES = tuple(f"Candidate {n}" for n in range(1, 11))
KINDS: dict[str, tuple[Question, Answer]] = {
    "for, against, abstain": (Question("Motion", ("For", "Against", "Abstain")), (0, 1, 0)),
    "10 candidates for 3 places, or blank": (
        Question("Committee", CANDIDATES, 0, 3, blank=True),
        (0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0),
    ),
}


def timed(work: Callable[..., object], *given: object, times: int = 1) -> float:
    """Give the processor time of this process for some work, done so many times."""
    began = time.process_time()
    for _ in range(times):
        work(*given)
    return (time.process_time() - began) / times


def shown(words: str, seconds: Sequence[float], per: int) -> float:
    """Print the middle of some runs, in milliseconds for one ballot, and give it."""
    each = 1000 * statistics.median(seconds) / per
    spread = ", ".join(f"{1000 * one / per:.2f}" for one in sorted(seconds))
    print(f"  {words:<44}{each:>9.2f} ms   ({spread})")
    return each


def vote_of(question: Question, answer: Answer, ballots: int) -> Vote:
    """Have everybody vote, unchecked: what is measured checks them."""
    vote = Vote([question], ballots)
    for voter in range(ballots):
        vote.take_unchecked(vote.seal(voter, answer))
    return vote


def checked(archive: bytes) -> None:
    """Read an archive and insist on every ballot, as the tool does: from bytes to verdict."""
    records = [record.body for record in read_records(BytesIO(archive))]
    election = Election.read(records[1])
    credentials = read_credentials(records[3], election.group)
    for body in records[6::2]:
        insist_on_ballot(election, body, credentials)


def verify(options: argparse.Namespace) -> None:
    """Check ballots, beside the tool."""
    for name, (question, answer) in KINDS.items():
        print(f"\nChecking a ballot: {name}")
        ours, theirs = [], []
        vote = vote_of(question, answer, options.ballots)
        empty = b"".join(record.written(BEGAN) for record in vote.records[:6])
        for _ in range(options.repeats):
            ours.append(timed(checked, vote.archive) - timed(checked, empty))
            theirs.append(tool_seconds(vote, vote.archive) - tool_seconds(vote, empty))
        ratio = shown("ours", ours, options.ballots) / shown(
            "belenios-tool", theirs, options.ballots
        )
        print(f"  {'share of the time of the tool':<44}{ratio:>9.2f}      (aim: at most {AIM})")


def tool_seconds(vote: Vote, archive: bytes) -> float:
    """Give what the tool takes to check an archive."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{vote.election.uuid}.bel").write_bytes(archive)
        return Tool(Path(folder)).seconds("election", "verify")


def encrypt(options: argparse.Namespace) -> None:
    """Seal ballots in this language; the browser's own time is another measurement."""
    for name, (question, answer) in KINDS.items():
        print(f"\nSealing a ballot: {name}")
        vote = Vote([question], 1)
        vote.seal(0, answer)  # builds the tables
        seconds = [
            timed(seal, vote.election, vote.secrets[0], [answer], times=20)
            for _ in range(options.repeats)
        ]
        shown("with the tables that are there by then", seconds, 1)


def add_up(options: argparse.Namespace) -> None:
    """Read, add up and open what was cast."""
    for name, (question, answer) in KINDS.items():
        print(f"\nAdding up: {name}")
        vote = vote_of(question, answer, options.ballots)
        runs, answers = range(options.repeats), vote.tally.answers
        again = [timed(read_all, vote) for _ in runs]
        shown("reading a ballot again", again, options.ballots)
        adding = [timed(tally, vote.election, vote.ballots, vote.weights) for _ in runs]
        shown("adding one up", adding, options.ballots)
        shares = [timed(decrypt, vote.election, answers, vote.key) for _ in runs]
        shown("a trustee's share of the sums, in all", shares, 1)
        found = [timed(find_a_million, vote) for _ in runs]
        shown("finding one sum of 1,300,000, in all", found, 1)


def read_all(vote: Vote) -> None:
    """Read what was cast, as a tally from the archive has to."""
    for ballot in vote.ballots:
        read_ballot(vote.election, ballot.raw)


def find_a_million(vote: Vote) -> None:
    """Look for a large sum, table and all."""
    group = vote.election.group
    if Logarithms(group, 1_300_000).of(group.powers_of_g(1_234_567)) != 1_234_567:
        raise SystemExit("A sum was not found.")


def browser(_options: argparse.Namespace) -> None:
    """Seal ballots in Chromium."""
    print("\nSealing in Chromium")
    for sealing in sealing_in_browser():
        print(f"  {sealing}")


MEASURES: dict[str, Callable[[argparse.Namespace], None]] = {
    "verify": verify,
    "encrypt": encrypt,
    "tally": add_up,
    "shuffle": shuffles,
    "ceremony": ceremony,
    "browser": browser,
    "casts": casts_by_http,
    "whole": whole,
}


def main() -> None:
    """Measure what is asked for, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--ballots", type=int, default=30)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", choices=MEASURES, nargs="*", default=list(MEASURES))
    for module in (sealed_casts, sealed_union):
        module.options_of(parser)
    options = parser.parse_args()
    print(f"{options.ballots} ballots of a kind; the middle of {options.repeats} runs.")
    for name in options.only:
        MEASURES[name](options)


if __name__ == "__main__":
    main()
