# ruff: noqa: RUF001 - branches type typographic quotation marks
"""The words of a composite: sentences found, nothing lost, text put together exactly."""

from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.composites import editing
from motions.composites.letters import letters, order_of
from motions.composites.provenance import (
    Composition,
    Manner,
    Paragraph,
    Place,
    Said,
    Source,
    assembled,
    composed_of,
    manner,
    nearest,
    share,
    words_in,
)
from motions.composites.sentences import Kind, lines_of, sentences_of

M3 = Source(
    "M3",
    1,
    "Conference notes that rotas are made by software. Managers cannot explain it.\n"
    "Conference instructs the Executive to:\n"
    "1. seek agreements; and\n"
    "2. report each year.",
)
M4 = Source("M4", 2, "Conference notes that breaks were moved.\nIt asks for impact assessments.")


def place(name: str) -> Place:
    return Place.read(name)


def sentence(source: Source, name: str) -> Said:
    return Said(source.sentences[place(name)], (place(name),))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("One. Two.", ("One. ", "Two.")),
        ("Dr. Hart met Mr. Wray at No. 3 Hill St. Leeds. They left.", None),
        ("It was 3.5 per cent. That is not enough!", ("It was 3.5 per cent. ", None)),
        ("Members, e.g. Drivers, lose. So do others.", None),
        ('She said "No." Then she left.', ('She said "No." ', "Then she left.")),
        ("to: (a) seek x; (b) train y.", ("to: ", "(a) seek x; ", "(b) train y.")),
        ("to: seek x; train y; and report.", ("to: ", "seek x; ", "train y; and ", "report.")),
        ("We met; we talked. We left.", ("We met; we talked. ", "We left.")),
        ("J. Smith spoke. She sat.", ("J. Smith spoke. ", "She sat.")),
        ("", ()),
    ],
)
def test_sentences_of(words: str, expected: tuple[str | None, ...] | None) -> None:
    found = sentences_of(words)
    assert "".join(found) == words
    if expected is None:
        assert len(found) == 2
    else:
        assert len(found) == len(expected)
        assert all(a == b for a, b in zip(found, expected, strict=True) if b is not None)


@given(st.text(alphabet=st.sampled_from(" \n.;:()-*•1aAbi'\"’\t\x00é£?!…"), max_size=120))
def test_any_text_is_given_back_exactly(text: str) -> None:
    assert "\n".join(line.text for line in lines_of(text)) == text


_WORDS = st.lists(st.text(ascii_lowercase, min_size=1, max_size=5), min_size=1, max_size=4)
_PLAIN = st.builds(lambda words: " ".join(words).capitalize() + ".", _WORDS)
_SENTENCES = st.lists(_PLAIN, min_size=1, max_size=3).map(" ".join)
_ITEMS = st.lists(_WORDS.map(" ".join), min_size=2, max_size=4).map(
    lambda items: [
        f"{n}. {item}" + ("." if n == len(items) else "; and" if n == len(items) - 1 else ";")
        for n, item in enumerate(items, start=1)
    ]
)
_BLOCKS = st.one_of(_SENTENCES.map(lambda each: [each]), _ITEMS)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Motions as they are written: no two lists touch."""
    blocks = draw(st.lists(_SENTENCES.map(lambda each: [each]), min_size=1, max_size=3))
    blocks.insert(draw(st.integers(1, len(blocks))), draw(_ITEMS))
    return "\n".join(line for block in blocks for line in block)


@settings(max_examples=40)
@given(texts())
def test_a_text_composed_of_one_motion_alone_is_that_motion_again(text: str) -> None:
    source = Source("M1", 1, text)
    taken = {(place.paragraph, place.sentence): [place] for place in source.sentences}
    composition = composed_of(text, taken)
    assert assembled(composition) == text
    assert share(source, composition).percent == 100
    assert all(
        manner(said, source.sentences) == Manner.VERBATIM
        for said in composition.said
        if words_in(said.words)
    )
    assert Composition.from_document(composition.to_document()) == composition


@st.composite
def edits(draw: st.DrawFn) -> tuple[Source, Composition, list[str]]:
    """A desk at which somebody puts in, moves, cuts, joins, splits and takes out at random."""
    source = Source("M1", 1, draw(texts()))
    places = list(source.sentences)
    composition, said = Composition(), []
    for _ in range(draw(st.integers(1, 12))):
        spots = ["after-0", f"point-{len(composition.paragraphs)}"]
        ats = [
            f"{p}.{s}"
            for p, paragraph in enumerate(composition.paragraphs, start=1)
            for s in range(1, len(paragraph.said) + 1)
        ]
        spots += [*ats, *(str(p) for p in range(1, len(composition.paragraphs) + 1))]
        act = draw(st.sampled_from(("put", "move", "up", "down", "out", "join", "cut", "split")))
        at = draw(st.sampled_from(ats)) if ats else "1.1"
        to = draw(st.sampled_from(spots))
        try:
            if act == "put":
                one = draw(st.sampled_from(places))
                change = editing.put(composition, one, source.sentences[one], to)
            elif act == "move":
                change = editing.move(composition, at, to)
            else:
                name = {"out": "take_out"}.get(act, act)
                more = (1,) if act == "cut" else ()
                change = getattr(editing, name)(composition, at, *more)
        except Refusal as no:
            said.append(no.code)
            continue
        composition = change.composition
        said.append(act)
    return source, composition, said


@settings(max_examples=25)
@given(edits())
def test_every_source_sentence_is_used_or_listed_as_left_out(
    made: tuple[Source, Composition, list[str]],
) -> None:
    source, composition, _ = made
    kept = share(source, composition)
    assert kept.used | set(kept.not_carried_over) == set(source.sentences)
    assert not kept.used & set(kept.not_carried_over)
    assert kept.used == {place for said in composition.said for place in said.places}


@settings(max_examples=25)
@given(edits())
def test_no_word_is_lost_or_made_up_in_the_plain_text(
    made: tuple[Source, Composition, list[str]],
) -> None:
    _, composition, _ = made

    def bare(text: str) -> list[str]:
        return [word for word in words_in(text) if word not in {"and", "or"} and word.isalpha()]

    said = " ".join(said.words for said in composition.said)
    assert bare(assembled(composition)) == bare(said)
    assert all(paragraph.said for paragraph in composition.paragraphs)


@settings(max_examples=25)
@given(edits(), st.data())
def test_moving_loses_no_sentence(
    made: tuple[Source, Composition, list[str]], data: st.DataObject
) -> None:
    _, composition, _ = made
    ats = [
        f"{p}.{s}"
        for p, paragraph in enumerate(composition.paragraphs, start=1)
        for s in range(1, len(paragraph.said) + 1)
    ]
    if not ats:
        return
    at = data.draw(st.sampled_from(ats))
    for step in (editing.up, editing.down):
        moved = step(composition, at).composition
        assert sorted(said.words for said in moved.said) == sorted(
            said.words for said in composition.said
        )


def test_manner_is_found_by_comparing_the_words() -> None:
    sources = M3.sentences | M4.sentences
    whole = sentence(M3, "M3@1:3.1")
    two = (place("M3@1:1.2"), place("M4@2:2.1"))
    found = {
        manner(whole, sources),
        manner(Said("Rotas are made by software", (place("M3@1:1.1"),)), sources),
        manner(Said("Managers cannot explain it. It asks for impact assessments.", two), sources),
        manner(Said("Nobody can explain it.", two), sources),
        manner(Said("Conference thanks the drivers."), sources),
    }
    assert found == set(Manner)


def test_verbatim_words_are_still_so_when_the_list_ends_them_otherwise() -> None:
    said = Said("seek agreements.", (place("M3@1:3.1"),))
    assert manner(said, M3.sentences) == Manner.VERBATIM


def test_share_counts_the_words_of_a_reworded_sentence_that_are_still_there() -> None:
    said = Said("Conference notes that many breaks were cut.", (place("M4@2:1.1"),))
    kept = share(M4, Composition((Paragraph((said,)),)))
    assert (kept.words, kept.of) == (5, 11)
    assert kept.not_carried_over == (place("M4@2:2.1"),)


def test_sentence_of_which_no_word_is_left_is_not_carried_over() -> None:
    said = Said("Drivers lose out.", (place("M4@2:1.1"),))
    kept = share(M4, Composition((Paragraph((said,)),)))
    assert kept.not_carried_over == (place("M4@2:1.1"), place("M4@2:2.1"))


def test_words_that_several_sources_share_are_part_of_each() -> None:
    both = (place("M3@1:1.1"), place("M4@2:1.1"))
    said = Said("Conference notes that", both)
    assert manner(said, M3.sentences | M4.sentences) == Manner.PART


def test_points_end_as_a_list_does_whatever_their_order() -> None:
    points = tuple(
        Paragraph((said,), Kind.POINT)
        for said in (
            Said("report each year."),
            Said("seek agreements; and"),
            Said("train two representatives."),
        )
    )
    text = assembled(Composition((Paragraph((Said("It resolves to:"),)), *points)))
    assert text.split("\n") == [
        "It resolves to:",
        "1. report each year;",
        "2. seek agreements; and",
        "3. train two representatives.",
    ]


def test_nearest_sentence_is_the_one_with_most_words_in_common() -> None:
    assert nearest("that managers cannot explain", M3) == (place("M3@1:1.2"),)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda made: editing.move(made, "9.1", "1"), "no-such-sentence"),
        (lambda made: editing.move(made, "1.1", "9"), "no-such-place"),
        (lambda made: editing.move(made, "1.1", "1.9"), "no-such-place"),
        (lambda made: editing.move(made, "after-0", "1"), "no-such-sentence"),
        (lambda made: editing.put(made, place("M3@1:1.1"), "x", "\x00"), "no-such-place"),
        (lambda made: editing.reword(made, "1.1", "  \n"), "no-words"),
        (lambda made: editing.say(made, "", "after-0"), "no-words"),
        (lambda made: editing.join(made, "1.1"), "nothing-to-join"),
        (lambda made: editing.merge(made, 1), "nothing-to-join"),
        (lambda made: editing.merge(made, 9), "no-such-place"),
        (lambda made: editing.cut(made, "1.1", 99), "nothing-to-cut"),
        (lambda made: editing.put(made, Place.read("M3"), "x", "1"), "no-such-sentence"),
    ],
    ids=range(12),
)
def test_edit_refused_when_it_makes_no_sense(edit, code: str) -> None:
    made = Composition((Paragraph((sentence(M4, "M4@2:1.1"),)),))
    with pytest.raises(Refusal) as refusal:
        edit(made)
    assert refusal.value.code == code


def test_everything_of_a_source_that_is_not_in_yet_is_taken_over_at_once() -> None:
    made = Composition((Paragraph((sentence(M3, "M3@1:1.2"),)),))
    whole = [
        (kind, [(each, M3.sentences[each]) for each in places]) for kind, places in M3.paragraphs
    ]
    change = editing.from_source(made, whole)
    assert share(M3, change.composition).percent == 100
    with pytest.raises(Refusal):
        editing.from_source(change.composition, whole)


@pytest.mark.parametrize(("number", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_letters(number: int, letter: str) -> None:
    assert letters(number) == letter
    assert order_of(letter) == number
