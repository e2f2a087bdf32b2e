"""Write the file with which a scrutineer opens the log's digests of one vote."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from audit.refusal import Refusal
from audit.services.placing import entries_place
from ballots.models import Ballot
from ballots.services.disclosing import disclosures_give
from members.models import Member


class Command(BaseCommand):
    help = "Write disclosures.jsonl of one vote, for its scrutineer, who is named in the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ballot", help="the id of the vote, as in its address")
        parser.add_argument("membership_number", help="the scrutineer's")
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        ballot = _ballot(options["ballot"])
        number = options["membership_number"].strip().upper()
        scrutineer = Member.objects.filter(membership_number=number).first()
        if scrutineer is None:
            raise CommandError(f"Nobody on the register has the number {number}.")
        file: Path = options["file"]
        if file.exists():
            raise CommandError(f"{file} is there already; nothing was written over it.")
        try:
            entries_place()
            lines = disclosures_give(actor=scrutineer, ballot=ballot)
            file.touch(mode=0o600)
            file.write_bytes(lines)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"Written to {file}. It names how people voted: keep it so.")


def _ballot(asked: str) -> Ballot:
    try:
        return Ballot.objects.select_related("body").get(pk=UUID(asked))
    except (ValueError, Ballot.DoesNotExist):
        raise CommandError(f"There is no vote {asked}.") from None
