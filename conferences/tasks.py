"""The tasks of the conferences room, where Celery looks for them."""

from conferences.briefings.tasks import confirmation_send, notices_go

__all__ = ["confirmation_send", "notices_go"]
