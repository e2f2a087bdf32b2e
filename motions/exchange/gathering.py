"""Read a conference's motions into a book, in a fixed number of queries."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ballots.models import Ballot
from conferences.models import Conference, Credential, Session
from members.models import Body
from motions.exchange.book import (
    BookAmendment,
    BookItem,
    BookMotion,
    BookSession,
    MotionBook,
    Named,
    Vote,
)
from motions.models import Amendment, Motion, Question
from motions.order.positions import positions_are_shown
from motions.selectors import declarations, motions_in_order


def motion_book(conference: Conference) -> MotionBook:
    """Gather what anyone may read of a conference, as it stands now."""
    decided: dict[str, list[Vote]] = defaultdict(list)
    procedure: list[Vote] = []
    for question in reversed(declarations(conference)):
        if question.ballot is None or not question.ballot.result:
            continue
        vote = _vote(question, question.ballot)
        if question.motion and question.kind == "motion":
            decided[question.motion.number].append(vote)
        elif question.amendment:
            decided[question.amendment.number].append(vote)
        else:
            procedure.append(vote)
    positions = positions_are_shown(conference)
    found = (
        motions_in_order(conference)
        .select_related("mover__member", "mover__body", "seconder__member", "seconder__body")
        .prefetch_related("amendments__lodged_by")
    )
    return MotionBook(
        code=conference.code,
        title=conference.title,
        union=_named(conference.body),
        starts_on=conference.starts_on,
        ends_on=conference.ends_on,
        url=_url("conferences:home", conference.code),
        site=settings.SITE_URL,
        made_at=timezone.localtime().replace(microsecond=0),
        is_sample=conference.is_sample,
        sessions=tuple(
            _session(each) for each in conference.sessions.prefetch_related("items__session")
        ),
        motions=tuple(_motion(each, decided, positions=positions) for each in found),
        procedure=tuple(procedure),
    )


def _motion(motion: Motion, decided: dict[str, list[Vote]], *, positions: bool) -> BookMotion:
    text, item = motion.substantive, motion.agenda_item
    amendments = tuple(motion.amendments.all())
    takes_position = positions and motion.nec_position != "none"
    about = (motion.number, *(each.number for each in amendments))
    return BookMotion(
        number=motion.number,
        kind=motion.kind,
        kind_label=motion.get_kind_display(),
        title=motion.title,
        section=motion.section,
        text=text.text,
        text_version=text.version,
        text_sha256=text.sha256,
        lodged_by=_named(motion.lodged_by),
        seconding=_named(motion.seconding_body) if motion.seconding_body else None,
        mover=_person(motion.mover),
        seconder=_person(motion.seconder),
        lodged_at=_local(motion.lodged_at),
        state=motion.state,
        state_label=motion.standing.label,
        ruling_reason=motion.ruling_reason,
        executive=motion.get_nec_position_display() if takes_position else "",
        executive_note=motion.nec_note if takes_position else "",
        majority=motion.majority,
        majority_label=motion.get_majority_display(),
        form_label=motion.get_form_display(),
        composite=motion.composite.number if motion.composite else "",
        item=(item.session.number, item.position) if item else None,
        url=_url("motions:motion", motion.conference.code, motion.number),
        amendments=tuple(_amendment(each) for each in amendments),
        votes=tuple(vote for number in about for vote in decided.get(number, ())),
    )


def _amendment(amendment: Amendment) -> BookAmendment:
    return BookAmendment(
        number=amendment.number,
        lodged_by=_named(amendment.lodged_by),
        instruction=amendment.instruction,
        state=amendment.state,
        state_label=amendment.get_state_display(),
        ruling_reason=amendment.ruling_reason,
    )


def _vote(question: Question, ballot: Ballot) -> Vote:
    result = ballot.result or {}
    moments = [ballot.opened_at, ballot.closed_at or ballot.closes_at, ballot.declared_at]
    opened_at, closed_at, declared_at = (timezone.localtime(each) for each in moments if each)
    about = question.amendment or question.motion
    return Vote(
        id=str(ballot.pk),
        wording=question.wording,
        about=about.number if about else "",
        form=ballot.get_form_display(),
        majority=question.get_majority_display(),
        opened_at=opened_at,
        closed_at=closed_at,
        declared_at=declared_at,
        outcome=result["outcome"],
        verdict=result.get("verdict", ""),
        explanation=result.get("explanation", ""),
        figures=result.get("figures", {}),
        is_advisory=ballot.is_advisory,
        url=_url("ballots:ballot", ballot.pk),
    )


def _session(session: Session) -> BookSession:
    return BookSession(
        number=session.number,
        held_on=session.held_on,
        opened_at=_local(session.opened_at),
        closed_at=_local(session.closed_at),
        items=tuple(
            BookItem(
                position=item.position,
                title=item.title,
                kind=item.kind,
                starts_at=timezone.make_aware(datetime.combine(session.held_on, item.starts_at)),
                taken_at=_local(item.taken_at),
            )
            for item in session.items.all()
        ),
    )


def _named(body: Body) -> Named:
    return Named(body.code, body.name)


def _person(credential: Credential | None) -> str:
    return f"{credential.member.name}, {credential.body.name}" if credential else ""


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def _url(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
