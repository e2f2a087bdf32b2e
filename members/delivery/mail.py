"""Handing a message to the mail server, and reading what it says."""

import logging
from email.utils import parseaddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from members.delivery.outcomes import NotTaken, Taken
from members.delivery.words import Words
from members.models import Dispatch

_PERMANENT: Final = 500
log = logging.getLogger(__name__)

# Mail programs are asked not to answer by themselves (RFC 3834).
_HEADERS: Final = {"Auto-Submitted": "auto-generated"}


class MailServer:
    """One connection to the mail server, kept while there is something to send."""

    def __init__(self) -> None:
        self._connection: Any = get_connection(fail_silently=False)

    def send(self, dispatch: Dispatch, to: str, words: Words) -> Taken:
        """Hand a message over. Raises NotTaken, which names nobody."""
        reference = f"<{dispatch.pk}.{dispatch.tries}@{_our_domain()}>"
        message = EmailMessage(
            words.subject,
            words.text,
            settings.DEFAULT_FROM_EMAIL,
            [to],
            # A report of a bounce quotes this, and so says which message it is about.
            headers={**_HEADERS, "Message-ID": reference},
            connection=self._connection,
        )
        try:
            self._connection.open()
            message.send()
        except (SMTPException, OSError, ValueError) as error:
            self.close()
            fault = _not_taken(error)
            fault.detail = type(error).__name__  # its own text may name the address
            raise fault from None
        return Taken(reference.strip("<>"))

    def close(self) -> None:
        """Let go of the connection; the next message opens another."""
        try:
            self._connection.close()
        except (SMTPException, OSError):
            self._connection = get_connection(fail_silently=False)


def send_shared_address(address: str) -> None:
    """Tell people who share an address to give their own number instead, if it can be sent now.

    They are told again when they ask again. What the mail server says may name the address, so it
    goes into no log.
    """
    body = render_to_string("members/mail/shared_address.txt")
    message = EmailMessage(
        "Signing in", body, settings.DEFAULT_FROM_EMAIL, [address], headers=_HEADERS
    )
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        log.warning("A message on signing in could not be sent: %s", type(error).__name__)


def _our_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _not_taken(error: Exception) -> NotTaken:
    """Read what went wrong (RFC 5321)."""
    match error:
        case SMTPRecipientsRefused():
            return _recipient_refused(error)
        case SMTPAuthenticationError() | SMTPSenderRefused():
            return NotTaken("our-key", concerns_all=True)
        case SMTPDataError(smtp_code=code):
            is_final = code >= _PERMANENT
            return NotTaken("server-refuses" if is_final else "server-busy", is_final=is_final)
        case SMTPResponseException():
            return NotTaken("server-error", concerns_all=True)
        case ValueError():  # an address that no header can hold
            return NotTaken("refused", is_final=True)
    return NotTaken("no-server", concerns_all=True)


def _recipient_refused(error: SMTPRecipientsRefused) -> NotTaken:
    [(code, words), *_] = [*error.recipients.values(), (_PERMANENT - 50, b"")]
    if code < _PERMANENT:
        return NotTaken("server-busy")
    # 5.7 is about us, a policy or a list of senders: the address may be good (RFC 3463).
    is_policy = b"5.7." in bytes(words)
    return NotTaken("server-refuses" if is_policy else "bounced", is_final=True)
