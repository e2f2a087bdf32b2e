"""Real Celery workers behind the suite's own Redis: one in this process, and ones to be killed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from celery.contrib.testing.worker import start_worker

from config import celery_app
from tests import servers


@contextmanager
def broker(url: str) -> Iterator[None]:
    """Have tasks go to a broker, and no more be done where they are asked for."""
    before = celery_app.conf.broker_url
    _use(url, eager=False)
    try:
        yield
    finally:
        _use(before, eager=True)


@contextmanager
def worker() -> Iterator[None]:
    """Run a worker in a thread of this process."""
    with start_worker(celery_app, pool="solo", perform_ping_check=False):
        yield


@contextmanager
def worker_process(database: str, redis_url: str) -> Iterator[int]:
    """Run a worker of its own on the tests' database; give its process id."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "ERROR"]
    environment = {**servers.environment(database), "REDIS_URL": redis_url}
    with servers.background(command, environment=environment) as pid:
        yield pid


def _use(url: str, *, eager: bool) -> None:
    celery_app.conf.update(broker_url=url, task_always_eager=eager)
    # Whatever held on to connections of the broker before makes itself new when it is asked for.
    vars(celery_app)["_pool"] = None
    del celery_app.amqp, celery_app.control
