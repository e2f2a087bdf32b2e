from hypothesis import given
from hypothesis import strategies as st

from conferences.desk.reasons import OTHER, grouped


def test_reasons_are_grouped_by_what_they_say_the_most_frequent_first() -> None:
    said = ["No signal", "WiFi down", "Page froze", "wifi  down", "The dog barked"]
    found = grouped(said)
    assert [(one.kind, one.count) for one in found] == [
        ("The connection", 3),
        ("The page or the phone", 1),
        (OTHER, 1),
    ]
    assert found[0].words == ("No signal", "wifi down")


@given(st.lists(st.text(max_size=40), max_size=20))
def test_every_reason_is_counted_once(said: list[str]) -> None:
    found = grouped(said)
    assert sum(one.count for one in found) == len(said)
    assert len({one.kind for one in found}) == len(found)
