"""Destroying records whose time is over, as officers of the union.

The acts are those of `audit.services.deletions`, each done in the office that allows it.
"""

from django.utils import timezone

from audit.holding import EVERYTHING
from audit.models import Deletion, Hold
from audit.recording import entry
from audit.refusal import Refusal
from audit.retention import schedule
from audit.services import deletions
from audit.services.holds import hold_place, hold_release
from members.models import Member
from members.rules import insist_office


def records_ask(*, actor: Member, rule: str, subject: str, reason: str = "") -> Deletion:
    """Ask that records be destroyed; a second officer has to confirm it."""
    return deletions.deletion_ask(
        actor=actor,
        office=insist_office(actor, "deletion.ask"),
        rule=rule,
        subject=subject,
        reason=reason,
    )


def records_withdraw(*, actor: Member, deletion: Deletion) -> Deletion:
    """Take back what one has asked for oneself."""
    return deletions.deletion_withdraw(actor=actor, deletion=deletion)


def records_decline(*, actor: Member, deletion: Deletion) -> Deletion:
    """Say no, as the second officer."""
    return deletions.deletion_decline(
        actor=actor, office=insist_office(actor, "deletion.decline"), deletion=deletion
    )


def records_destroy(*, actor: Member, deletion: Deletion) -> Deletion:
    """Confirm, as the second officer, and destroy them at once. This cannot be undone."""
    return deletions.deletion_confirm(
        actor=actor, office=insist_office(actor, "deletion.confirm"), deletion=deletion
    )


def erasure_ask(*, actor: Member, membership_number: str, reason: str) -> Deletion:
    """Ask for what a person who has left wants erased: as much of it as the law and rules allow.

    After 24 months all goes but the pseudonym; until then their contact details and devices, which
    no complaint can turn on. A member's entry stays: the union must keep it (guide 2.1).
    """
    insist_office(actor, "erasure.ask")
    member = member_numbered(membership_number)
    if member.is_active:
        with entry(actor=actor):
            raise Refusal(
                "still-a-member",
                "The union has to keep an entry for each member. It can be erased once they have "
                "left; what is wrong in it can be put right now.",
                rule="Trade Union and Labour Relations (Consolidation) Act 1992, s.24",
                record="deletion.refused",
                subject=member.log_name,
            )
    whole = schedule["former-members"]
    is_due = whole.keeper and whole.keeper.find(member.log_name, whole.before(timezone.now()))
    rule = whole.key if is_due else "contact-details"
    return records_ask(actor=actor, rule=rule, subject=member.log_name, reason=reason)


def everything_hold(*, actor: Member, reason: str) -> Hold:
    """Stop every deletion: the Certification Officer asks, or a court, or nobody knows yet what."""
    return hold_place(
        actor=actor, office=insist_office(actor, "hold.place"), subject=EVERYTHING, reason=reason
    )


def everything_release(*, actor: Member, hold: Hold, reason: str) -> Hold:
    """Let deletions go on. A complaint's own hold goes only when the complaint is closed."""
    office = insist_office(actor, "hold.release")
    if hold.subject != EVERYTHING:
        raise Refusal("held-by-complaint", "That hold goes when its complaint is closed.")
    return hold_release(actor=actor, office=office, hold=hold, reason=reason)


def member_numbered(number: str) -> Member:
    """Find who has a membership number; refuse one that nobody has."""
    member = Member.objects.filter(membership_number=number.strip().upper()).first()
    if member is None:
        raise Refusal(
            "no-such-number", f"Nobody on the register has the number {number.strip().upper()}."
        )
    return member
