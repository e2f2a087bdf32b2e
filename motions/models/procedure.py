"""What delegates ask for from the floor, each counted where the chair cannot overlook it."""

from typing import ClassVar

from django.db import models

from conferences.models import Conference, Credential
from motions.enums import PROCEDURAL, QuestionKind
from motions.models.motion import Motion
from motions.models.question import Question


class ProcedureAsked(models.Model):
    """A delegate asks to move a procedural motion (guide 3.4), or joins those who do.

    A challenge to a ruling is asked for by several; each of them has a row. `question` is what the
    chair put on it; `declined_at` with a reason is when the chair would not.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="procedure_asked"
    )
    kind = models.CharField(max_length=24, choices=PROCEDURAL)
    motion = models.ForeignKey(
        Motion, null=True, on_delete=models.PROTECT, related_name="procedure_asked"
    )
    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="procedure_asked"
    )
    words = models.CharField(max_length=300, blank=True)  # the numbers suspended, the parts, ...
    asked_at = models.DateTimeField()
    question = models.ForeignKey(
        Question, null=True, on_delete=models.PROTECT, related_name="asked_for_by"
    )
    declined_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """The first asked is the first heard; nobody asks for the same twice at a time."""

        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "kind", "credential"],
                condition=models.Q(question=None, declined_at=None, withdrawn_at=None),
                name="procedure_asked_once",
            )
        ]

    def __str__(self) -> str:
        """Say what is asked for."""
        return QuestionKind(self.kind).label

    @property
    def log_name(self) -> str:
        """Give the public name in the log."""
        return f"procedure:{self.conference.code}/{self.pk}"


class CardDemand(models.Model):
    """A delegate demands a card vote on a question, before its result is declared."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="card_demands")
    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="card_demands"
    )
    demanded_at = models.DateTimeField()

    class Meta:
        """Each delegate once a question."""

        ordering: ClassVar = ["demanded_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "credential"], name="card_demanded_once")
        ]

    def __str__(self) -> str:
        """Name the credential."""
        return str(self.credential)
