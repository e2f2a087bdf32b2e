"""Everything that can be done in the members room, each act in one function."""

from members.services.appointments import appointment_end, appointment_make
from members.services.dispatching import (
    dispatch_cancel,
    dispatch_mark_posted,
    notice_dispatch,
    passcode_dispatch,
    passcode_reissue,
    passcodes_post,
)
from members.services.leaving import member_reinstate, member_suspend
from members.services.officer_keys import (
    officer_key_confirm,
    officer_key_enrol,
    officer_key_reseal,
    officer_key_retire,
    pen_take_up,
)
from members.services.passcodes import (
    authenticator_begin,
    authenticator_confirm,
    authenticator_remove,
    passcode_issue,
    passcode_recall,
    passcode_unlock,
    passcode_verify,
    passcodes_wipe,
    printed_codes_cancel,
    printed_codes_issue,
)
from members.services.people import body_create, member_create
from members.services.rolls.arriving import roll_columns_set, roll_forget, roll_receive
from members.services.rolls.importing import roll_decide, roll_import
from members.services.rolls.reading import roll_read
from members.services.rolls.undoing import roll_undo
from members.services.second_proofs import (
    needs_second_proof,
    second_proof_reset_ask,
    second_proof_reset_decide,
    second_proofs_of,
)
from members.services.sessions import sessions_end
from members.services.signing_in import (
    browser_remember,
    member_sign_in,
    officer_note,
    second_proof_give,
)

__all__ = [
    "appointment_end",
    "appointment_make",
    "authenticator_begin",
    "authenticator_confirm",
    "authenticator_remove",
    "body_create",
    "browser_remember",
    "dispatch_cancel",
    "dispatch_mark_posted",
    "member_create",
    "member_reinstate",
    "member_sign_in",
    "member_suspend",
    "needs_second_proof",
    "notice_dispatch",
    "officer_key_confirm",
    "officer_key_enrol",
    "officer_key_reseal",
    "officer_key_retire",
    "officer_note",
    "passcode_dispatch",
    "passcode_issue",
    "passcode_recall",
    "passcode_reissue",
    "passcode_unlock",
    "passcode_verify",
    "passcodes_post",
    "passcodes_wipe",
    "pen_take_up",
    "printed_codes_cancel",
    "printed_codes_issue",
    "roll_columns_set",
    "roll_decide",
    "roll_forget",
    "roll_import",
    "roll_read",
    "roll_receive",
    "roll_undo",
    "second_proof_give",
    "second_proof_reset_ask",
    "second_proof_reset_decide",
    "second_proofs_of",
    "sessions_end",
]
