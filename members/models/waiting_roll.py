"""A roll file between its preview and the decision on it."""

import uuid
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models

# A membership list is special category data (guide 2.7): one that nobody decides on is forgotten.
WAITS_FOR: Final = timedelta(hours=1)


class WaitingRoll(models.Model):
    """The file as it was sent. The register knows nothing of it until it is imported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    sent_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
