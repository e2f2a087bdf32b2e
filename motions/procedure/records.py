"""What is held of those who moved procedure and demanded card votes, told to them."""

from typing import Any, Final

from audit.personal_data import Part, Row
from motions.models import CardDemand, ProcedureAsked


def _asked(person: Any) -> list[Row]:
    asked = ProcedureAsked.objects.filter(credential__member=person).select_related("conference")
    demands = CardDemand.objects.filter(credential__member=person).select_related(
        "question__conference"
    )
    return [
        *(
            {
                "what": str(one),
                "conference": one.conference.title,
                "my words": one.words,
                "when": one.asked_at,
                "declined": one.reason,
            }
            for one in asked
        ),
        *(
            {
                "what": f"Demand for a card vote: {one.question}",
                "conference": one.question.conference.title,
                "when": one.demanded_at,
            }
            for one in demands
        ),
    ]


PART: Final = Part(
    "procedure",
    "Procedural motions I asked to move, and card votes I demanded",
    "seats",
    frozenset({"motions.ProcedureAsked.credential", "motions.CardDemand.credential"}),
    _asked,
)
