"""How many delegates each branch may send: the scale set, tried out, and fixed by an act."""

from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone

from audit.refusal import Refusal
from conferences.delegates.branch_figures import branch_figures, entitlement_of
from conferences.delegates.entitlement import PRESETS, Scale
from conferences.delegates.tables import entitlements
from conferences.models import BranchEntitlement, Conference, Entitlement
from conferences.rules import acting
from members.models import Member


def entitlement_set(
    *,
    conference: Conference,
    actor: Member,
    scale: Scale,
    qualifying_on: date,
    register_by: datetime | None = None,
    substitute_by: datetime | None = None,
    sharers_allowed: bool = False,
) -> Entitlement:
    """Set the scale, the qualifying date and the deadlines of a conference.

    Once figures are fixed the scale and the day stay; the deadlines, and whether credentials may be
    shared, are set as before.
    """
    with acting(actor, conference, "entitlement.set") as log:
        held = _held(conference)
        if held.fixed_at and (held.rule != scale or held.qualifying_on != qualifying_on):
            raise Refusal(
                "already-fixed",
                "The figures are fixed: neither the scale nor the qualifying date can be moved.",
                rule="Delegate entitlement",
                record="act.refused",
                subject=conference.log_name,
            )
        if qualifying_on > conference.starts_on:
            raise Refusal("too-late-a-day", "Members are counted before conference starts.")
        if register_by and substitute_by and substitute_by < register_by:
            raise Refusal(
                "substitutes-first", "Substitutes can be named as long as delegates, or longer."
            )
        preset = next((one.key for one in PRESETS.values() if one.scale == scale), "")
        held.preset, held.scale, held.qualifying_on = preset, scale.to_document(), qualifying_on
        held.register_by, held.substitute_by = register_by, substitute_by
        held.sharers_allowed = sharers_allowed
        held.save()
        log.record(
            "entitlement.set",
            subject=conference,
            scale=held.scale,
            preset=preset,
            qualifying_on=qualifying_on.isoformat(),
            register_by=register_by.isoformat(timespec="seconds") if register_by else None,
            substitute_by=substitute_by.isoformat(timespec="seconds") if substitute_by else None,
            sharers_allowed=sharers_allowed,
        )
    return _held(conference)


def entitlements_fix(*, conference: Conference, actor: Member) -> list[BranchEntitlement]:
    """Fix the figures of every branch. From now on nobody moves them, whatever the roll says.

    The log keeps the hash of their table, which goes into a scrutiny pack as `entitlements.csv`.
    """
    with acting(actor, conference, "entitlements.fix") as log:
        held = _held(conference)
        if held.fixed_at:
            raise Refusal("already-fixed", "The figures are fixed already.")
        if held.qualifying_on > timezone.localdate():
            raise Refusal(
                "not-yet",
                f"Members are counted on {held.qualifying_on:%-d %B %Y}, which has not come yet.",
                rule="Delegate entitlement",
            )
        figures = [
            one for one in branch_figures(conference, held.rule, held.qualifying_on) if one.members
        ]
        if not figures:
            raise Refusal("no-members", "No branch has a member on the roll. Import a roll first.")
        conference.branch_entitlements.all().delete()
        fixed = BranchEntitlement.objects.bulk_create(
            BranchEntitlement(
                conference=conference,
                branch=one.branch,
                members=one.members,
                delegates=one.delegates,
                source=one.source[:200],
                as_at=one.as_at or held.qualifying_on,
            )
            for one in figures
        )
        held.fixed_at, held.fixed_by = timezone.now(), actor
        held.save()
        log.record(
            "entitlements.fixed",
            subject=conference,
            qualifying_on=held.qualifying_on.isoformat(),
            branches=len(fixed),
            members=sum(one.members for one in fixed),
            delegates=sum(one.delegates for one in fixed),
            sha256=sha256(entitlements(conference).to_csv()).hexdigest(),
        )
    return fixed


def _held(conference: Conference) -> Entitlement:
    """Lock the conference's row, so that what is set and what is fixed wait for one another."""
    Conference.objects.select_for_update().get(pk=conference.pk)
    return entitlement_of(conference)
