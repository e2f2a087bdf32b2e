"""What every process under this one uses: processor time and peak memory, read from /proc.

    with Watch(names) as watch:
        with watch.step() as used:
            ...
    used.seconds, used.processor["the server"], used.peaks["the server"]

A process is looked at four times a second; what it did after the last look before it ended is not
seen. Peak memory is the kernel's own (`VmHWM`): of one process, shared pages among it.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

_LOOK_SECONDS: Final = 0.25
_TICKS: Final = os.sysconf("SC_CLK_TCK")

Named = Callable[[str], str]
"""Gives what a process is to be called, by its command line; empty for one that is not told of."""


@dataclass
class Used:
    """What a step took: time passed, and by the name of a process its time and its peak memory."""

    seconds: float = 0
    processor: dict[str, float] = field(default_factory=dict)
    peaks: dict[str, int] = field(default_factory=dict)

    @property
    def processor_seconds(self) -> float:
        """Give the processor time of all together."""
        return sum(self.processor.values())


class Watch:
    """Looks at the processes below this one until it is left."""

    def __init__(self, named: Named) -> None:
        """Look at nothing yet."""
        self._named = named
        self._ticks: dict[tuple[int, str], int] = {}
        self._peaks: dict[str, int] = {}
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look_on, daemon=True)
        self._one_look = threading.Lock()

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        self._looking.join()

    @contextmanager
    def step(self) -> Iterator[Used]:
        """Say what is used from here on, once the step is over."""
        self.look()
        self._peaks = {}
        before, began, used = self._processor(), time.perf_counter(), Used()
        yield used
        used.seconds = time.perf_counter() - began
        self.look()
        after = self._processor()
        used.processor = {
            name: seconds - before.get(name, 0)
            for name, seconds in after.items()
            if seconds - before.get(name, 0) > 0
        }
        used.peaks = {name: peak for name, peak in self._peaks.items() if name in used.processor}

    def look(self) -> None:
        """Look once at every process below this one."""
        with self._one_look:
            for pid in _below(os.getpid()):
                self._note(pid)

    def _look_on(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            self.look()

    def _note(self, pid: int) -> None:
        folder = Path("/proc", str(pid))
        try:
            command = (
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            status = (folder / "status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return
        name = self._named(command)
        if not name:
            return
        self._ticks[pid, name] = int(stat[11]) + int(stat[12])
        _, peaked, rest = status.partition("VmHWM:")
        if peaked:
            peak = int(rest.split(maxsplit=1)[0]) * 1024
            self._peaks[name] = max(self._peaks.get(name, 0), peak)

    def _processor(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for (_pid, name), ticks in list(self._ticks.items()):
            found[name] = found.get(name, 0) + ticks / _TICKS
        return found


def _below(top: int) -> list[int]:
    """Name every process that a process started, or those that it started did."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [top]
    while waiting:
        mine = children.get(waiting.pop(), [])
        found += mine
        waiting += mine
    return found
