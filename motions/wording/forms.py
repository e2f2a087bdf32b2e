# ruff: noqa: E501 - each form is one line of a table
"""The forms in which branches word amendments: a table, read by motions.wording.reading.

In a pattern `{old}`, `{to}` and `{new}` are quoted words, `{part}` names a paragraph, point, line,
sentence or rule, `{in}` names one after "in" or "of", and what stands in `[...]` may be left out.
Words in `<...>` stand for any of the verbs below. Spaces are any white space; capitals are free.
Where two patterns fit, the earlier is meant.

Drawn from the practice of TUC, UNISON, UCU and NEU agendas and the sample conference; a form not
here is kept as text for the committee.
"""

from motions.wording.edits import Form

VERBS = {
    "<del>": r"(?:delete|remove|omit|strike out|strike|leave out|take out)",
    "<ins>": r"(?:insert|add in|add|put in|include)",
    "<rep>": r"(?:,? (?:(?:and|then|and then) )?(?:insert|add|substitute|replac(?:e|ing)"
    r"(?: (?:it|them|this))? (?:with|by)|put)(?: instead| in its place| in their place)?)",
    "<words>": r"(?: (?:the )?(?:following |new |additional )?"
    r"(?:words?|text|phrase|figures?|wording|sentences?),?)?",
    "<new>": r"(?:(?:as )?(?:a |an |the )?(?:following )?(?:new |additional |further )?)",
    "<unit>": r"(?:paragraph|para|(?:bullet |numbered )?points?|bullet|sub-?point|sentence|clause|item)",
    "<motion>": r"(?:the )?(?:motion|text|resolution|composite|amendment)",
    "<end>": r"(?:the )?(?:very )?end",
    "<start>": r"(?:the )?(?:very )?(?:beginning|start)",
    "<all>": r"(?:all|everything)(?: (?:of )?(?:the )?(?:words|text|wording))?",
}

PATTERNS: list[tuple[Form, str]] = [
    # Points, paragraphs and rules as wholes. They come first: they quote fewer words.
    (
        Form.AFTER_PART,
        "(?:immediately )?(?:after|following|below) {part},? <ins>[ <new><unit>]<words>:? {new}",
    ),
    (Form.AFTER_PART, "<ins>[ <new><unit>] (?:after|following|below) {part},?<words>:? {new}"),
    (Form.AFTER_PART, "<ins><words> {new} (?:after|following|below) {part}"),
    (
        Form.BEFORE_PART,
        "(?:immediately )?(?:before|above) {part},? <ins>[ <new><unit>]<words>:? {new}",
    ),
    (Form.BEFORE_PART, "<ins>[ <new><unit>] (?:before|above) {part},?<words>:? {new}"),
    (Form.BEFORE_PART, "<ins><words> {new} (?:before|above) {part}"),
    (
        Form.AS_PART,
        "(?:at|add at|insert at) <end>[ of <motion>],?[ <ins>] (?P<last>a new (?:paragraph|point|bullet(?: point)?)):? {new}",
    ),
    (
        Form.AS_PART,
        "<ins> (?P<last>(?:a )?new (?:paragraph|point|bullet(?: point)?)) at <end>[ of <motion>]:? {new}",
    ),
    (Form.AS_PART, "<ins> (?:as )?(?:a )?new {part},?<words>:? {new}"),
    (Form.AS_PART, "<ins> {new} as (?:a )?(?:new )?{part}"),
    (
        Form.AS_PART,
        "<ins> (?P<last>(?:a )?(?:new|further|additional) (?:paragraph|point|bullet(?: point)?)):? {new}",
    ),
    (Form.CUT_AFTER, "<del> <all> after {part}[<rep><words>:? {new}]"),
    (Form.CUT_BEFORE, "<del> <all> (?:before|up to) {part}[<rep><words>:? {new}]"),
    (Form.REPLACE_PART, "<del> (?:all of )?{part}<rep>[ <new><unit>]<words>:? {new}"),
    (
        Form.REPLACE_PART,
        "(?:replace|substitute for) (?:all of )?{part} (?:with|by)[ <new><unit>]<words>:? {new}",
    ),
    (Form.REPLACE_PART, "for {part},? substitute[ <new><unit>]<words>:? {new}"),
    (Form.REPLACE_PART, "(?:amend|change) {part} to(?: read)?:? {new}"),
    (Form.DELETE_PART, "<del> (?:all of )?{part}[ (?P<joint>to|and|-) (?P<until>\\d+)]"),
    # All after, all before, from here to there.
    (
        Form.CUT_AFTER,
        "<del> (?:<all>|the (?:rest|remainder)(?: of <motion>)?) after<words> {old}[ {in}][<rep><words>:? {new}]",
    ),
    (
        Form.CUT_BEFORE,
        "<del> <all> (?:before|up to|preceding)<words> {old}[ {in}][<rep><words>:? {new}]",
    ),
    (
        Form.FROM_TO,
        "<del> (?:<all> |the words )?from {old} (?:up )?to {to}(?: inclusive)?[ {in}][<rep><words>:? {new}]",
    ),
    (
        Form.FROM_TO,
        "replace (?:<all> |the words )?from {old} (?:up )?to {to}[ {in}] (?:with|by)<words>:? {new}",
    ),
    (
        Form.FROM_TO,
        "<del> (?:<all> |the words )?from {old} (?:to <end>|onwards?)[ of <motion>][ {in}][<rep><words>:? {new}]",
    ),
    (Form.ALL, "<del> (?:<all>|the whole|<motion>)(?: of)?[ <motion>][<rep><words>:? {new}]"),
    (Form.ALL, "replace (?:<all>|the whole)(?: of)?[ <motion>] (?:with|by)<words>:? {new}"),
    # Words.
    (Form.REPLACE, "<del><words> {old}[ {in}]<rep><words>:? {new}[ {in}]"),
    (Form.REPLACE, "replace<words> {old}[ {in}] (?:with|by)<words>:? {new}[ {in}]"),
    (Form.REPLACE, "(?:amend|change)<words> {old}[ {in}] to(?: read)?:? {new}"),
    (Form.REPLACE, "for<words> {old},? (?:substitute|read|insert):? {new}"),
    (Form.REPLACE, "(?:substitute|insert) {new} for<words> {old}[ {in}]"),
    (Form.REPLACE, "<ins> {new} (?:instead|in place) of<words> {old}[ {in}]"),
    (Form.DELETE, "<del><words> {old}[ {in}]"),
    (Form.INSERT_AFTER, "after<words> {old}[ {in}],? <ins><words>:? {new}"),
    (Form.INSERT_AFTER, "<ins><words> {new} after<words> {old}[ {in}]"),
    (Form.INSERT_AFTER, "<ins> after<words> {old}[ {in}]:? {new}"),
    (Form.INSERT_BEFORE, "before<words> {old}[ {in}],? <ins><words>:? {new}"),
    (Form.INSERT_BEFORE, "<ins><words> {new} before<words> {old}[ {in}]"),
    (Form.INSERT_BEFORE, "<ins> before<words> {old}[ {in}]:? {new}"),
    (Form.AT_END, "(?:<ins> )?(?:at|to) <end>[ of <motion>][ {in}],?[ <ins>]<words>:? {new}"),
    (Form.AT_END, "(?:at )?end,? <ins><words>:? {new}"),
    (Form.AT_END, "<ins><words> {new} (?:at|to) <end>[ of <motion>][ {in}]"),
    (Form.AT_BEGINNING, "(?:<ins> )?at <start>[ of <motion>][ {in}],?[ <ins>]<words>:? {new}"),
    (Form.AT_BEGINNING, "<ins><words> {new} at <start>[ of <motion>][ {in}]"),
    (
        Form.RENUMBER,
        "(?:and )?renumber(?: (?:the )?(?:remaining|following|subsequent|other|remainder|paragraphs?|points?|list|accordingly|as necessary|as appropriate))*",
    ),
]
