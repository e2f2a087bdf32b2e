"""The house is in order: what is declared, what is locked and what is migrated agree."""

import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

REPOSITORY = Path(__file__).parent.parent


def names(requirements: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", requirements, re.MULTILINE))


def declared(group: str) -> set[str]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"]
    if group == "dev":
        lines = sum(project["dependency-groups"].values(), lines)
    return {re.split(r"[\[<>=~]", line)[0].lower() for line in lines}


@pytest.mark.parametrize("group", ["app", "dev"])
def test_lock_names_every_declared_library(group: str) -> None:
    lock = (REPOSITORY / "requirements" / f"{group}.txt").read_text()
    assert declared(group) <= names(lock)


@pytest.mark.parametrize("group", ["app", "dev", "uv"])
def test_lock_names_no_address(group: str) -> None:
    assert "://" not in (REPOSITORY / "requirements" / f"{group}.txt").read_text()


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True)


@pytest.mark.django_db
def test_system_checks_find_nothing() -> None:
    call_command("check", fail_level="WARNING")
