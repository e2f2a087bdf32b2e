"""Bodies and members: the acts.

`actor=None` is the system itself: a command on the union's own machine.
"""

from datetime import date

from django.utils import timezone

from audit.refusal import Refusal
from members import rules
from members.enums import BodyKind, ContactKind
from members.models import Body, Member
from members.services.contacts import contacts_write


def body_create(
    *, actor: Member | None, kind: BodyKind, code: str, name: str, parent: Body | None = None
) -> Body:
    """Enter a union, region, branch or committee."""
    with rules.acting(actor, "body.create") as log:
        if Body.objects.filter(code=code).exists():
            raise Refusal("code-taken", f"There is a body with the code {code} already.")
        body = Body.objects.create(kind=kind, code=code, name=name, parent=parent)
        log.record(
            "body.created",
            subject=body,
            body_kind=str(kind),
            parent=parent.log_name if parent else None,
        )
    return body


def member_create(
    *,
    actor: Member | None,
    membership_number: str,
    name: str,
    branch: Body | None = None,
    email: str = "",
    mobile: str = "",
    source: str = "",
    as_at: date | None = None,
    joined_on: date | None = None,
) -> Member:
    """Enter a person on the register, with where the entry comes from (guide 2.1)."""
    with rules.acting(actor, "member.enter") as log:
        number = membership_number.strip().upper()
        if Member.objects.filter(membership_number=number).exists():
            raise Refusal("number-taken", f"The membership number {number} is taken.")
        member = Member.objects.create(
            membership_number=number,
            name=name,
            branch=branch,
            source=source,
            as_at=as_at or timezone.localdate(),
            joined_on=joined_on,
        )
        contacts_write(member, {ContactKind.EMAIL: email, ContactKind.MOBILE: mobile})
        log.record("member.entered", subject=member, branch=branch.log_name if branch else None)
    return member
