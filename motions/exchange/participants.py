"""A list of participants, matched against the register: what each branch would have to enter.

Nobody is registered by it. A delegate is registered by two officers of their own branch (guide 3.7
and 3.8): were the clerk's list to stand for the first of them, or its mistakes to fill a branch's
seats until somebody declined each, one person outside the branch would decide who sits for it. So
the clerk gets the list branch by branch, to send on; the file is not kept, and no password in it
is ever read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from conferences.models import Conference, Credential, Registration
from conferences.models.delegates import LIVE
from members.models import Body, Member
from members.selectors import member_by_identifier
from motions.exchange.deciding import body_named, known_names
from motions.exchange.incoming import IncomingPerson

FOUND, REGISTERED, ELSEWHERE, UNKNOWN = "found", "registered", "elsewhere", "unknown"
MOST_PEOPLE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Matched:
    """A row, whom it was matched to, and by what."""

    person: IncomingPerson
    member: Member | None
    by: str
    branch: Body | None
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class OfBranch:
    """What a branch would have to enter."""

    branch: Body | None
    people: Sequence[Matched]


def participants_matched(
    conference: Conference, people: Sequence[IncomingPerson]
) -> list[OfBranch]:
    """Match by membership number, else username, else e-mail, else name within the branch.

    Sorted by branch; those of no branch that is known come last.
    """
    bodies = list(Body.objects.order_by("code"))
    known = known_names(bodies)
    numbers = {
        each.strip().upper() for one in people for each in (one.number, one.username) if each
    }
    names = {one.name for one in people if one.name}
    found = Member.objects.filter(
        Q(membership_number__in=numbers) | Q(name__in=names), is_active=True
    ).select_related("branch")
    by_number = {each.membership_number: each for each in found}
    by_name: dict[tuple[str, object], list[Member]] = {}
    for member in found:
        by_name.setdefault((member.name.casefold(), member.branch_id), []).append(member)
    here = set(
        Credential.objects.filter(conference=conference, revoked_at=None).values_list(
            "member_id", flat=True
        )
    ) | set(
        Registration.objects.filter(conference=conference, state__in=LIVE).values_list(
            "member_id", flat=True
        )
    )
    matched = []
    for one in people:
        branch = body_named(one.branch, known) if one.branch else None
        who, by = _member(one, branch, by_number, by_name)
        matched.append(_told(one, who, by, branch, is_here=bool(who and who.pk in here)))
    groups: dict[str, list[Matched]] = {}
    for each in matched:
        groups.setdefault(each.branch.code if each.branch else "", []).append(each)
    order = sorted(groups, key=lambda code: (not code, code))
    return [OfBranch(groups[code][0].branch, groups[code]) for code in order]


def _member(
    one: IncomingPerson,
    branch: Body | None,
    by_number: Mapping[str, Member],
    by_name: Mapping[tuple[str, object], list[Member]],
) -> tuple[Member | None, str]:
    for number, by in ((one.number, "membership number"), (one.username, "username")):
        if member := by_number.get(number.strip().upper()):
            return member, by
    if one.email and (member := member_by_identifier(one.email)) and "@" in one.email:
        return member, "e-mail address"
    of_name = by_name.get((one.name.casefold(), branch.pk), []) if branch and one.name else []
    return (of_name[0], "name and branch") if len(of_name) == 1 else (None, "")


def _told(
    one: IncomingPerson, member: Member | None, by: str, branch: Body | None, *, is_here: bool
) -> Matched:
    if any(note.is_error for note in one.notes):
        return Matched(one, None, "", branch, UNKNOWN, one.notes[-1].words)
    if member is None:
        words = "Nobody on the register was found. The branch knows their membership number."
        return Matched(one, None, "", branch, UNKNOWN, words)
    if is_here:
        return Matched(one, member, by, member.branch or branch, REGISTERED, "Registered already.")
    if branch and branch.pk != member.branch_id:
        words = f"The file says {branch.name}; on the register: {member.branch or 'no branch'}."
        return Matched(one, member, by, member.branch or branch, ELSEWHERE, words)
    return Matched(one, member, by, member.branch or branch, FOUND, "")
