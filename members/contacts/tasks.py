"""What is done to contact details outside the request."""

from celery import shared_task

from members.services.employer_domains import work_addresses_mark


@shared_task
def work_addresses_look() -> None:
    """Look which addresses are at an employer's domain, after that list has changed."""
    work_addresses_mark()
