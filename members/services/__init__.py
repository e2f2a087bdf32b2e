"""Everything that can be done in the members room, each act in one function."""

from members.services.people import (
    appointment_end,
    appointment_make,
    body_create,
    member_create,
)

__all__ = ["appointment_end", "appointment_make", "body_create", "member_create"]
