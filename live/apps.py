"""The live room."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Events to browsers."""

    name = "live"
    verbose_name = "Live"
    default_auto_field = "django.db.models.BigAutoField"
