"""The motions room."""

from django.apps import AppConfig


class MotionsConfig(AppConfig):
    """Motions, debate and decisions."""

    name = "motions"
    verbose_name = "Motions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to ballots, and make the permissions known."""
        from motions import receivers  # noqa: F401
