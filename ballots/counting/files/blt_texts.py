"""The texts at the end of a BLT file: the names of the candidates, then a title, then a source."""

import re

from ballots.counting.files.faults import Findings, shown
from ballots.counting.files.text import decoded, tidy, trouble

_AFTER_TITLE = 100
_QUOTED = re.compile(rb'"((?:[^"]|"")*)"(?:\s+|$|(?=#))')
_LINE_OF_QUOTED = re.compile(rb'(?:"(?:[^"]|"")*"(?:\s+|$|(?=#)))+(?:#.*)?')
_ESCAPED_QUOTE = re.compile(r'""|\\"(?!")')
_PAPERS = re.compile(rb"[-0-9\s=]+")


class Texts:
    """The texts found so far, each with its line."""

    def __init__(self, candidates: int, findings: Findings) -> None:
        self.first_line = 0
        self._candidates, self._findings = candidates, findings
        self._found: list[tuple[int, bytes]] = []

    def add(self, line: int, text: bytes) -> None:
        """Read a line with one text or several."""
        text = text.strip()
        if not text or text.startswith((b"#", b"/*")):
            return
        if _PAPERS.fullmatch(text):
            reason = "here are numbers, but the papers have ended and the names have begun"
            self._findings.give_up(line, reason)
        self.first_line = self.first_line or line
        if _LINE_OF_QUOTED.fullmatch(text):
            self._found += [(line, one) for one in _QUOTED.findall(text)]
        elif not text.startswith(b'"'):
            self._found.append((line, text.partition(b"#")[0]))
        elif text.endswith(b'"') and len(text) > 1:
            self._found.append((line, text[1:-1]))
        else:
            self._findings.fault(line, "the quotation mark that begins this name has no end")
        if len(self._found) > self._candidates + _AFTER_TITLE:
            self._findings.give_up(line, f"this goes on after {self._candidates} names and a title")

    def names_and_title(self, last_line: int) -> tuple[tuple[str, ...], str]:
        """Give the candidates' names and the title of the contest."""
        needed, note = self._candidates, self._findings.note
        if not self._found:
            note(last_line, "there are no names; the candidates are called by their numbers")
            return tuple(f"Candidate {number + 1}" for number in range(needed)), ""
        texts = self._decoded(self._found[: needed + 1])
        if len(texts) < needed:
            many = f"there are names of only {len(texts)} of {needed} candidates"
            self._findings.fault(
                last_line, f"{many}: {', '.join(map(shown, texts[-3:]))} come last"
            )
            texts += [""] * (needed - len(texts))
        if len(texts) == needed:
            note(last_line, f"there is no title: {shown(texts[-1])} is taken for a candidate")
            texts.append("")
        *names, title = texts
        for number, name in enumerate(names):
            names[number] = name or f"Candidate {number + 1}"
        return tuple(names), title

    def _decoded(self, found: list[tuple[int, bytes]]) -> list[str]:
        joined, is_utf8 = decoded(b"\n".join(text for _line, text in found))
        if not is_utf8:
            self._findings.note(self.first_line, "the names are not in UTF-8; read as Latin-1")
        texts = []
        for (line, _raw), text in zip(found, joined.split("\n"), strict=True):
            name = tidy(_ESCAPED_QUOTE.sub('"', text))
            if wrong := trouble(name):
                self._findings.fault(line, wrong)
            texts.append(name)
        return texts
