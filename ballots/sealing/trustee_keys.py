"""One trustee's key, and its proof that she knows the secret of it (section 4.5)."""

from hashlib import sha256
from typing import Any, NamedTuple

from ballots.sealing.documents import BadDocument, compact, large, members, parse, text
from ballots.sealing.groups import Group
from ballots.sealing.proofs import Proof, knowledge_holds, prove_knowledge, read_proof

_FILE = 10_000


class PublicKey(NamedTuple):
    """A key g^x with its proof of knowledge; signed by a trustee of a bound ceremony."""

    proof: Proof
    public: int
    signature: Proof | None = None
    name: str | None = None

    def document(self) -> dict[str, Any]:
        """Write it as the specification does."""
        document: dict[str, Any] = {"pok": self.proof.document(), "public_key": str(self.public)}
        if self.signature is not None:
            document["signature"] = self.signature.document()
        if self.name is not None:
            document["name"] = self.name
        return document

    @property
    def raw(self) -> bytes:
        """Write the `.pubkey` file of `belenios-tool`, without the end of its line."""
        return compact(self.document())

    @property
    def short_name(self) -> str:
        """Give what `belenios-tool` calls the pair of keys: 8 hexadecimal digits."""
        return sha256(str(self.public).encode()).hexdigest()[:8].upper()


def new_secret(group: Group) -> int:
    """Draw the secret of a trustee, other than nought."""
    return group.exponent() or new_secret(group)


def prove_key(group: Group, secret: int) -> PublicKey:
    """Give the public key of a secret, and prove that one knows it."""
    public = group.secret_power(group.g, secret)
    return PublicKey(prove_knowledge(group, secret, _prefix(group, public)), public)


def read_public_key(group: Group, document: object, where: str = "The key") -> PublicKey:
    """Read a trustee's key, and see that she knows the secret of it.

    Raise `BadDocument`. Codes, beside those of `documents`: `not_in_group`, `knowledge`.
    """
    names = ("pok", "public_key", "signature", "name")
    parts = members(document, where, names, optional=names[2:])
    proof = read_proof(parts["pok"], f"{where}.pok", group)
    public = large(parts["public_key"], f"{where}.public_key", group.p)
    if public == 1 or not group.is_element(public):
        raise BadDocument("not_in_group", f"{where} is not in the election's group.")
    if not knowledge_holds(group, public, _prefix(group, public), proof):
        raise BadDocument("knowledge", f"{where} is not proven to be its trustee's own.")
    return PublicKey(
        proof,
        public,
        read_proof(parts["signature"], where, group) if "signature" in parts else None,
        text(parts["name"], where) if "name" in parts else None,
    )


def read_public_key_file(group: Group, raw: bytes) -> PublicKey:
    """Read a `.pubkey` file."""
    return read_public_key(group, parse(raw.strip(), limit=_FILE))


def private_key_file(secret: int) -> bytes:
    """Write the `.privkey` file of `belenios-tool`: the secret in base 10, as a JSON string."""
    return compact(str(secret)) + b"\n"


def read_private_key_file(group: Group, raw: bytes) -> int:
    """Read a `.privkey` file, or raise `BadDocument`."""
    return large(parse(raw.strip(), limit=_FILE), "The trustee's secret key", group.q)


def _prefix(group: Group, public: int) -> str:
    return f"pok|{group.name}|{public}|"
