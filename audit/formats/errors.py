"""The ways in which something offered as evidence can fail to prove what it claims."""


class NotVerified(ValueError):
    """Evidence was offered that does not hold. The message says why, in plain English."""


class BadEncoding(NotVerified):
    """Base64 or a number that is not written in its one correct way."""


class NotCanonical(NotVerified):
    """JSON that is not in the one form in which it may be hashed."""


class BadProof(NotVerified):
    """An inclusion or consistency proof that does not lead to the root."""


class Unwitnessed(BadProof):
    """A proof that holds, of a head that fewer witnesses have signed than are asked for."""


class BadKey(NotVerified):
    """A key that is malformed, of the wrong kind, or too weak to mean anything."""


class BadNote(NotVerified):
    """A signed note, or the tree head inside one, that must not be believed."""


class BadTile(NotVerified):
    """A tile or entry bundle whose length or content is impossible."""


class BadToken(NotVerified):
    """A PASETO token that is malformed, forged, expired or meant for something else."""


class BadTrust(NotVerified):
    """A statement of whose signatures count that is malformed or cannot mean what it says."""


class BadStamp(NotVerified):
    """A stamp of time that does not fit what was to be stamped, or comes from another authority."""
