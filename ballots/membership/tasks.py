"""The long work of a ballot of the membership, for workers."""

from uuid import UUID

from celery import shared_task

from ballots.membership.preparing import shares_work


@shared_task
def shares_work_task(plan_pk: str) -> None:
    """Make credentials until none is left. Killed, it leaves one share to be made again."""
    shares_work(UUID(plan_pk))
