"""What may stand on a ballot paper."""

import pytest

from ballots.papers import FOR_AGAINST_ABSTAIN, Option, faults, is_key, paper_of, words_of


def test_paper_of_a_question_has_no_faults() -> None:
    assert [option.key for option in FOR_AGAINST_ABSTAIN] == ["for", "against", "abstain"]
    assert faults(FOR_AGAINST_ABSTAIN) == []


def test_keys_of_a_paper_say_places_and_never_names() -> None:
    paper = paper_of(["Asha Bellweather", "Idris Penhale", "Re-open nominations"])
    assert [option.key for option in paper] == ["option-1", "option-2", "option-3"]
    assert [option.label for option in paper][:2] == ["Asha Bellweather", "Idris Penhale"]
    assert all(is_key(option.key) for option in paper)


def test_paper_of_the_usual_answers_has_the_usual_keys() -> None:
    assert paper_of(["For", "Against", "Abstain"]) == list(FOR_AGAINST_ABSTAIN)


def test_words_of_a_paper_leave_out_what_says_nothing_of_anyone() -> None:
    assert words_of("That M9 be carried", FOR_AGAINST_ABSTAIN) == {"question": "That M9 be carried"}
    assert words_of("Who?", paper_of(["Asha Bellweather", "Against"])) == {
        "question": "Who?",
        "option option-1": "Asha Bellweather",
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "two options"),
        (paper_of(["Accept"]), "two options"),
        ([*paper_of(["Accept", "ACCEPT!"])], "told apart"),
        ([Option("a", "Accept"), Option("b", " accept ")], "told apart"),
        ([Option("a", "Accept"), Option("b", " ")], "letters or digits"),
        ([Option("a", "Accept"), Option("B", "Reject")], "letters or digits"),
        ([*paper_of(["Accept", "???"])], "letters or digits"),
    ],
)
def test_paper_with_a_fault_is_said_to_have_it(options: list[Option], words: str) -> None:
    assert any(words in fault for fault in faults(options))


@pytest.mark.parametrize("key", ["", "-a", "A", "a b", 'a"', "a" * 41, "é", "a\n"])
def test_is_key_refuses_what_could_not_stand_in_a_record(key: str) -> None:
    assert not is_key(key)
