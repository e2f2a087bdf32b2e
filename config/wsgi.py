"""Django alone, for production: pages, the API, and votes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.checks import refuse_unsafe  # noqa: E402 - models exist only after the set-up

refuse_unsafe()
