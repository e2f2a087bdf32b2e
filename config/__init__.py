"""Settings, addresses and the way the house is served."""

from config.celery import app as celery_app

__all__ = ["celery_app"]  # found by shared tasks, whichever process asks for them
