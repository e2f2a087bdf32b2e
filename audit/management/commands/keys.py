"""Make, change, end and seal the server's own keys, in ceremony."""

import getpass
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from audit import keys
from audit.ceremony import Ceremony, fingerprint
from audit.refusal import Refusal
from audit.services import server_keys

SHORTEST_PASSWORD = 15


class Command(BaseCommand):
    help = (
        "The keys with which the server signs the log's heads and receipts. Each act prints a "
        "record for the minutes, and is told to the log. Passwords are asked for, or read from "
        "the file that TELLERS_KEY_PASSWORD_FILE names; never given on the command line."
    )
    requires_system_checks: list[str] = []  # a site without keys may start nothing else

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        acts.add_parser("show", help="print the key lines and fingerprints, for the minutes")
        made = _act(acts, "make", "make the keys that are missing")
        rotate = _act(acts, "rotate", "make the next key; the log's old one signs on beside it")
        for each in (made, rotate):
            each.add_argument("--seal", action="store_true", help="put it under a password")
        _act(acts, "retire", "end the older key, and destroy its secret half")
        _act(acts, "seal", "put keys that lie in the clear under a password")
        _act(acts, "enter", "tell the log of keys that were made before it was", use=False)

    def handle(self, *, act: str, **options: Any) -> None:
        try:
            if act == "show":
                self._show()
            else:
                for ceremony in getattr(self, f"_{act}")(**options):
                    self._close(ceremony, told=act == "enter")
        except (Refusal, ImproperlyConfigured, OSError) as error:
            raise CommandError(str(error)) from None

    def _show(self) -> None:
        for use in server_keys.USES:
            place = server_keys.place_of(use)
            signing = [key.verifier for key in place.signing()]
            for key in place.verifiers():
                state = "signs now" if key in signing else "former: what it signed stays good"
                self.stdout.write(f"{use}: {state}\n  {key}\n  {fingerprint(key)}")

    def _make(self, *, use: str, present: list[str], seal: bool, **_: Any) -> Iterable[Ceremony]:
        uses = [use] if use else [each for each in server_keys.USES if not _exists(each)]
        if not uses:
            raise CommandError("There are keys already. They have signed: keep them.")
        password = _password() if seal else ""
        for each in uses:
            yield server_keys.server_key_make(use=each, present=present, password=password)

    def _rotate(self, *, use: str, present: list[str], seal: bool, **_: Any) -> Iterable[Ceremony]:
        sealed = seal or keys.is_sealed(server_keys.place_of(use).file)
        password = _password() if sealed else ""
        yield server_keys.server_key_rotate(use=use, present=present, password=password)

    def _retire(self, *, use: str, present: list[str], **_: Any) -> Iterable[Ceremony]:
        yield server_keys.server_key_retire(use=use, present=present)

    def _seal(self, *, use: str, present: list[str], **_: Any) -> Iterable[Ceremony]:
        password = _password()
        for each in [use] if use else server_keys.USES:
            yield from server_keys.server_key_seal(use=each, present=present, password=password)

    def _enter(self, *, present: list[str], **_: Any) -> Iterable[Ceremony]:
        yield from server_keys.server_keys_enter(present=present)

    def _close(self, ceremony: Ceremony, *, told: bool) -> None:
        """Print the record, and tell the log where there is one."""
        self.stdout.write(ceremony.text())
        try:
            if not told:
                server_keys.server_key_enter(ceremony=ceremony)
        except Error:
            self.stderr.write(
                "There is no log to tell yet. Once there is: manage.py keys enter --present ..."
            )


def _act(acts: Any, name: str, words: str, *, use: bool = True) -> ArgumentParser:
    parser: ArgumentParser = acts.add_parser(name, help=words)
    if use:
        optional = name in {"make", "seal"}
        parser.add_argument("use", choices=server_keys.USES, nargs="?" if optional else None)
    parser.add_argument(
        "--present", action="append", default=[], metavar="NAME", help="who is there; once for each"
    )
    return parser


def _exists(use: str) -> bool:
    return server_keys.place_of(use).file.exists()


def _password() -> str:
    """Read the password from its file, or ask for it twice."""
    if settings.KEY_PASSWORD_FILE:
        password = keys.server_password(settings.KEY_PASSWORD_FILE)
    elif sys.stdin.isatty():
        password = getpass.getpass("Password of the keys: ")
        if getpass.getpass("The same again: ") != password:
            raise CommandError("The two are not the same. Nothing was done.")
    else:
        raise CommandError("Name the file with the password in TELLERS_KEY_PASSWORD_FILE.")
    if len(password) < SHORTEST_PASSWORD:
        raise CommandError(f"A password of the keys has at least {SHORTEST_PASSWORD} characters.")
    return password
