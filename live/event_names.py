"""The names of every event there is, for a way out that has to be told them beforehand.

They are where they are used: each fragment that is pushed has its name in its own template, as
`data-live-event`. So nobody keeps a list, and nobody can forget a line of it.
"""

import re
from functools import cache
from pathlib import Path

from django.template.engine import Engine
from django.template.utils import get_app_template_dirs

_NAMED = re.compile(r'data-live-event="([^"{}]+)"')


@cache
def event_names() -> tuple[str, ...]:
    """Read the names out of all templates, once for each process."""
    folders = [*Engine.get_default().dirs, *get_app_template_dirs("templates")]
    found: set[str] = set()
    for folder in folders:
        for template in Path(str(folder)).rglob("*.html"):
            found.update(_NAMED.findall(template.read_text(encoding="utf-8")))
    return tuple(sorted(found))
