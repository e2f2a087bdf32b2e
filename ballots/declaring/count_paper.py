"""The count on paper: the result sheet as a PDF, which carries the record of the count."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from audit.browsing.qr import qr_svg
from audit.typeset import typeset
from ballots.counting.record import Count
from ballots.counting.sheet import paper

TEMPLATE: Final[Path] = settings.BASE_DIR / "templates" / "paper" / "count.typ"


def count_pdf(count: Count, record: bytes, about: dict[str, Any], at: datetime) -> bytes:
    """Set the result sheet on A4. The same count, facts and time give the same bytes.

    `about` says what the record does not know: `union`, `reference`, `banners`, `address`,
    `sha256` of the record, and `withdrawn` (words by the number of the candidate).
    """
    address = about["address"]
    data = {**about, **paper.data(count), "qr": qr_svg(address) if address else ""}
    return typeset(TEMPLATE, json.loads(json.dumps(data)), record, at=at)
