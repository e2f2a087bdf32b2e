"""All that the chair's console shows, asked for once and shared by its every part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string

from ballots.enums import BallotState
from ballots.models import Ballot
from ballots.secret.choosing import opening_under_way
from ballots.selectors import Turnout, turnout
from conferences.hall import Reading
from conferences.models import AgendaItem, Conference, Floor
from conferences.selectors import QuorumNow, floor_of, quorum_now
from live.outbox import Drawn
from members.models import Member
from motions.debate.chair import lawful_acts
from motions.debate.forms import ActForm
from motions.debate.lawful import LawfulAct
from motions.debate.preflight import Check, preflight
from motions.debate.presiding import chairing_now, presiding_words
from motions.debate.saying import words_between, words_now
from motions.enums import QuestionKind, QuestionState
from motions.models import Motion, Question
from motions.procedure.rules import ProcedureRule, procedure_rules
from motions.selectors import Business, business, next_motion


@dataclass(frozen=True, slots=True)
class Button:
    """One lawful act with the form for what has to be given, and its rule if it is procedure."""

    act: LawfulAct
    form: ActForm
    rule: ProcedureRule | None = None


def chair_drawn(reading: Reading) -> Iterator[Drawn]:
    """Draw for the chair what is before conference, and what may lawfully be done next."""
    shown = console(reading.conference, reading.floor, reading.quorum)
    html = render_to_string("motions/_chair.html", shown)
    yield Drawn(f"desk:{reading.conference.code}", "chair", html)


def console(
    conference: Conference, floor: Floor | None = None, quorum: QuorumNow | None = None
) -> dict[str, Any]:
    """Give what motions/_chair.html shows."""
    floor, quorum = floor or floor_of(conference), quorum or quorum_now(conference)
    now, conference = business(conference), floor.conference
    if now.motion and not now.question:  # asked for by several acts
        prefetch_related_objects([now.motion], "parts", "debate_groups")
    following = None if now.question or now.motion else next_motion(conference)
    acts = lawful_acts(conference, now, quorum, following)
    chairing = chairing_now(conference) if any(act.procedure for act in acts) else []
    buttons = [_button(act, now, conference, chairing) for act in acts]
    votes, opening = _turnout(floor.ballot), opening_under_way(floor.ballot)
    return {
        "conference": conference,
        "floor": floor,
        "ballot": floor.ballot,
        "quorum": quorum,
        "business": now,
        "acts": acts,
        "main": [each for each in buttons if each.act.main],
        "ordinary": [
            each for each in buttons if not (each.act.main or each.act.ends or each.act.procedure)
        ],
        "ending": [each for each in buttons if each.act.ends],
        "procedure": [each for each in buttons if each.act.procedure],
        "next_motion": following,
        "preflight": _preflight(now.question, quorum),
        "presiding": presiding_words(now.question),
        "says": words_now(now, quorum, votes, opening) or _between(acts, following, quorum),
        "votes": votes,
        "opening": opening,
    }


def _button(
    act: LawfulAct, now: Business, conference: Conference, chairing: Sequence[Member]
) -> Button:
    form = ActForm(act=act, business=now, conference=conference, chairing=chairing)
    ruled = act.procedure and act.procedure != QuestionKind.TEST_VOTE
    rule = procedure_rules(conference, QuestionKind(act.procedure)) if ruled else None
    return Button(act, form, rule)


def _turnout(ballot: Ballot | None) -> Turnout | None:
    shown = (BallotState.OPEN, BallotState.CLOSED)
    return turnout(ballot) if ballot and ballot.state in shown else None


def _preflight(question: Question | None, quorum: QuorumNow) -> Sequence[Check]:
    is_put = question is not None and question.state == QuestionState.PUT
    return preflight(question, quorum) if question and is_put else []


def _between(acts: Sequence[LawfulAct], following: Motion | None, quorum: QuorumNow) -> str:
    key = acts[0].key if acts and acts[0].main else ""
    name, _, number = key.partition(":")
    item = AgendaItem.objects.get(pk=number) if name == "item_take" else None
    return words_between(following if name == "call" else None, item, quorum)
