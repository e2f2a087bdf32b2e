"""The witness's command: what a branch secretary types, and what it answers.

Exit status: 0 signed, or nothing to complain of; 1 not signed, or the log contradicts itself;
2 the question was not understood.
"""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from audit.formats.add_checkpoint import ADD_CHECKPOINT
from audit.formats.errors import BadKey, NotVerified
from audit.formats.signing import VerifierKey
from audit.witness.carried import is_website, question
from audit.witness.evidence import EXPLANATION, proven, unproven
from audit.witness.keeping import Folder, write_durably
from audit.witness.refusals import Disagrees, Forked, NotSigned
from audit.witness.serving import WitnessServer
from audit.witness.site import hand_in
from audit.witness.witness import Signed, Witness

SIGNED, NOT_SIGNED, NOT_UNDERSTOOD = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked, and say in plain English what came of it."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.act(options)
    except NotSigned as refused:
        _say(f"NOT SIGNED. {refused}")
        _point_to_evidence(refused)
        return NOT_SIGNED
    except NotVerified as error:
        print(error, file=sys.stderr)
        return NOT_UNDERSTOOD
    except OSError as error:
        print(f"{error.filename or 'This'}: {error.strerror}.", file=sys.stderr)
        return NOT_UNDERSTOOD
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m audit.witness",
        description="Be a witness to a union's log: sign its heads, and notice if it is rewritten.",
        epilog="Exit status: 0 signed or well, 1 not signed or not well, 2 not understood.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    new_key = commands.add_parser("new-key", help="make your key, once")
    new_key.add_argument("name", help="your name as a witness, such as leeds.lantern.example")
    new_key.set_defaults(act=_new_key)

    sign = commands.add_parser("sign", help="sign a head, from a file or from a log")
    sign.add_argument(
        "head",
        help="the file from the office; or the log itself: a folder, an archive or an address "
        "such as https://union.example/log/",
    )
    sign.add_argument("--proof", help="the file with the proof, if it came apart from the head")
    sign.add_argument(
        "--out", type=Path, help="where to write the signed head (else beside the file, or here)"
    )
    sign.set_defaults(act=_sign)

    serve = commands.add_parser("serve", help="sign heads that the office sends over the network")
    serve.add_argument("--host", default="127.0.0.1", help="this computer only, unless given")
    serve.add_argument("--port", type=int, default=8085)
    serve.set_defaults(act=_serve)

    status = commands.add_parser("status", help="say what was signed last, and whether all is well")
    status.set_defaults(act=_status)

    for command in (new_key, sign, serve, status):
        command.add_argument(
            "--folder", type=Path, default=Path("witness"), help="your folder (default: witness)"
        )
    for command in (sign, serve):
        command.add_argument(
            "--log",
            metavar="VKEY",
            action="append",
            default=[],
            help="the key of the log, from somebody you trust; needed the first time only",
        )
    return parser


def _new_key(options: argparse.Namespace) -> int:
    key = Folder(options.folder).new_key(options.name)
    _say(f"Your key is made. Its secret half is in {options.folder / 'witness.key'}.")
    _say("Show that file to nobody, and copy it nowhere. Give this line to the returning officer:")
    _say(f"\n  {key}\n")
    _say("Read it out when they have it, so that both know it is the same.")
    return SIGNED


def _sign(options: argparse.Namespace) -> int:
    witness = _witness(options)
    asked = question(options.proof or options.head, witness.folder)
    if options.proof and not asked.endswith(b"\n\n" + Path(options.head).read_bytes()):
        raise NotVerified(f"The proof in {options.proof} is not for the head in {options.head}.")
    signed = witness.sign(asked)
    out = options.out or _beside(options.head, signed)
    write_durably(out, signed.note)
    _say(_told(signed))
    if is_website(options.head) and hand_in(options.head, signed.note):
        _say(f"It is handed in at {options.head}, and kept in {out}.")
    else:
        _say(f"Give this file to the office: {out}")
    return SIGNED


def _beside(place: str, signed: Signed) -> Path:
    if is_website(place):
        return Path(f"head-{signed.head.size}.signed")
    path = Path(place).absolute()
    return path.with_name(f"{path.name}.signed")


def _serve(options: argparse.Namespace) -> int:
    witness = _witness(options)
    if not list(witness.folder.logs()):
        raise BadKey("Which log? Give its key with --log, from somebody you trust.")
    reported: list[Signed | NotSigned] = []

    def report(result: Signed | NotSigned) -> None:
        if isinstance(result, Forked):
            reported.append(result)
        _say(f"{_at(datetime.now(UTC))}  {_told(result)}")
        if isinstance(result, NotSigned):
            _point_to_evidence(result)

    with WitnessServer((options.host, options.port), witness, report) as server:
        _say(f"Witness {witness.key.name} is listening. The office posts heads to")
        _say(f"\n  http://{options.host}:{server.server_port}{ADD_CHECKPOINT}\n")
        _say("Ctrl-C stops it.")
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, lambda *_: threading.Thread(target=server.shutdown).start())
        server.serve_forever(poll_interval=0.1)  # so long it takes at most to end
    return NOT_SIGNED if reported else SIGNED


def _status(options: argparse.Namespace) -> int:
    witness = Witness.of(Folder(options.folder))
    _say(f"Witness   {witness.key.verifier}")
    well = True
    for origin in dict.fromkeys(log.name for log in witness.folder.logs()):
        seen = witness.folder.recall(origin)
        _say(f"\nLog       {origin}")
        for key in witness.folder.keys_of(origin):
            _say(f"Its key   {key}")
        if seen:
            when = _at(datetime.fromtimestamp(seen.time, UTC))
            _say(f"Signed    {seen.head.size:,} entries, {when}")
        else:
            _say("Signed    nothing yet")
        for place in proven(witness.folder.evidence(origin)):
            well = False
            _say(f"EVIDENCE  This log contradicts itself. Read {place / EXPLANATION}")
        for place in unproven(witness.folder.evidence(origin)):
            well = False
            _say("REFUSED   A head that did not fit: the log may have been rewritten.")
            _say(f"          Read {place / EXPLANATION}")
    return SIGNED if well else NOT_SIGNED


def _witness(options: argparse.Namespace) -> Witness:
    witness = Witness.of(Folder(options.folder))
    for line in options.log:
        log = VerifierKey.parse(line.strip())
        if witness.folder.trust(log):
            others = len(witness.folder.keys_of(log.name)) - 1
            _say(f"From now on you watch {log.name}{', by one more key' if others else ''}.")
    return witness


def _told(result: Signed | NotSigned) -> str:
    if isinstance(result, Signed):
        known = (
            f"and nothing in the first {result.before.size:,} has changed since you signed them."
            if result.before
            else "the first that you sign: from now on nothing in them can be changed unnoticed."
        )
        return f"Signed {result.head.origin} at {result.head.size:,} entries, {known}"
    return f"NOT SIGNED. {result}"


def _point_to_evidence(refused: NotSigned) -> None:
    if isinstance(refused, Disagrees) and refused.evidence:
        _say(f"Both heads are kept. Read {refused.evidence / EXPLANATION} and do what it says.")


def _at(time: datetime) -> str:
    return f"{time.day} {time:%B %Y at %H:%M:%S} UTC"


def _say(words: str) -> None:
    print(words, flush=True)
