"""A scrutiny pack around the log: whether its other files are as the log's own seal says."""

from collections.abc import Sequence
from pathlib import Path

from audit.formats.encoding import base64_text
from audit.formats.errors import NotVerified
from audit.pack.archive import open_archive
from audit.pack.checking import findings, is_pack, signed_by
from audit.pack.manifest import MANIFEST, MAX_MANIFEST_BYTES, Manifest
from audit.verify.report import Report
from audit.verify.wording import count


def check_packed(archive: Path, report: Report) -> None:
    """Check the files of a pack, and add what is found; do nothing where there is no pack."""
    try:
        with open_archive(archive) as opened:
            if not is_pack(opened.sizes.keys()):
                return
            wrong = list(findings(opened, report.trust))
            if not wrong:
                manifest = Manifest.parse(opened.read(MANIFEST, MAX_MANIFEST_BYTES))
                report.files_of_pack = len(manifest.files)
                report.pack_signed_by = signed_by(opened, manifest, report.trust)
                wrong = _another_log(manifest, report)
    except NotVerified as error:
        wrong = [str(error)]
    for finding in wrong:
        report.findings.add(finding)


def insist_on_log_alone(others: Sequence[str], report: Report) -> None:
    """Find fault with files that lie beside a log in an archive which is no pack.

    Else a pack whose manifest was taken out, or that was packed again inside a folder, would pass
    by its log alone, whatever its other files say by now.
    """
    if not others:
        return
    more = count(len(others) - 1, "other file", "other files")
    named = others[0] if len(others) == 1 else f"{others[0]} and {more}"
    report.findings.add(
        f"Beside the log the archive holds {named}, and nothing vouches for that. A scrutiny pack "
        f"has {MANIFEST} at its top: take it as it came. To check a log alone, name its folder."
    )


def _another_log(manifest: Manifest, report: Report) -> list[str]:
    head, said = report.head, manifest.log
    if head is None or (report.trust.origin, head.size, base64_text(head.root)) == (
        said.origin,
        said.size,
        said.root,
    ):
        return []
    return ["The manifest was made for another head of the log than the one in the pack."]
