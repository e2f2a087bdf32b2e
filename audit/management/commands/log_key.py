"""Make the log's key, or show its public half."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from audit.keys import log_key, make_keys


class Command(BaseCommand):
    help = "Print the log's public key line, for the minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--make",
            action="store_true",
            help="make the keys first; refused if there are any",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["make"]:
                make_keys()
            self.stdout.write(str(log_key().verifier))
        except FileExistsError as error:
            raise CommandError(
                f"There is a key in {error.filename2} already. Heads are signed with it: keep it."
            ) from None
        except (ImproperlyConfigured, OSError) as error:
            raise CommandError(str(error)) from None
