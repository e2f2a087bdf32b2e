"""Replay the votes of a conference file and compare the results."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from audit.publishing.stored import StoredLog
from audit.store.sequencer import sequence_all
from audit.verify.checking import verify_export
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot
from conferences.reading import UnreadableDocumentError
from motions.management.commands.load_conference import SAMPLE
from motions.replay.run import Compared, replay
from motions.replay.votes import FIGURES


class Command(BaseCommand):
    command = "replay_conference"
    help = (
        "Run every vote of a conference file through the services, compare each result with the "
        "one in the file, and check the log that it leaves. Exit status 1 if anything differs. "
        "It works on a database of its own, which is thrown away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", default=SAMPLE, help="JSON; the sample if left out"
        )
        parser.add_argument(
            "--keep",
            action="store_true",
            help="run in the database of the settings, where no such conference may be yet",
        )

    def handle(self, *, file: Path, keep: bool, **_options: Any) -> None:
        if not keep:
            self._elsewhere(file.resolve())
            return
        try:
            self._line(" ", "Vote", "Expected", "Obtained")
            compared = [self._shown(each) for each in replay(file.read_bytes())]
            self._show_elections()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnreadableDocumentError as error:
            listed = "\n".join(f"  {problem}" for problem in error.problems)
            raise CommandError(
                f"{file} has {len(error.problems)} problem(s). Nothing was replayed.\n{listed}"
            ) from error
        log_is_verified = self._check_log()
        as_expected = sum(each.is_as_expected for each in compared)
        self.stdout.write(f"{len(compared)} votes: {as_expected} as expected")
        if as_expected < len(compared) or not log_is_verified:
            sys.exit(1)

    def _elsewhere(self, file: Path, *more: str) -> None:
        """Run this command again in a folder and on a database of its own."""
        with tempfile.TemporaryDirectory(prefix="tellers-replay-") as folder:
            own = {
                "DATABASE_URL": f"sqlite:///{folder}/replay.sqlite3",
                "TELLERS_DATA_DIR": folder,
            }
            env = {
                name: value
                for name, value in os.environ.items()
                if name != "REDIS_URL" and not name.startswith("TELLERS_")
            } | own
            manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
            subprocess.run([*manage, "migrate", "--verbosity=0"], env=env, check=True)  # noqa: S603 - itself
            again = [*manage, self.command, str(file), "--keep", *more]
            self.stdout.flush()
            status = subprocess.run(again, env=env, check=False).returncode  # noqa: S603
        if status:
            sys.exit(status)

    def _shown(self, compared: Compared) -> Compared:
        row, obtained = compared.row, compared.obtained
        self._line(
            "✓" if compared.is_as_expected else "✗",
            row.item,
            _result(row.figures, row.result, row.unable, row.admitted),
            _result(obtained.figures, obtained.result, obtained.unable, obtained.admitted),
        )
        if obtained.explanation:
            self.stdout.write(f"      {obtained.explanation}")
        for difference in compared.differences:
            self.stdout.write(self.style.ERROR(f"      DIFFERS: {difference}"))
        return compared

    def _show_elections(self) -> None:
        """Say whom the sample elects. Its papers are invented, so nothing is expected of them."""
        declared = Ballot.objects.filter(form=VotingForm.ELECTION, state=BallotState.DECLARED)
        for ballot in declared.select_related("election").order_by("post__reference"):
            result = ballot.result or {}
            self.stdout.write(f"  · {ballot.title}, {result['rule_name']}")
            self.stdout.write(f"      {result['explanation']}")

    def _line(self, mark: str, item: str, expected: str, obtained: str) -> None:
        self.stdout.write(f"  {mark} {item:<41} {expected:<45} {obtained}".rstrip())

    def _check_log(self) -> bool:
        """Write the log out as anyone would get it, and check it as anyone would."""
        sequence_all()
        with tempfile.TemporaryDirectory(prefix="tellers-log-") as folder:
            call_command("export_log", folder, verbosity=0, stdout=StringIO())
            report = verify_export(Path(folder), StoredLog.current().key)
        self.stdout.write(f"\n{report.text()}\n")
        return report.is_verified


def _result(figures: Mapping[str, int], result: str, unable: int, admitted: int) -> str:
    """Say a result with its figures, for : against : abstentions. A void vote has none to show."""
    said = result.replace("_", " ").replace("nec", "NEC")
    if unable:
        return f"{said}, {unable} of {admitted} unable"
    counted = " : ".join(f"{figures[name]:,}" for name in FIGURES) if figures else ""
    return f"{counted} {said}".strip()
