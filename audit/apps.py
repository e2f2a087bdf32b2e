"""The audit room."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """Puts the write guard on every connection, and the triggers on every migrated database."""

    name = "audit"
    verbose_name = "Audit log"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("Entry", "Position", "Subtree", "Head", "Cosignature", "Stamp")
    erasable = ("Disclosure", "Unplaced")

    def ready(self) -> None:
        """Guard connections as they are made, and register the checks."""
        from audit import checks, retention, sealed_words  # noqa: F401
        from audit.store import (
            triggers,
            write_guard,
        )

        retention.add(*sealed_words.RULES)
        # Each room says in modules of these names what it keeps of people, and for how long.
        autodiscover_modules("retention", "personal_data")

        connection_created.connect(write_guard.install, dispatch_uid="audit.write_guard")
        post_migrate.connect(
            triggers.install_after_migrate, sender=self, dispatch_uid="audit.triggers"
        )
