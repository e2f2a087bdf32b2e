"""The server's own key in a sealed vote, worked out whenever it is wanted and kept nowhere.

One in each vote (specification, 4.7), from a secret of the installation that is not in the
database: whoever takes the tables away opens nothing with them. Without trustees it is the only
key, and that votes stay sealed until the close is then a promise and no more.
"""

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables
from gmpy2 import mpz

from ballots.models import TrusteeBoard
from ballots.sealing.documents import compact
from ballots.sealing.groups import GROUPS
from ballots.sealing.proofs import prove_knowledge

_SPARE_BITS = 128
"""Drawn beyond the order before reducing by it, so that no exponent is likelier than another."""


@sensitive_variables()
def server_secret(uuid: str, group: str) -> int:
    """Give the server's secret exponent in the vote of this uuid."""
    order = GROUPS[group].q
    derived = HKDF(
        algorithm=SHA512(),
        length=(order.bit_length() + _SPARE_BITS + 7) // 8,
        salt=None,
        info=f"tellers|trustee of a sealed vote|{group}|{uuid}".encode(),
    ).derive(settings.SEALING_SECRET.encode())
    secret: int = mpz(int.from_bytes(derived, "big")) % order
    return secret


@sensitive_variables()
def trustees_of(board: TrusteeBoard, uuid: str) -> bytes:
    """Give the trustees' document of a vote (4.7): the server first, then the people of its board.

    The people's part is copied as it was written when the board became ready.
    """
    group = GROUPS[board.group]
    secret = server_secret(uuid, board.group)
    public = group.secret_power(group.g, secret)
    proof = prove_knowledge(group, secret, f"pok|{group.name}|{public}|")
    own = compact(["Single", {"pok": proof.document(), "public_key": str(public)}])
    people = board.document.encode()[1:-1]
    return b"[" + own + (b"," + people if people else b"") + b"]"
