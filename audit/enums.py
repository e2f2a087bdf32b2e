"""The words of the audit room."""

from django.db.models import TextChoices


class DeletionState(TextChoices):
    """Where a deletion stands that one person has asked for."""

    WAITING = "waiting", "Waiting for a second person"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DECLINED = "declined", "Declined"
    DONE = "done", "Destroyed"
