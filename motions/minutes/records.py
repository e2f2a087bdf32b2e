"""What is held of a person here: the words of the clerk, and who signed minutes as agreed."""

from typing import Any

from audit.personal_data import Part, Row
from motions.models import AgreedMinutes, MinutesWords


def _written(person: Any) -> list[Row]:
    words = MinutesWords.objects.filter(written_by=person).select_related("conference")
    agreed = AgreedMinutes.objects.filter(agreed_by=person).select_related("conference")
    return [
        *({"what": str(one), "I": "wrote it", "words": one.words} for one in words),
        *({"what": str(one), "I": "signed it", "when": one.agreed_at} for one in agreed),
    ]


PART = Part(
    "minutes",
    "Minutes that I signed as agreed, and what I added to minutes as the clerk",
    "seats",
    frozenset({"motions.MinutesWords.written_by", "motions.AgreedMinutes.agreed_by"}),
    _written,
)
