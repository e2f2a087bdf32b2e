"""Make a scrutiny pack on the union's own machine."""

import os
import shutil
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from audit.formats.errors import NotVerified
from audit.pack.checking import check_pack
from audit.publishing.witnessed import current_trust
from audit.refusal import Refusal
from ballots.models import Ballot
from conferences.models import Conference
from motions.packs.packing import pack_ask, pack_make

PASS_PHRASE = "TELLERS_ROLL_PASS_PHRASE"  # noqa: S105 - a name, not a secret


class Command(BaseCommand):
    help = (
        "Make the scrutiny pack of a conference: declarations, rolls, votes, registers and log, "
        "in one archive that opens without our software. See docs/scrutiny-pack.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="the conference's code, such as NDC27")
        parser.add_argument("file", type=Path, help="the archive to write; it must not exist yet")
        parser.add_argument("--ballot", type=UUID, help="only this vote, with what it replaced")
        parser.add_argument(
            "--seal-roll",
            action="store_true",
            help="put the roll with names in, sealed with a pass-phrase that is asked for, or read "
            f"from {PASS_PHRASE}",
        )

    def handle(self, *, code: str, file: Path, **options: Any) -> None:
        if file.exists():
            raise CommandError(f"{file} exists. Name a new file: a pack is never written over.")
        if not file.parent.is_dir():
            raise CommandError(f"{file.parent}: there is no such folder.")
        conference = Conference.objects.select_related("body").filter(code=code).first()
        if conference is None:
            raise CommandError(f"There is no conference with the code {code}.")
        ballot = self._ballot(options["ballot"])
        pass_phrase = _pass_phrase() if options["seal_roll"] else ""
        try:
            pack = pack_ask(
                conference=conference, actor=None, ballot=ballot, pass_phrase=pass_phrase
            )
            pack = pack_make(pack=pack, progress=self._tell)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        except (NotVerified, OSError) as error:
            raise CommandError(f"The pack could not be made. {error}") from None
        shutil.copyfile(pack.file, file)
        if wrong := check_pack(file, current_trust()):
            raise CommandError("The pack does not pass its own check: " + " ".join(wrong))
        self.stdout.write(f"{file}: {pack.size:,} bytes, manifest SHA-256 {pack.manifest_sha256}")

    def _ballot(self, pk: UUID | None) -> Ballot | None:
        if pk is None:
            return None
        ballot = Ballot.objects.select_related("replaces").filter(pk=pk).first()
        if ballot is None:
            raise CommandError(f"There is no ballot {pk}.")
        return ballot

    def _tell(self, doing: str, done: int, of: int) -> None:
        if not self.stderr.isatty():
            return
        how_far = f" {done:,} of {of:,}" if of else ""
        self.stderr.write(f"\r{doing}{how_far}", ending="\n" if done == of else "")


def _pass_phrase() -> str:
    return os.environ.get(PASS_PHRASE) or getpass("Pass-phrase for the roll: ")
