"""The demo's mailbox."""

from django.db import models


class DemoMail(models.Model):
    """A message that the demo would have sent, kept so that a page can show it."""

    sent_at = models.DateTimeField(auto_now_add=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        ordering = ["-id"]
