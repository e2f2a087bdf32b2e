"""Whether the votes that receipts speak of are in the log."""

from collections.abc import Sequence

from audit.formats.errors import NotVerified
from audit.formats.receipt import check_claims, read_receipt, token_in
from audit.formats.signing import VerifierKey
from audit.verify.findings import Findings

LOST = (
    "The receipt {code} is signed, but its vote is not in this log. Keep it, and the log: together "
    "they prove that a vote was taken out."
)


class Receipts:
    """Reads receipts, and looks for their entries while the log is hashed."""

    def __init__(self, texts: Sequence[str] = (), keys: Sequence[VerifierKey] = ()) -> None:
        """Read what voters kept: tokens, or links that end in one."""
        self.findings = Findings()
        self.found: dict[bytes, int] = {}
        """The entries found, by their hashes: where each stands in the log."""
        self._wanted: dict[bytes, str] = {}
        for number, text in enumerate(texts, 1):
            try:
                claims = _read(token_in(text), keys)
            except NotVerified as error:
                self.findings.add(f"Receipt {number}: {error}")
            else:
                self._wanted[check_claims(claims)] = str(claims["code"])

    @property
    def count(self) -> int:
        """Give how many receipts were signed as they should be."""
        return len(self._wanted)

    def look(self, start: int, hashes: Sequence[bytes]) -> None:
        """Look among the hashes of entries from `start` on."""
        if self._wanted and not self._wanted.keys().isdisjoint(hashes):
            for place, hashed in enumerate(hashes, start):
                if hashed in self._wanted:
                    self.found[hashed] = place

    def settle(self) -> None:
        """Find fault with receipts whose votes the log does not have."""
        for hashed, code in self._wanted.items():
            if hashed not in self.found:
                self.findings.add(LOST.format(code=code))


def _read(token: str, keys: Sequence[VerifierKey]) -> dict[str, object]:
    """Read a receipt by whichever of the keys signed it."""
    refused = NotVerified("There is no key that signs receipts.")
    for key in keys:
        try:
            return read_receipt(token, key)
        except NotVerified as error:
            refused = error
    raise refused
