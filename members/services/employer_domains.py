"""Keeping the list of employers' mail domains, to which no passcode is sent (guide 6)."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members import rules
from members.contacts.selectors import employer_domains
from members.contacts.work_addresses import WORK_ADDRESS, BadDomain, is_work_address, read_domains
from members.enums import ContactKind
from members.models import Contact, EmployerDomain, Member

BATCH: Final = 5000
_SUBJECT: Final = "employer-domains"


def employer_domains_add(*, actor: Member, text: str) -> list[str]:
    """Enter the domains of employers, one a line; give those that are new.

    Addresses there are passed over from then on, and those who have one are asked for another.
    """
    office = rules.office_to("employer_domain.add", actor) or ""
    with entry(actor=actor, office=office) as log:
        rules.insist(actor, lambda _: bool(office))
        try:
            told = read_domains(text)
        except BadDomain as bad:
            raise Refusal("bad-domain", str(bad)) from bad
        new = [domain for domain in told if domain not in employer_domains()]
        if not new:
            raise Refusal("no-new-domain", "No domain here that is not on the list already.")
        now = timezone.now()
        EmployerDomain.objects.bulk_create(
            EmployerDomain(domain=each, added_at=now) for each in new
        )
        log.record("employer_domain.added", subject=_SUBJECT, domains=new[:100], count=len(new))
        _mark_afterwards()
    return new


def employer_domain_remove(*, actor: Member, domain: str) -> None:
    """Take a domain from the list; what was blocked for it alone is open again."""
    office = rules.office_to("employer_domain.remove", actor) or ""
    with entry(actor=actor, office=office) as log:
        rules.insist(actor, lambda _: bool(office))
        if not EmployerDomain.objects.filter(domain=domain).delete()[0]:
            raise Refusal("no-such-domain", f"{domain} is not on the list.")
        log.record("employer_domain.removed", subject=_SUBJECT, domains=[domain])
        _mark_afterwards()


def work_addresses_mark() -> tuple[int, int]:
    """Block the addresses at employers' domains, and open those that are at none any more.

    Gives how many of each. Each address has to be opened for it, so a worker does this.
    """
    domains, now = employer_domains(), timezone.now()
    held = Contact.objects.filter(kind=ContactKind.EMAIL, failure__in=("", WORK_ADDRESS))
    blocked: list[int] = []
    cleared: list[int] = []
    for one in held.select_related("member").iterator(chunk_size=BATCH):
        is_at_work = is_work_address(one.detail, domains)
        if is_at_work != bool(one.failure):
            (blocked if is_at_work else cleared).append(one.pk)
    if blocked or cleared:
        with entry(actor=None) as log:
            for start in range(0, len(blocked), BATCH):
                found = Contact.objects.filter(pk__in=blocked[start : start + BATCH], failure="")
                found.update(failure=WORK_ADDRESS, failed_at=now)
            for start in range(0, len(cleared), BATCH):
                found = Contact.objects.filter(pk__in=cleared[start : start + BATCH])
                found.filter(failure=WORK_ADDRESS).update(failure="", failed_at=None)
            log.record(
                "work_addresses.marked",
                subject=_SUBJECT,
                blocked=len(blocked),
                opened=len(cleared),
            )
    return len(blocked), len(cleared)


def _mark_afterwards() -> None:
    from members.contacts.tasks import work_addresses_look  # noqa: PLC0415 - tasks stand on services

    transaction.on_commit(work_addresses_look.delay)
