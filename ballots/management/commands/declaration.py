"""Write the declaration of a vote to files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from audit.formats.canonical import canonical
from audit.refusal import Refusal
from ballots.declaring.document import declaration_document
from ballots.declaring.paper import declaration_pdf
from ballots.declaring.signed import standing_declaration
from ballots.models import Ballot


class Command(BaseCommand):
    help = "Write the signed declaration of a vote, or a draft where none is signed yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ballot", help="the id of the ballot")
        parser.add_argument("--pdf", type=Path, help="the paper, to this file")
        parser.add_argument("--json", type=Path, help="the data, to this file")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["pdf"] and not options["json"]:
            raise CommandError("Say where to write it: --pdf FILE, --json FILE or both.")
        try:
            document, data, paper = _of(_ballot(options["ballot"]))
            for file, content in ((options["pdf"], paper), (options["json"], data)):
                if file:
                    file.write_bytes(content)
                    self.stdout.write(f"{file}: {len(content):,} bytes")
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Declaration {document['reference']}: {document['status']}.")


def _ballot(text: str) -> Ballot:
    try:
        found = Ballot.objects.filter(pk=UUID(text)).first()
    except ValueError:
        raise CommandError(f"{text} is not the id of a ballot.") from None
    if found is None:
        raise CommandError(f"There is no ballot {text}.")
    return found


def _of(ballot: Ballot) -> tuple[dict[str, Any], bytes, bytes]:
    """Give the declaration as document, data and paper."""
    if standing := standing_declaration(ballot):
        return standing.document, standing.json, standing.pdf
    try:
        document = declaration_document(ballot)
    except ValueError as error:
        raise CommandError(str(error)) from None
    return document, canonical(document), declaration_pdf(document)
