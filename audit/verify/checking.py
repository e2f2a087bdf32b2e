"""Checking an exported log against its own signed heads, and against heads kept elsewhere.

Every stored entry is hashed again and the tree is built from those hashes alone. The tree must then
agree with every tile, and with every signed head at the size that head names. Comparing roots with
roots would prove nothing about the entries: whoever edits an entry and all the tiles above it is
caught by the signatures.
"""

from collections.abc import Iterable
from pathlib import Path

from audit.formats.signing import VerifierKey
from audit.formats.trust import Trust
from audit.verify.departure import find_departure
from audit.verify.evidence import check_links, check_proofs, check_stamps
from audit.verify.exported import ExportedLog
from audit.verify.heads import SignedHeads, check_key, check_latest, read_heads
from audit.verify.leaves import Leaves
from audit.verify.rebuilt import Progress, Rebuilt
from audit.verify.receipts import Receipts
from audit.verify.report import Report
from audit.verify.sources import Folder, Source
from audit.verify.strays import find_strays
from audit.verify.witnessing import check_witnesses
from audit.verify.wording import count

UNLISTED = (
    "A web server does not list its files: earlier heads, proofs of entries, links between heads "
    "and files that do not belong were not looked for. A folder or an archive shows them."
)
STAMPED = (
    "of time: each is of a signed head, but by whom and when `openssl ts -verify` has to say, with "
    "the authority's certificate."
)


def verify_export(
    source: Source | Path,
    trust: Trust | VerifierKey,
    *,
    kept: Iterable[tuple[str, bytes]] = (),
    disclosures: Iterable[bytes] = (),
    receipts: Receipts | None = None,
    read_entries: bool = True,
    progress: Progress = lambda _read, _of: None,
) -> Report:
    """Check a whole export, by what is trusted: at the least, the log's key.

    `kept` are signed heads from elsewhere, each with a name to call it by; `disclosures` the lines
    of a file of personal values; `receipts` what voters kept. Without `read_entries` what the
    entries say is not looked at, only that they are as signed: for the logs of other programs.
    """
    log = ExportedLog(Folder(source) if isinstance(source, Path) else source)
    trust = Trust((trust,)) if isinstance(trust, VerifierKey) else trust
    heads, report = SignedHeads(trust), Report(trust)
    findings, receipts = report.findings, receipts or Receipts()

    read_heads(log, heads, kept, findings)
    report.proofs = check_proofs(log, heads, findings)
    report.links = check_links(log, heads, findings)
    stamps = check_stamps(log, heads, findings)
    report.heads = heads.sizes()
    if stamps:
        report.unchecked.append(f"{count(stamps, 'stamp', 'stamps')} {STAMPED}")
    if not log.is_listed:
        report.unchecked.append(UNLISTED)
    if not report.heads:
        return report

    leaves = Leaves(trust)
    read = leaves.read if read_entries else None
    rebuilt = Rebuilt(log, report.heads[-1], report.heads, read, receipts.look)
    rebuilt.build(progress)
    report.entries, report.tiles = rebuilt.edge.size, rebuilt.tiles
    report.head = heads.newest(rebuilt.edge.root())
    leaves.personal.settle(log, report.head.size, disclosures, leaves.findings)
    if not rebuilt.is_cut_off:  # a vote that was not fetched is not one that was taken out
        receipts.settle()
    report.receipts = len(receipts.found)
    report.signed, report.unsigned = leaves.signed, leaves.unsigned
    report.personal = leaves.personal

    check_latest(log, heads, findings)
    check_key(log, trust, findings)
    find_departure(log, heads.ordered(), rebuilt, findings)
    report.witnesses = check_witnesses(heads, report.head, findings)
    findings.extend(rebuilt.findings)
    findings.extend(leaves.findings)
    findings.extend(receipts.findings)
    find_strays(log, report.head.size, findings)
    return report
