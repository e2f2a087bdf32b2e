"""What the chair may lawfully do next, the main thing first.

`lawful_acts(conference)` reads the lifecycle table and the business before conference. Each act has
a `key` for motions.debate.desk.desk_act, and says by `needs` what must be given with it:

    mover, seconder, moved_by    a Credential; `movers(motion)` and `seconders(motion)` offer some
    challengers                  several Credentials
    reason                       a sentence
    seconds                      a whole number
    until                        a date and time
    casting_vote                 "for" or "against"; only offered on a tie where it is allowed

A procedural motion that may be moved now is an act `procedural:KIND`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import QuerySet

from conferences.models import Conference, Credential
from conferences.selectors import QuorumNow, vote_unfinished
from motions.debate.acts_between_items import between_items
from motions.debate.acts_on_a_motion import on_a_motion
from motions.debate.acts_on_a_question import on_a_question
from motions.debate.lawful import LawfulAct
from motions.debate.procedural import procedural_acts
from motions.models import Amendment, Motion
from motions.procedure.lawful import procedures
from motions.selectors import Business, business

__all__ = ["LawfulAct", "lawful_acts", "movers", "procedures", "seconders"]


def lawful_acts(
    conference: Conference,
    now: Business | None = None,
    quorum: QuorumNow | None = None,
    following: Motion | None = None,
) -> Sequence[LawfulAct]:
    """Give what may be done now: the main next act, the ordinary ones, then what ends business.

    The procedural motions come last.
    """
    now = now or business(conference)
    if now.question:
        acts = list(on_a_question(now.question, quorum))
    elif now.motion:
        acts = list(on_a_motion(now.motion, now.amendment))
    elif vote_unfinished(conference):  # an indicative one, which the desk conducts
        return []
    else:
        acts = list(between_items(conference, following))
        if not any(act.name == "close_session" for act in acts):  # nobody sits
            return _as_seen(acts, now)
    acts += procedural_acts(conference, now)
    return sorted(
        _as_seen(acts, now), key=lambda act: (not act.main, bool(act.ends), bool(act.procedure))
    )


def _as_seen(acts: Sequence[LawfulAct], now: Business) -> list[LawfulAct]:
    """Mark each act with what it is done to, so that none is done to what came next meanwhile."""
    return [replace(act, seen=_mark(act, now)) for act in acts]


def _mark(act: LawfulAct, now: Business) -> str:
    question, motion, amendment = now.question, now.motion, now.amendment
    before = [
        (question.pk, question.state, question.ballot_id) if question else (),
        (motion.pk, motion.state) if motion else (),
        (amendment.pk, amendment.state) if amendment else (),
    ]
    said = repr((act.key, act.label, act.ends, before))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def movers(motion: Motion | Amendment) -> QuerySet[Credential]:
    """Offer those who may move: delegates present from the body that lodged it."""
    conference = motion.conference if isinstance(motion, Motion) else motion.motion.conference
    return (
        conference.credentials.filter(body=motion.lodged_by, admitted_at__isnull=False)
        .select_related("member", "body")
        .order_by("-is_leader", "number")
    )


def seconders(motion: Motion) -> QuerySet[Credential]:
    """Offer those who may second: any other delegate present."""
    present = motion.conference.credentials.filter(admitted_at__isnull=False)
    others = present.exclude(pk=motion.mover_id) if motion.mover_id else present
    return others.select_related("member", "body")
