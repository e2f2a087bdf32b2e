"""Goes through the outermost object of a JSON text, and knows the line at each step."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from ballots.counting.files.faults import Findings, shown

_DECODER = json.JSONDecoder()
_WHITE = " \t\n\r"


class Cursor:
    """A place in a JSON text. Gives up on the file where the text is no JSON."""

    def __init__(self, text: str, findings: Findings) -> None:
        self._text, self._findings = text, findings
        self._place = self._counted = 0
        self._line = 1

    @property
    def line(self) -> int:
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = self._place
        return self._line

    def members(self) -> Iterator[str]:
        """Step from key to key of the outermost object; its value is to be read after each."""
        self._expect("{")
        while self._next() != "}":
            key = self.value()
            if not isinstance(key, str):
                self._refuse('a name in quotes belongs before the ":"')
            self._expect(":")
            yield key
            if self._next() == "}":
                break
            self._expect(",")
        self._place += 1
        if self._next():
            self._refuse("here is more after the end of the papers")

    def items(self) -> Iterator[tuple[int, Any]]:
        """Step through an array: the line and the value of each item."""
        self._expect("[")
        while self._next() != "]":
            line = self.line
            yield line, self.value()
            if self._next() == "]":
                break
            self._expect(",")
        self._place += 1

    def value(self) -> Any:
        """Read one value, of any kind."""
        self._next()
        try:
            found, self._place = _DECODER.raw_decode(self._text, self._place)
        except json.JSONDecodeError as error:
            self._place = max(error.pos, self._place)
            self._refuse(f"this is not JSON: {error.msg.lower()}")
        except (RecursionError, ValueError):
            self._refuse("this has more in it, or more digits, than any paper")
        return found

    def _next(self) -> str:
        text, place = self._text, self._place
        while text[place : place + 1] and text[place] in _WHITE:
            place += 1
        self._place = place
        return text[place : place + 1]

    def _expect(self, mark: str) -> None:
        if (found := self._next()) != mark:
            was = shown(found) if found else "the end of the file"
            self._refuse(f'this is not JSON: "{mark}" belongs here, not {was}')
        self._place += 1

    def _refuse(self, reason: str) -> NoReturn:
        self._findings.give_up(self.line, reason)
