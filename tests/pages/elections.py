"""Elections at the small conference: made, opened and voted in by the same services as in life."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.utils import timezone

from audit.recording import entry
from ballots import services
from ballots.casting import paper_cast
from ballots.election_paper import Nominee
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.services import RollLine
from conferences.enums import PostState
from conferences.models import Post
from tests.pages.halls import Hall

FIVE = ("Aled Bevan", "Bronwen Tallis", "Carys Dunn", "Dilwyn Prosser", "Efa Rhydderch")
HOUR = 3600


def prepared(hall: Hall, names: Sequence[str] = FIVE, **facts: Any) -> Ballot:
    """An election that waits to be opened, of a post of the conference."""
    reference = f"E{Post.objects.count() + 1}"
    title = facts.pop("title", "Health and safety officer")
    asked = {
        "actor": hall.returning_officer,
        "body": hall.conference.body,
        "title": title,
        "question": f"Who is to be {title.lower()}?",
        "class_code": "NON_S46_OFFICE",
        "attestation": Attestation.all_no(),
        "rule": "ers97",
        "seats": 2,
        "ron": True,
        "asked_for": f"post:{hall.conference.code}/{reference}",
        "enabling_rule": "Sample Rule 12.9",
        "candidates": [Nominee(name, about=f"Branch of {name}") for name in names],
        **facts,
    }
    ballot = services.election_create(**asked)
    now = timezone.now()
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        Post.objects.create(
            conference=hall.conference,
            reference=reference,
            title=title,
            duties="Looks after it.",
            seats=asked["seats"],
            rule=asked["rule"],
            ron=asked["ron"],
            class_code=asked["class_code"],
            attestation={},
            assessment={},
            guard_basis="Not a post of the executive.",
            nominated_by="branches",
            nominations_open_at=now - timedelta(days=2),
            nominations_close_at=now - timedelta(days=1),
            state=PostState.VOTE,
            ballot=ballot,
        )
    ballot.refresh_from_db()
    return ballot


def opened(hall: Hall, names: Sequence[str] = FIVE, **facts: Any) -> Ballot:
    """An election that is open to the delegates of the conference."""
    seconds = facts.pop("window_seconds", HOUR)
    return services.ballot_open(
        ballot=prepared(hall, names, **facts),
        actor=hall.returning_officer,
        roll=[
            RollLine(each.member, each.body, 1, each.log_name)
            for each in hall.conference.credentials.select_related("member", "body", "conference")
        ],
        window_seconds=seconds,
    )


def voted(hall: Hall, ballot: Ballot, *rankings: Sequence[int]) -> None:
    """Have the delegates cast these papers, one after the other."""
    for credential, ranking in zip(hall.credentials, rankings, strict=False):
        paper_cast(
            ballot_id=ballot.pk, voter=credential.member, ranking=ranking, request_id=uuid4()
        )


def closed(hall: Hall, ballot: Ballot, *rankings: Sequence[int]) -> Ballot:
    """Have them voted, and the time be up."""
    voted(hall, ballot, *rankings)
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        return services.ballot_close(ballot=ballot, actor=None)
