"""Delegates as tables: what each branch may send, and the ledger of who holds a credential."""

from audit.pack.tables import Cell, Table
from conferences.models import Conference, Credential


def entitlements(conference: Conference) -> Table:
    """List the fixed figures of each branch, with their source and day."""
    lines = conference.branch_entitlements.select_related("branch")
    return Table(
        ("branch", "name", "members", "delegates", "source", "as_at"),
        [
            (one.branch.code, one.branch.name, one.members, one.delegates, one.source, one.as_at)
            for one in lines
        ],
    )


def credentials(conference: Conference) -> Table:
    """List every credential with how it came about, by pseudonym: nobody is named."""
    held = (
        Credential.objects.filter(conference=conference)
        .select_related("conference", "body", "member")
        .prefetch_related("registration__replaces", "registration__shares")
    )
    return Table(
        (
            "credential",
            "branch",
            "holder",
            "kind",
            "leads",
            "may_vote",
            "members_represented",
            "in_place_of",
            "shared_with",
            "registered_at",
            "confirmed_at",
            "decided_at",
            "revoked_at",
        ),
        [_line(one) for one in held],
    )


def _line(one: Credential) -> tuple[Cell, ...]:
    registration = getattr(one, "registration", None)
    replaces = registration.replaces if registration else None
    shares = registration.shares if registration else None
    return (
        one.number,
        one.body.code,
        one.member.pseudonym,
        one.kind,
        one.is_leader,
        one.may_vote,
        one.card_strength,
        replaces.number if replaces else "",
        shares.number if shares else "",
        registration.entered_at if registration else None,
        registration.confirmed_at if registration else None,
        registration.decided_at if registration else None,
        one.revoked_at,
    )
