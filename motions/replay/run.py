"""Run a replay and compare: each vote of the file with what the services made of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from audit.refusal import Refusal
from conferences.document import read_conference
from conferences.reading import Reading, UnreadableDocumentError
from motions.loading.document import read_motions
from motions.loading.loading import file_load, read_json
from motions.replay.clock import story_time
from motions.replay.elections import Elections
from motions.replay.hall import Hall
from motions.replay.story import Obtained, Story
from motions.replay.votes import FIGURES, VoteRow, read_votes

_CONSEQUENCE = re.compile(r"(?P<number>\S+) (?P<does>does not fall|falls)")


@dataclass(frozen=True, slots=True)
class Compared:
    """One vote: what the file expects, what came out, and every difference between the two."""

    row: VoteRow
    obtained: Obtained
    differences: tuple[str, ...]

    @property
    def is_as_expected(self) -> bool:
        """Say whether nothing differs."""
        return not self.differences


def replay(content: bytes) -> Iterator[Compared]:
    """Load a conference file and take its votes, in the time of the conference.

    The elections of the sample are open meanwhile, and declared after the last vote.
    """
    file = Reading(read_json(content))
    document = read_conference(file)
    motions = read_motions(file, document)
    votes = read_votes(file, document, motions)
    expected = {row.number: row.expected for row in motions.amendments}
    if file.problems:
        raise UnreadableDocumentError(file.problems)
    morning = datetime.combine(
        document.starts_on, time(9, 15), tzinfo=timezone.get_default_timezone()
    )
    with story_time(morning) as clock:
        conference = file_load(content=content)
        hall = Hall(conference, clock)
        hall.assemble(votes)
        elections = Elections(conference, hall)
        open_beside = elections.open()
        for ballot in open_beside:
            elections.vote(ballot)
        story = Story(conference, hall, votes, expected)
        for row in votes:
            try:
                obtained = story.take(row)
            except Refusal as refusal:
                refused = Obtained("refused", explanation=refusal.message)
                yield Compared(row, refused, (f"refused: {refusal.message}",))
            else:
                yield Compared(row, obtained, tuple(_differences(row, obtained, story)))
        for ballot in open_beside:
            elections.finish(ballot)


def _differences(row: VoteRow, obtained: Obtained, story: Story) -> Iterator[str]:
    compared: list[tuple[str, str | int, str | int]] = [
        ("the result", row.result, obtained.result),
        ("the majority", row.majority or obtained.majority, obtained.majority),
        ("the form", row.form, obtained.form or row.form),
        ("admitted", row.admitted or obtained.admitted, obtained.admitted),
        ("unable to vote", row.unable, obtained.unable),
    ]
    if obtained.figures:  # those of a void vote are never shown
        compared += [(name, row.figures[name], obtained.figures[name]) for name in FIGURES]
    for what, expected, found in compared:
        if expected != found:
            yield f"{what.replace('_', ' ')}: expected {expected}, obtained {found}"
    if said := _CONSEQUENCE.fullmatch(row.consequence):
        fell = story.has_fallen(said["number"])
        if fell != (said["does"] == "falls"):
            yield f"expected: {row.consequence}; it {'fell' if fell else 'did not fall'}"
