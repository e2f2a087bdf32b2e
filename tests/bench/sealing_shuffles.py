"""Ranked papers: what it costs to seal, check, shuffle and open one, beside `belenios-tool`.

Called by `tests.bench.sealing`, which gives the number of ballots and of repeats. All is processor
time of one core, for one ballot. For a check the tool reads the whole archive, so what it takes
without the shuffle is taken off.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ballots.sealing.ballots import insist_on_ballot
from ballots.sealing.decrypting import decrypt
from ballots.sealing.groups import RFC_3526_2048
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.shuffle_checking import insist_on_shuffle
from ballots.sealing.shuffling import shuffle
from ballots.sealing.trustees import interpolated
from tests.belenios import Tool
from tests.factories.opened_votes import OpenedVote, made_together

STV = RankedQuestion("Seven candidates", tuple("ABCDEFG"))


def ranked(ballots: int) -> OpenedVote:
    """Give a closed vote of so many ranked papers."""
    vote = OpenedVote([STV], ballots, group=RFC_3526_2048)
    for voter in range(ballots):
        vote.take_unchecked(vote.seal(voter, (1, 2, 3, 4, 5, 6, 7)))
    vote.close()
    return vote


def shuffles(options: argparse.Namespace) -> None:
    """Seal, check, shuffle, check the shuffle, and open, of ours and of the tool's."""
    vote, count, runs = ranked(options.ballots), options.ballots, range(options.repeats)
    before = vote.papers
    made = shuffle(vote.election, before)
    print(f"\nRanked papers, {count}: processor time for one")
    once = range(1)
    raws = [ballot.raw for ballot in vote.ballots]
    _line("sealing one", [_timed(lambda: [vote.seal(0, range(1, 8)) for _ in range(20)]) / 20])
    check = [
        _timed(lambda: [insist_on_ballot(vote.election, raw, vote.weights) for raw in raws])
        for _ in once
    ]
    _line("checking a ballot", check, count)
    ours = _line("shuffling", [_timed(lambda: shuffle(vote.election, before)) for _ in runs], count)
    checked = _line(
        "checking a shuffle",
        [_timed(lambda: insist_on_shuffle(vote.election, before, made)) for _ in runs],
        count,
    )
    part = decrypt(vote.election, vote.answers, vote.key)
    _line(
        "a trustee's part",
        [_timed(lambda: decrypt(vote.election, vote.answers, vote.key)) for _ in once],
        count,
    )
    parts = {1: part.factors, 3: part.factors}
    _line(
        "joining the parts of two of three",
        [_timed(lambda: interpolated(vote.election.group, parts)) for _ in runs],
        count,
    )
    with tempfile.TemporaryDirectory() as folder:
        tool, archive = Tool(Path(folder)), Path(folder) / f"{vote.election.uuid}.bel"
        archive.write_bytes(vote.archive)
        words = ("election", "shuffle", "--trustee-id=1")
        theirs = _line("belenios-tool shuffling", [tool.seconds(*words) for _ in once], count)
        without = tool.seconds("election", "verify")
        _line("belenios-tool checking the ballots and all", [without], count)
        vote.shuffle(1, made.raw)
        archive.write_bytes(vote.archive)
        its = [tool.seconds("election", "verify") - without for _ in once]
        its_check = _line("belenios-tool checking a shuffle", its, count)
    print(f"  ours: {ours / theirs:.2f} of its shuffle, {checked / its_check:.2f} of its check")


def ceremony(options: argparse.Namespace) -> None:
    """Make a key of which three of five open, all messages made and checked by their receivers."""
    print("\nA key that three of five open")
    seconds = [_timed(lambda: made_together(5, 3)) for _ in range(options.repeats)]
    _line("the whole ceremony, for one trustee", seconds, 5)


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _line(words: str, seconds: list[float], per: int = 1) -> float:
    """Print the middle of some runs in milliseconds for one, and give it."""
    each = 1000 * statistics.median(seconds) / per
    print(f"  {words:<44}{each:>9.2f} ms")
    return each
