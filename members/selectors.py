"""Asking about members, bodies and offices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.enums import BodyKind, ContactKind, Office
from members.models import (
    Appointment,
    Body,
    Member,
    OfficerKey,
    PrintedCodeDevice,
    contact_seals,
)


def appointments_in_force(on: date | None = None) -> QuerySet[Appointment]:
    """Find the appointments that have begun by a day (today) and end after it."""
    day = on or timezone.localdate()
    return Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day
    )


def holds_office(
    member: Member, office: Office, body: Body | None = None, on: date | None = None
) -> bool:
    """Tell whether a member holds an office in a body, or in any body where none is named."""
    held = appointments_in_force(on).filter(member=member, office=office)
    if body is not None:
        held = held.filter(body=body)
    return held.exists()


def offices_of(member: Member, on: date | None = None) -> QuerySet[Appointment]:
    """List the appointments a member holds, with their bodies."""
    return appointments_in_force(on).filter(member=member).select_related("body")


def offices_by_member(members: Iterable[Member]) -> dict[UUID, list[Appointment]]:
    """List the appointments of several members, by member, in one query."""
    found: dict[UUID, list[Appointment]] = defaultdict(list)
    for held in appointments_in_force().filter(member__in=members).select_related("body"):
        found[held.member_id].append(held)
    return found


def officers_of(body: Body, on: date | None = None) -> QuerySet[Appointment]:
    """List the officers of a body, with the members who hold the offices."""
    return appointments_in_force(on).filter(body=body).select_related("member", "body")


def member_by_identifier(identifier: str) -> Member | None:
    """Find the one member who goes by a membership number or an e-mail address.

    An address that several members share finds nobody: each must give their own number
    (guide 6, shared addresses).
    """
    found = list(members_by_identifier(identifier)[:2])
    return found[0] if len(found) == 1 else None


def members_by_identifier(identifier: str) -> QuerySet[Member]:
    """Find the members behind what someone typed to sign in."""
    typed = identifier.strip()
    if "@" in typed:
        named = Q(contacts__kind=ContactKind.EMAIL, contacts__mark__in=_marks_of_email(typed))
    else:
        named = Q(membership_number=typed.upper())
    return Member.objects.filter(named, is_active=True).select_related("sessions")


def _marks_of_email(typed: str) -> list[bytes]:
    try:
        address = contact_details.read(ContactKind.EMAIL, typed)
    except BadDetail:
        return []
    return contact_seals().marks(address, kind=ContactKind.EMAIL)


def branches_by_name() -> dict[str, str]:
    """Give the code of each body by its code and its name, in lower case, to read a roll with."""
    codes: dict[str, str] = {}
    for code, name in Body.objects.values_list("code", "name"):
        codes |= {name.casefold(): code, code.casefold(): code}
    return codes


@dataclass(frozen=True, slots=True)
class BranchSize:
    """How many members a branch has, from which roll, and for which day that was right.

    Where its entries are from several rolls, the oldest day and the roll of most of them.
    """

    body: Body
    members: int
    source: str
    as_at: date | None


def branch_sizes(as_at: date) -> list[BranchSize]:
    """Count the members of each branch who had joined by a day, as the register stands now.

    Of whom the roll does not say when they joined, it is taken that they had. Whoever has left
    since is not counted: the register does not say when, so take the figures near the day.
    """
    joined = Q(joined_on=None) | Q(joined_on__lte=as_at)
    found = (
        Member.objects.filter(joined, is_active=True, erased_at=None)
        .exclude(branch=None)
        .order_by()
        .values("branch_id", "source", "as_at")
        .annotate(members=Count("pk"))
    )
    parts: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        parts[row["branch_id"]].append(dict(row))
    return [
        _branch_size(branch, parts[branch.pk])
        for branch in Body.objects.filter(kind=BodyKind.BRANCH).order_by("code")
    ]


def _branch_size(branch: Body, parts: list[dict[str, Any]]) -> BranchSize:
    days = [part["as_at"] for part in parts]
    largest = max(parts, key=lambda part: (part["members"], part["source"]), default=None)
    return BranchSize(
        body=branch,
        members=sum(part["members"] for part in parts),
        source=largest["source"] if largest else "",
        as_at=min(days) if days and None not in days else None,
    )


def authenticator_of(member: Member) -> TOTPDevice | None:
    """Find a member's authenticator app, if they have one in use."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=member, confirmed=True).first()
    return found


def printed_codes_of(member: Member) -> PrintedCodeDevice | None:
    """Find a member's sheet of codes, if they have one, with how many are `left`."""
    left = Count("codes", filter=Q(codes__used_at=None))
    found: PrintedCodeDevice | None = (
        PrintedCodeDevice.objects.filter(user=member).annotate(left=left).first()
    )
    return found


def officer_key_of(member: Member) -> OfficerKey | None:
    """Find the key with which a member signs."""
    found = OfficerKey.objects.filter(member=member, retired_at=None)
    return found.select_related("member", "confirmed_by").first()


def officer_keys_in_force() -> QuerySet[OfficerKey]:
    """List every officer's key, by the officer's name."""
    found = OfficerKey.objects.filter(retired_at=None)
    return found.select_related("member", "confirmed_by").order_by("member__name")


def officer_key_is_in_force(public: str) -> bool:
    """Tell whether a key may sign, and keep it from being retired until the act is committed.

    Else an act could come after its own key's retirement in the log. The lock is a shared one:
    acts of the same officer do not wait for each other.
    """
    share = " FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM members_officerkey WHERE public = %s AND retired_at IS NULL{share}",  # noqa: S608
            [public],
        )
        return cursor.fetchone() is not None
