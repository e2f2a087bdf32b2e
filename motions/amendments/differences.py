"""An amendment as readers see it: the words that go struck out, those that come underlined."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from audit.refusal import Refusal
from motions.texts.rendering import rendered_changes
from motions.wording import (
    apply_amendment,
    changes,
    counted_in,
    why_direct_negative,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One instruction beside one text; `why_not` says why it cannot be made, and then no more."""

    changed: str = ""
    would_read: str = ""
    why_not: str = ""
    counted: int = 0
    negative: str = ""


@lru_cache(maxsize=4096)
def difference(text: str, instruction: str) -> Difference:
    """Make an instruction in a text and show what it changes, or say why it cannot be made."""
    counted = counted_in(instruction)
    try:
        new = apply_amendment(text, instruction)
    except Refusal as why:
        return Difference(why_not=why.message, counted=counted)
    return Difference(
        rendered_changes(changes(text, new)),
        new,
        counted=counted,
        negative=why_direct_negative(text, instruction),
    )


@lru_cache(maxsize=1024)
def compared(old: str, new: str) -> SafeString:
    """Show what one version changed in another."""
    return rendered_changes(changes(old, new))
