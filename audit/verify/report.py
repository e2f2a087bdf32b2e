"""What checking a log has found, said so that a returning officer can file it."""

from collections import Counter
from dataclasses import dataclass, field

from audit.formats.encoding import base64_text
from audit.formats.trust import Trust
from audit.verify.findings import Findings
from audit.verify.heads import Head
from audit.verify.personal import PersonalValues
from audit.verify.witnessing import Witnessed
from audit.verify.wording import count, place


@dataclass(slots=True)
class Report:
    """What was checked, what was found, and where the log first goes wrong."""

    trust: Trust
    head: Head | None = None
    entries: int = 0
    tiles: int = 0
    heads: list[int] = field(default_factory=list)
    """The sizes at which the log was signed."""
    proofs: int = 0
    links: int = 0
    receipts: int = 0
    """How many receipts are of votes that are in the log."""
    files_of_pack: int = 0
    """How many files of a scrutiny pack are as its manifest lists them."""
    pack_signed_by: str = ""
    """Which officer signed the pack, by pseudonym, and how."""
    witnesses: list[Witnessed] = field(default_factory=list)
    signed: Counter[str] = field(default_factory=Counter)
    """How many acts each officer signed with a key of their own, by pseudonym."""
    unsigned: int = 0
    """How many acts asked for an officer's signature and got none."""
    personal: PersonalValues = field(default_factory=PersonalValues)
    findings: Findings = field(default_factory=Findings)
    unchecked: list[str] = field(default_factory=list)

    @property
    def sealed(self) -> int:
        """Give how many entries no officer signed: the log's key alone answers for them."""
        return self.entries - self.signed.total()

    @property
    def is_verified(self) -> bool:
        return self.head is not None and not self.findings

    @property
    def first_wrong(self) -> range | None:
        """Give the first wrong entry, or the fewest entries among which it must be."""
        return self.findings.first_wrong

    def text(self) -> str:
        """Write the report for a terminal."""
        lines = [f"Log        {self.trust.origin}"]
        lines += [f"Key        {key}" for key in self.trust.log]
        if self.head:
            lines += [
                f"Head       {count(self.head.size, 'entry', 'entries')}",
                f"Root       {base64_text(self.head.root)}",
            ]
        lines += _under("Witnesses", witness_lines(self))
        lines += _under("Checked", [", ".join(checked(self))])
        lines += _under("Acts", act_lines(self))
        lines += _under("Personal", personal_lines(self))
        lines += _under("Unchecked", self.unchecked)
        return "\n".join([*lines, "", *self._verdict()])

    def _verdict(self) -> list[str]:
        if self.is_verified:
            return ["VERIFIED. Every stored entry is as it was signed."]
        lines = ["NOT VERIFIED."]
        if self.first_wrong:
            lines.append(f"The first wrong entry is {place(self.first_wrong)}.")
        lines += [f"  - {finding.message}" for finding in self.findings]
        if self.findings.more:
            lines.append(f"  - and {self.findings.more:,} more.")
        return lines


def checked(report: Report) -> list[str]:
    """Say how much was checked of what."""
    counted = [
        count(report.entries, "entry", "entries"),
        count(report.tiles, "tile", "tiles"),
        count(len(report.heads), "signed head", "signed heads"),
    ]
    if report.links:
        counted.append(count(report.links, "link between heads", "links between heads"))
    if report.proofs:
        counted.append(count(report.proofs, "proof of an entry", "proofs of entries"))
    if report.receipts:
        counted.append(count(report.receipts, "receipt of a vote", "receipts of votes"))
    if report.files_of_pack:
        counted.append(count(report.files_of_pack, "file of the pack", "files of the pack"))
    return counted


def witness_lines(report: Report) -> list[str]:
    """Say who else signed the newest head, and when."""
    trust = report.trust
    if not trust.witnesses:
        return ["none were named: the key of the log alone vouches for the head"]
    signed = sum(one.is_newest for one in report.witnesses)
    asked = f"at least {trust.k} must" if trust.k else "none is asked for"
    lines = [f"{signed} of {len(trust.witnesses)} have signed this head; {asked}"]
    for one in report.witnesses:
        said = f"signed {one.at}" if one.is_newest else "has not signed this head"
        if one.size is not None and not one.is_newest:
            said += f", but one of {count(one.size, 'entry', 'entries')} on {one.at}"
        lines.append(f"{one.witness.name}+{one.witness.id.hex()} {said}")
    return lines


def act_lines(report: Report) -> list[str]:
    """Tell the acts that a person signed from those that only the log's own key seals."""
    signed = report.signed.total()
    if not signed and not report.unsigned:
        return []
    officers = count(len(report.signed), "officer", "officers")
    lines = [
        f"{count(signed, 'act', 'acts')} signed in person by {officers}, with their own keys",
        f"{count(report.sealed, 'entry', 'entries')} sealed by the log's key alone",
    ]
    if report.pack_signed_by:
        lines.append(f"the pack is signed by {report.pack_signed_by}")
    if report.unsigned:
        acts = count(report.unsigned, "act", "acts")
        lines.append(f"{acts} with no officer's signature, where there could have been one")
    return lines


def personal_lines(report: Report) -> list[str]:
    """Say what became of the values that the log shows as digests only."""
    values = report.personal
    if not values.digests:
        return []
    each = [
        f"{values.disclosed:,} disclosed, and as recorded",
        f"{values.erased:,} erased, as the log says",
        f"{values.withheld:,} withheld",
    ]
    if values.tampered:
        each.append(f"{values.tampered:,} disclosed and TAMPERED WITH")
    lines = [f"{count(values.digests, 'value', 'values')}: {'; '.join(each)}"]
    if values.disclosed_though_erased:
        lines.append(f"disclosed though erased: {values.disclosed_though_erased:,}")
    return lines


def _under(title: str, lines: list[str]) -> list[str]:
    titles = [title, *[""] * len(lines)]
    return [f"{name:<10} {line}" for name, line in zip(titles, lines, strict=False)]
