"""The statutory guard: the sample cases, each refusal, and what no wording can get past."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import guard
from ballots.guard import Answer, Attestation, Verdict, assess, suggest_class

NO = Attestation.all_no()
SAMPLE_CASES = [
    ("Election of National Executive Council members 2027", "BLOCK", "S46_EXECUTIVE"),
    ("General Secretary election", "BLOCK", "S46_GENERAL_SECRETARY"),
    (
        "President of the union elected by members, seat on the executive",
        "BLOCK",
        "S46_PRESIDENT",
    ),
    ("Trustee who by rule sits on the executive", "BLOCK", "S46_EX_OFFICIO"),
    ("Political fund resolution", "BLOCK", "S73_POLITICAL_RESOLUTION"),
    (
        "Merger with another union: approve instrument of amalgamation",
        "BLOCK",
        "S97_MERGER",
    ),
    ("Are you prepared to take part in strike action?", "BLOCK", "S226_IA"),
    (
        "Would you support moving to a statutory ballot for action if talks fail?",
        "REVIEW",
        "IA_CONSULT",
    ),
    ("Accept or reject the pay offer", "ALLOW_INDICATIVE", "PAY_CONSULT"),
    ("Recognition ballot at an employer", "BLOCK", "SCHEDULE_A1"),
    ("Conference vote on motion 9", "ALLOW", "CONF_VOTE"),
    ("Rule amendment at conference", "ALLOW_IF_RULES", "CONF_RULES"),
    ("Election of Standing Orders Committee", "ALLOW", "NON_S46_OFFICE"),
    ("Branch secretary election", "ALLOW", "BRANCH_OFFICE"),
    ("Branch secretary who sits on the executive by right", "BLOCK", "S46_EX_OFFICIO"),
    ("Removal of a member (disciplinary)", "REVIEW", "DISCIPLINARY"),
]
BLOCKED = sorted(code for code, row in guard.CLASSES.items() if row.verdict is Verdict.BLOCK)
ALLOWED_TO_MEMBERS = ["PAY_CONSULT", "SURVEY", "NON_S46_OFFICE", "BRANCH_OFFICE", "NOMINATION"]


@pytest.mark.parametrize(("text", "verdict", "code"), SAMPLE_CASES)
def test_guard_judges_the_sample_case(text: str, verdict: str, code: str) -> None:
    suggested = suggest_class(text)
    assert suggested.code == code
    assessed = assess(code, NO, title=text, question=text, enabling_rule="Sample Rule 12.9")
    assert assessed.verdict == verdict


def test_table_is_the_one_in_the_domain_guide(conformance_data: Path) -> None:
    published = json.loads(
        (conformance_data.parent / "domain" / "statutory_guard.json").read_text()
    )
    kept = json.loads(Path(guard.__file__).with_name("statutory_guard.json").read_text())
    assert kept["classes"] == published
    assert len(guard.CLASSES) == 20


@given(
    code=st.sampled_from(BLOCKED),
    title=st.text(max_size=40),
    rule=st.text(max_size=20),
    is_test=st.booleans(),
    member_ballot=st.booleans(),
)
def test_guard_blocks_a_statutory_class_whatever_else_is_said(
    code: str, title: str, rule: str, *, is_test: bool, member_ballot: bool
) -> None:
    assessed = assess(
        code,
        NO,
        title=title,
        question=title,
        enabling_rule=rule,
        member_ballot=member_ballot,
        is_test=is_test,
    )
    assert assessed.verdict is Verdict.BLOCK


@given(code=st.text(max_size=20).filter(lambda code: code not in guard.CLASSES))
def test_guard_blocks_a_class_that_is_not_in_the_table(code: str) -> None:
    assert assess(code, NO, title="Pay", question="Pay?").verdict is Verdict.BLOCK


@pytest.mark.parametrize("question", guard.QUESTIONS)
@pytest.mark.parametrize("answer", [Answer.YES, Answer.NOT_SURE])
@pytest.mark.parametrize("code", ["CONF_VOTE", "PAY_CONSULT", "IA_CONSULT"])
def test_guard_blocks_when_a_question_is_not_answered_no(
    question: str, answer: Answer, code: str
) -> None:
    attestation = Attestation.from_record({**NO.as_record(), question: answer})
    assessed = assess(code, attestation, title="Pay", question="Pay?", enabling_rule="Rule 1")
    assert (assessed.verdict, assessed.code) == (Verdict.BLOCK, "attestation")


def test_guard_blocks_when_nothing_was_answered() -> None:
    assert assess("PAY_CONSULT", Attestation(), title="Pay", question="?").code == "attestation"


def test_guard_blocks_when_northern_ireland_law_was_not_considered() -> None:
    attestation = replace(NO, members_in_northern_ireland=True)
    assert assess("SURVEY", attestation, title="Tea", question="?").verdict is Verdict.BLOCK
    considered = replace(attestation, northern_ireland_law_considered=True)
    assert assess("SURVEY", considered, title="Tea", question="?").code == ""


@pytest.mark.parametrize("code", sorted(guard.NEEDS_ENABLING_RULE))
def test_guard_offers_only_a_test_vote_without_an_enabling_rule(code: str) -> None:
    refused = assess(code, NO, title="Motion 9", question="?", enabling_rule="  ")
    assert (refused.verdict, refused.code) == (Verdict.BLOCK, "no-enabling-rule")
    tried = assess(code, NO, title="Motion 9", question="?", is_test=True)
    assert tried.verdict is guard.CLASSES[code].verdict


@pytest.mark.parametrize("code", sorted(guard.CONFERENCE_CLASSES))
def test_guard_blocks_a_conference_class_for_a_ballot_of_members(code: str) -> None:
    assessed = assess(
        code, NO, title="Strike", question="?", enabling_rule="Rule 1", member_ballot=True
    )
    assert (assessed.verdict, assessed.code) == (Verdict.BLOCK, "not-a-conference")


def test_guard_does_not_read_the_text_of_conference_motions() -> None:
    text = "That the executive prepare for strike action and consult the general secretary"
    assessed = assess("CONF_VOTE", NO, title=text, question=text, enabling_rule="Rule 1")
    assert (assessed.verdict, assessed.words) == (Verdict.ALLOW, ())


@pytest.mark.parametrize("code", ALLOWED_TO_MEMBERS)
@pytest.mark.parametrize(
    "word",
    [
        "strike",
        "industrial action",
        "action short",
        "executive",
        "general secretary",
        "president",
        "political fund",
        "amalgamation",
        "transfer of engagements",
        "recognition",
        "overtime ban",
        "work to rule",
    ],
)
def test_guard_sends_a_statutory_word_to_review(code: str, word: str) -> None:
    assessed = assess(code, NO, title="Consultation", question=f"About the {word.upper()}?")
    assert assessed.verdict is Verdict.REVIEW
    assert word in assessed.words


@pytest.mark.parametrize(
    "disguise",
    [
        "Stri\u00adke on Monday",  # soft hyphen
        "STRI\u200bKE",  # zero-width space
        "overtime   \n ban",
        "work-to-rule",
        "ｓｔｒｉｋｅ",  # noqa: RUF001 - full-width letters are the point
        "\u0455trike",  # a Cyrillic s
        "stríke",
    ],
)
def test_guard_sees_through_a_disguised_word(disguise: str) -> None:
    assert assess("SURVEY", NO, title="Views", question=disguise).verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("N.E.C. seat", "executive"),
        ("Seat on the CEC", "executive"),
        ("EC member", "executive"),
        ("National Exec Committee", "executive"),
        ("Deputy Gen. Sec.", "general secretary"),
        ("GenSec", "general secretary"),
        ("Vice Pres.", "president"),
    ],
)
def test_guard_knows_a_post_by_what_it_is_called_for_short(title: str, word: str) -> None:
    assessed = assess("NON_S46_OFFICE", NO, title=title, question="Whom do you elect?")
    assert (assessed.verdict, assessed.words) == (Verdict.REVIEW, (word,))


def test_guard_reads_the_options_too() -> None:
    assessed = assess("SURVEY", NO, title="Views", question="What next?", options=["Strike"])
    assert assessed.verdict is Verdict.REVIEW


def test_guard_sends_to_review_what_reads_like_another_class() -> None:
    assessed = assess(
        "PAY_CONSULT",
        NO,
        title="If talks fail",
        question="Would you support moving to a statutory ballot for action if talks fail?",
    )
    assert (assessed.verdict, assessed.suggested_class) == (Verdict.REVIEW, "IA_CONSULT")
    assert "It reads like" in assessed.reasons[0]


def test_guard_sends_a_survey_called_a_ballot_to_review() -> None:
    assert assess("SURVEY", NO, title="Tea ballot", question="?").verdict is Verdict.REVIEW


def test_guard_allows_the_sample_indicative_ballot() -> None:
    assessed = assess(
        "PAY_CONSULT",
        NO,
        title="Consultation on the 2027 sample national pay offer",
        question=(
            "Do you wish the Union to accept or to reject the employer's offer of 3 per cent "
            "for 2027?"
        ),
        options=["Accept", "Reject"],
        member_ballot=True,
    )
    assert assessed.verdict is Verdict.ALLOW_INDICATIVE


@given(
    code=st.sampled_from(sorted(guard.CLASSES)),
    text=st.text(max_size=60),
    more=st.sampled_from(["", "strike", "executive", "amalgamation", "ex officio"]),
)
def test_words_never_make_a_ballot_easier_to_hold(code: str, text: str, more: str) -> None:
    order = [Verdict.BLOCK, Verdict.REVIEW]
    with_words = assess(code, NO, title=text, question=more, enabling_rule="Rule 1").verdict
    plain = assess(code, NO, title="", question="", enabling_rule="Rule 1").verdict
    assert with_words is plain or order.index(with_words) <= (
        order.index(plain) if plain in order else len(order)
    )


@pytest.mark.parametrize(
    ("code", "banner"),
    [
        ("PAY_CONSULT", guard.INDICATIVE_BANNER),
        ("SURVEY", guard.INDICATIVE_BANNER),
        ("IA_CONSULT", f"{guard.INDICATIVE_BANNER} Nobody is being asked to take action."),
        ("CONF_VOTE", ""),
        ("BRANCH_OFFICE", ""),
    ],
)
def test_banner_says_what_the_guide_fixes(code: str, banner: str) -> None:
    assert guard.ballot_class(code).banner == banner
    assert guard.INDICATIVE_BANNER == (
        "Indicative ballot. Not a ballot under the Trade Union and Labour Relations "
        "(Consolidation) Act 1992. It has no legal effect."
    )


def test_attestation_comes_back_as_it_was_recorded() -> None:
    attestation = replace(NO, industrial_action=Answer.YES, members_in_northern_ireland=True)
    assert Attestation.from_record(attestation.as_record()) == attestation


def test_attestation_takes_a_missing_answer_as_not_sure() -> None:
    assert Attestation.from_record({"executive_seat": "no"}) == Attestation(
        executive_seat=Answer.NO
    )
