"""How long an election of many voters takes its officers: to close, count, declare, show and sign.

    script/bench election [--papers 100000]

Voters, roll and sealed votes are laid down as casting leaves them; then the services and pages are
called one after the other, on PostgreSQL that syncs every commit. Printed are seconds by the clock,
and by how many MiB the process grew at the most meanwhile.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import servers
from tests.bench.votes import prepare_environment


def main() -> None:
    """Set the scene, go through it, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--papers", type=int, default=100_000)
    papers = parser.parse_args().papers
    with (
        tempfile.TemporaryDirectory(prefix="tellers-bench-") as folder,
        servers.postgresql(on_disk=Path(folder)),
    ):
        prepare_environment(folder)
        from tests.bench import election_scene  # noqa: PLC0415 - Django reads the environment above

        with _step("lay down members and votes"):
            scene = election_scene.lay_down(papers)
        for name, act in scene.acts():
            with _step(name):
                act()


@contextmanager
def _step(name: str) -> Iterator[None]:
    before = _reset_most()
    start = time.perf_counter()
    yield
    print(f"{name:44}{time.perf_counter() - start:8.2f} s {_most() - before:8.0f} MiB", flush=True)


def _reset_most() -> float:
    """Forget how much memory this process ever held, as Linux counts it."""
    Path("/proc/self/clear_refs").write_text("5")
    return _most()


def _most() -> float:
    found: Any = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
