"""The chair's desk: one door for every button, so that pages and API give the same act a name."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from audit.refusal import Refusal
from ballots.enums import Choice
from conferences.models import AgendaItem, Conference, Session
from conferences.running.taking import item_end, item_take
from conferences.services import session_close, session_open
from members.models import Member
from motions.debate import (
    adopting,
    amending,
    challenging,
    guillotine,
    moving,
    parts,
    questions,
    secrecy,
    taking_back,
    voting,
)
from motions.enums import QuestionKind
from motions.models import Amendment, Motion, Question, SocReport
from motions.procedure.lawful import ABOUT_A_DEBATE
from motions.selectors import Business, amendments_waiting, business, next_motion

Row = TypeVar("Row", bound=Model)
_LONGEST_NUMBER: Final = 19  # digits: as many as a key has; Python reads no more than 4300


class Given(dict[str, Any]):
    """What was given with an act; what it needs and was not given is a refusal."""

    def __missing__(self, name: str) -> None:
        raise Refusal("not-given", f"This cannot be done without: {name.replace('_', ' ')}.")


def desk_act(*, conference: Conference, actor: Member, key: str, **given: Any) -> None:
    """Do what a button of motions.debate.chair says, to what is before conference now."""
    act_on(business(conference), conference=conference, actor=actor, key=key, given=given)


def act_on(
    now: Business, *, conference: Conference, actor: Member, key: str, given: dict[str, Any]
) -> None:
    """Do it to what was before conference when it was pressed, or refuse it.

    Another officer may have been quicker, and what came next is not what the button said.
    """
    name, _, number = key.partition(":")
    if name == "procedural" and number:
        given["kind"] = number
    elif number:
        given["number"] = number
    act = _ACTS.get(name)
    if act is None:
        raise Refusal("unknown-act", "There is no such act on the chair's desk.")
    act(conference, now, actor, Given(given))


def _motion(now: Business) -> Motion:
    if now.motion is None:
        raise Refusal("nothing-on-the-floor", "No motion is being taken.")
    return now.motion


def _question(now: Business) -> Question:
    if now.question is None:
        raise Refusal("no-question", "No question has been put.")
    return now.question


def _first_waiting(now: Business) -> Amendment:
    waiting = amendments_waiting(_motion(now))
    if not waiting:
        raise Refusal("no-amendment", "No amendment is waiting to be taken.")
    return waiting[0]


def _under_way(now: Business) -> Amendment:
    if now.amendment is None:
        raise Refusal("no-amendment", "No amendment is in debate.")
    return now.amendment


def _next(conference: Conference, given: Given) -> Motion:
    wanted = given.get("number")
    motion = conference.motions.filter(number=wanted).first() if wanted else next_motion(conference)
    if motion is None:
        raise Refusal("no-motion", "There is no such motion to take.")
    return motion


def _session_due(conference: Conference) -> Session:
    return _first(conference.sessions.filter(opened_at__isnull=True), "session to open")


def _session_sitting(conference: Conference) -> Session:
    sitting = conference.sessions.filter(opened_at__isnull=False, closed_at__isnull=True)
    return _first(sitting, "session sitting")


def _item(conference: Conference, given: Given) -> AgendaItem:
    number = str(given.get("number", ""))
    wanted = int(number) if number.isdecimal() and len(number) < _LONGEST_NUMBER else 0
    items = AgendaItem.objects.filter(session__conference=conference, pk=wanted)
    return _first(items.select_related("session__conference"), "such item")


def _take_back(_conference: Conference, now: Business, actor: Member, _given: Given) -> None:
    if now.question:
        taking_back.question_take_back(question=now.question, actor=actor)
    else:
        taking_back.motion_take_back(motion=_motion(now), actor=actor)


def _open_vote(now: Business, actor: Member, given: Given, *, advisory: bool) -> None:
    voting.question_open_vote(
        question=_question(now),
        actor=actor,
        window_seconds=given.get("seconds"),
        accessible=given.get("accessible", False),
        advisory=advisory,
    )


def _report(conference: Conference, given: Given) -> SocReport:
    number = str(given.get("number", ""))
    wanted = int(number) if number.isdecimal() else 0
    return _first(conference.soc_reports.filter(number=wanted), "such report")


def _section(conference: Conference, given: Given) -> str:
    number = str(given.get("number", ""))
    wanted = int(number) if number.isdecimal() else 0
    return str(_first(conference.section_times.filter(pk=wanted), "such section"))


def _first(found: QuerySet[Row], what: str) -> Row:
    row = found.first()
    if row is None:
        raise Refusal("nothing-to-act-on", f"There is no {what}.")
    return row


def _put_procedure(conference: Conference, now: Business, actor: Member, given: Given) -> None:
    if given["kind"] not in QuestionKind.values:
        raise Refusal("unknown-act", "There is no such procedural motion.")
    kind = QuestionKind(given["kind"])
    about = given.get("motion") or now.motion
    if kind == QuestionKind.REFERENCE_BACK:
        about = _next(conference, given) if given.get("number") else None
    elif kind == QuestionKind.RESCIND:
        about = given.get("resolution")
    elif kind not in ABOUT_A_DEBATE:
        about = None
    questions.procedural_put(
        conference=conference,
        kind=kind,
        actor=actor,
        moved_by=given.get("moved_by"),
        motion=about,
        paragraph=given.get("paragraph"),
        wording=given.get("wording", ""),
        challengers=given.get("challengers", ()),
        mover_agrees=given.get("mover_agrees", False),
        division=given.get("division", ""),
        of_chair=given.get("of_chair"),
    )


_ACTS: Final[dict[str, Callable[[Conference, Business, Member, Given], object]]] = {
    "open_session": lambda c, _n, a, _g: session_open(session=_session_due(c), actor=a),
    "close_session": lambda c, _n, a, _g: session_close(session=_session_sitting(c), actor=a),
    "adopt_report": lambda c, _n, a, g: adopting.report_adopt(report=_report(c, g), actor=a),
    "item_take": lambda c, _n, a, g: item_take(item=_item(c, g), actor=a),
    "item_end": lambda c, _n, a, g: item_end(item=_item(c, g), actor=a),
    "take_back": _take_back,
    "call": lambda c, _n, a, g: moving.motion_call(motion=_next(c, g), actor=a),
    "guillotine": lambda c, _n, a, g: guillotine.motion_guillotine(motion=_next(c, g), actor=a),
    "guillotine_section": lambda c, _n, a, g: guillotine.section_guillotine(
        conference=c, actor=a, section=_section(c, g)
    ),
    "divide": lambda _c, n, a, g: parts.motion_divide(
        motion=_motion(n), actor=a, division=g["division"]
    ),
    "rejoin": lambda _c, n, a, _g: parts.motion_rejoin(motion=_motion(n), actor=a),
    "put_part": lambda _c, n, a, _g: parts.part_put(motion=_motion(n), actor=a),
    "resume": lambda c, _n, a, g: moving.motion_resume(motion=_next(c, g), actor=a),
    "not_moved": lambda _c, n, a, _g: moving.motion_not_moved(motion=_motion(n), actor=a),
    "move": lambda _c, n, a, g: moving.motion_move(
        motion=_motion(n), mover=g["mover"], actor=a, formally=g.get("formally", False)
    ),
    "second": lambda _c, n, a, g: moving.motion_second(
        motion=_motion(n), seconder=g["seconder"], actor=a
    ),
    "not_seconded": lambda _c, n, a, _g: moving.motion_not_seconded(motion=_motion(n), actor=a),
    "accept_amendment": lambda _c, n, a, _g: amending.amendment_accept(
        amendment=_first_waiting(n), actor=a
    ),
    "open_amendment": lambda _c, n, a, g: amending.amendment_open(
        amendment=_first_waiting(n), mover=g["mover"], seconder=g.get("seconder"), actor=a
    ),
    "amendment_not_moved": lambda _c, n, a, _g: amending.amendment_not_moved(
        amendment=_first_waiting(n), actor=a
    ),
    "withdraw_amendment": lambda _c, n, a, _g: amending.amendment_withdraw(
        amendment=_first_waiting(n), actor=a
    ),
    "amendment_falls": lambda _c, n, a, _g: amending.amendment_fall(
        amendment=_first_waiting(n), actor=a
    ),
    "withdraw_amendment_with_leave": lambda _c, n, a, _g: amending.amendment_withdraw_with_leave(
        amendment=_under_way(n), actor=a
    ),
    "put_amendment": lambda _c, n, a, _g: questions.amendment_put(amendment=_under_way(n), actor=a),
    "put_motion": lambda _c, n, a, _g: questions.motion_put(motion=_motion(n), actor=a),
    "procedural": _put_procedure,
    "remit": lambda _c, n, a, _g: moving.motion_remit(
        motion=_motion(n), actor=a, mover_agrees=True
    ),
    "withdraw": lambda _c, n, a, _g: moving.motion_withdraw_with_leave(motion=_motion(n), actor=a),
    "next_business": lambda _c, n, a, _g: moving.motion_shelve(motion=_motion(n), actor=a),
    "adjourn": lambda _c, n, a, g: moving.motion_adjourn(
        motion=_motion(n), actor=a, until=g["until"]
    ),
    "open_vote": lambda _c, n, a, g: _open_vote(n, a, g, advisory=g.get("advisory", False)),
    "open_advisory_vote": lambda _c, n, a, g: _open_vote(n, a, g, advisory=True),
    "by_secret_ballot": lambda _c, n, a, g: secrecy.question_choose_form(
        question=_question(n), actor=a, secret=True, decided=g.get("decided", False)
    ),
    "not_by_secret_ballot": lambda _c, n, a, _g: secrecy.question_choose_form(
        question=_question(n), actor=a, secret=False
    ),
    "announce_close": lambda _c, n, a, _g: voting.question_announce_close(
        question=_question(n), actor=a
    ),
    "extend": lambda _c, n, a, g: voting.question_extend(
        question=_question(n), actor=a, seconds=g["seconds"], open_until=g.get("open_until")
    ),
    "close_vote": lambda _c, n, a, _g: voting.question_close(question=_question(n), actor=a),
    "declare": lambda _c, n, a, _g: voting.question_declare(question=_question(n), actor=a),
    "declare_with_casting_vote": lambda _c, n, a, g: voting.question_declare(
        question=_question(n), actor=a, casting_vote=Choice(g["casting_vote"])
    ),
    "challenge": lambda _c, n, a, g: challenging.question_challenge(
        question=_question(n),
        actor=a,
        reason=g["reason"],
        demanded_by=g.get("demanded_by", ()),
    ),
    "take_card_vote": lambda _c, n, a, _g: challenging.question_take_card_vote(
        question=_question(n), actor=a
    ),
    "order_card_vote": lambda _c, n, a, g: challenging.question_order_card_vote(
        question=_question(n), actor=a, window_seconds=g.get("seconds")
    ),
    "void_technical": lambda _c, n, a, g: challenging.question_void_technical(
        question=_question(n),
        actor=a,
        window_seconds=g.get("seconds"),
    ),
    "uphold": lambda _c, n, a, g: challenging.question_uphold(
        question=_question(n), actor=a, reason=g["reason"]
    ),
}
