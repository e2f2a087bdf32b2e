from hypothesis import given
from hypothesis import strategies as st

from conferences.now.glossary import MOST, terms, terms_in


def test_terms_are_found_in_the_order_in_which_they_are_met() -> None:
    found = terms_in("That the question be now put", "A card vote on Composite A")
    assert [term.name for term in found] == ["closure", "card vote", "composite"]


def test_word_inside_another_is_no_term() -> None:
    assert not terms_in("The placard of the cardinal")


def test_each_term_is_explained_once_and_in_words_of_its_own() -> None:
    assert len({term.name for term in terms()}) == len(terms())
    for term in terms():
        assert term.means.endswith(".")
        assert all(word == word.lower() for word in term.met_as)


@given(st.text(max_size=400))
def test_any_text_has_few_terms_and_none_twice(text: str) -> None:
    found = terms_in(text)
    assert len(found) == len({term.name for term in found}) <= MOST
