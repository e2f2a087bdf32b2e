"""The pages of briefings: for everyone, for those who come, and for those who organise."""

from conferences.briefings.views.coming import (
    guest,
    guest_erased,
    guest_join,
    guest_leave,
    guest_withdraw,
    join,
    leave,
    mine,
    withdraw,
)
from conferences.briefings.views.lists import attendance, attendance_enter, export, registered
from conferences.briefings.views.organising import briefing_desk, cancel, change, desk, new
from conferences.briefings.views.public import briefing, briefings, calendar, confirm, sent

__all__ = [
    "attendance",
    "attendance_enter",
    "briefing",
    "briefing_desk",
    "briefings",
    "calendar",
    "cancel",
    "change",
    "confirm",
    "desk",
    "export",
    "guest",
    "guest_erased",
    "guest_join",
    "guest_leave",
    "guest_withdraw",
    "join",
    "leave",
    "mine",
    "new",
    "registered",
    "sent",
    "withdraw",
]
