"""A slip filled in is the template rendered: the short way and the long way say the same."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.template.loader import get_template
from django.utils import translation

from ballots.receipts import Receipt
from ballots.slips import TEMPLATE, slip


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize(
    ("choice", "label"), [("for", "For"), ("accept-5", 'Accept "5%" & <b>more</b>'), ("x", "It's")]
)
@pytest.mark.parametrize("month", [1, 7])  # winter time and summer time
def test_slip_is_the_template_rendered(
    language: str, choice: str, label: str, month: int, *, counts: bool
) -> None:
    receipt = Receipt(
        code="7F3K-G9M6",
        at=datetime(2027, month, 15, 10, 42, 5, tzinfo=UTC),
        entry_id=uuid4(),
        ballot_id=uuid4(),
        choice=choice,
        choice_label=label,
        counts=counts,
    )
    with translation.override(language):
        assert slip(receipt) == get_template(TEMPLATE).render({"receipt": receipt})
