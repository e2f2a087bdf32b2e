"""Write everything held about one person to an archive, for them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.models import Member
from members.services.subject_access import as_archive, subject_access_give


class Command(BaseCommand):
    help = "Write everything held about one person to a zip archive, to be given to them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("membership_number")
        parser.add_argument("file", type=Path)
        parser.add_argument("--why", default="", help="who asked and when; sealed in the log")

    def handle(self, *_args: Any, **options: Any) -> None:
        number = options["membership_number"].strip().upper()
        member = Member.objects.filter(membership_number=number).first()
        if member is None:
            raise CommandError(f"Nobody on the register has the number {number}.")
        file: Path = options["file"]
        try:
            with file.open("xb") as archive:
                file.chmod(0o600)  # it is all about one person
                told = subject_access_give(actor=None, member=member, why=options["why"])
                archive.write(as_archive(told))
        except FileExistsError:
            raise CommandError(f"{file} is there already; nothing was written over it.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"Written to {file}. Give it to the person, and to nobody else.")
