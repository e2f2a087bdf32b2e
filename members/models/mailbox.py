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

    @property
    def paragraphs(self) -> list[tuple[str, bool]]:
        """Give the paragraphs of the body, and which of them are set off by an indent."""
        return [(text.strip(), text.startswith("    ")) for text in self.body.split("\n\n")]
