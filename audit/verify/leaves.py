"""What the entries themselves say: that they are in due form, who signed, what is only a digest."""

from collections import Counter
from collections.abc import Callable

from audit.formats.attestation import OfficerKeys, asks_for_signature
from audit.formats.errors import NotCanonical, NotVerified
from audit.formats.leaf import read_leaf
from audit.formats.trust import Trust
from audit.verify.findings import Findings
from audit.verify.personal import PersonalValues

LeafReader = Callable[[int, bytes], None]


class Leaves:
    """Reads the entries one after the other and keeps count; `read` is handed each of them."""

    def __init__(self, trust: Trust) -> None:
        self.findings = Findings()
        self.keys = OfficerKeys(trust.origin, (*trust.log, *trust.witnesses))
        self.personal = PersonalValues()
        self.signed: Counter[str] = Counter()
        """How many acts each officer signed, by pseudonym."""
        self.unsigned = 0
        """How many acts asked for an officer's signature and got none."""

    def read(self, index: int, entry: bytes) -> None:
        """Read the entry at this index. What is wrong with it is a finding."""
        try:
            leaf = read_leaf(entry)
        except NotCanonical as error:
            self._wrong(index, f"is not in due form. {error}")
            return
        try:
            if signer := self.keys.judge(leaf):
                self.signed[signer.name] += 1
            elif asks_for_signature(leaf):
                self.unsigned += 1
            self.personal.read(index, leaf)
        except NotVerified as error:
            self._wrong(index, f"({leaf['t']}) is not what it claims to be. {error}")

    def _wrong(self, index: int, what: str) -> None:
        self.findings.add(f"Entry {index} {what}", range(index, index + 1))
