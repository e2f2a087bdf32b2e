# ruff: noqa: RUF001 - branches type typographic quotation marks
"""Apply an amendment, worded as branches word them, to the text of a motion.

    Delete 'a' and insert 'b'.                     In the last paragraph delete 'a'.
    After 'a' add 'b'.   Before 'a' insert 'b'.    At end add: 'b'
    Delete all after 'a' and insert: 'b'           After point 2 insert: '3. b' and renumber.
    Delete point 3.                                In paragraph 2, after 'a' insert 'b'.

An amendment changes the words it names and no others. The words must be found exactly once in the
part it names: a committee that cannot tell which place is meant asks the branch (guide 3.3).
"""

import re
from dataclasses import dataclass

from audit.refusal import Refusal

_POINT = re.compile(r"(\d+)\. ")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": "'", "”": "'", '"': "'"})

_SCOPE = re.compile(
    r"in (?:(?P<last>the last paragraph)|paragraph (?P<paragraph>\d+)|point (?P<point>\d+)),?\s+",
    re.IGNORECASE,
)
_FORMS: dict[str, re.Pattern[str]] = {
    form: re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for form, pattern in {
        "cut_after": r"delete all after '(?P<old>.+?)'(?: and (?:insert|add):? '(?P<new>.+)')?\.?",
        "replace": r"delete '(?P<old>.+?)' and (?:insert|replace with|substitute):? "
        r"'(?P<new>.+)'\.?",
        "delete": r"delete '(?P<old>.+)'\.?",
        "after_point": r"after point (?P<number>\d+) (?:insert|add):? '(?P<new>.+)'"
        r"(?P<renumber>,? and renumber)?\.?",
        "delete_point": r"delete point (?P<number>\d+)(?P<renumber>,? and renumber)?\.?",
        "after": r"after '(?P<old>.+?)',? (?:insert|add):? '(?P<new>.+)'\.?",
        "before": r"before '(?P<old>.+?)',? (?:insert|add):? '(?P<new>.+)'\.?",
        "at_end": r"(?:at|at the|add at|add at the) end(?: add| insert)?:? '(?P<new>.+)'\.?",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Instruction:
    """An amendment's instruction, understood: what to do, where, and with which words."""

    form: str
    old: str = ""
    new: str = ""
    number: int = 0
    renumber: bool = False
    paragraph: int = 0
    """Only in this paragraph, counted from 1; -1 is the last; 0 is anywhere."""
    point: int = 0


def read_instruction(words: str) -> Instruction:
    """Understand an instruction, or refuse it and leave it to the committee as text."""
    plain = " ".join(words.translate(_QUOTES).split())
    paragraph = point = 0
    if scope := _SCOPE.match(plain):
        paragraph = -1 if scope["last"] else int(scope["paragraph"] or 0)
        point = int(scope["point"] or 0)
        plain = plain[scope.end() :]
    for form, pattern in _FORMS.items():
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            return Instruction(
                form,
                old=parts.get("old") or "",
                new=parts.get("new") or "",
                number=int(parts.get("number") or 0),
                renumber=bool(parts.get("renumber")),
                paragraph=paragraph,
                point=point,
            )
    raise Refusal(
        "instruction-not-understood",
        f"The amendment's instruction is not in a form that can be applied: {words}",
    )


def apply_amendment(text: str, instruction: str) -> str:
    """Give the text as it reads once the amendment is made, or refuse and say why."""
    edit = read_instruction(instruction)
    if edit.form == "after_point":
        return _insert_point(text, edit)
    if edit.form == "delete_point":
        return _delete_point(text, edit)
    start, end = _part(text, edit)
    part = text[start:end]
    return text[:start] + _reworded(part, edit) + text[end:]


def _reworded(part: str, edit: Instruction) -> str:
    if edit.form == "at_end":
        return _continued(part, edit.new)
    at = _only_place(part, edit.old)
    before, after = part[:at], part[at + len(edit.old) :]
    match edit.form:
        case "cut_after":
            return before + edit.old + (f" {edit.new}" if edit.new else "")
        case "replace":
            return before + edit.new + after
        case "delete":
            return _closed_up(before, after)
        case "after":
            return before + edit.old + _spaced(edit.new) + after
        case _:
            return f"{before}{edit.new} {edit.old}{after}"


def _only_place(part: str, words: str) -> int:
    times = part.count(words)
    if times == 0:
        raise Refusal("words-not-found", f"The words “{words}” are not in the text to be amended.")
    if times > 1:
        raise Refusal(
            "words-not-unique",
            f"The words “{words}” come {times} times in the text; the amendment must say where.",
        )
    return part.index(words)


def _continued(part: str, new: str) -> str:
    """Add at the end: a new sentence, or on with the last one in place of its full stop."""
    if new[:1].islower():
        return f"{part.rstrip().removesuffix('.')} {new}"
    return f"{part.rstrip()} {new}"


def _spaced(new: str) -> str:
    return new if new[:1] in ",.;:" else f" {new}"


def _closed_up(before: str, after: str) -> str:
    if after[:1] in (" ", ",", ".", ";", ":", "\n", ""):
        return before.removesuffix(" ") + after
    return before + after


def _part(text: str, edit: Instruction) -> tuple[int, int]:
    """Find where the named paragraph or point begins and ends; the whole text if none is named."""
    if not edit.paragraph and not edit.point:
        return 0, len(text)
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        is_point = _POINT.match(line)
        if edit.point and is_point and int(is_point[1]) == edit.point:
            return at, at + len(line)
        if is_point and spans:
            spans[-1] = (spans[-1][0], at + len(line))  # points belong to the paragraph above
        else:
            spans.append((at, at + len(line)))
        at += len(line) + 1
    index = edit.paragraph if edit.paragraph < 0 else edit.paragraph - 1
    if edit.point or not -len(spans) <= index < len(spans):
        named = f"point {edit.point}" if edit.point else f"paragraph {edit.paragraph}"
        raise Refusal("words-not-found", f"There is no {named} in the text to be amended.")
    return spans[index]


def _insert_point(text: str, edit: Instruction) -> str:
    lines = text.split("\n")
    at = _line_of_point(lines, edit.number) + 1
    new = edit.new if _POINT.match(edit.new) else f"{edit.number + 1}. {edit.new}"
    rest = _renumbered(lines[at:], by=1) if edit.renumber else lines[at:]
    return "\n".join([*lines[:at], new, *rest])


def _delete_point(text: str, edit: Instruction) -> str:
    lines = text.split("\n")
    at = _line_of_point(lines, edit.number)
    rest = _renumbered(lines[at + 1 :], by=-1) if edit.renumber else lines[at + 1 :]
    return "\n".join([*lines[:at], *rest])


def _line_of_point(lines: list[str], number: int) -> int:
    places = [i for i, line in enumerate(lines) if line.startswith(f"{number}. ")]
    if len(places) != 1:
        code = "words-not-unique" if places else "words-not-found"
        raise Refusal(code, f"The text has {len(places)} points numbered {number}; one is needed.")
    return places[0]


def _renumbered(lines: list[str], *, by: int) -> list[str]:
    """Renumber the points that follow, as far as the list goes on."""
    out: list[str] = []
    in_list = True
    for line in lines:
        point = _POINT.match(line)
        in_list = in_list and point is not None
        out.append(f"{int(point[1]) + by}. {line[point.end() :]}" if in_list and point else line)
    return out
