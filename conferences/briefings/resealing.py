"""Guests' names and addresses are sealed with the keys of contact details, and afresh with them."""

from conferences.models import Guest
from members.contacts.resealing import Sealed, sealed


def _reseal(guest: Guest) -> None:
    guest.hold(name=guest.name, email=guest.email)


def make_known() -> None:
    """Have them sealed afresh when the secret is changed."""
    sealed.append(Sealed(Guest, "name_sealed", ("name_sealed", "email_sealed", "mark"), _reseal))
