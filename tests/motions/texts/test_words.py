# ruff: noqa: E501, RUF001 - words as they are pasted and typed
"""Words checked, cleaned of what came with them, and shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.refusal import Refusal
from motions.texts.checks import refuse_bad_words
from motions.texts.cleaning import cleaned, tidied
from motions.texts.rendering import plain, rendered, rendered_changes
from motions.wording import changes, counted_in

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color: red}</style>
</head><body><!--[if gte mso 9]><xml>x</xml><![endif]-->
<p class=MsoNormal>Conference&nbsp;notes <b>“safe” hours</b><o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>publish
<del cite="mailto:x" datetime="2027">a draft</del><ins>a claim</ins><span
class=MsoCommentReference><a class=msocomanchor>[AB1]</a></span>;</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>a)<span>
&nbsp;</span></span>in Welsh</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>·<span>
&nbsp;</span></span>a bullet</p>
<table><tr><td>Depot</td><td>Posts</td></tr><tr><td>North</td><td>12</td></tr></table>
<script>alert(1)</script></body></html>"""


def test_what_is_pasted_from_word_becomes_plain_lines() -> None:
    assert cleaned(WORD).split("\n") == [
        "Conference notes **“safe” hours**",
        "1. publish a claim;",
        "(a) in Welsh",
        "- a bullet",
        "Depot | Posts",
        "North | 12",
    ]


def test_lists_become_points_and_bullets() -> None:
    html = "<ol start=3><li>three<ol><li>a</li></ol></li><li>four</li></ol><ul><li>dot</ul>"
    assert cleaned(html) == "3. three\n(a) a\n4. four\n- dot"


def test_text_is_tidied_and_keeps_its_typography() -> None:
    assert tidied("a\u200b\u00ad  “b”\u00a0– c\r\n\r\n\t•\td\n") == "a “b” – c\n- d"


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = tidied(text)
    assert tidied(once) == once


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("a motion\x00", "text-not-plain", "control character (U+0000)"),
        ("first\nsecond \u202eline", "text-not-plain", "In paragraph 2, after “first second”,"),
        ("half \ud800", "text-not-plain", "half a character (U+D800)"),
        ("zero\u200bwidth", "text-not-plain", "an invisible character (U+200B)"),
        ("x" * 1_000_000, "text-too-long", "940,000 too many"),
        ("one two three", "too-many-words", "1 too many"),
    ],
)
def test_refused_when_the_words_cannot_be_taken(text: str, code: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_bad_words(text, limit=2)
    assert refused.value.code == code
    assert said in refused.value.message


def test_the_limit_of_an_amendment_leaves_its_rubrics_out() -> None:
    refuse_bad_words("Delete all after 'a' and insert 'b c'", limit=2, count=counted_in)


def test_html_and_scripts_are_shown_and_never_run() -> None:
    html = rendered("<script>alert(1)</script> & [a](javascript:b) <img src=x onerror=y> **so**")
    assert "<script" not in html
    assert "<img" not in html
    assert "<a" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; [a](javascript:b)" in html
    assert "<strong>so</strong>" in html


def test_points_belong_to_the_paragraph_above() -> None:
    html = rendered("One.\nTwo:\n1. a\n(b) c\n- d")
    assert html.count("<li>") == 2
    assert '<span class="point__number">1.</span> a' in html


def test_lines_are_numbered_afresh_in_each_paragraph() -> None:
    html = rendered("Conference **" + "and " * 30 + "on**.\nTwo.", lines=True)
    assert html.count('data-line="1"') == 2
    assert html.count('data-line="2"') == 1
    assert "<strong>" in html


def test_a_difference_is_shown_line_by_line() -> None:
    html = rendered_changes(changes("a <b>\nc", "a <d>\nc\ne"))
    assert html == (
        '<div class="changed"><p>a &lt;<del>b</del><ins>d</ins>&gt;</p><p>c</p>'
        "<p><ins>e</ins></p></div>"
    )


def test_plain_words_lose_their_marks_of_emphasis() -> None:
    assert plain("**Bold** and *thin*, 2 * 3 * 4") == "Bold and thin, 2 * 3 * 4"
