"""Importing a roll that was looked at: decided by an officer, done by a worker, in one act.

The decision is an act of the officer, signed with their pen; it names the file by its hash and what
was seen by its fingerprint. The import carries it out, or refuses where the register is not as it
was seen. Writing is done in the database, a statement for each step and not for each member.
"""

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members import rules
from members.enums import Office
from members.models import (
    Body,
    Member,
    RollImport,
    RollPiece,
    RollState,
    RollUndo,
    RollUndoContact,
    WaitingRoll,
)
from members.models.waiting_roll import AT_WORK
from members.services.rolls import sql
from members.services.rolls.arriving import lines_forget
from members.services.rolls.comparing import (
    MEMORY,
    fingerprint_now,
    kinds_in,
    roll_compare,
)
from members.services.rolls.contacts import contacts_change
from members.services.rolls.working import Superseded, sign_of_life, step_tell

MOVED: Final = "The register has changed since you looked. Look at the new preview first."
_LOCK = "LOCK TABLE members_member, members_contact IN SHARE ROW EXCLUSIVE MODE"
_STEPS: Final = 6

_UNDO_KNOWN = """
INSERT INTO members_rollundo
    (roll_import_id, member_key, was_new, is_changed, name, branch_key, joined_on, source, as_at)
SELECT %(done)s, member.id, %(no)s, %(no)s, '', NULL, NULL, member.source, member.as_at
FROM members_rollline line JOIN members_member member ON member.membership_number = line.number
WHERE line.roll_id = %(roll)s AND line.is_good AND member.erased_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM members_rollfinding found
        WHERE found.roll_id = %(roll)s AND found.member_key = member.id
            AND found.kind IN ('changed', 'contact'))
"""
_UNDO_CHANGED = """
INSERT INTO members_rollundo
    (roll_import_id, member_key, was_new, is_changed, name, branch_key, joined_on, source, as_at)
SELECT %(done)s, member.id, %(no)s, %(yes)s, member.name, member.branch_id, member.joined_on,
    member.source, member.as_at
FROM members_rollfinding found JOIN members_member member ON member.id = found.member_key
WHERE found.roll_id = %(roll)s AND found.kind IN ('changed', 'contact')
"""
_UNDO_CONTACTS = """
INSERT INTO members_rollundocontact (roll_import_id, member_key, kind, sealed, mark, is_preferred,
    changed_at, confirmed_at, failed_at, failure)
SELECT %(done)s, known.member_id, known.kind, known.sealed, known.mark, known.is_preferred,
    known.changed_at, known.confirmed_at, known.failed_at, known.failure
FROM members_rollfinding found JOIN members_contact known ON known.member_id = found.member_key
WHERE found.roll_id = %(roll)s AND found.kind IN ('changed', 'contact')
"""
_UNDO_NEW = """
INSERT INTO members_rollundo
    (roll_import_id, member_key, was_new, is_changed, name, branch_key, joined_on, source, as_at)
SELECT %(done)s, line.new_id, %(yes)s, %(no)s, '', NULL, NULL, '', NULL
FROM members_rollline line
WHERE line.roll_id = %(roll)s AND line.is_good AND NOT EXISTS (
    SELECT 1 FROM members_member member WHERE member.membership_number = line.number)
"""
_ENTER = """
INSERT INTO members_member (id, membership_number, name, branch_id, pseudonym, source, as_at,
    joined_on, is_active)
SELECT line.new_id, line.number, line.name, line.branch_id, line.pseudonym, %(source)s, %(as_at)s,
    line.joined_on, %(yes)s
FROM members_rollline line
JOIN members_rollundo undo ON undo.roll_import_id = %(done)s AND undo.member_key = line.new_id
WHERE line.roll_id = %(roll)s
"""
_ENTER_CONTACT = """
INSERT INTO members_contact (member_id, kind, sealed, mark, is_preferred, changed_at, failed_at,
    failure)
SELECT line.new_id, '{kind}', line.{kind}_sealed, line.{kind}_mark, line.preferred = '{kind}',
    %(now)s, {failed_at}, {failure}
FROM members_rollline line
JOIN members_rollundo undo ON undo.roll_import_id = %(done)s AND undo.member_key = line.new_id
WHERE line.roll_id = %(roll)s AND line.{kind}_sealed IS NOT NULL
"""
_ALTER = """
UPDATE members_member SET name = line.name, branch_id = line.branch_id,
    joined_on = COALESCE(line.joined_on, members_member.joined_on)
FROM members_rollfinding found JOIN members_rollline line
    ON line.roll_id = %(roll)s AND line.line = found.line
WHERE found.roll_id = %(roll)s AND found.kind IN ('changed', 'contact')
    AND members_member.id = found.member_key
"""
_DATE_THEM = """
UPDATE members_member SET source = %(source)s, as_at = %(as_at)s
FROM members_rollundo undo
WHERE undo.roll_import_id = %(done)s AND NOT undo.was_new AND members_member.id = undo.member_key
"""


def roll_decide(
    *, actor: Member | None, roll: WaitingRoll, fingerprint: str, source: str, as_at: date
) -> WaitingRoll:
    """Decide that a roll is to be imported as it was seen, under this fingerprint.

    Refused to whoever does not keep the register, for a day to come, and where what was seen is
    not what is at hand now.
    """
    with entry(actor=actor, office=Office.MEMBERSHIP_OFFICER if actor else "") as log:
        rules.insist(actor, rules.keeps_register)
        roll = WaitingRoll.objects.select_for_update().get(pk=roll.pk)
        if roll.state != RollState.READY or not fingerprint or roll.fingerprint != fingerprint:
            raise Refusal("register-moved", MOVED)
        if as_at > timezone.localdate():
            raise Refusal("as-at-in-future", "A roll cannot be right for a day still to come.")
        if WaitingRoll.objects.filter(state=RollState.IMPORTING).exists():
            raise Refusal(
                "import-at-work", "Another roll is being imported. Wait until it is done."
            )
        decided = log.record(
            "roll.import_decided",
            subject=f"roll:{roll.pk}",
            attested=True,
            sha256=roll.sha256,
            fingerprint=fingerprint,
            as_at=as_at.isoformat(),
        )
        roll.state, roll.failure = RollState.IMPORTING, ""
        roll.source, roll.as_at = source, as_at
        roll.counts |= {"decided": str(decided.id)}
        roll.save()
    return roll


def roll_import(roll: WaitingRoll) -> RollImport | None:
    """Import a roll that was decided on, as the attempt that `roll` names, in one act.

    The log counts what was done, and no person is named; each member whose contact details changed
    has an entry besides (`contacts_change`). Whoever is on the register and not in the file stays
    as they are. Where the register is not as it was seen, nothing is written and the roll is
    compared anew; where another attempt took over, nothing happens.
    """
    try:
        sign_of_life(roll)
        with transaction.atomic():
            sql.only_on_postgresql(MEMORY)
            sql.only_on_postgresql(_LOCK)
            step_tell(roll, 1, _STEPS, "Checking that the register is as you saw it")
            if _seen(roll):
                return _import(roll)
        sign_of_life(roll, state=RollState.COMPARING, failure=MOVED)
        roll_compare(roll)
    except Superseded:
        pass
    return None


def _seen(roll: WaitingRoll) -> bool:
    decided = roll.counts.pop("decided", "")
    is_as_seen = fingerprint_now(roll) == roll.fingerprint
    roll.counts["decided"] = decided
    return is_as_seen


def _import(roll: WaitingRoll) -> RollImport:
    now = timezone.now()
    as_at = roll.as_at or timezone.localdate()
    counts = {name: n for name, n in roll.counts.items() if name != "decided"}
    with entry(actor=None) as log:
        # Imports wait for one another, and for undoing one, on the row of the union.
        union = Body.objects.select_for_update().filter(parent=None).order_by("code").first()
        RollUndo.objects.all().delete()
        RollUndoContact.objects.all().delete()
        done = RollImport.objects.create(
            decided_by=roll.sent_by,
            source=roll.source,
            as_at=as_at,
            sha256=roll.sha256,
            counts=counts,
            done_at=now,
        )
        given: dict[str, Any] = {"roll": roll.pk, "done": done.pk, "yes": True, "no": False}
        given |= {"source": roll.source, "as_at": as_at, "now": now}
        step_tell(roll, 2, _STEPS, "Keeping how everything stands, to undo it")
        for statement in (_UNDO_KNOWN, _UNDO_CHANGED, _UNDO_CONTACTS, _UNDO_NEW):
            _run(statement, given)
        sql.analysed("members_rollundo")
        step_tell(roll, 3, _STEPS, "Entering new members")
        _run(_ENTER, given)
        for kind in kinds_in(roll):
            _run(_entering(kind), given)
        step_tell(roll, 4, _STEPS, "Changing names and branches")
        _run(_ALTER, given)
        step_tell(roll, 5, _STEPS, "Changing addresses, and telling the old ones")
        waiting = contacts_change(roll, log)
        step_tell(roll, 6, _STEPS, "Noting where each entry is from")
        _run(_DATE_THEM, given)
        log.record(
            "roll.imported",
            subject=union or "register",
            personal={"source": roll.source},  # as somebody typed it, or called the file
            decided=roll.counts["decided"],
            roll_import=done.log_name,
            sha256=roll.sha256,
            as_at=as_at.isoformat(),
            columns=[meaning for meaning in roll.meanings if meaning],
            waiting_in_freeze=waiting,
            **{name: counts[name] for name in _TOLD},
        )
        done.counts = counts | {"waiting_in_freeze": waiting}
        done.done_at = timezone.now()
        done.save(update_fields=["counts", "done_at"])
        if not WaitingRoll.objects.filter(
            pk=roll.pk, attempt=roll.attempt, state__in=AT_WORK
        ).update(state=RollState.DONE):
            raise Superseded
        lines_forget(roll)
        RollPiece.objects.filter(roll=roll).delete()
    roll.state = RollState.DONE
    sql.analysed("members_member", "members_contact")
    return done


_TOLD: Final = ("new", "changed", "contact_changes", "unchanged", "gone", "left_out")


def _entering(kind: str) -> str:
    is_email = kind == "email"
    return _ENTER_CONTACT.format(
        kind=kind,
        failed_at="CASE WHEN line.is_work THEN %(now)s END" if is_email else "NULL",
        failure="CASE WHEN line.is_work THEN 'work-address' ELSE '' END" if is_email else "''",
    )


def _run(statement: str, given: dict[str, Any]) -> None:
    used = {name: value for name, value in given.items() if f"%({name})s" in statement}
    sql.execute(statement, **used)
