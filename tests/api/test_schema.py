"""The schema that programs are written against."""

import warnings
from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema


@pytest.fixture
def schema(client: Client) -> Any:
    answer = client.get("/api/schema/")
    assert answer.status_code == 200
    return yaml.safe_load(answer.content)


def test_schema_is_valid_and_leaves_nothing_unclear(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        validate_schema(SchemaGenerator().get_schema(request=None, public=True))

    assert "Warning" not in capsys.readouterr().err


def test_every_operation_says_how_it_may_fail(
    schema: Any,
) -> None:
    for address, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert "default" in operation["responses"], f"{method} {address}"


def test_only_casting_changes_anything(
    schema: Any,
) -> None:
    writing = {
        (method, address)
        for address, operations in schema["paths"].items()
        for method in operations
        if method != "get"
    }
    assert writing == {
        ("post", "/api/v1/ballots/{id}/casts/"),
        ("post", "/api/v1/ballots/{id}/papers/"),
    }
