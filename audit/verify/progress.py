"""Saying how far a long check has come, without filling the screen."""

from typing import TextIO

from audit.verify.wording import count


class Progress:
    """Tells of each hundredth on a terminal, over the last line; of each tenth elsewhere."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()
        self._steps = 100 if self._is_terminal else 10
        self._told = 0

    def __call__(self, read: int, of: int) -> None:
        step = read * self._steps // of if of else 0
        if step <= self._told:
            return
        self._told = step
        percent = step * 100 // self._steps
        end = "\r" if self._is_terminal and read < of else "\n"
        self._stream.write(f"{read:,} of {count(of, 'entry', 'entries')} read, {percent} %{end}")
        self._stream.flush()
