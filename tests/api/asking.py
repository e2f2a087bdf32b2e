"""Asking the API, and reading what it says."""

from collections.abc import Mapping
from typing import Any

from django.test import Client


def get(client: Client, address: str, **query: Any) -> Any:
    """Read something that must be there."""
    answer = client.get(f"/api/v1/{address}", query)
    assert answer.status_code == 200, answer.content
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def post(client: Client, address: str, body: Mapping[str, Any], **headers: str) -> Any:
    """Send something."""
    return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Read a problem, and insist on its shape."""
    assert answer.status_code == status, answer.content
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= set(found)
    assert (found["status"], found["code"]) == (status, code)
    assert found["detail"]
    return found
