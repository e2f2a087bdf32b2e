# ruff: noqa: E501, RUF001 - instructions are one to a line, with the quotation marks of branches
"""Instructions in the styles of TUC, UNISON, UCU, NEU and the sample, read, made and said again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.wording import (
    Edit,
    Form,
    Instruction,
    Place,
    apply_amendment,
    in_words,
    instruction_for,
    read_instruction,
)
from tests.motions.wording.texts import RULES, TEXT

INSTRUCTIONS = [  # as a branch words it, and as we say it back
    (
        "In paragraph 2, line 2, after 'end' insert 'promptly'.",
        "In paragraph 2, line 2, after 'end' insert 'promptly'.",
    ),
    (
        "In paragraph 1, after 'contract' insert 'and lease'",
        "In paragraph 1, after 'contract' insert 'and lease'.",
    ),
    ("After 'two depots' add ', without notice'.", "After 'two depots' insert ', without notice'."),
    ("Insert 'and yards' after 'two depots'.", "After 'two depots' insert 'and yards'."),
    ("Insert after 'two depots': 'and yards'", "After 'two depots' insert 'and yards'."),
    (
        'Add the words "and yards" after the words "two depots".',
        "After 'two depots' insert 'and yards'.",
    ),
    ("Before 'safe staffing' insert 'legally'.", "Before 'safe staffing' insert 'legally'."),
    ("Insert 'legally' before 'safe staffing'", "Before 'safe staffing' insert 'legally'."),
    ("In line 1 of paragraph 2 delete 'safe'.", "In paragraph 2, line 1, delete 'safe'."),
    (
        "Paragraph 2, line 1: delete 'safe' and replace with 'legal'.",
        "In paragraph 2, line 1, delete 'safe' and insert 'legal'.",
    ),
    ("Delete 'two depots'.", "Delete 'two depots'."),
    ("Delete the words ‘signed in May’.", "Delete 'signed in May'."),
    ("delete “signed in May and”", "Delete 'signed in May and'."),
    (
        "In paragraph 3, point 2, delete 'checklist' and insert 'poster'.",
        "In paragraph 3, point 2, delete 'checklist' and insert 'poster'.",
    ),
    (
        "In point 2 replace 'checklist' with 'poster'",
        "In point 2, delete 'checklist' and insert 'poster'.",
    ),
    (
        'Point 1: delete "legal limit" and substitute "limit in law".',
        "In point 1, delete 'legal limit' and insert 'limit in law'.",
    ),
    (
        "Delete 'members' data is theirs' and insert 'the branch's data is its own'.",
        "Delete “members' data is theirs” and insert 'the branch's data is its own'.",
    ),
    ("Replace the word 'notes' by 'regrets'.", "Delete 'notes' and insert 'regrets'."),
    ("Substitute 'regrets' for 'notes'.", "Delete 'notes' and insert 'regrets'."),
    ("For 'notes' substitute 'regrets'.", "Delete 'notes' and insert 'regrets'."),
    ("Amend 'checklist' to read 'poster'", "Delete 'checklist' and insert 'poster'."),
    (
        "Delete all after 'Conference believes that' and insert: 'nothing else matters.'",
        "Delete all after 'Conference believes that' and insert 'nothing else matters.'.",
    ),
    (
        'Delete all after "two depots" in paragraph 1.',
        "In paragraph 1, delete all after 'two depots'.",
    ),
    (
        "DELETE ALL AFTER 'two depots' AND INSERT 'and asks why.'",
        "Delete all after 'two depots' and insert 'and asks why.'.",
    ),
    (
        "Delete everything after 'Conference further calls for:' and add 'free parking for all.'",
        "Delete all after 'Conference further calls for:' and insert 'free parking for all.'.",
    ),
    ("Delete all before 'Conference instructs'.", "Delete all before 'Conference instructs'."),
    (
        "Delete all words before 'Conference instructs' and insert 'In the light of events,'",
        "Delete all before 'Conference instructs' and insert 'In the light of events,'.",
    ),
    ("Delete from 'signed' to 'depots'.", "Delete all from 'signed' to 'depots'."),
    (
        "Delete all words from 'that members' to 'theirs,' and insert 'that data is personal,'",
        "Delete all from 'that members' to 'theirs,' and insert 'that data is personal,'.",
    ),
    (
        "Delete all from 'Conference further' to the end.",
        "Delete all from 'Conference further' to the end.",
    ),
    (
        "Delete all and insert: 'Conference resolves to meet again.'",
        "Delete all and insert 'Conference resolves to meet again.'.",
    ),
    (
        'Delete all and replace with "Conference resolves to meet again."',
        "Delete all and insert 'Conference resolves to meet again.'.",
    ),
    ("Delete all", "Delete all."),
    ("At end add: 'and free tea'", "At the end add 'and free tea'."),
    (
        "At the end add 'Conference asks branches to help.'",
        "At the end add 'Conference asks branches to help.'.",
    ),
    ("Add at end: '- free tea'", "At the end add '- free tea'."),
    ("Add 'and free tea' at the end.", "At the end add 'and free tea'."),
    (
        "At the end of paragraph 1 add 'and regrets them.'",
        "In paragraph 1, at the end add 'and regrets them.'.",
    ),
    (
        "At the end of point 3 insert 'and to branches.'",
        "In point 3, at the end add 'and to branches.'.",
    ),
    ("At the beginning insert 'This'", "At the beginning insert 'This'."),
    (
        "At the start of paragraph 2 insert 'As before,'",
        "In paragraph 2, at the beginning insert 'As before,'.",
    ),
    (
        "After point 2 insert: '3. meet the employer;' and renumber.",
        "After point 2 insert '3. meet the employer;' and renumber.",
    ),
    (
        "After point 2 insert new point 'meet the employer;'",
        "After point 2 insert 'meet the employer;'.",
    ),
    (
        "Insert new point 3: 'meet the employer;' and renumber accordingly.",
        "Add new point 3: 'meet the employer;' and renumber.",
    ),
    ("Add a new point 4 'tell members.'", "Add new point 4: 'tell members.'."),
    ("Add new bullet point: 'free tea'", "At the end add a new bullet point: 'free tea'."),
    ("After the first bullet point insert 'free tea'.", "After bullet point 1 insert 'free tea'."),
    ("Delete the second bullet.", "Delete bullet point 2."),
    ("Delete point 2 and renumber the remaining points.", "Delete point 2 and renumber."),
    ("Delete points 1 and 2 and renumber.", "Delete points 1 and 2 and renumber."),
    ("Delete paragraph 1.", "Delete paragraph 1."),
    ("Delete the last paragraph", "Delete the last paragraph."),
    ("Delete paragraphs 2 to 3", "Delete paragraphs 2 and 3."),
    (
        "Replace paragraph 1 with 'Conference notes nothing.'",
        "Delete paragraph 1 and insert 'Conference notes nothing.'.",
    ),
    (
        "Delete paragraph 1 and insert 'Conference notes nothing.'",
        "Delete paragraph 1 and insert 'Conference notes nothing.'.",
    ),
    (
        "Delete point 1 and replace with 'campaign for a right;'",
        "Delete point 1 and insert 'campaign for a right;'.",
    ),
    (
        "After paragraph 1 insert a new paragraph: 'Conference regrets both.'",
        "After paragraph 1 insert 'Conference regrets both.'.",
    ),
    (
        "Insert a new paragraph after paragraph 2: 'Conference regrets both.'",
        "After paragraph 2 insert 'Conference regrets both.'.",
    ),
    (
        "Add new paragraph 2: 'Conference regrets both.'",
        "Add new paragraph 2: 'Conference regrets both.'.",
    ),
    (
        "At the end add a new paragraph 'Conference thanks the branch.'",
        "At the end add a new paragraph: 'Conference thanks the branch.'.",
    ),
    ("In paragraph 2, delete the second sentence.", "Delete paragraph 2, sentence 2."),
    ("Delete the second sentence of paragraph 2.", "Delete paragraph 2, sentence 2."),
    (
        "Delete the first 'Conference' and insert 'Congress'.",
        "Delete the first 'Conference' and insert 'Congress'.",
    ),
    (
        "Delete 'Conference' wherever it occurs and insert 'Congress'.",
        "Delete 'Conference' wherever it occurs and insert 'Congress'.",
    ),
    (
        "Delete 'Conference' where it first occurs and insert 'Congress'",
        "Delete the first 'Conference' and insert 'Congress'.",
    ),
    (
        "In paragraph 1 delete 'notes' and insert 'regrets'; in paragraph 2 delete 'safe'; after 'warm' insert 'dry'.",
        "In paragraph 1, delete 'notes' and insert 'regrets'; in paragraph 2, delete 'safe'; after 'warm' insert 'dry'.",
    ),
    (
        "In paragraph 1, delete 'notes' and insert 'regrets', and in paragraph 2 delete 'safe'",
        "In paragraph 1, delete 'notes' and insert 'regrets'; in paragraph 2, delete 'safe'.",
    ),
    (
        "(a) delete 'two depots'\n(b) insert 'good' before 'report each year'",
        "Delete 'two depots'; before 'report each year' insert 'good'.",
    ),
    (
        "Delete all after paragraph 2 and insert 'Conference resolves to meet.'",
        "Delete all after paragraph 2 and insert 'Conference resolves to meet.'.",
    ),
    (
        "Delete 'Conference notes … two depots' and insert 'Conference sees it'.",
        "Delete 'Conference notes … two depots' and insert 'Conference sees it'.",
    ),
    (
        "After ‘branch's report “Safe hours”’ insert 'and its “charter”'.",
        "After 'branch's report “Safe hours”' insert 'and its “charter”'.",
    ),
    (
        "Leave out 'warm rooms' and insert 'heated rooms'",
        "Delete 'warm rooms' and insert 'heated rooms'.",
    ),
    (
        "In the last paragraph, delete 'quiet hours'.",
        "In the last paragraph, delete 'quiet hours'.",
    ),
    ("At end add: and tea for all", "At the end add 'and tea for all'."),
    (
        "At end insert:\n\nConference asks \"why?\" and 'how?' of the branch's “officers”.",
        "At the end add 'Conference asks \"why?\" and 'how?' of the branch's “officers”.'.",
    ),
]


def test_there_are_sixty_instructions_or_more() -> None:
    assert len({words for words, _ours in INSTRUCTIONS}) >= 60


@pytest.mark.parametrize(("words", "ours"), INSTRUCTIONS)
def test_an_instruction_comes_back_in_the_same_words(words: str, ours: str) -> None:
    said = read_instruction(words)
    assert in_words(said) == ours
    assert read_instruction(ours) == said


@pytest.mark.parametrize(("words", "ours"), INSTRUCTIONS)
def test_the_words_for_what_it_changes_make_the_same_change(words: str, ours: str) -> None:
    amended = apply_amendment(TEXT, words)
    assert amended != TEXT
    assert apply_amendment(TEXT, ours) == amended
    produced = instruction_for(TEXT, amended)
    assert apply_amendment(TEXT, produced) == amended
    assert in_words(read_instruction(produced)) == produced


def test_rules_are_found_by_their_numbers() -> None:
    """RA1, RA2 and SO1 of the sample are worded so, of rules that the sample does not give."""
    amended = apply_amendment(
        RULES,
        "In Rule 9.4, after 'by show of hands', insert 'or by electronic means'.\n"
        "Add new Rule 9.4A: 'No such vote shall be declared until certified.'",
    )
    lines = amended.split("\n")
    assert lines[1].startswith(
        "9.4 Votes shall be taken by show of hands or by electronic means un"
    )
    assert lines[2] == "9.4A No such vote shall be declared until certified."


def test_what_is_said_of_an_amendment_is_no_part_of_it() -> None:
    said = read_instruction("In Rule 6.2, delete '250' and insert '150'.\nEffect: more delegates.")
    assert said.note == "Effect: more delegates."
    assert "more than 150 members" in apply_amendment(RULES, said)
    assert read_instruction(in_words(said)) == said


def test_a_number_alone_names_a_rule_in_a_second_edit() -> None:
    amended = apply_amendment(
        RULES,
        "In Standing Order 14.1 delete 'five minutes' and insert 'four minutes'; "
        "in 14.2 delete 'three minutes' and insert 'two minutes thirty seconds'.",
    )
    assert amended.endswith(
        "than four minutes.\n14.2 Other speakers shall speak for no more than two minutes thirty seconds."
    )


def test_every_edit_is_of_the_text_before_the_amendment() -> None:
    amended = apply_amendment(TEXT, "Delete paragraph 1; in paragraph 2 delete 'safe'.")
    assert amended.startswith("Conference believes that staffing matters")


def test_two_points_go_and_the_rest_move_up() -> None:
    amended = apply_amendment(TEXT, "Delete points 1 and 2 and renumber.")
    assert "to:\n1. report each year to Conference.\nConference further" in amended


@pytest.mark.parametrize(
    ("words", "understood", "rest"),
    [
        ("Delete 'two depots'; and make it better", "Delete 'two depots'; and", "make it better"),
        ("Tidy the wording", "", "Tidy the wording"),
        ("Delete points 1 and 3", "Delete points 1 and", "3"),
        ("", "", ""),
    ],
)
def test_refused_with_where_it_could_not_be_read(words: str, understood: str, rest: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_instruction(words)
    assert refused.value.code == "instruction-not-understood"
    assert refused.value.facts == {
        "understood": understood,
        "not_understood": rest,
        "position": words.rindex(rest) + 1,
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("In line 2 delete 'safe'", "words-not-unique"),  # of which paragraph?
        ("In paragraph 1, line 9, delete 'notes'", "words-not-found"),
        ("Delete the tenth 'Conference'", "words-not-found"),
        ("Delete 'SAFE staffing'", "words-not-found"),
        ("In paragraph 1 delete 'safe'", "words-not-found"),
        ("Delete rule 9.5", "words-not-found"),
        ("Add new Rule 9.5A: 'x'", "words-not-found"),
        ("Delete 'safe staffing'; delete 'staffing matters'", "edits-overlap"),
        ("Delete from 'two depots' to 'signed'", "words-not-found"),
    ],
)
def test_refused_when_the_words_are_not_where_it_says(words: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        apply_amendment(TEXT, words)
    assert refused.value.code == code


_quoted = st.lists(
    st.sampled_from(
        ["pay", "the", "Union's", "members’", "“not”", "'no'", "staff,", "leave;", "hours.", "and"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
_place = st.builds(
    Place,
    paragraph=st.integers(-1, 4).filter(bool),
    point=st.sampled_from(["", "2", "2(a)", "(b)", "bullet 2", "bullet -1", "-1"]),
    line=st.integers(-1, 3),
)
_edit = st.one_of(
    st.builds(
        Edit,
        st.sampled_from([Form.INSERT_AFTER, Form.INSERT_BEFORE, Form.REPLACE]),
        old=_quoted,
        new=_quoted,
        place=st.just(Place()) | _place,
        which=st.integers(-2, 3),
    ),
    st.builds(Edit, st.just(Form.DELETE), old=_quoted, place=st.just(Place()) | _place),
    st.builds(Edit, st.just(Form.CUT_AFTER), old=_quoted, new=st.just("") | _quoted),
    st.builds(Edit, st.just(Form.FROM_TO), old=_quoted, to=st.just("") | _quoted, new=_quoted),
    st.builds(Edit, st.sampled_from([Form.AT_END, Form.AT_BEGINNING]), new=_quoted),
    st.builds(Edit, st.just(Form.DELETE_PART), place=_place),
    st.builds(
        Edit,
        st.sampled_from([Form.AFTER_PART, Form.BEFORE_PART, Form.REPLACE_PART]),
        new=_quoted,
        place=_place,
        renumber=st.booleans(),
    ),
)


@given(st.lists(_edit, min_size=1, max_size=3).map(tuple))
def test_what_is_said_reads_back_as_the_same_instruction(edits: tuple[Edit, ...]) -> None:
    said = Instruction(edits)
    try:
        words = in_words(said)
    except ValueError:
        return  # a tangle of every kind of quotation mark
    assert read_instruction(words) == said
