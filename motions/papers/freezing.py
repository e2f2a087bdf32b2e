"""What an issue said, read back from what was frozen."""

import hashlib

from audit.formats.canonical import parse
from motions.models import Paper
from motions.papers.content import Content


def frozen(paper: Paper) -> Content:
    """Read what an issue says. Raises ValueError if it is no longer what was hashed."""
    written = paper.content.encode()
    if hashlib.sha256(written).hexdigest() != paper.sha256:
        raise ValueError(f"{paper} is not what was issued: its SHA-256 differs.")
    return Content.from_document(parse(written))
