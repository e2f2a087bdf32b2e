"""The members room."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class MembersConfig(AppConfig):
    """People, bodies, offices, passcodes."""

    name = "members"
    verbose_name = "Members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every session carry the epoch it began under, and no pen outlast it."""
        from members import log_names
        from members.claims import note_epoch
        from members.middleware import put_down

        user_logged_in.connect(note_epoch, dispatch_uid="members.note_epoch")
        user_logged_out.connect(put_down, dispatch_uid="members.put_down")
        log_names.make_known()
