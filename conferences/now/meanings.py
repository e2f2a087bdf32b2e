"""What each choice on a paper means, in full, under the test that the vote is put to. Pure.

Sources: guide 3.5 (the tests) and 3.6; lesson L7: delegates "realised in the final seconds what a
motion meant".
"""

from typing import Final

from ballots.enums import Choice, Majority

_FOR: Final = "I want us to agree to this."
_AGAINST: Final = "I want us not to agree to this."
_ABSTAINING: Final = {
    Majority.TWO_THIRDS_PRESENT: "I take no side. Two thirds of all who are here must be for it, "
    "so this helps those who are against.",
    Majority.TWO_THIRDS_PRESENT_AGAINST: "I take no side. Two thirds of all who are here must be "
    "against it, so this helps those who are for it.",
    Majority.UNANIMOUS: "I take no side. Nobody may be against it or abstain, so this stops it.",
}
_ABSTAIN: Final = "I take no side. It is counted and shown, and does not change the result."


def meaning(key: str, majority: str) -> str:
    """Say what somebody says who presses this choice; nothing where the paper has its own."""
    if key == Choice.FOR:
        return _FOR
    if key == Choice.AGAINST:
        return _AGAINST
    if key == Choice.ABSTAIN:
        return _ABSTAINING.get(Majority(majority), _ABSTAIN)
    return ""


def carried_when(majority: str) -> str:
    """Say when a question is carried under this test; nothing where nothing is decided."""
    return {
        Majority.SIMPLE: "Carried if more votes are for it than against.",
        Majority.TWO_THIRDS_CAST: "Carried if at least two thirds of the votes for and against "
        "are for it.",
        Majority.TWO_THIRDS_PRESENT: "Carried if at least two thirds of all who are here are for "
        "it.",
        Majority.TWO_THIRDS_AGAINST: "It stands unless at least two thirds of the votes for and "
        "against are against it.",
        Majority.TWO_THIRDS_PRESENT_AGAINST: "It stands unless at least two thirds of all who are "
        "here are against it.",
        Majority.THREE_QUARTERS_CAST: "Carried if at least three quarters of the votes for and "
        "against are for it.",
        Majority.UNANIMOUS: "Carried only if nobody is against it or abstains.",
    }.get(Majority(majority), "")
