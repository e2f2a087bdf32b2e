"""Tasks outside the request: passcodes by mail today, exports later.

Without `REDIS_URL` there is no worker: a task runs at once, after the commit of the act that
asked for it. A worker starts under the same checks as the servers.
"""

import os

import django
from celery import Celery
from celery.signals import worker_init
from django.core.management.base import SystemCheckError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tellers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["members.roll", "members.contacts", "motions.packs", "motions.papers"])
app.autodiscover_tasks(["ballots.secret", "ballots.membership"])


@worker_init.connect
def refuse_unsafe(**_told: object) -> None:
    """Stop a worker of production that must not run, as the servers stop."""
    django.setup()
    from config import checks  # noqa: PLC0415 - models exist only after the set-up

    try:
        checks.refuse_unsafe()
    except SystemCheckError as faults:
        raise SystemExit(str(faults)) from None  # Celery would log any other, and work on
