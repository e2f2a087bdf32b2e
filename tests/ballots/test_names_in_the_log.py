"""Nobody's name stands in the log in clear: no candidate's, and none in a refused title."""

import pytest

from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from ballots.enums import Majority
from ballots.papers import paper_of
from ballots.services import ballot_close, ballot_declare
from tests.factories.ballots import Hall, cast_by, make_hall

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

CANDIDATE = "Rosalind Quillfeather"


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


def whole_log() -> str:
    leaves = Entry.objects.values_list("leaf", flat=True)
    return " ".join(bytes(leaf).decode() for leaf in leaves).casefold()


def disclosed() -> set[str]:
    return set(Disclosure.objects.values_list("value", flat=True))


def test_log_of_a_ballot_on_people_names_none_of_them(hall: Hall) -> None:
    ballot = hall.open(
        class_code="PAY_CONSULT",
        majority=Majority.NONE,
        question=f"Should {CANDIDATE} speak for us?",
        options=paper_of([CANDIDATE, "Idris Penhale"]),
    )
    for delegate in hall.delegates:
        cast_by(delegate, ballot, "option-1")
    ballot = ballot_close(ballot=ballot, actor=hall.teller)
    ballot = ballot_declare(ballot=ballot, actor=hall.chair)
    assert CANDIDATE in (ballot.result or {})["explanation"]
    assert "quillfeather" not in whole_log()
    assert {CANDIDATE, "Idris Penhale", (ballot.result or {})["explanation"]} <= disclosed()


def test_title_of_a_refused_ballot_is_sealed(hall: Hall) -> None:
    with pytest.raises(Refusal):
        hall.create(class_code="S46_PRESIDENT", title=f"Elect {CANDIDATE}")
    assert "quillfeather" not in whole_log()
    assert f"Elect {CANDIDATE}" in disclosed()


def test_class_that_is_none_is_recorded_as_unknown(hall: Hall) -> None:
    with pytest.raises(Refusal):
        hall.create(class_code=CANDIDATE)
    assert "quillfeather" not in whole_log()
    assert '"class_code":"unknown"' in whole_log()
