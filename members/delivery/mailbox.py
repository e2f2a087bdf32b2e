"""The demo's mail: nothing leaves the machine, a page shows it instead."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from members.models import DemoMail

MOST_KEPT = 200


class MailboxBackend(BaseEmailBackend):
    """Keeps each message in the demo's mailbox, and the newest messages only."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; all of them arrive."""
        DemoMail.objects.bulk_create(
            DemoMail(
                to=", ".join(mail.recipients()), subject=str(mail.subject), body=str(mail.body)
            )
            for mail in email_messages
        )
        newest = DemoMail.objects.values("pk")[:MOST_KEPT]
        DemoMail.objects.exclude(pk__in=newest).delete()
        return len(email_messages)
