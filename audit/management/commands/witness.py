"""Take on witnesses, let them go, and bring them heads by hand."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit.models import Head, Witness
from audit.publishing.outbound import Unreachable
from audit.publishing.witnessed import current_trust, question_for, witnesses_at_work
from audit.refusal import Refusal
from audit.selectors import newest_head
from audit.services.placing import entries_place
from audit.services.posting import bring
from audit.services.witnesses import cosignature_accept, witness_add, witness_retire


class Command(BaseCommand):
    help = "Keep the list of witnesses, and bring them heads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        add = commands.add_parser("add", help="take somebody on, by the key line they gave")
        add.add_argument("vkey")
        add.add_argument("--url", default="", help="where heads are posted; none: carried by file")
        retire = commands.add_parser("retire", help="let a witness go")
        retire.add_argument("name")
        commands.add_parser("list", help="say who they are and what each signed last")
        commands.add_parser("post", help="post the newest head now to all who have an address")
        carry = commands.add_parser("carry", help="write the newest head to a file, for a witness")
        carry.add_argument("name")
        carry.add_argument("file", type=Path)
        accept = commands.add_parser("accept", help="read the file that a witness gave back")
        accept.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['command']}")(**options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None

    def _add(self, *, vkey: str, url: str, **_options: Any) -> None:
        witness = witness_add(actor=None, vkey=vkey, url=url)
        self.stdout.write(f"{witness.name} is a witness now.")

    def _retire(self, *, name: str, **_options: Any) -> None:
        witness_retire(actor=None, witness=_named(name))
        self.stdout.write(f"{name} is no witness any more.")

    def _list(self, **_options: Any) -> None:
        trust = current_trust()
        self.stdout.write(
            f"{trust.k} of {len(trust.witnesses)} must sign a head before it is published "
            "(TELLERS_WITNESSES_NEEDED)."
        )
        for standing in witnesses_at_work():
            witness, signed = standing.witness, "nothing yet"
            if standing.signed_at:
                signed = f"{standing.size:,} entries, {standing.signed_at:%Y-%m-%d %H:%M:%S} UTC"
            self.stdout.write(str(witness.key))
            self.stdout.write(f"  at {witness.url or 'no address'}; signed {signed}")
            if witness.disagreed_at:
                self.stdout.write(f"  DISAGREES: {witness.disagreement}")

    def _post(self, **_options: Any) -> None:
        entries_place()
        head, failed = _newest(), 0
        for witness in Witness.objects.filter(retired_at=None).exclude(url=""):
            try:
                bring(head, witness)
                self.stdout.write(f"{witness.name} has signed {head.size:,} entries.")
            except (Unreachable, Refusal) as trouble:
                failed += 1
                self.stderr.write(f"{witness.name} has not signed. {trouble}")
        if failed:
            raise CommandError(f"{failed} of the witnesses did not sign.")

    def _carry(self, *, name: str, file: Path, **_options: Any) -> None:
        entries_place()
        head = _newest()
        file.write_bytes(question_for(_named(name), head).to_bytes())
        self.stdout.write(f"{file} holds the head of {head.size:,} entries, with its proof.")

    def _accept(self, *, file: Path, **_options: Any) -> None:
        accepted = cosignature_accept(note=file.read_bytes())
        for one in accepted:
            self.stdout.write(f"{one.witness.name} has signed {one.head_id:,} entries.")
        if not accepted:
            self.stdout.write("We had these signatures already.")


def _newest() -> Head:
    head = newest_head()
    if head is None:
        raise CommandError("Nothing is signed yet.")
    return head


def _named(name: str) -> Witness:
    witness = Witness.objects.filter(name=name, retired_at=None).first()
    if witness is None:
        raise Refusal("unknown", f"There is no witness {name}.")
    return witness
