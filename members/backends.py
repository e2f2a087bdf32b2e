"""Who is behind a session."""

from django.contrib.auth.backends import BaseBackend

from members.models import Member


class PasscodeBackend(BaseBackend):
    """Loads the member of a session. Signing in is a service, `members.services.sign_in`."""

    def get_user(self, user_id: str) -> Member | None:
        """Find the member with the epoch of their sessions, in one query."""
        return Member.objects.select_related("sessions").filter(pk=user_id, is_active=True).first()
