"""The chair puts a procedural motion that delegates ask for, as they have worded it."""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.debate.questions import put_procedural
from motions.enums import QuestionKind
from motions.models import ProcedureAsked, Question
from motions.procedure.asking import held_group
from motions.steps import hold_floor

_SAID_IN_THE_QUESTION = {
    QuestionKind.SUSPEND_STANDING_ORDERS: "That standing orders be suspended: {words}",
    QuestionKind.ADJOURN_DEBATE: "That the debate be adjourned: {words}",
    QuestionKind.NO_CONFIDENCE: "That {itself} has no confidence in the chair: {words}",
}


def procedure_take(*, asked: ProcedureAsked, actor: Member, mover_agrees: bool = False) -> Question:
    """Put what was asked for to conference. The first who asked moves it; all challenge a ruling.

    `put_procedural` notes of everyone who asked for the same that it was put.
    """
    conference = asked.conference
    with acting(actor, conference, "question.put") as log:
        hold_floor(conference)
        group = held_group(asked)
        kind = group.rule.kind
        movers = [row.credential for row in group.rows if row.credential.is_present]
        if not movers:
            raise Refusal("not-present", "Nobody who asked for it is in the hall.")
        wording = _SAID_IN_THE_QUESTION.get(kind, "")
        return put_procedural(
            log,
            conference,
            kind,
            of_chair=actor,
            moved_by=movers[0],
            motion=group.first.motion,
            wording=wording.format(words=group.first.words, itself=conference.named.itself),
            challengers=movers if kind == QuestionKind.CHALLENGE_RULING else (),
            mover_agrees=mover_agrees,
        )
