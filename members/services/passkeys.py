"""Passkeys: a key in somebody's phone, computer or stick, which proves that it is at hand.

The protocol is WebAuthn's, in django-otp-webauthn's words and tables. What was asked is kept in the
member's own signed session, of which a thief may hold an old copy. So an answer counts only where
its question was put after the passkey was last used: none counts twice.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

from audit.recording import entry
from audit.refusal import Refusal
from members.models import Member
from members.services.second_proofs import insist_not_the_last

ANSWERED_WITHIN: Final = timedelta(minutes=5)
MOST_PASSKEYS: Final = 10
LONGEST_NAME: Final = 40

Question = dict[str, Any]


class Ceremony(WebAuthnHelper):  # type: ignore[misc]  # untyped
    """The package's own steps, for the host that the page is on."""

    def get_allowed_origins(self) -> list[str]:
        """Give the one origin that may answer: that of the page which asked."""
        return [f"{self.request.scheme}://{self.request.get_host()}"]

    def get_credential_display_name(self, user: Member) -> str:
        """Give what the browser calls the passkey by: a number, as a phone may show it anybody."""
        return user.membership_number

    def create_attestation(self, *_arguments: Any) -> None:
        """Keep no statement of the maker's: it would say what phone somebody has."""


def host_of(request: HttpRequest) -> str:
    """Name the host that a passkey belongs to; Django has held it to TELLERS_HOSTS."""
    return request.get_host().rpartition(":")[0] or request.get_host()


def passkeys_of(member: Member) -> list[WebAuthnCredential]:
    """List a member's passkeys, the oldest first."""
    return list(WebAuthnCredential.objects.filter(user=member, confirmed=True).order_by("pk"))


def passkey_begin(*, member: Member, request: HttpRequest) -> tuple[dict[str, Any], Question]:
    """Ask the browser to make a passkey: give what it is asked, and what to remember of it."""
    if len(passkeys_of(member)) >= MOST_PASSKEYS:
        raise Refusal("too-many-passkeys", f"You have {MOST_PASSKEYS}. Remove one first.")
    asked, state = Ceremony(request).register_begin(user=member)
    return asked, _dated(state)


def passkey_enrol(
    *, member: Member, request: HttpRequest, question: Question | None, answer: Any, name: str
) -> None:
    """Take a passkey into use, on proof that the browser holds it."""
    state = _in_time(question)
    with entry(actor=member) as log:
        try:
            made = Ceremony(request).register_complete(user=member, state=state, data=answer)
        except (WebAuthnException, OTPWebAuthnApiError, KeyError, TypeError, ValueError):
            raise Refusal("passkey-not-made", "The passkey was not made. Try again.") from None
        made.name = " ".join(name.split())[:LONGEST_NAME] or "Passkey"
        made.save(update_fields=["name"])
        log.record("passkey.enrolled", subject=member)


def passkey_ask(*, member: Member, request: HttpRequest) -> tuple[dict[str, Any], Question]:
    """Ask the browser for one of a member's passkeys."""
    asked, state = Ceremony(request).authenticate_begin(
        user=member, require_user_verification=False
    )
    return asked, _dated(state)


def passkey_verify(
    *, member: Member, request: HttpRequest, question: Question | None, answer: Any
) -> None:
    """Take a passkey's answer, or refuse. In a transaction of its own, each answer once."""
    state = _in_time(question)
    with transaction.atomic(durable=True):
        mine = WebAuthnCredential.objects.select_for_update().filter(user=member, confirmed=True)
        last_used = {key.pk: key.last_used_at for key in mine}
        try:
            key = Ceremony(request).authenticate_complete(user=member, state=state, data=answer)
        except (WebAuthnException, OTPWebAuthnApiError, KeyError, TypeError, ValueError):
            raise Refusal("passkey-refused", "That passkey did not open. Try again.") from None
        before = last_used.get(key.pk)
        if key.pk not in last_used or (before and before.timestamp() >= state["asked_at"]):
            raise Refusal("passkey-used", "That answer has been used. Try again.")


def passkey_remove(*, member: Member, pk: int) -> None:
    """Forget one of a member's passkeys. An officer keeps at least one second proof."""
    with entry(actor=member) as log:
        mine = WebAuthnCredential.objects.filter(user=member, pk=pk)
        if not mine.exists():
            raise Refusal("no-such-passkey", "That passkey is gone already.")
        insist_not_the_last(member)
        mine.delete()
        log.record("passkey.removed", subject=member)


def _dated(state: dict[str, Any]) -> Question:
    return {**state, "asked_at": timezone.now().timestamp()}


def _in_time(question: Question | None) -> Question:
    if question is not None:
        asked_at = datetime.fromtimestamp(question["asked_at"], tz=timezone.get_current_timezone())
        if timezone.now() - asked_at <= ANSWERED_WITHIN:
            return question
    raise Refusal("passkey-too-late", "That took too long. Try again.")
