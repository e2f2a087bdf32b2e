import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ballots.counting.amounts import amount
from ballots.counting.record import Count
from ballots.counting.sheet import table
from ballots.counting.sheet.wording import headline
from ballots.counting.words import plain
from tests.ballots.counting.sheet.counts import FEW, counts


@FEW
@given(count=counts(), width=st.sampled_from([60, 80, 120]), stages_down=st.booleans())
def test_text_fits_its_width_and_steers_no_terminal(
    *, count: Count, width: int, stages_down: bool
) -> None:
    text = table.write(count, width=width, stages_down=stages_down)
    for line in text.splitlines():
        assert len(line) <= width
    assert all(unicodedata.category(each) not in {"Cc", "Cf"} for each in text.replace("\n", ""))


@FEW
@given(count=counts(), stages_down=st.booleans())
def test_text_has_every_figure(*, count: Count, stages_down: bool) -> None:
    text = table.write(count, width=120, stages_down=stages_down)
    for stage in count.stages:
        for each in (*stage.votes, stage.non_transferable, stage.total):
            assert amount(each, count.rule.places) in text


@FEW
@given(counts())
def test_text_says_who_is_elected(count: Count) -> None:
    said = "".join(table.write(count).split())
    assert "".join(plain(headline(count)).split()) in said
