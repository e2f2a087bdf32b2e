"""The suite stands on real servers."""

import pytest
import redis
from django.db import connection

from tests import servers


@pytest.mark.django_db
@pytest.mark.sqlite_too
def test_database_is_the_one_asked_for() -> None:
    assert connection.vendor == servers.database()


def test_redis_answers(redis_url: str) -> None:
    with redis.from_url(redis_url) as client:
        assert client.ping()
