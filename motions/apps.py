"""The motions room."""

from django.apps import AppConfig


class MotionsConfig(AppConfig):
    """Motions, debate and decisions."""

    name = "motions"
    verbose_name = "Motions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to ballots, and tell their declarations of the motion."""
        from ballots.declaring.circumstances import readers
        from motions import log_names, receivers  # noqa: F401 - receivers listen
        from motions.circumstances import of_question

        readers.append(of_question)
        log_names.make_known()
