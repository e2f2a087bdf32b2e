"""What every test may ask for: the servers, the conformance data, an empty log."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _scratch() -> Iterator[None]:
    servers.scratch()
    yield
    shutil.rmtree(servers.SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """Start PostgreSQL before the first test that needs a database, and not for pure ones."""
    if servers.database() == "postgresql":
        with servers.postgresql():
            yield
    else:
        yield


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of the suite's own."""
    with servers.redis() as url:
        yield url


@pytest.fixture(scope="session")
def conformance_data() -> Path:
    """Data of other projects, laid beside the repository or where CONFORMANCE_DATA says."""
    folder = Path(os.environ.get("CONFORMANCE_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no conformance data in {folder}; CONFORMANCE_DATA can name another folder")
    return folder
