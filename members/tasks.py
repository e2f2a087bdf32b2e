"""What is done outside the request: passcodes by mail."""

import logging
from smtplib import SMTPException

from celery import Task, shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from audit.refusal import Refusal
from members.delivery import mail
from members.enums import Channel, ContactKind
from members.models.passcodes import LONGEST_COOLDOWN, SIGN_IN
from members.selectors import members_by_identifier
from members.services.employer_domains import work_addresses_mark
from members.services.passcodes import passcode_issue, passcode_recall

MOST_RETRIES = 6

log = logging.getLogger(__name__)


class UndeliveredError(Exception):
    """The mail server would not take a passcode. Says nothing of whose it was."""


@shared_task(bind=True, max_retries=MOST_RETRIES)
def passcode_send(
    task: Task[[str, str, str], None],
    identifier: str,
    channel: str = Channel.EMAIL,  # noqa: ARG001 - e-mail, so far
    purpose: str = SIGN_IN,
) -> None:
    """Mail a passcode to whoever goes by a number or an address, if anybody does.

    All of it happens here: the page that asked looks nobody up, so it takes the same time for a
    member and a stranger, and no passcode ever waits in a queue.
    """
    reachable = members_by_identifier(identifier).filter(contacts__kind=ContactKind.EMAIL)
    members = list(reachable.distinct()[:2])
    if len(members) > 1:
        _explain_shared_address(members[0].email)
        return
    for member in members:
        try:
            passcode = passcode_issue(member=member, purpose=purpose)
        except Refusal:
            return  # one has just been sent
        try:
            mail.send_passcode(member, passcode)
        except (SMTPException, OSError) as error:
            # The error's own text may name the address, and belongs in no log.
            log.warning("A passcode could not be sent: %s", type(error).__name__)
            passcode_recall(member=member, purpose=purpose)
            if not task.request.is_eager:
                raise task.retry(
                    countdown=2**task.request.retries, exc=UndeliveredError()
                ) from None


def _explain_shared_address(address: str) -> None:
    """Write to people who share an address, once in a while however often someone asks."""
    seal = salted_hmac("members.shared_address", address).hexdigest()
    if cache.add(seal, value=True, timeout=LONGEST_COOLDOWN.total_seconds()):
        mail.send_shared_address(address)


def ask_for_passcode(
    identifier: str, channel: Channel = Channel.EMAIL, purpose: str = SIGN_IN
) -> None:
    """Have a passcode sent once the transaction around, if any, is committed."""
    # The identifier is personal data: the queue's own records show a blank in its place.
    transaction.on_commit(
        lambda: passcode_send.apply_async(
            args=(identifier, str(channel), purpose),
            argsrepr="(...)",  # type: ignore[call-arg]  # unknown to celery-types
        )
    )


@shared_task
def work_addresses_look() -> None:
    """Look which addresses are at an employer's domain, after that list has changed."""
    work_addresses_mark()
