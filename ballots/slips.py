"""The slip that answers a vote: the receipt as a fragment, set once and filled in for each voter.

Thousands are sent within seconds, and setting the template would cost more than the vote. So it is
set once for each language, with marks in the places of what differs from voter to voter.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from uuid import UUID

from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from ballots.receipts import Receipt

TEMPLATE = "ballots/_voted.html"

_CODE, _CHOICE, _LABEL, _TIME = "[code]", "[choice]", "[label]", "01:02:03"
_BALLOT = UUID(int=0)
_MARKED = Receipt(
    code=_CODE,
    at=datetime(2000, 1, 1, 1, 2, 3, tzinfo=timezone.get_default_timezone()),
    entry_id=UUID(int=0),
    ballot_id=_BALLOT,
    choice=_CHOICE,
    choice_label=_LABEL,
)


def slip(receipt: Receipt) -> str:
    """Fill in the slip for one vote."""
    at = timezone.localtime(receipt.at, timezone.get_default_timezone())
    return (
        _blank(get_language(), counts=receipt.counts)
        .replace(str(_BALLOT), str(receipt.ballot_id))
        .replace(_TIME, at.strftime("%H:%M:%S"))
        .replace(_CODE, receipt.code)
        .replace(_CHOICE, receipt.choice)
        .replace(_LABEL, escape(receipt.choice_label))
    )


@cache
def _blank(_language: str | None, *, counts: bool) -> str:
    """Set the slip with its marks, in the language of this request."""
    return get_template(TEMPLATE).render({"receipt": replace(_MARKED, counts=counts)})
