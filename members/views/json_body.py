"""Reading the body of a request that a script of ours sent."""

import json
from typing import Any

from django.http import HttpRequest


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Give the object that was sent; an empty one where it is none."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}
