"""Write the log to a folder or an archive that anyone may copy and check."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.formats.errors import NotVerified
from audit.formats.trust import Trust
from audit.publishing.export import archive, export
from audit.publishing.layout import check_by
from audit.publishing.stamped import write_stamps
from audit.publishing.stored import StoredLog
from audit.publishing.witnessed import current_trust
from audit.selectors import newest_head
from audit.store.sequencer import sequence_all

MOST_PROOFS_UNASKED = 10_000
"""Each is two files; a folder of millions of files is of use to nobody."""

_SPAN = re.compile(r"([0-9]{1,18})\.\.([0-9]{1,18})")
_LINK = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


def _proofs(text: str) -> range | None:
    if text in {"all", "none"}:
        return range(2**63 if text == "all" else 0)
    if not (match := _SPAN.fullmatch(text)) or int(match[1]) > int(match[2]):
        raise ArgumentTypeError(f"{text!r} is neither all, none nor two numbers such as 0..99")
    return range(int(match[1]), int(match[2]) + 1)


def _link(text: str) -> tuple[int, int]:
    if not (match := _LINK.fullmatch(text)):
        raise ArgumentTypeError(f"{text!r} is not two sizes of the log such as 120-450")
    return int(match[1]), int(match[2])


class Command(BaseCommand):
    help = "Write the whole log to a folder; run again, it adds what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="where to, or add to")
        parser.add_argument("--zip", type=Path, metavar="FILE", help="as one archive, also or only")
        parser.add_argument(
            "--proofs",
            type=_proofs,
            metavar="all|none|FIRST..LAST",
            help="which entries get their own evidence; all of a log of up to "
            f"{MOST_PROOFS_UNASKED:,}, none of a longer one unless asked for",
        )
        parser.add_argument(
            "--consistency",
            type=_link,
            action="append",
            default=[],
            metavar="A-B",
            help="link two heads by their sizes, besides each with the next",
        )
        parser.add_argument(
            "--newest",
            action="store_true",
            help="up to the newest head, although too few witnesses have signed it yet",
        )

    def handle(self, **options: Any) -> None:
        """Write, and say what was written, what was left out, and how to check it."""
        if not options["folder"] and not options["zip"]:
            raise CommandError("Name a folder, or an archive with --zip FILE.")
        try:
            sequence_all()
            log = StoredLog.newest() if options["newest"] else StoredLog.current()
            if options["folder"]:
                self._export(log, options["folder"], options)
            else:
                with TemporaryDirectory(prefix="log-") as folder:
                    self._export(log, Path(folder), options)
        except (NotVerified, OSError) as error:
            raise CommandError(str(error)) from None
        there = options["folder"] or options["zip"]
        self.stdout.write(f"{log.size:,} entries written to {there}. Check them with")
        trust = Trust.parse(log.files().read("trust.json") or b"")
        file = f"{there}/trust.json" if options["folder"] else "trust.json"
        self.stdout.write(f"  python -m audit.verify {there} {check_by(trust, file)}")
        self.stdout.write("once you have compared the keys with those in the minutes.")
        self._say_what_waits(log)

    def _export(self, log: StoredLog, folder: Path, options: dict[str, Any]) -> None:
        proofs = options["proofs"]
        if proofs is None:
            proofs = range(log.size if log.size <= MOST_PROOFS_UNASKED else 0)
            if not proofs and log.size:
                self.stdout.write(
                    "Proofs of single entries are left out of so long a log. Ask for those you"
                    " need with --proofs FIRST..LAST; the tiles prove every entry all the same."
                )
        proofs = range(min(proofs.start, log.size), min(proofs.stop, log.size))
        export(log, folder, trust=current_trust(), proofs=proofs, links=options["consistency"])
        write_stamps(folder, log.size)
        if options["zip"]:
            archive(folder, options["zip"])

    def _say_what_waits(self, log: StoredLog) -> None:
        head = newest_head()
        if head and head.size > log.size:
            self.stdout.write(
                f"{head.size - log.size:,} later entries wait until enough witnesses have signed;"
                " --newest includes them."
            )
