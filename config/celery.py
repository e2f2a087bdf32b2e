"""Tasks outside the request: passcodes by mail today, exports later.

Without `REDIS_URL` there is no worker: a task runs at once, after the commit of the act that
asked for it.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("tellers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
