"""What the log's own room gives to a scrutiny pack: the log, the proof of it, keys, retention."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from audit.formats.encoding import base64_text
from audit.formats.trust import Trust
from audit.models import Hold, Position
from audit.pack.documents import Document
from audit.pack.manifest import PackedLog
from audit.retention import schedule
from audit.selectors import leaves
from audit.verify.checking import verify_export
from audit.verify.page import as_page
from audit.verify.report import Report

LOG: Final = "log"

Leaf = Mapping[str, Any]


def verified(folder: Path) -> Report:
    """Check a written-out log, as anyone would, against the keys that lie in it."""
    trust = Trust.parse((folder / "trust.json").read_bytes())
    return verify_export(folder, trust)


def packed_log(report: Report) -> PackedLog:
    """Say which head of the log a pack holds."""
    head = report.head
    if head is None:
        raise ValueError("A pack holds a log with a signed head.")
    return PackedLog(report.trust.origin, head.size, base64_text(head.root))


def log_documents(folder: Path, report: Report) -> Iterator[Document]:
    """Give the log as written out, its entries as lines, and what checking it found."""
    yield Document(
        "verify_report.txt",
        "What our own check of the log found. Do not take our word for it: see log/.",
        report.text().encode() + b"\n",
        (9,),
    )
    yield Document(
        "verify_report.html",
        "The same, as a page to print and file.",
        as_page(report, LOG, datetime.now(UTC)).encode(),
        (9,),
    )
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            path = f"{LOG}/{file.relative_to(folder).as_posix()}"
            yield Document(path, "", file, (9,))


def entries_document(size: int, place: Path) -> Document:
    """Write the entries out one a line, in the log's order, as far as the packed head reaches."""
    places = Position.objects.filter(seq__lt=size).order_by("seq")
    with place.open("wb") as lines:
        for leaf in places.values_list("entry__leaf", flat=True).iterator(chunk_size=2000):
            lines.write(bytes(leaf) + b"\n")
    return Document(
        "audit_log.jsonl",
        "Every entry of the log, one a line: to read and to search. What proves it is log/.",
        place,
        (4, 6, 9),
    )


def keys_document(folder: Path) -> Document:
    """Give every public key that is needed to check this pack, and where to compare them."""
    trust = json.loads((folder / "trust.json").read_bytes())
    enrolled = leaves("officer_key.enrolled", "officer_key.retired")
    said = {
        "compare": "A key inside a pack proves nothing of itself. Compare the key of the log with "
        "the one in the minutes, and each witness's key with the witness.",
        "log": trust["log"],
        "witnesses": trust.get("witnesses", []),
        "witnesses_needed": trust.get("k", 0),
        "officers": [
            {"at": each["at"], "event": each["t"], "of": each["of"], "key": each.get("key")}
            for each in enrolled
        ],
    }
    return Document(
        "public_keys.json",
        "The public keys of the log, its witnesses and the officers.",
        as_json(said),
        (9,),
    )


def retention_document() -> Document:
    """Give how long everything is kept, and what is held because a complaint is live."""
    said = {
        "schedule": [
            {
                "what": rule.what,
                "where": rule.where,
                "kept": rule.period,
                "counted_from": rule.counted_from,
                "why": rule.why,
            }
            for rule in schedule.values()
        ],
        "holds": [
            {
                "subject": hold.subject,
                "placed_at": hold.placed_at.isoformat(timespec="seconds"),
                "released_at": hold.released_at and hold.released_at.isoformat(timespec="seconds"),
            }
            for hold in Hold.objects.all()
        ],
    }
    return Document(
        "retention.json",
        "How long each record is kept, why, and what is held because a complaint is live.",
        as_json(said),
        (8, 9),
    )


def as_json(said: object) -> bytes:
    """Write JSON for people and programs: indented, in UTF-8, names in order."""
    return (json.dumps(said, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
