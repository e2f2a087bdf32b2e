"""What a report has to say: everything decided since the last one was drawn up.

A ruling is reported once, by its time. What has no time of its own (a withdrawal, a composite that
was agreed) is reported if no published paragraph of its kind has named it yet.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from ballots.enums import Majority
from conferences.models import Conference
from motions.amendment_life import AmendmentState
from motions.committee.drafting import Material, Named
from motions.enums import Decision, MotionKind, ParagraphKind
from motions.models import Amendment, DebateGroup, Motion, Ruling, SocParagraph
from motions.states import MotionState

ADMITTING = {Decision.IN_ORDER, Decision.REVIEWED}
REFUSING = {Decision.NOT_IN_ORDER, Decision.NO_REPLY}
_PUBLISHED = Q(report__published_at__isnull=False)


def gathered(conference: Conference) -> Material:
    """Gather what there is to report, in a fixed number of queries."""
    last = conference.soc_reports.filter(published_at__isnull=False).last()
    since = last.drawn_up_at or last.published_at if last else None
    ruled = _last_rulings(conference, since)
    on_motions = [each for each in ruled if each.motion]
    ordinary = [each for each in on_motions if not _is_emergency(each)]
    emergencies = [each for each in on_motions if _is_emergency(each)]
    on_amendments = [each for each in ruled if each.amendment]
    return Material(
        received_motions=_since(conference.motions.filter(lodged_at__isnull=False), since),
        received_amendments=_since(conference.amendments.filter(lodged_at__isnull=False), since),
        in_order=_ruled(ordinary, ADMITTING),
        not_in_order=_ruled(ordinary, REFUSING, reasons=True),
        late=[
            _named(each, each.ruling_reason or _late(each))
            for each in _unreported(conference, ParagraphKind.LATE, state=MotionState.LATE)
        ],
        queries=_ruled(on_motions, {Decision.QUERIED}, reasons=True),
        referred=_ruled(on_motions, {Decision.REFERRED}, reasons=True),
        withdrawn=[*_withdrawn(conference)],
        invited=_groups(
            _unreported(
                conference, ParagraphKind.COMPOSITE_INVITED, state=MotionState.COMPOSITE_PROPOSED
            )
        ),
        composites=[
            _named(each, " and ".join(one.number for one in each.source_motions.all()))
            for each in _unreported(
                conference, ParagraphKind.COMPOSITES_AGREED, kind=MotionKind.COMPOSITE
            ).prefetch_related("source_motions")
        ],
        amendments_in_order=_ruled(on_amendments, ADMITTING),
        amendments_not_in_order=_ruled(on_amendments, REFUSING, reasons=True),
        admitted=_ruled(emergencies, ADMITTING, reasons=True),
        not_emergencies=_ruled(emergencies, REFUSING, reasons=True),
        two_thirds=[
            _named(each)
            for each in _unreported(
                conference,
                ParagraphKind.TWO_THIRDS,
                state__in=(MotionState.IN_ORDER, MotionState.SCHEDULED),
            ).exclude(majority=Majority.SIMPLE)
        ],
        grouped=[
            [_named(motion) for motion in group.motions.all()]
            for group in DebateGroup.objects.filter(
                conference=conference, paragraph__isnull=True
            ).prefetch_related("motions__lodged_by")
        ],
        is_ordered=_is_newly_ordered(conference),
        substitutions=_substitutions(conference, since),
        again=[_again(each) for each in to_report_again(conference).prefetch_related("motions")],
    )


def to_report_again(conference: Conference) -> QuerySet[SocParagraph]:
    """List the paragraphs that conference referred back and no later report has answered."""
    referred = SocParagraph.objects.filter(
        report__conference=conference, referred_back_at__isnull=False
    )
    return referred.exclude(superseded_by__report__published_at__isnull=False)


def _last_rulings(conference: Conference, since: datetime | None) -> Sequence[Ruling]:
    """Give the last ruling on each motion and amendment, of those made since."""
    made = Ruling.objects.filter(
        Q(motion__conference=conference) | Q(amendment__conference=conference)
    )
    if since:
        made = made.filter(at__gt=since)
    last = {
        (each.motion_id, each.amendment_id): each
        for each in made.select_related("motion__lodged_by", "amendment__lodged_by")
    }
    return sorted(last.values(), key=_received)


def _received(ruling: Ruling) -> tuple[int, int]:
    if ruling.motion:
        return ruling.motion.lodged_order, 0
    return 0, ruling.amendment.place if ruling.amendment else 0


def _is_emergency(ruling: Ruling) -> bool:
    return bool(ruling.motion and ruling.motion.kind == MotionKind.EMERGENCY)


def _ruled(
    rulings: Iterable[Ruling], decisions: Iterable[Decision], *, reasons: bool = False
) -> list[Named]:
    wanted = set(decisions)
    return [
        _named(about, _said(each) if reasons else "")
        for each in rulings
        if each.decision in wanted and (about := each.motion or each.amendment)
    ]


def _named(about: Motion | Amendment, said: str = "") -> Named:
    title = about.title if isinstance(about, Motion) else ""
    return Named(about.number or about.reference, title, about.lodged_by.name, said)


def _said(ruling: Ruling) -> str:
    said = " ".join(ruling.public_reason.split())
    if ruling.reply_by:
        by = f"reply by {timezone.localtime(ruling.reply_by):%-d %B %Y, %H:%M}"
        return f"{said.rstrip('.')}; {by}" if said else by
    return said


def _late(motion: Motion) -> str:
    if motion.lodged_at is None:
        return ""
    return f"received {timezone.localtime(motion.lodged_at):%-d %B %Y at %H:%M:%S}"


def _unreported(
    conference: Conference, told_as: ParagraphKind, **which: object
) -> QuerySet[Motion]:
    told = SocParagraph.objects.filter(_PUBLISHED, report__conference=conference, kind=told_as)
    return (
        conference.motions.filter(**which)
        .exclude(number="")
        .exclude(soc_paragraphs__in=told)
        .select_related("lodged_by")
    )


def _withdrawn(conference: Conference) -> Iterable[Named]:
    kind = ParagraphKind.WITHDRAWN
    for motion in _unreported(conference, kind, state=MotionState.WITHDRAWN):
        yield _named(motion)
    told = SocParagraph.objects.filter(_PUBLISHED, report__conference=conference, kind=kind)
    amendments = conference.amendments.filter(state=AmendmentState.WITHDRAWN).exclude(number="")
    for amendment in amendments.exclude(soc_paragraphs__in=told).select_related("lodged_by"):
        yield _named(amendment)


def _groups(invited: Iterable[Motion]) -> list[list[Named]]:
    """Put those invited to composite together, as far as they say which composite it is to be."""
    groups: dict[object, list[Named]] = {}
    for motion in invited:
        groups.setdefault(motion.composite_id, []).append(_named(motion))
    return list(groups.values())


def _is_newly_ordered(conference: Conference) -> bool:
    kind = ParagraphKind.ORDER_OF_BUSINESS
    told = SocParagraph.objects.filter(_PUBLISHED, report__conference=conference, kind=kind)
    return not told.exists() and conference.motions.filter(place__isnull=False).exists()


def _substitutions(conference: Conference, since: datetime | None) -> int:
    came = conference.credentials.filter(revoked_at__isnull=False)
    return (came.filter(revoked_at__gt=since) if since else came).count()


def _since(found: QuerySet[Motion] | QuerySet[Amendment], since: datetime | None) -> int:
    return (found.filter(lodged_at__gt=since) if since else found).count()


def _again(paragraph: SocParagraph) -> Named:
    found = [
        f"{each.number} is now {each.standing.label.lower()}" for each in paragraph.motions.all()
    ]
    return Named(paragraph.ref, said=", ".join(found))
