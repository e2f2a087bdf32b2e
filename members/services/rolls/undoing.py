"""Taking an import back, until something has relied on it.

Only the last import can be undone, for what it replaced is kept only until the next. Once a vote
was opened, a code was sent to somebody it touched, or anything of theirs changed again, what was
before can no longer be put back without undoing that too, so it is refused, with the reason.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from members import rules
from members.contacts.selectors import freezes_now_and_next
from members.enums import ContactSource, ContactState, Office
from members.models import Body, ContactChange, Member, RollImport, RollUndo, RollUndoContact
from members.services.rolls import sql

UNDONE_FOR: Final = timedelta(days=30)
OPENED_SINCE: Final = "ballot.opened"

_TOUCHED_SINCE = """
SELECT count(*) FROM audit_entry later
JOIN members_member member ON later.subject = {name}
JOIN members_rollundo undo ON undo.member_key = member.id AND undo.roll_import_id = %(done)s
WHERE later.at > %(at)s AND (undo.was_new OR undo.is_changed)
"""
_FORGET_CONTACTS = """
DELETE FROM members_contact WHERE member_id IN (
    SELECT member_key FROM members_rollundo
    WHERE roll_import_id = %(done)s AND (was_new OR is_changed))
"""
_CALL_OFF_CHANGES = """
UPDATE members_contactchange SET state = 'replaced', decided_at = %(now)s
WHERE source = 'import' AND state = 'waiting' AND member_id IN (
    SELECT member_key FROM members_rollundo WHERE roll_import_id = %(done)s AND is_changed)
"""
_PUT_CONTACTS_BACK = """
INSERT INTO members_contact (member_id, kind, sealed, mark, is_preferred, changed_at, confirmed_at,
    failed_at, failure)
SELECT member_key, kind, sealed, mark, is_preferred, changed_at, confirmed_at, failed_at, failure
FROM members_rollundocontact WHERE roll_import_id = %(done)s
"""
_PUT_ENTRIES_BACK = """
UPDATE members_member SET name = undo.name, branch_id = undo.branch_key, joined_on = undo.joined_on
FROM members_rollundo undo
WHERE undo.roll_import_id = %(done)s AND undo.is_changed AND members_member.id = undo.member_key
"""
_PUT_DATES_BACK = """
UPDATE members_member SET source = undo.source, as_at = undo.as_at FROM members_rollundo undo
WHERE undo.roll_import_id = %(done)s AND NOT undo.was_new AND members_member.id = undo.member_key
"""
_TAKE_NEW_AWAY = """
DELETE FROM members_member WHERE id IN (
    SELECT member_key FROM members_rollundo WHERE roll_import_id = %(done)s AND was_new)
"""


def roll_undo_objection(done: RollImport) -> str:
    """Say in words why an import cannot be undone any more; empty where it can be."""
    if done.undone_at:
        return "It was undone already."
    if RollImport.objects.filter(done_at__gt=done.done_at).exists():
        return "A later import has built on it."
    if not RollUndo.objects.filter(roll_import=done).exists():
        return "What was before it is no longer kept."
    if Entry.objects.filter(kind=OPENED_SINCE, at__gt=done.done_at).exists():
        return "A vote was opened since, and its roll was taken from it."
    return _touched_since(done) or _frozen(done)


def _touched_since(done: RollImport) -> str:
    prefix = "'member:' || member.pseudonym"
    touched = sql.one(_TOUCHED_SINCE.format(name=prefix), done=done.pk, at=done.done_at)
    if not touched:
        return ""
    return "Somebody it entered or changed has been sent a code, changed something or acted since."


def _frozen(done: RollImport) -> str:
    """Say so where undoing would change, in a freeze, how somebody is reached (R32)."""
    whose = RollUndo.objects.filter(roll_import=done, is_changed=True).values("member_key")
    made = ContactChange.objects.filter(source=ContactSource.IMPORT, state=ContactState.MADE)
    is_frozen = freezes_now_and_next().filter(begins_at__lte=timezone.now()).exists()
    if is_frozen and made.filter(member__in=whose).exists():
        return "It changed contact details, which are frozen now: none change by one hand alone."
    return ""


def roll_undo(*, actor: Member | None, done: RollImport) -> RollImport:
    """Put the register back as it was before the last import, in one act.

    Refused once something relied on it; the message says what. Who was told of a changed address
    stays told, and the log keeps both.
    """
    with entry(actor=actor, office=Office.MEMBERSHIP_OFFICER if actor else "") as log:
        rules.insist(actor, rules.keeps_register)
        union = Body.objects.select_for_update().filter(parent=None).order_by("code").first()
        done = RollImport.objects.select_for_update().get(pk=done.pk)
        if words := roll_undo_objection(done):
            raise Refusal(
                "roll-relied-on",
                f"This import cannot be undone. {words}",
                record="roll.undo_refused",
                subject=done.log_name,
            )
        _put_back(done)
        done.undone_at = timezone.now()
        done.save(update_fields=["undone_at"])
        log.record(
            "roll.import_undone",
            subject=union or "register",
            attested=True,
            roll_import=done.log_name,
            sha256=done.sha256,
            new=done.counts["new"],
            changed=done.counts["changed"],
        )
    return done


def undo_forget(before: datetime) -> None:
    """Forget what imports before a moment replaced: they can no longer be undone."""
    old = RollImport.objects.filter(done_at__lt=before)
    RollUndo.objects.filter(roll_import__in=old).delete()
    RollUndoContact.objects.filter(roll_import__in=old).delete()


def _put_back(done: RollImport) -> None:
    try:
        with transaction.atomic():
            sql.execute(_FORGET_CONTACTS, done=done.pk)
            sql.execute(_CALL_OFF_CHANGES, done=done.pk, now=timezone.now())
            for statement in (_PUT_CONTACTS_BACK, _PUT_ENTRIES_BACK, _PUT_DATES_BACK):
                sql.execute(statement, done=done.pk)
            sql.execute(_TAKE_NEW_AWAY, done=done.pk)
            RollUndo.objects.filter(roll_import=done).delete()
            RollUndoContact.objects.filter(roll_import=done).delete()
            connection.check_constraints()
    except IntegrityError:
        raise Refusal(
            "roll-relied-on",
            "This import cannot be undone. Somebody it entered holds an office, a place or a code.",
            record="roll.undo_refused",
            subject=done.log_name,
        ) from None
