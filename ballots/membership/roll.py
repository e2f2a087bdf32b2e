"""Whom a ballot of the membership asks: counted by body before the roll is frozen, and taken then.

Nobody is loaded to be counted: a union of 34,000 is one grouped query.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from ballots.models import LeftOff, MembershipBallot
from members.delivery.channels import AT_ONCE, KINDS_OF, channels_open, working
from members.enums import ContactKind
from members.models import Body, Contact, Member

MOST_SAID: Final = 20
"""So many of the numbers that were not found are said back."""


@dataclass(slots=True)
class Line:
    """One body's part of the roll to be: how many, and how many can be reached, and how."""

    members: int = 0
    at_once: int = 0  # by e-mail, text or telephone
    by_post: int = 0  # and by nothing quicker
    not_at_all: int = 0
    day_unknown: int = 0  # the register does not say when they joined

    def add(self, other: "Line") -> None:
        """Add another line to this one."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


@dataclass(frozen=True, slots=True)
class Preview:
    """The roll as it would be now: by body, in all, and who is left off."""

    bodies: list[tuple[Body | None, Line]]
    total: Line
    left_off: int
    joined_later: int
    alike: int  # pairs of one name and one e-mail address: perhaps one person twice


def electorate_of(plan: MembershipBallot) -> QuerySet[Member]:
    """Find who is asked, as the register stands now: of the parts, and joined by the day.

    Of whom the register does not say when they joined, it is taken that they had. Whom the rule
    leaves off is not asked.
    """
    return _asked(plan, _of(_body(plan), plan.parts))


def _asked(plan: MembershipBallot, parts: QuerySet[Member]) -> QuerySet[Member]:
    joined = Q(joined_on=None) | Q(joined_on__lte=plan.qualifying_on)
    off = LeftOff.objects.filter(plan=plan, member=OuterRef("pk"))
    return parts.filter(joined).filter(~Exists(off))


def preview(plan: MembershipBallot) -> Preview:
    """Count the roll to be, by body: seven queries, however many members there are."""
    everyone = _of(_body(plan), plan.parts)
    asked = _asked(plan, everyone)
    kinds = {kind for each in AT_ONCE if each in channels_open() for kind in KINDS_OF[each]}
    rows = (
        asked.annotate(
            quick=Exists(working(OuterRef("pk"), kinds)),
            post=Exists(working(OuterRef("pk"), {ContactKind.POST})),
        )
        .order_by()
        .values_list("branch", "quick", "post")
        .annotate(members=Count("pk"), unknown=Count("pk", filter=Q(joined_on=None)))
    )
    lines: defaultdict[UUID | None, Line] = defaultdict(Line)
    for branch, quick, post, members, unknown in rows:
        how = "at_once" if quick else "by_post" if post else "not_at_all"
        lines[branch].add(Line(members=members, day_unknown=unknown, **{how: members}))
    bodies = {one.pk: one for one in Body.objects.select_related("parent")}
    total = Line()
    for line in lines.values():
        total.add(line)
    named = [(bodies[branch] if branch else None, line) for branch, line in lines.items()]
    return Preview(
        bodies=sorted(named, key=lambda one: one[0].code if one[0] else ""),
        total=total,
        left_off=plan.left_off.count(),
        joined_later=everyone.filter(joined_on__gt=plan.qualifying_on).count(),
        alike=_alike(asked),
    )


def find_numbers(numbers: Iterable[str]) -> tuple[list[Member], list[str]]:
    """Find members by number: those found, and the numbers that nobody has."""
    wanted = dict.fromkeys(number.strip().upper() for number in numbers if number.strip())
    found = {
        one.membership_number: one
        for one in Member.objects.filter(membership_number__in=wanted).only("membership_number")
    }
    return list(found.values()), [number for number in wanted if number not in found]


def bodies_under(body: Body, parts: Collection[str]) -> set[UUID]:
    """Name these parts of a body, or all of it, with every body inside them."""
    parents = dict(Body.objects.values_list("pk", "parent_id"))
    if parts:
        tops = set(Body.objects.filter(code__in=parts).values_list("pk", flat=True))
    else:
        tops = {body.pk}
    return {pk for pk in parents if tops & _above(pk, parents)}


def _above(pk: UUID, parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    found = set[UUID]()
    above: UUID | None = pk
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def _of(body: Body, parts: Collection[str]) -> QuerySet[Member]:
    found = Member.objects.filter(is_active=True, erased_at=None)
    if body.parent_id is None and not parts:
        return found  # and whoever is in no branch
    return found.filter(branch__in=bodies_under(body, parts))


def _alike(asked: QuerySet[Member]) -> int:
    """Count those who bear the same name at the same e-mail address as another who is asked."""
    mails = Contact.objects.filter(kind=ContactKind.EMAIL, member__in=asked.values("pk"))
    groups = (
        mails.values("mark", name=F("member__name")).annotate(many=Count("pk")).filter(many__gt=1)
    )
    return sum(groups.order_by().values_list("many", flat=True))


def _body(plan: MembershipBallot) -> Body:
    body = plan.ballot.body
    if body is None:
        raise ValueError("A ballot of a membership has the body whose members it asks.")
    return body
