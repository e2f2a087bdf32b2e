"""The hub in a process of its own, as in production.

    uvicorn config.hub_asgi:application --no-access-log

An access log would keep the tokens that pages carry in the address.
"""

import gc
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.checks import refuse_unsafe  # noqa: E402 - models exist only after the set-up
from live.feed import outbox_feed  # noqa: E402
from live.hub import Hub  # noqa: E402

# Ten thousand streams are a million objects that live on; to look through them for rings, of which
# there are none, stops the hub for half a second, and it did so in the middle of a broadcast.
gc.set_threshold(10_000, 10, 1_000)

refuse_unsafe()
application = Hub(outbox_feed)
