"""Counts to draw sheets from: of every rule, small, and with the names that people dread."""

from hypothesis import settings
from hypothesis import strategies as st

from ballots.counting.contest import Contest
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count
from tests.ballots.counting.elections import papers

FEW = settings(max_examples=15)  # drawing a sheet takes a while

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://a.example","b")',
    "\u202eelected\u202c <b>",
    "a" * 200,
    "Ngũgĩ & 'Ada' \"Bo\"",
    "@SUM(A1)\tx\x07\x1b[31mred",
    "same",
    "same",
)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """Count some papers by some rule; a tie is drawn from a seed, or left for a lot."""
    names = draw(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6))
    numbers = range(1, len(names) + 1)
    rows = draw(
        st.lists(
            st.permutations(numbers).flatmap(
                lambda order: st.builds(
                    lambda length, weight: (weight, *order[:length]),
                    st.integers(0, len(order)),
                    st.integers(1, 30),
                )
            ),
            max_size=8,
        )
    )
    withdrawn = draw(st.frozensets(st.sampled_from(list(numbers)), max_size=1))
    stood = Contest(
        title=draw(st.sampled_from(["Committee", "<i>&</i>", ""])),
        candidates=tuple(names),
        seats=draw(st.integers(1, 3)),
        withdrawn=withdrawn,
        ron=draw(st.none() | st.just(len(names)).filter(lambda n: n not in withdrawn)),
    )
    _rule, counting = RULES[draw(st.sampled_from(sorted(RULES)))]
    return counting(stood, papers(*rows), Lots(draw(st.sampled_from([None, "4 2 6"]))))
