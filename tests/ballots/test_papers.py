"""What may stand on a ballot paper."""

import pytest

from ballots.papers import FOR_AGAINST_ABSTAIN, Option, faults, is_key


def test_paper_of_a_question_has_no_faults() -> None:
    assert [option.key for option in FOR_AGAINST_ABSTAIN] == ["for", "against", "abstain"]
    assert faults(FOR_AGAINST_ABSTAIN) == []


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Accept", "accept"),
        ("Accept the offer, with regret", "accept-the-offer-with-regret"),
        ("  A  " + "very " * 20, "a-very-very-very-very-very-very-very-ver"),
    ],
)
def test_option_takes_its_key_from_its_name(label: str, key: str) -> None:
    assert Option.named(label).key == key
    assert is_key(key)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "two options"),
        ([Option.named("Accept")], "two options"),
        ([Option.named("Accept"), Option.named("ACCEPT!")], "told apart"),
        ([Option("a", "Accept"), Option("b", " accept ")], "told apart"),
        ([Option("a", "Accept"), Option("b", " ")], "letters or digits"),
        ([Option("a", "Accept"), Option("B", "Reject")], "letters or digits"),
        ([Option.named("Accept"), Option.named("???")], "letters or digits"),
    ],
)
def test_paper_with_a_fault_is_said_to_have_it(options: list[Option], words: str) -> None:
    assert any(words in fault for fault in faults(options))


@pytest.mark.parametrize("key", ["", "-a", "A", "a b", 'a"', "a" * 41, "é", "a\n"])
def test_is_key_refuses_what_could_not_stand_in_a_record(key: str) -> None:
    assert not is_key(key)
