"""Asking about what delegates ask for, each in a fixed number of queries.

asked_for(conference)        what waits for the chair, by kind, the first asked first
demand_now(conference)       the demand for a card vote on the question before conference
own_procedure(credential)    what the holder may move now, and has asked for
"""

from collections.abc import Sequence
from dataclasses import dataclass

from conferences.models import Conference, Credential
from conferences.speaking.reading import last_ruling
from motions.enums import QuestionKind
from motions.models import ProcedureAsked, Question
from motions.procedure.demands import Demand, card_demand_count, why_no_demand
from motions.procedure.lawful import procedures, why_not_move
from motions.procedure.rules import ProcedureRule, procedure_rules
from motions.selectors import business, open_question


@dataclass(frozen=True, slots=True)
class Asked:
    """Everyone who asks for one procedural motion. The first of them moves it."""

    rule: ProcedureRule
    rows: Sequence[ProcedureAsked]
    is_lawful: bool

    @property
    def first(self) -> ProcedureAsked:
        """Give who asked first."""
        return self.rows[0]

    @property
    def here(self) -> int:
        """Count those of them who are present."""
        return sum(row.credential.is_present for row in self.rows)

    @property
    def is_met(self) -> bool:
        """Say whether enough ask for it to be put."""
        return self.here >= self.rule.needed

    @property
    def is_binding(self) -> bool:
        """Say whether the chair is bound to put it: a challenge that enough delegates make."""
        return self.rule.kind == QuestionKind.CHALLENGE_RULING and self.is_met

    @property
    def count_in_words(self) -> str:
        """Say how many ask: 2 of 4 needed."""
        return f"{self.here} of {self.rule.needed} needed"

    @property
    def takes_more(self) -> bool:
        """Say whether the chair has to give more with it than is asked for."""
        return self.rule.kind in _NEED_MORE


_NEED_MORE = (QuestionKind.TAKE_IN_PARTS, QuestionKind.REFERENCE_BACK, QuestionKind.RESCIND)


@dataclass(frozen=True, slots=True)
class DemandNow:
    """The demand on the question before conference, if a card vote may be demanded on it."""

    question: Question
    count: Demand


@dataclass(frozen=True, slots=True)
class MayMove:
    """One button: a procedural motion that is lawful now, or why this person may not move it."""

    rule: ProcedureRule
    why_not: str
    asked: ProcedureAsked | None
    others: Asked | None

    @property
    def words(self) -> str:
        """Give what those who asked before have said: whoever joins them joins in that."""
        return self.others.first.words if self.others else ""


@dataclass(frozen=True, slots=True)
class OwnProcedure:
    """What the holder of a credential may move and demand now, and has."""

    credential: Credential
    may_move: Sequence[MayMove]
    demand: DemandNow | None
    has_demanded: bool
    why_no_demand: str
    ruling_in_words: str


def asked_for(conference: Conference) -> Sequence[Asked]:
    """Group what waits for the chair by kind, the first asked first."""
    waiting = waiting_rows(conference)
    lawful = set(procedures(conference)) if waiting else set()
    kinds = list(dict.fromkeys(row.kind for row in waiting))
    return [
        Asked(
            procedure_rules(conference, QuestionKind(kind)),
            [row for row in waiting if row.kind == kind],
            QuestionKind(kind) in lawful,
        )
        for kind in kinds
    ]


def waiting_rows(conference: Conference) -> list[ProcedureAsked]:
    """List each request that has not been put, declined or taken back."""
    return list(
        conference.procedure_asked.filter(
            question=None, declined_at=None, withdrawn_at=None
        ).select_related("conference", "motion", "credential__member", "credential__body")
    )


def demand_now(conference: Conference) -> DemandNow | None:
    """Give the demand on the question before conference; None where none can be made."""
    question = open_question(conference)
    if question is None or why_no_demand(question, None):
        return None
    return DemandNow(question, card_demand_count(question))


def own_procedure(credential: Credential) -> OwnProcedure | None:
    """Give what a voting delegate may move and demand now; None for whoever may not."""
    conference = credential.conference
    if not (credential.may_vote and credential.is_present):
        return None
    now = business(conference)
    asked = {group.rule.kind: group for group in asked_for(conference)}
    demand = demand_now(conference)
    ruling = last_ruling(conference)
    return OwnProcedure(
        credential=credential,
        may_move=[
            MayMove(
                procedure_rules(conference, kind),
                why_not_move(kind, credential, now),
                _of(credential, asked.get(kind)),
                asked.get(kind),
            )
            for kind in procedures(conference, now)
            if kind != QuestionKind.TEST_VOTE
        ],
        demand=demand,
        has_demanded=bool(
            demand and demand.question.card_demands.filter(credential=credential).exists()
        ),
        why_no_demand=why_no_demand(demand.question, credential) if demand else "",
        ruling_in_words=f"{ruling}: {ruling.ruling_in_words}" if ruling else "",
    )


def _of(credential: Credential, group: Asked | None) -> ProcedureAsked | None:
    rows = group.rows if group else ()
    return next((row for row in rows if row.credential_id == credential.pk), None)
