"""Who else signed: how many of the trusted witnesses vouch for the newest head, and since when."""

from dataclasses import dataclass

from audit.formats.cosignature import WitnessKey
from audit.verify.findings import Findings
from audit.verify.heads import Head, SignedHeads
from audit.verify.wording import moment


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A witness's last word on this log, as far as we were shown: how many entries, and when."""

    witness: WitnessKey
    size: int | None = None
    time: int | None = None
    is_newest: bool = False

    @property
    def at(self) -> str:
        """Give the time in words, in UTC."""
        return moment(self.time) if self.time is not None else ""


def check_witnesses(heads: SignedHeads, newest: Head, findings: Findings) -> list[Witnessed]:
    """Hold the newest head against the policy: at least `k` witnesses must have signed it."""
    trust = heads.trust
    last = [_last(heads, witness, newest) for witness in trust.witnesses]
    signed = sum(one.is_newest for one in last)
    if signed < trust.k:
        missing = ", ".join(one.witness.name for one in last if not one.is_newest)
        sizes = sorted((one.size for one in last if one.size is not None), reverse=True)
        enough = "No entry has"
        if len(sizes) >= trust.k:
            enough = f"The first {sizes[trust.k - 1]:,} entries have"
        findings.add(
            f"The newest head is signed by {signed} of {len(last)} witnesses, and {trust.k} must. "
            f"Missing: {missing}. {enough} as many."
        )
    return last


def _last(heads: SignedHeads, witness: WitnessKey, newest: Head) -> Witnessed:
    word = heads.words.get(witness.name)
    if word is None:
        return Witnessed(witness)
    is_newest = (word.size, word.root) == (newest.size, newest.root)
    return Witnessed(witness, word.size, word.time, is_newest)
