"""Points of order: raised at once by anyone here, ruled on by the chair in words (guide 3.4).

A point pauses nothing by itself. No more than one of a person waits at a time, and a flood of them
is told when the next may come; nobody else's is held up by it.
"""

from django.db.models import Max
from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import PointKind
from conferences.legible import refuse_illegible
from conferences.models import Credential, PointOfOrder
from conferences.rules import acting, acting_for
from conferences.speaking.rules import next_point_at, refuse_unless_may_speak, wait_in_words
from conferences.speaking.showing import hold_rostrum, show_rostrum
from members.models import Member

LONGEST_POINT, LONGEST_RULING = 300, 500


def point_raise(
    *, credential: Credential, kind: PointKind, words: str, actor: Member | None
) -> PointOfOrder:
    """Raise a point of order, of information, or a personal explanation, whoever speaks."""
    conference = credential.conference
    with acting_for(actor, credential, "point_of_order.raise") as log:
        floor = hold_rostrum(conference)
        held = Credential.objects.select_related("conference", "member", "body").get(
            pk=credential.pk
        )
        refuse_unless_may_speak(held)
        said = " ".join(words.split())
        if not said:
            raise Refusal("no-words", "Say in a few words what the point is.")
        if len(said) > LONGEST_POINT:
            raise Refusal("too-long", f"Say it in {LONGEST_POINT} letters at most.")
        refuse_illegible(said)
        mine = list(held.points.filter(withdrawn_at=None))
        if any(one.ruled_at is None for one in mine):
            raise Refusal(
                "point-waiting", "Your last point waits for the chair. Take it back, or wait."
            )
        if until := next_point_at(held.points.all()):
            raise Refusal("too-many-points", wait_in_words(until), rule="Points of order")
        highest = conference.points_of_order.aggregate(highest=Max("number"))["highest"] or 0
        point = PointOfOrder.objects.create(
            conference=conference,
            number=highest + 1,
            subject=floor.subject,
            credential=held,
            kind=kind,
            words=said,
            raised_at=timezone.now(),
        )
        log.record(
            "point_of_order.raised",
            subject=point,
            about=floor.subject,
            point_kind=point.kind,
            credential=held.log_name,
            personal={"words": said},
        )
        show_rostrum(conference)
    return point


def point_withdraw(*, point: PointOfOrder, actor: Member | None) -> PointOfOrder:
    """Take back a point before it is ruled on."""
    with acting_for(actor, point.credential, "point_of_order.raise") as log:
        held = _held_waiting(point)
        held.withdrawn_at = timezone.now()
        held.save(update_fields=["withdrawn_at"])
        log.record("point_of_order.withdrawn", subject=held)
        show_rostrum(held.conference)
    return held


def point_rule(
    *, point: PointOfOrder, upheld: bool | None, actor: Member, ruling: str = ""
) -> PointOfOrder:
    """Rule on a point: upheld, not upheld, or (None) taken as said. The ruling is for everyone."""
    with acting(actor, point.conference, "point_of_order.rule") as log:
        held = _held_waiting(point)
        said = " ".join(ruling.split())
        if len(said) > LONGEST_RULING:
            raise Refusal("too-long", f"Say it in {LONGEST_RULING} letters at most.")
        refuse_illegible(said)
        held.upheld = upheld
        held.ruling = said
        held.ruled_at = timezone.now()
        held.ruled_by = actor
        held.save(update_fields=["upheld", "ruling", "ruled_at", "ruled_by"])
        log.record(
            "point_of_order.ruled",
            subject=held,
            upheld=upheld,
            personal={"ruling": said} if said else None,
        )
        show_rostrum(held.conference)
    return held


def _held_waiting(point: PointOfOrder) -> PointOfOrder:
    hold_rostrum(point.conference)
    held = (
        PointOfOrder.objects.select_for_update(of=("self",))
        .select_related("conference", "credential__member", "ruled_by")
        .get(pk=point.pk)
    )
    if held.withdrawn_at:
        raise Refusal("withdrawn", "That point was taken back.")
    if held.ruled_at:
        by = held.ruled_by.name if held.ruled_by else "The chair"
        at = timezone.localtime(held.ruled_at).strftime("%H:%M:%S")
        raise Refusal("ruled", f"{by} ruled on that point at {at}. {held.ruling_in_words}")
    return held
