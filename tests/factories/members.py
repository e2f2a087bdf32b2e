"""People and bodies for tests, made by the same services as in life.

branch = make_body("B01")
delegate = make_member(branch=branch)
chair = make_officer(Office.CHAIR, union)
"""

from itertools import count

from django.test import Client

from members import services
from members.enums import BodyKind, Office
from members.models import Body, Member

_numbers = count(101)  # above those of the sample, which some tests load beside these


def make_body(
    code: str = "", *, kind: BodyKind = BodyKind.BRANCH, name: str = "", parent: Body | None = None
) -> Body:
    code = code or f"B{next(_numbers):02}"
    return services.body_create(
        actor=None, kind=kind, code=code, name=name or f"Branch {code}", parent=parent
    )


def make_union(code: str = "LANTERN") -> Body:
    return make_body(code, kind=BodyKind.UNION, name="Lantern (sample)")


def make_member(
    name: str = "Asha Bellweather",
    *,
    branch: Body | None = None,
    number: str = "",
    email: str | None = None,
) -> Member:
    number = number or f"L{next(_numbers):05}"
    return services.member_create(
        actor=None,
        membership_number=number,
        name=name,
        branch=branch,
        email=f"{number.lower()}@example.org" if email is None else email,
    )


def make_officer(office: Office, body: Body, name: str = "Maureen Ashgrove") -> Member:
    member = make_member(name)
    services.appointment_make(actor=None, member=member, office=office, body=body)
    return member


def signed_in(member: Member, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser in which the member is signed in already."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(
        Member.objects.select_related("sessions").get(pk=member.pk),
        backend="members.backends.PasscodeBackend",
    )
    return client
