"""What the returning officer is told of addresses before a vote: shared, clustered, dead, none.

Guide 4, L27 and L28, and R36. All of it is found by marks and counts: no address is opened, and
none is in any report. Names are for those entitled (`contacts.report`); the pack has counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from audit.pack.tables import Cell, Table
from members.contacts.selectors import MADE, members_asked
from members.contacts.work_addresses import WORK_ADDRESS
from members.enums import ContactKind, ContactSource, ContactState
from members.models import Body, Contact, ContactChange, ContactCheck, Member

SHARED_ABOVE: Final = 2
"""A couple at one address is usual; three are looked at."""

CLUSTER_LEAST: Final = 5
CLUSTER_SHARE: Final = 4  # of a hundred members of a branch: in the case of L27 it was eight
WINDOW: Final = timedelta(days=60)
FEW: Final = 5
MOST_LISTED: Final = 200

_TAKEN_UP: Final = (*MADE, ContactState.WAITING)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Changes that came together: how many members, of how many, and what they have in common."""

    what: str
    name: str
    changed: int
    of: int | None = None
    log_name: str = ""

    @property
    def percent(self) -> int | None:
        """Give the share of the members, in whole per cent."""
        return None if not self.of else round(100 * self.changed / self.of)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a branch answered a check."""

    branch: str
    asked: int
    confirmed: int
    changed: int

    @property
    def answered(self) -> int:
        """Count those who answered."""
        return self.confirmed + self.changed

    @property
    def silent(self) -> int:
        """Count those who did not."""
        return self.asked - self.answered


def shared_by_size(members: QuerySet[Member] | None = None) -> list[tuple[str, int, int]]:
    """Count the addresses that several members share: kind, how many share one, how many such."""
    found = _of(members).filter(kind__in=(ContactKind.EMAIL, ContactKind.MOBILE))
    groups = found.values("kind", "mark").annotate(size=Count("pk")).filter(size__gt=1)
    sizes: dict[tuple[str, int], int] = {}
    for kind, size in groups.values_list("kind", "size").iterator():
        sizes[kind, size] = sizes.get((kind, size), 0) + 1
    return [(kind, size, many) for (kind, size), many in sorted(sizes.items())]


def shared_above(above: int = SHARED_ABOVE) -> list[tuple[str, list[Member]]]:
    """List the members behind each address that more than so many share, the largest first.

    Only e-mail and telephones: at a postal address a family lives. At most 200 people are listed.
    """
    held = _of(None).exclude(kind=ContactKind.POST)
    marks = held.values("mark").annotate(size=Count("pk")).filter(size__gt=above)
    rows = held.filter(mark__in=marks.values("mark")).select_related("member__branch")
    groups: dict[tuple[str, bytes], list[Member]] = {}
    for one in rows.order_by("member__name")[:MOST_LISTED]:
        groups.setdefault((one.get_kind_display(), bytes(one.mark)), []).append(one.member)
    found = [(kind, people) for (kind, _), people in groups.items()]
    return sorted(found, key=lambda group: -len(group[1]))


def clusters(since: datetime) -> list[Cluster]:
    """Find changes that came together since a moment, the most striking first.

    In one branch: five members or more, and at least four in a hundred of it. By one officer or
    one import: five members or more. To one same address: two members or more. What waits in a
    freeze counts; what was refused does not, nor what a member changed twice.
    """
    made = ContactChange.objects.filter(at__gte=since, state__in=_TAKEN_UP)
    found = [*_by_branch(made), *_by_actor(made), *_to_one_address(made)]
    return sorted(found, key=lambda one: (-(one.percent or 0), -one.changed))


def unreachable_kinds() -> list[tuple[str, str, int]]:
    """Count the details to which nothing is sent: kind, why, how many."""
    failed = _of(None).exclude(failure="").values("kind", "failure").annotate(many=Count("pk"))
    return list(failed.order_by("kind", "failure").values_list("kind", "failure", "many"))


def members_with(*, failure: str) -> QuerySet[Member]:
    """Find the members who have a detail of which this is known, such as `work-address`."""
    failed = Contact.objects.filter(member=OuterRef("pk"), failure=failure)
    return _active().filter(Exists(failed))


def members_undeliverable() -> QuerySet[Member]:
    """Find the members who have an address from which something came back."""
    failed = Contact.objects.filter(member=OuterRef("pk")).exclude(failure__in=("", WORK_ADDRESS))
    return _active().filter(Exists(failed))


def members_without_a_way() -> QuerySet[Member]:
    """Find the members whom nothing would reach, not even by post."""
    works = Contact.objects.filter(member=OuterRef("pk"), failure="")
    return _active().exclude(Exists(works))


def progress(check: ContactCheck) -> list[Progress]:
    """Count the answers to a check by branch, in one query; branches of a few stand together.

    Of a branch of four, a line would say who has not answered (R29).
    """
    asked = members_asked(check)
    mine = Q(contact_answers__check_asked=check)
    rows = (
        asked.order_by()
        .values(of=F("branch__name"))
        .annotate(
            asked=Count("pk", distinct=True),
            confirmed=Count(
                "pk", filter=mine & Q(contact_answers__has_changed=False), distinct=True
            ),
            changed=Count("pk", filter=mine & Q(contact_answers__has_changed=True), distinct=True),
        )
        .order_by("branch__code")
    )
    told = [
        Progress(one["of"] or "No branch", one["asked"], one["confirmed"], one["changed"])
        for one in rows
    ]
    small = [one for one in told if one.asked < FEW]
    large = [one for one in told if one.asked >= FEW]
    if small:
        large.append(together(small, f"Branches of fewer than {FEW}, together"))
    return large


def together(found: list[Progress], name: str) -> Progress:
    """Add lines up."""
    return Progress(
        name,
        sum(one.asked for one in found),
        sum(one.confirmed for one in found),
        sum(one.changed for one in found),
    )


def _by_branch(made: QuerySet[ContactChange]) -> Iterator[Cluster]:
    changed = made.order_by().values("member__branch").annotate(many=Count("member", distinct=True))
    found = dict(changed.filter(many__gte=CLUSTER_LEAST).values_list("member__branch", "many"))
    members = Count("members", filter=Q(members__is_active=True))
    for branch in Body.objects.filter(pk__in=found).annotate(of=members):
        if 100 * found[branch.pk] >= CLUSTER_SHARE * branch.of:
            yield Cluster("branch", branch.name, found[branch.pk], branch.of, branch.log_name)


def _by_actor(made: QuerySet[ContactChange]) -> Iterator[Cluster]:
    for_others = made.exclude(source=ContactSource.OWN).order_by().values("by", "source")
    found = for_others.annotate(many=Count("member", distinct=True)).filter(many__gte=CLUSTER_LEAST)
    rows = list(found.values_list("by", "source", "many"))
    officers = Member.objects.filter(pseudonym__in=[by for by, _, _ in rows])
    names = dict(officers.values_list("pseudonym", "name"))
    for by, source, many in rows:
        yield Cluster(source, names.get(by, by), many, log_name=by)


def _to_one_address(made: QuerySet[ContactChange]) -> Iterator[Cluster]:
    given = made.exclude(new_mark=b"").order_by().values("kind", "new_mark")
    found = given.annotate(many=Count("member", distinct=True)).filter(many__gt=1)
    rows = list(found.values_list("kind", "new_mark", "many").order_by("-many")[:MOST_LISTED])
    people = Member.objects.filter(contact_changes__in=made).annotate(
        mark=F("contact_changes__new_mark")
    )
    names: dict[bytes, set[str]] = {}
    marks = [bytes(mark) for _, mark, _ in rows]
    for name, mark in people.filter(mark__in=marks).values_list("name", "mark"):
        names.setdefault(bytes(mark), set()).add(name)
    for _, mark, many in rows:
        yield Cluster("address", ", ".join(sorted(names[bytes(mark)])), many)


def _of(members: QuerySet[Member] | None) -> QuerySet[Contact]:
    """Find the details of these members, or of all who are members now."""
    if members is None:
        return Contact.objects.filter(member__is_active=True)
    return Contact.objects.filter(member__in=members)


def _active() -> QuerySet[Member]:
    return Member.objects.filter(is_active=True).select_related("branch").order_by("name")


def names_table() -> Table:
    """Give, for those entitled, everybody whose address asks for a look, and why. No address."""
    rows: list[tuple[Cell, ...]] = []
    for number, (kind, people) in enumerate(shared_above(), 1):
        rows += [
            (f"shares one {kind} with {len(people) - 1} others ({number})", *_who(one))
            for one in people
        ]
    for why, found in (
        ("work address", members_with(failure=WORK_ADDRESS)),
        ("messages came back", members_undeliverable()),
        ("nothing would reach them", members_without_a_way()),
    ):
        rows += [(why, *_who(one)) for one in found.iterator()]
    return Table(("why", "membership_number", "name", "branch"), rows)


def _who(member: Member) -> tuple[str, str, str]:
    return member.membership_number, member.name, member.branch.name if member.branch else ""
