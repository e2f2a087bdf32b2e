"""The audit room."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AuditConfig(AppConfig):
    """Puts the write guard on every database connection."""

    name = "audit"
    verbose_name = "Audit log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard connections as they are made, and register the checks."""
        from audit import checks, write_guard  # noqa: F401 - registers the checks

        connection_created.connect(write_guard.install, dispatch_uid="audit.write_guard")
