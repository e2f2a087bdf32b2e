"""A trustee's public keys, signed by herself, and those of all who take part (section 4.6.2).

From version 2.5.1 on a certificate says which ceremony it is for: the group, how many trustees, how
many of them open, and whose it is. `belenios-tool` 2.0 neither writes nor reads that, so a ceremony
in which every certificate has it is a bound one, and any other follows the older form.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Final

from ballots.sealing.channels import BadMessage, Seed, Signed, read_signed
from ballots.sealing.documents import compact, large, members, parse, small, text
from ballots.sealing.groups import Group
from ballots.sealing.hashing import hexadecimal

MOST: Final = 100
"""Trustees of one ceremony, at most."""

_CERTIFICATE: Final = 10_000
_NAMES: Final = ("verification", "encryption")


@dataclass(frozen=True, slots=True)
class Context:
    """The ceremony that a certificate is for; `index` counts trustees from 1."""

    group: str
    size: int
    threshold: int
    index: int

    def document(self) -> dict[str, object]:
        """Write it."""
        return asdict(self)


@dataclass(frozen=True)
class Certificate:
    """The keys of one trustee: what verifies her signatures, and what she is written to with."""

    signed: Signed
    verification: int
    encryption: int
    context: Context | None = None

    @property
    def raw(self) -> bytes:
        """Write it as the specification does."""
        return compact(self.signed.document())

    @cached_property
    def fingerprint(self) -> str:
        """Give what two trustees compare by telephone: SHA-256 of the certificate, in hexadecimal.

        A server that put its own certificate in place of hers would show another one.
        """
        return hexadecimal(self.raw)


def make_certificate(seed: Seed, context: Context | None = None) -> Certificate:
    """Write and sign the certificate of a trustee (step 1)."""
    keys: dict[str, object] = {
        "verification": str(seed.verification),
        "encryption": str(seed.encryption),
    }
    if context is not None:
        keys["context"] = context.document()
    signed = seed.sign(compact(keys).decode())
    return Certificate(signed, seed.verification, seed.encryption, context)


def read_certificate(group: Group, document: object, where: str) -> Certificate:
    """Read a certificate and see that it is signed with its own key.

    Raise `BadMessage`. Codes, beside those of `documents`: `not_in_group`, `signature`.
    """
    signed = read_signed(document, where, group)
    keys = parse(signed.message.encode(), limit=_CERTIFICATE)
    named = isinstance(keys, dict) and next(iter(keys), None) == "context"
    names = ("context", *_NAMES) if named else (*_NAMES, "context")
    parts = members(keys, where, names, optional=("context",))
    verification, encryption = (large(parts[name], where, group.p) for name in _NAMES)
    for key in (verification, encryption):
        if key == 1 or not group.is_element(key):
            raise BadMessage("not_in_group", f"{where} has a key that is not in the group.")
    if not signed.is_by(group, verification):
        raise BadMessage("signature", f"{where} is not signed with its own key.")
    context = _read_context(parts["context"], where) if "context" in parts else None
    return Certificate(signed, verification, encryption, context)


def _read_context(document: object, where: str) -> Context:
    parts = members(document, where, ("group", "size", "threshold", "index"))
    return Context(
        text(parts["group"], where),
        small(parts["size"], where),
        small(parts["threshold"], where),
        small(parts["index"], where),
    )


@dataclass(frozen=True)
class Ceremony:
    """Those who make a key together, and how many of them will open: all its messages are for it.

    Made by `gather`, which says that the certificates are fit.
    """

    group: Group
    certificates: tuple[Certificate, ...]
    threshold: int

    @property
    def size(self) -> int:
        return len(self.certificates)

    @property
    def is_bound(self) -> bool:
        """Say whether every certificate is for this ceremony and no other."""
        return all(certificate.context is not None for certificate in self.certificates)

    def index(self, seed: Seed) -> int:
        """Find whose seed it is, counting from 1, or raise `BadMessage` (`stranger`)."""
        for index, certificate in enumerate(self.certificates, start=1):
            if (certificate.verification, certificate.encryption) == (
                seed.verification,
                seed.encryption,
            ):
                return index
        raise BadMessage("stranger", "This key is of none of the trustees of this ceremony.")

    def commitment(self, coefficients: Sequence[int]) -> str:
        """Give what a trustee of a bound ceremony signs: all certificates, and her commitments."""
        certificates = [certificate.signed.document() for certificate in self.certificates]
        listed = {"certs": certificates, "coefexps": [str(element) for element in coefficients]}
        return f"certs_sig|{compact(listed).decode()}"


def gather(group: Group, certificates: Sequence[Certificate], threshold: int) -> Ceremony:
    """Put the certificates of all trustees together, in their order (step 2).

    Raise `BadMessage`. Codes: `threshold`, `twice` (two with the same key), `context` (one that is
    for another ceremony, or for another place in it).
    """
    size = len(certificates)
    if not 1 <= threshold <= size <= MOST:
        raise BadMessage("threshold", f"{threshold} of {size} trustees cannot open together.")
    keys = [key for each in certificates for key in (each.verification, each.encryption)]
    if len(set(keys)) != len(keys):
        raise BadMessage("twice", "Two certificates have the same key: each trustee makes her own.")
    for index, certificate in enumerate(certificates, start=1):
        due = Context(group.name, size, threshold, index)
        if certificate.context not in {None, due}:
            raise BadMessage("context", f"Certificate {index} was made for another ceremony.")
    return Ceremony(group, tuple(certificates), threshold)


def read_ceremony(group: Group, raws: Sequence[bytes], threshold: int) -> Ceremony:
    """Read and gather certificates as they were sent, each a document of its own."""
    return gather(
        group,
        [
            read_certificate(group, parse(raw.strip(), limit=_CERTIFICATE), f"Certificate {index}")
            for index, raw in enumerate(raws, start=1)
        ],
        threshold,
    )
