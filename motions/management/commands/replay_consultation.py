"""Hold the indicative ballot of a conference file, and compare what comes of it."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from ballots.enums import VotingForm
from ballots.membership.planning import FORM
from ballots.models import SealedVote
from ballots.secret.archive import archive_bytes, served
from conferences.reading import UnreadableDocumentError
from motions.management.commands import replay_conference
from motions.replay.consultation import Consultation, Held, consultation_replay

TOOL = "belenios-tool"
PASSED = "I: all checks passed"
NO_RESULT = "no result to check"


class Command(replay_conference.Command):
    command = "replay_consultation"
    help = (
        "Hold the consultation of a conference file as an indicative secret ballot of the "
        "membership, from its plan to its declaration, with invented members; compare every figure "
        "with the file, check its archive by two programs, and check the log that it leaves. Exit "
        "status 1 if anything differs. It works on a database of its own, which is thrown away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--recorded",
            action="store_true",
            help="record the votes with their voters, in place of a secret ballot",
        )
        parser.add_argument("--archive", type=Path, help="leave the archive of the ballot here")

    def handle(
        self,
        *,
        file: Path,
        keep: bool,
        recorded: bool = False,
        archive: Path | None = None,
        **_options: Any,
    ) -> None:
        if not keep:
            more = ["--recorded"] if recorded else []
            more += ["--archive", str(archive.resolve())] if archive else []
            self._elsewhere(file.resolve(), *more)
            return
        self.began = time.monotonic()
        form = VotingForm.SHOW_OF_HANDS if recorded else FORM
        held, differs = None, False
        try:
            # Started afresh, not forked: the database's connection is ours alone.
            with ProcessPoolExecutor(mp_context=get_context("spawn")) as many:
                for step in consultation_replay(file.read_bytes(), form, many):
                    if isinstance(step, str):
                        self._say(step)
                    else:
                        held = step[1]
                        differs = self._compare(*step)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableDocumentError as error:
            raise CommandError(f"{file}: {error}") from error
        holds = held is None or recorded or self._check_archive(held, archive)
        if not self._check_log() or differs or not holds:
            sys.exit(1)

    def _say(self, words: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.began:6.1f} s  {words}")
        self.stdout.flush()

    def _compare(self, told: Consultation, held: Held) -> bool:
        """Show what was expected beside what came out; say whether anything differs."""
        differs = False
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
        self.stdout.write("")
        return differs

    def _check_archive(self, held: Held, kept: Path | None) -> bool:
        """Write the archive out as anyone gets it, and have it checked by two programs."""
        vote = SealedVote.objects.defer("credentials").get(pk=held.plan.pk)
        vote.ballot.refresh_from_db()
        with tempfile.TemporaryDirectory(prefix="tellers-archive-") as folder:
            path = Path(folder) / f"{vote.uuid}.bel"
            with path.open("wb") as out:
                out.writelines(archive_bytes(vote, served(vote).records))
            self._say(f"its archive: {path.stat().st_size / 1e6:.1f} MB")
            if kept is not None:
                shutil.copyfile(path, kept)
            verifier = [sys.executable, "-m", "ballots.sealing.verify", str(path)]
            ours = self._checked("python -m ballots.sealing.verify", verifier, Path(folder))
            if shutil.which(TOOL) is None:
                self._say(f"{TOOL} is not installed, and has not looked at it")
                return bool(ours)
            theirs = self._checked(
                f"{TOOL} election verify", [TOOL, "election", "verify"], Path(folder)
            )
        return bool(ours) and PASSED in theirs and NO_RESULT not in theirs

    def _checked(self, name: str, command: list[str], folder: Path) -> str:
        """Run a program over the archive; give what it said, or nothing if it found a fault."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        environment = {
            **os.environ,
            "PYTHONPATH": str(settings.BASE_DIR),
            "BELENIOS_USE_URANDOM": "1",
        }
        done = subprocess.run(  # noqa: S603 - words of our own
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        said = f"{done.stdout}{done.stderr}".strip()
        self._say(f"{name}: exit {done.returncode}, {used:.1f} s of processor\n{_indented(said)}")
        return said if done.returncode == 0 else ""


def _indented(text: str) -> str:
    return "\n".join(f"      {line}" for line in text.splitlines())
