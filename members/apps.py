"""The members room."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """People, bodies, offices, passcodes."""

    name = "members"
    verbose_name = "Members"
    default_auto_field = "django.db.models.BigAutoField"
