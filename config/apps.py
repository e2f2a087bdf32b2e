"""The site: what belongs to no room."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """System checks, commands and the living design page."""

    name = "config"
    verbose_name = "Site"

    def ready(self) -> None:
        """Register the system checks."""
        from config import checks  # noqa: F401
