"""The report for a program: JSON whose keys stay as they are."""

import json
from typing import Any

from audit.formats.encoding import base64_text
from audit.verify.report import Report

VERSION = 1


def as_json(report: Report) -> str:
    """Write the report as one JSON object, indented."""
    return json.dumps(as_object(report), indent=2) + "\n"


def as_object(report: Report) -> dict[str, Any]:
    """Give the report in plain values. Indices count from 0; times are in seconds since 1970."""
    head, trust, personal = report.head, report.trust, report.personal
    return {
        "version": VERSION,
        "verified": report.is_verified,
        "log": trust.origin,
        "keys": list(map(str, trust.log)),
        "head": head and {"size": head.size, "root": base64_text(head.root)},
        "checked": {
            "entries": report.entries,
            "tiles": report.tiles,
            "heads": len(report.heads),
            "links": report.links,
            "proofs": report.proofs,
            "receipts": report.receipts,
            **({"files_of_pack": report.files_of_pack} if report.files_of_pack else {}),
        },
        "witnesses": {
            "required": trust.k,
            "signed": sum(one.is_newest for one in report.witnesses),
            "each": [
                {
                    "key": str(one.witness),
                    "signed_newest": one.is_newest,
                    "size": one.size,
                    "time": one.time,
                }
                for one in report.witnesses
            ],
        },
        "acts": {
            "signed": report.signed.total(),
            "unsigned": report.unsigned,
            "sealed": report.sealed,
            "by": dict(sorted(report.signed.items())),
        },
        "personal": {
            "values": personal.digests,
            "disclosed": personal.disclosed,
            "erased": personal.erased,
            "withheld": personal.withheld,
            "tampered": personal.tampered,
            "disclosed_though_erased": personal.disclosed_though_erased,
        },
        "first_wrong": _span(report.first_wrong),
        "findings": [
            {"message": one.message, "entries": _span(one.entries)} for one in report.findings
        ],
        "more_findings": report.findings.more,
        "unchecked": report.unchecked,
    }


def _span(entries: range | None) -> dict[str, int] | None:
    return {"first": entries[0], "last": entries[-1]} if entries else None
