"""One process for everything: the event stream in front, Django behind it.

The demo runs so. Production sends `/live/` to `config.hub_asgi` and the rest to `config.wsgi`,
because votes are cheapest without an event loop.
"""

import os

from django.core.asgi import get_asgi_application
from django.db import DEFAULT_DB_ALIAS, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_asgi_application()

from config.checks import refuse_unsafe  # noqa: E402 - models exist only after the set-up
from live.feed import outbox_feed  # noqa: E402
from live.hub import Hub, Receive, Scope, Send  # noqa: E402

refuse_unsafe()
# Each request has a thread of its own here, so a connection kept would be kept for nobody.
connections.settings[DEFAULT_DB_ALIAS]["CONN_MAX_AGE"] = 0
hub = Hub(outbox_feed)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send the stream's address, the server's start and stop, and what is no request to the hub."""
    if scope["type"] != "http" or scope["path"] == "/live/":
        await hub(scope, receive, send)
    else:
        await django_application(scope, receive, send)
