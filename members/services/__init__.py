"""Everything that can be done in the members room, each act in one function."""

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
    passcode_verify,
    passcodes_wipe,
    printed_codes_cancel,
    printed_codes_issue,
)
from members.services.people import (
    appointment_end,
    appointment_make,
    body_create,
    member_create,
    member_suspend,
)
from members.services.roll import (
    member_import_apply,
    member_import_preview,
    roll_forget,
    roll_receive,
)
from members.services.sessions import member_sign_in, sessions_end

__all__ = [
    "appointment_end",
    "appointment_make",
    "authenticator_begin",
    "authenticator_confirm",
    "authenticator_remove",
    "body_create",
    "member_create",
    "member_import_apply",
    "member_import_preview",
    "member_sign_in",
    "member_suspend",
    "officer_key_confirm",
    "officer_key_enrol",
    "officer_key_reseal",
    "officer_key_retire",
    "passcode_issue",
    "passcode_recall",
    "passcode_verify",
    "passcodes_wipe",
    "pen_take_up",
    "printed_codes_cancel",
    "printed_codes_issue",
    "roll_forget",
    "roll_receive",
    "sessions_end",
]
