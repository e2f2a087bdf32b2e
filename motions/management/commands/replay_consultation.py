"""Hold the indicative ballot of a conference file, and compare what comes of it."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from conferences.reading import UnreadableDocumentError
from motions.management.commands import replay_conference
from motions.replay.consultation import consultation_replay


class Command(replay_conference.Command):
    command = "replay_consultation"
    help = (
        "Hold the consultation of a conference file as an indicative ballot of the membership, "
        "from its plan to its declaration, with invented members; compare every figure with the "
        "file, and check the log that it leaves. Exit status 1 if anything differs. It works on a "
        "database of its own, which is thrown away."
    )

    def handle(self, *, file: Path, keep: bool, **_options: Any) -> None:
        if not keep:
            self._elsewhere(file.resolve())
            return
        began = time.monotonic()
        differs = False
        try:
            for step in consultation_replay(file.read_bytes()):
                if isinstance(step, str):
                    self.stdout.write(f"{time.monotonic() - began:6.1f} s  {step}")
                    self.stdout.flush()
                    continue
                told, held = step
                for banner in held.plan.ballot.banners:
                    self.stdout.write(f"\n{banner}\n")
                for name, expected in told.expected.items():
                    obtained = held.obtained.get(name)
                    differs |= obtained != expected
                    self._line(
                        "✓" if obtained == expected else "✗",
                        name.replace("_", " "),
                        f"{expected:,}" if isinstance(expected, int) else expected,
                        f"{obtained:,}" if isinstance(obtained, int) else str(obtained),
                    )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableDocumentError as error:
            raise CommandError(f"{file}: {error}") from error
        if not self._check_log() or differs:
            sys.exit(1)
