"""The members room."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class MembersConfig(AppConfig):
    """People, bodies, offices, passcodes."""

    name = "members"
    verbose_name = "Members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every session carry the epoch it began under."""
        from members.claims import note_epoch

        user_logged_in.connect(note_epoch, dispatch_uid="members.note_epoch")
