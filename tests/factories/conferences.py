"""A small conference for tests, loaded from a document as in life.

sitting = make_sitting()                      # loaded, everyone present, session 1 open
motion = sitting.into_debate("M6")            # called, moved and seconded
sitting.vote(question, "for", "for", "against")
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from audit.recording import entry
from audit.refusal import Refusal
from ballots.models import Ballot, RollEntry
from conferences.models import Conference, Credential
from conferences.services import check_in, check_out, session_open
from members.enums import Office
from members.models import Member
from members.selectors import officers_of
from motions.committee.meetings import meeting_enter
from motions.committee.taking_part import SITTING
from motions.debate import moving, voting
from motions.loading.loading import file_load
from motions.management.commands.load_conference import SAMPLE
from motions.models import Amendment, Motion, Question
from tests.factories.ballots import cast_by
from tests.retracing import retraced
from tests.snapshots import remembered

BRANCHES = ("B05", "B06", "B08", "B11", "B12", "B13", "B16")
MOTIONS = ("M5", "M6", "M9", "M10", "M12", "M16", "M18", "RA2", "EM1")
AMENDMENTS = ("M5.1", "M5.2", "M12.1")
LODGED_BY = {"M5": "B08", "M9": "B08", "M10": "B12"}
SECONDED_BY = {"M5": "B06", "M9": "B16", "M10": "B05"}
AMENDED_BY = {"M5.1": "B06", "M5.2": "B12", "M12.1": "B05"}
TIMETABLE = ("EM1", "M5 with 5.1, 5.2", "M9 and M10", "M12 with 12.1", "RA2 (card vote)", "M6")


def sample_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SAMPLE.read_text())
    return document


def small_document() -> dict[str, Any]:
    """Cut the sample down to seven branches, 12 delegates and nine motions."""
    document = sample_document()
    document["branches"] = [row for row in document["branches"] if row["code"] in BRANCHES]
    document["other_entitlements"] = []
    document["people"] = [
        row | {"branch": row["branch"] if row["role"] == "lead_delegate" else None}
        for row in document["people"]
        if row["role"] != "lead_delegate" or row["branch"] in BRANCHES
    ]
    document["conference"]["quorum"] |= {"quorum_delegates": 6, "quorum_branches": 4}
    document["totals"] = {
        "members": sum(row["card_vote_strength"] for row in document["branches"]),
        "branch_delegates": 12,
        "voting_credentials": 12,
    }
    document["motions"] = [
        row
        | {
            "submitted_by": LODGED_BY.get(row["id"], row["submitted_by"]),
            "seconded_by": SECONDED_BY.get(row["id"], row["seconded_by"]),
        }
        for row in document["motions"]
        if row["id"] in MOTIONS
    ]
    document["amendments"] = [
        row | {"submitted_by": AMENDED_BY[row["id"]]}
        for row in document["amendments"]
        if row["id"] in AMENDMENTS
    ]
    document["composites"] = []
    document["conference"]["step_up"] = "none"
    for report in document["soc_reports"]:
        report["items"] = [
            row
            | {key: _among(row[key], MOTIONS) for key in ("motions", "composites") if key in row}
            for row in report["items"]
            if not {"amendments", "in_order", "groups"} & row.keys()
        ]
    document["timetable"] = [
        {
            "session": 1,
            "date": "2027-06-15",
            "items": [
                {"time": f"1{n}:00", "item": title, "kind": "motion"}
                for n, title in enumerate(TIMETABLE)
            ],
        },
        {"session": 2, "date": "2027-06-16", "items": []},
    ]
    document["votes"] = document["elections"] = []
    return document


def _among(numbers: list[str], known: tuple[str, ...]) -> list[str]:
    return [number for number in numbers if number in known]


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    """Expect a refusal with this code."""
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def as_file(document: Any) -> bytes:
    return json.dumps(document).encode()


def make_conference(change: Callable[[dict[str, Any]], None] | None = None) -> Conference:
    document = small_document()
    if change:
        change(document)
    return file_load(content=as_file(document))


@dataclass
class Sitting:
    """A conference in session, with its officers."""

    conference: Conference
    officers: dict[str, Member]

    @property
    def chair(self) -> Member:
        return self.officers[Office.CHAIR]

    @property
    def returning_officer(self) -> Member:
        return self.officers[Office.RETURNING_OFFICER]

    @property
    def clerk(self) -> Member:
        return self.officers[Office.CLERK]

    def credential(self, number: str) -> Credential:
        return self.conference.credentials.select_related("conference", "member", "body").get(
            number=number
        )

    def motion(self, number: str) -> Motion:
        return self.conference.motions.select_related(
            "conference", "lodged_by", "seconding_body"
        ).get(number=number)

    def amendment(self, number: str) -> Amendment:
        return Amendment.objects.select_related("motion__conference", "lodged_by").get(
            motion__conference=self.conference, number=number
        )

    def question(self) -> Question:
        return self.conference.questions.select_related("conference", "ballot").latest("put_at")

    def leader_of(self, motion: Motion | Amendment) -> Credential:
        return self.credential(f"{motion.lodged_by.code}-1")

    def set_orders(self, **orders: Any) -> None:
        """Sit under other standing orders from here on."""
        with entry(actor=None) as log:
            self.conference.standing_orders |= orders
            self.conference.save(update_fields=["standing_orders"])
            log.record("test.prepared", subject=self.conference)
        self.conference = Conference.objects.get(pk=self.conference.pk)

    def leave(self, number: int) -> None:
        """Let so many delegates go."""
        present = self.conference.credentials.filter(admitted_at__isnull=False)
        for credential in present.select_related("conference", "member")[:number]:
            check_out(credential=credential, actor=credential.member)

    @retraced
    def into_debate(self, number: str) -> Motion:
        motion = self.motion(number)
        mover = self.leader_of(motion)
        other = "B11-1" if mover.number != "B11-1" else "B13-1"
        moving.motion_call(motion=motion, actor=self.chair)
        moving.motion_move(motion=motion, mover=mover, actor=self.chair)
        return moving.motion_second(
            motion=motion, seconder=self.credential(other), actor=self.chair
        )

    def presides(self, question: Question) -> Member:
        """Who is in the chair: the vice-chair, where it is about the chair."""
        return self.officers[Office.VICE_CHAIR] if question.of_chair else self.chair

    def open_vote(self, question: Question) -> Ballot:
        return voting.question_open_vote(question=question, actor=self.presides(question))

    def cast(self, ballot: Ballot, *choices: str) -> None:
        roll = RollEntry.objects.filter(ballot=ballot).select_related("voter").order_by("pk")
        for line, choice in zip(roll, choices, strict=False):
            cast_by(line.voter, ballot, choice)

    def close(self, question: Question) -> None:
        question.refresh_from_db()
        assert question.ballot
        assert question.ballot.closes_at
        with time_machine.travel(question.ballot.closes_at + timedelta(seconds=1)):
            voting.question_close(question=question, actor=None)

    def count(self, question: Question, *choices: str) -> Ballot:
        """Open a vote, cast these, and close it at its time."""
        ballot = self.open_vote(question)
        self.cast(ballot, *choices)
        self.close(question)
        ballot.refresh_from_db()
        return ballot

    def decide(self, question: Question, *choices: str) -> Question:
        """Take a vote from its opening to its declaration."""
        self.count(question, *choices)
        return voting.question_declare(question=question, actor=self.presides(question))


@remembered
def make_sitting(
    change: Callable[[dict[str, Any]], None] | None = None,
) -> Sitting:
    """Load a conference, check people in, and open its first session."""
    conference = make_conference(change)
    officers = {each.office: each.member for each in officers_of(conference.body)}
    sitting = Sitting(Conference.objects.get(pk=conference.pk), officers)
    for credential in sitting.conference.credentials.select_related("conference", "member"):
        check_in(credential=credential, actor=credential.member)
    first = sitting.conference.sessions.get(number=1)
    session_open(session=first, actor=sitting.chair)
    meeting_enter(
        conference=sitting.conference,
        actor=sitting.clerk,
        held_at=datetime(2026, 11, 2, 10, tzinfo=UTC),
        present=[each.member for each in officers_of(conference.body).filter(office__in=SITTING)],
    )
    return sitting
