"""What needs no database: how alike motions are, how a report is worded, how words are linked."""

from motions.committee.drafting import Material, Named, drafted
from motions.committee.linking import linked
from motions.committee.similarity import most_alike, overlap, words_of


def test_same_words_are_wholly_alike_and_others_not() -> None:
    one = words_of("Heat in depots", "A legal maximum temperature in depots.")
    assert overlap(one, words_of("Depot heat", "Legal maximum temperatures in a depot")) == 1.0
    assert overlap(one, words_of("Pay", "A flat rate claim for everybody")) == 0.0
    assert overlap(one, frozenset()) == 0.0


def test_most_alike_come_first_and_unlike_not_at_all() -> None:
    mine = frozenset({"heat", "depot", "water", "shade"})
    others = [
        ("M1", frozenset({"heat", "depot", "pay", "rise"})),
        ("M2", mine),
        ("M3", frozenset({"vote"})),
    ]
    assert most_alike(mine, others) == [("M2", 1.0), ("M1", 0.5)]


def test_nothing_decided_is_nothing_to_report() -> None:
    assert drafted(Material()) == []


def test_paragraphs_count_and_name_what_they_are_about() -> None:
    one = Named("M1", "Pay", "Aldermere", "Two subjects.")
    told = drafted(
        Material(
            received_motions=2,
            received_amendments=1,
            in_order=[Named("M2"), Named("M3"), Named("RA1")],
            not_in_order=[one],
            two_thirds=[Named("RA1")],
            again=[Named("1.3", said="M16 is now in order")],
        )
    )
    assert [each.kind for each in told] == [
        "received",
        "reported_again",
        "in_order",
        "not_in_order",
        "two_thirds",
    ]
    assert told[0].text == "2 motions and 1 amendment were received."
    assert told[1].instead_of == "1.3"
    assert told[2].text == "3 motions are in order: M2, M3 and RA1."
    assert told[3].text.endswith("- M1, Pay (Aldermere): Two subjects.")
    assert told[4].text == "RA1 needs two thirds of the votes cast."


def test_numbers_become_links_and_nothing_else_runs() -> None:
    ways = {"M1": "/m1", "M1.1": "/m1-1"}
    assert linked("If M1.1 falls, M1 and M12 stand <b>", ways) == (
        '<p>If <a href="/m1-1">M1.1</a> falls, <a href="/m1">M1</a> and M12 stand &lt;b&gt;</p>'
    )
    assert linked("Two:\n- M1.\n- more", ways) == (
        '<p>Two:</p><ul><li><a href="/m1">M1</a>.</li><li>more</li></ul>'
    )
