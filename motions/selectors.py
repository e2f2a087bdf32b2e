"""Asking about motions.

For pages and API, each in a fixed number of queries:

    motions_in_order(conference)     the order of business, then what is not on it
    motions_found(conference, words)  the same to list and to search, without their texts
    motion_in_full(conference, number)  one motion with texts, amendments, questions, consequences
    run_sheet(conference)            the day for the chair: items with their motions
    business(conference)             what is before conference now: motion, amendment, question
    next_motion(conference)          the next motion in the order of business, or None
    reports_in_order(conference)     SOC reports with their paragraphs
    declarations(conference)         questions decided, newest first, with their ballots
    bodies_acted_for(member, conference)  the branches for which a member may send papers

What the chair may do next is in motions.debate.chair: `lawful_acts(conference)`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference
from members.models import Body, Member
from members.permissions import BRANCH_OFFICERS
from members.selectors import appointments_in_force
from motions.amendment_life import NOT_YET_LODGED as AMENDMENTS_NOT_YET_LODGED
from motions.amendment_life import UNDER_WAY, WAITING
from motions.enums import OVER, QuestionState
from motions.models import (
    Amendment,
    AmendmentConsequence,
    Motion,
    MotionConsequence,
    MotionText,
    Question,
    SocReport,
)
from motions.states import MotionState
from motions.steps import AS_DRAFTED_AGAIN

ON_THE_FLOOR = frozenset(
    {
        MotionState.CALLED,
        MotionState.MOVED,
        MotionState.IN_DEBATE,
        MotionState.AMENDMENT_IN_DEBATE,
        MotionState.QUESTION_PUT,
        MotionState.VOTING,
        MotionState.COUNTED,
        MotionState.CHALLENGED,
    }
)
"""The states of the one motion that is before conference."""


@dataclass(frozen=True, slots=True)
class Business:
    """What is before conference now. A question under vote comes first, then the motion."""

    motion: Motion | None
    amendment: Amendment | None
    question: Question | None


@dataclass(frozen=True, slots=True)
class RunItem:
    """One line of the chair's run sheet."""

    item: AgendaItem
    motions: Sequence[Motion]

    @property
    def is_taken(self) -> bool:
        """Say whether it is over: ended, or with no motion of it still to be decided."""
        to_come = ON_THE_FLOOR | {MotionState.SCHEDULED, MotionState.ADJOURNED}
        waiting = any(motion.standing in to_come for motion in self.motions)
        return self.item.ended_at is not None or (bool(self.motions) and not waiting)

    @property
    def can_be_taken(self) -> bool:
        """Say whether the chair takes it by itself: its session sits, and no motion is in it."""
        session = self.item.session
        sits = session.opened_at is not None and session.closed_at is None
        return sits and self.item.taken_at is None and self.item.kind != AgendaKind.MOTION


NOT_YET_LODGED = (MotionState.DRAFT, MotionState.AWAITING_SECOND_OFFICER)
"""A branch's own papers: nobody else is told of them."""


_TOLD_OF = ~Q(state__in=AMENDMENTS_NOT_YET_LODGED) & ~Q(number="")  # nor a draft withdrawn

_DRAFTED_AGAIN = MotionText.objects.filter(
    motion=OuterRef("motion"), version__gt=OuterRef("version"), why=AS_DRAFTED_AGAIN
)
TEXTS_TOLD_OF = MotionText.objects.exclude(Exists(_DRAFTED_AGAIN))
"""The versions of words but for those that a branch sent to its second officer and wrote again."""


def amendments_told_of(conference: Conference) -> QuerySet[Amendment]:
    """List the amendments of a conference but for the drafts that branches keep to themselves."""
    return conference.amendments.filter(_TOLD_OF)


def motions_in_order(conference: Conference) -> QuerySet[Motion]:
    """List motions by the order of business, then those not on it by the order of receipt."""
    return (
        conference.motions.exclude(state__in=NOT_YET_LODGED)
        .select_related(
            "conference", "lodged_by", "seconding_body", "agenda_item__session", "composite"
        )
        .prefetch_related(
            Prefetch("texts", TEXTS_TOLD_OF),
            Prefetch("amendments", Amendment.objects.filter(_TOLD_OF)),
        )
        .order_by(F("place").asc(nulls_last=True), "lodged_order")
    )


def motions_found(conference: Conference, words: str = "") -> QuerySet[Motion]:
    """List lodged motions without their texts, each with `amendments_told` of it.

    `words` are looked for in the number, the title, the section and the name of the branch.
    """
    told = Amendment.objects.filter(_TOLD_OF, motion=OuterRef("pk")).order_by().values("motion")
    found = (
        conference.motions.exclude(state__in=NOT_YET_LODGED)
        .select_related("lodged_by")
        .annotate(amendments_told=Subquery(told.annotate(count=Count("pk")).values("count")))
        .order_by(F("place").asc(nulls_last=True), "lodged_order")
    )
    for word in words.split()[:8]:
        found = found.filter(
            Q(number__iexact=word)
            | Q(title__icontains=word)
            | Q(section__icontains=word)
            | Q(lodged_by__name__icontains=word)
        )
    return found


def motion_in_full(conference: Conference, number: str) -> Motion:
    """Find one lodged motion with everything about it. Raises Motion.DoesNotExist."""
    return (
        conference.motions.exclude(state__in=NOT_YET_LODGED)
        .select_related(
            "conference__body",
            "lodged_by",
            "seconding_body",
            "mover__member",
            "mover__body",
            "seconder__member",
            "seconder__body",
            "agenda_item__session",
            "composite",
        )
        .prefetch_related(
            Prefetch("texts", TEXTS_TOLD_OF),
            "source_motions__lodged_by",
            "consequences__fallen",
            "rulings__meeting",
            "soc_paragraphs__report",
            Prefetch(
                "amendments",
                queryset=Amendment.objects.filter(_TOLD_OF)
                .select_related(
                    "conference",
                    "lodged_by",
                    "to_amendment",
                    "mover__member",
                    "mover__body",
                    "seconder__member",
                    "seconder__body",
                )
                .prefetch_related("consequences__fallen", "amendments"),
            ),
            Prefetch("questions", queryset=Question.objects.select_related("ballot", "amendment")),
        )
        .get(number=number)
    )


def run_sheet(conference: Conference) -> Sequence[RunItem]:
    """Give the order of business item by item, each with its motions in order."""
    items = AgendaItem.objects.filter(session__conference=conference).select_related("session")
    return with_motions(conference, items)


def with_motions(conference: Conference, items: Iterable[AgendaItem]) -> Sequence[RunItem]:
    """Set beside each item its motions in order, without their texts and amendments."""
    on_agenda = motions_in_order(conference).filter(agenda_item__isnull=False)
    by_item: defaultdict[int | None, list[Motion]] = defaultdict(list)
    for motion in on_agenda.prefetch_related(None):
        by_item[motion.agenda_item_id].append(motion)
    return [RunItem(item, by_item[item.pk]) for item in items]


def business(conference: Conference) -> Business:
    """Find what is before conference now: a question with the motion and the amendment it is on."""
    on_the_floor = (
        conference.motions.filter(state__in=ON_THE_FLOOR)
        .select_related("lodged_by", "mover__member", "seconder__member")
        .prefetch_related("amendments")
    )
    motion = min(on_the_floor, key=_turn, default=None)
    question = open_question(conference)
    if motion is None:
        return Business(None, None, question)
    amendments = {each.pk: each for each in motion.amendments.all()}
    for each in amendments.values():
        each.motion = motion
    if question and question.motion_id == motion.pk:
        question.motion = motion
    if question and question.amendment_id in amendments:
        question.amendment = amendments[question.amendment_id]
    under_way = (each for each in amendments.values() if each.state in UNDER_WAY)
    return Business(motion, next(under_way, None), question)


def _turn(motion: Motion) -> tuple[bool, int, int]:
    """Put first, of motions debated together, the one being moved or voted on; then the earliest.

    Only of a group is more than one on the floor at a time, and all but one of them in debate.
    """
    return (
        motion.standing == MotionState.IN_DEBATE,
        motion.place or motion.lodged_order,
        motion.lodged_order,
    )


def open_question(conference: Conference) -> Question | None:
    """Find the question that has been put and not yet decided."""
    return conference.questions.exclude(state__in=OVER).last()


def next_motion(conference: Conference) -> Motion | None:
    """Find the next motion in the order of business that is still to be called."""
    return (
        conference.motions.filter(state=MotionState.SCHEDULED, place__isnull=False)
        .select_related("conference", "lodged_by", "agenda_item__session")
        .prefetch_related("texts", "amendments")
        .order_by("place")
        .first()
    )


def policy_to_rescind(conference: Conference) -> QuerySet[Motion]:
    """List the resolutions in force that a conference might rescind: its own body's.

    A rehearsal has none: policy is in force outside it, and nothing rehearsed lasts.
    """
    if conference.rehearses_id:
        return Motion.objects.none()
    in_force = Motion.objects.filter(
        conference__body=conference.body_id, state=MotionState.POLICY
    ).select_related("conference")
    return in_force.order_by("-conference__starts_on", "number")


def binding_consequences(
    about: Motion | Amendment,
) -> Sequence[MotionConsequence | AmendmentConsequence]:
    """List what falls if this is carried: only what conference adopted with a report binds.

    A paragraph that was referred back binds no more (guide 3.0, consequential).
    """
    adopted = about.consequences.filter(
        paragraph__report__adopted_at__isnull=False, paragraph__referred_back_at__isnull=True
    )
    return list(adopted.select_related("fallen__conference", "paragraph__report"))


def amendments_waiting(motion: Motion) -> Sequence[Amendment]:
    """Give the admitted amendments still to be taken, in the order in which they are taken.

    An amendment to an amendment is taken just before the one that it would alter.
    """
    amendments = list(motion.amendments.all())
    places = {each.pk: each.place for each in amendments}
    return sorted(
        (each for each in amendments if each.state in WAITING),
        key=lambda each: (
            places.get(each.to_amendment_id or each.pk, each.place),
            each.to_amendment_id is None,
            each.place,
        ),
    )


def reports_in_order(conference: Conference) -> QuerySet[SocReport]:
    """List the published reports of the Standing Orders Committee, with their paragraphs."""
    published = conference.soc_reports.filter(published_at__isnull=False)
    return published.prefetch_related("paragraphs")


def bodies_acted_for(member: Member, conference: Conference) -> list[Body]:
    """Give the bodies whose officer a member is and which may send motions and amendments."""
    held = appointments_in_force().filter(member=member, office__in=BRANCH_OFFICERS)
    bodies = Body.objects.filter(pk__in=held.values("body"))
    return list(bodies.filter(kind__in=conference.orders.senders).order_by("name"))


def declarations(conference: Conference) -> QuerySet[Question]:
    """List the questions conference has decided, the newest first."""
    return (
        conference.questions.filter(state=QuestionState.DECIDED)
        .select_related("ballot", "motion", "amendment")
        .order_by("-decided_at")
    )
