"""The ballots room."""

from django.apps import AppConfig


class BallotsConfig(AppConfig):
    """The voting engine."""

    name = "ballots"
    verbose_name = "Ballots"
    default_auto_field = "django.db.models.BigAutoField"
