"""The conferences room."""

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Conferences and the floor."""

    name = "conferences"
    verbose_name = "Conferences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to ballots."""
        from conferences import receivers  # noqa: F401
