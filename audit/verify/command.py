"""The command that anyone can run on an exported log.

Exit status: 0 verified, 1 not verified, 2 the question was not understood.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from audit.formats.attestation import read_key
from audit.formats.errors import BadKey, BadTrust
from audit.formats.note import MAX_NOTE_BYTES
from audit.formats.public_token import MAX_TOKEN_CHARS
from audit.formats.receipt import RECEIPTS
from audit.formats.signing import VerifierKey
from audit.formats.trust import MAX_TRUST_BYTES, Trust
from audit.pack.checking import is_pack
from audit.verify.archive import Archive
from audit.verify.arguments import parser
from audit.verify.checking import verify_export
from audit.verify.machine import as_json
from audit.verify.packed import check_packed, insist_on_log_alone
from audit.verify.page import as_page
from audit.verify.progress import Progress
from audit.verify.receipts import Receipts
from audit.verify.report import Report
from audit.verify.sources import Folder, Source, Unreadable
from audit.verify.website import Website

VERIFIED, NOT_VERIFIED, NOT_UNDERSTOOD = 0, 1, 2

MAX_DISCLOSURE_BYTES = 200_000

WHOM_TO_TRUST = """\
Whose log is it? A key that comes with a log proves nothing about it. Get the key from a person or a
paper you trust, such as the minutes of conference, the returning officer or your branch, and give

    --key 'union.example/audit/2027+0123abcd+...'

or, if you were given a trust file, which names the witnesses too,

    --trust trust.json
"""
TRUST_FROM_INSIDE = (
    "Whether the keys are right: the trust file came with the export. Compare the keys above with "
    "those in the minutes."
)
WHO_SIGNS_RECEIPTS = """\
Which key signs the receipts? It stands in the minutes beside the key of the log. Give

    --receipt-key k4.public....
"""
FETCH_FIRST = (
    "Download it first, and give the name of the file; an address is that of a log on a website, "
    "such as https://union.example/log/."
)


class NotUnderstood(Exception):
    """Something on the command line that we can do nothing with."""


class NotToBeTrusted(Exception):
    """A trust file that contradicts itself: whatever it were used on could not be verified."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the export named on the command line, and say what was found."""
    options = parser().parse_args(arguments)
    try:
        report = _report(options)
        if options.json:
            print(as_json(report), end="")
        elif not options.quiet:
            print(report.text())
        if options.html:
            _write(options.html, as_page(report, options.place, datetime.now(UTC)))
    except NotUnderstood as error:
        print(error, file=sys.stderr)
        return NOT_UNDERSTOOD
    except NotToBeTrusted as error:
        print(f"{error}\nNOT VERIFIED. Nothing was checked.", file=sys.stderr)
        return NOT_VERIFIED
    return VERIFIED if report.is_verified else NOT_VERIFIED


def _report(options: argparse.Namespace) -> Report:
    trust = _trust(options)
    kept = [(str(path), _read(path, MAX_NOTE_BYTES)) for path in options.head]
    receipts = _receipts(options)
    is_watched = options.progress or (sys.stderr.isatty() and not options.quiet)
    progress = Progress(sys.stderr) if is_watched else _untold
    with _lines(options.disclosures) as disclosures:
        try:
            source = _source(options.place)
        except Unreadable as error:
            report = Report(trust)
            report.findings.add(str(error))
            return report
        with closing(source):
            report = verify_export(
                source,
                trust,
                kept=kept,
                disclosures=disclosures,
                receipts=receipts,
                progress=progress,
            )
    if isinstance(source, Archive):
        if is_pack(source.everything):
            check_packed(Path(options.place), report)
        else:
            insist_on_log_alone(source.unvouched, report)
    if isinstance(source, Folder) and options.trust and _is_inside(options.trust, source.path):
        report.unchecked.append(TRUST_FROM_INSIDE)
    return report


def _trust(options: argparse.Namespace) -> Trust:
    if bool(options.key) == bool(options.trust):
        raise NotUnderstood(WHOM_TO_TRUST)
    if options.trust:
        try:
            return Trust.parse(_read(options.trust, MAX_TRUST_BYTES))
        except BadTrust as error:
            raise NotToBeTrusted(f"{options.trust}: {error}") from None
    try:
        return Trust(tuple(VerifierKey.parse(key.strip()) for key in options.key))
    except (BadKey, BadTrust) as error:
        raise NotUnderstood(f"--key: {error}") from None


def _receipts(options: argparse.Namespace) -> Receipts:
    if options.receipt and not options.receipt_key:
        raise NotUnderstood(WHO_SIGNS_RECEIPTS)
    try:
        keys = [read_key(RECEIPTS, key.strip()) for key in options.receipt_key]
    except BadKey as error:
        raise NotUnderstood(f"--receipt-key: {error}") from None
    return Receipts([_receipt(text) for text in options.receipt], keys)


def _receipt(text: str) -> str:
    """Give a receipt as it was typed, or from the file of that name."""
    if "v4." in text:
        return text
    return _read(Path(text), MAX_TOKEN_CHARS).decode(errors="replace")


def _source(place: str) -> Source:
    if "://" in place:
        if place.lower().endswith(".zip"):
            raise NotUnderstood(f"{place} is an archive. {FETCH_FIRST}")
        try:
            return Website(place)
        except Unreadable as error:
            raise NotUnderstood(str(error)) from None
    path = Path(place)
    if path.is_dir():
        if not (path / "checkpoint").exists() and (path / "log" / "checkpoint").is_file():
            raise NotUnderstood(
                f"{place} is an unpacked scrutiny pack. Name the archive as it came, and its other "
                f"files are checked too; or name {path / 'log'}, for the log alone."
            )
        return Folder(path)
    if path.is_file():
        return Archive(path)
    raise NotUnderstood(f"{place}: there is no such folder, archive or address.")


def _read(path: Path, limit: int) -> bytes:
    """Read a file that the reader gave us, up to one byte more than it may have."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise NotUnderstood(f"{path}: {error.strerror}.") from None


@contextmanager
def _lines(path: Path | None) -> Iterator[Iterator[bytes]]:
    if path is None:
        yield iter(())
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotUnderstood(f"{path}: {error.strerror}.") from None
    with file:
        yield iter(lambda: file.readline(MAX_DISCLOSURE_BYTES), b"")


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise NotUnderstood(f"{path} cannot be written: {error.strerror}.") from None


def _is_inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _untold(_read: int, _of: int) -> None:
    """Tell nobody."""
