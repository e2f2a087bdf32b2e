"""Sheets of one-time codes as a PDF for the post: set, handed over, and kept nowhere.

The picture holds the address of the sign-in page and nothing else: what a scanner remembers is no
secret, and tells of nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from audit.browsing.qr import qr_svg
from audit.typeset import typeset
from members.passcodes import spaced

TEMPLATE: Final[Path] = settings.BASE_DIR / "templates" / "paper" / "passcodes.typ"


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """One person's sheet, as it is printed: `codes` exist nowhere else in clear."""

    name: str
    number: str
    address: tuple[str, ...]
    codes: tuple[str, ...]
    large: bool = False


@sensitive_variables()
def sheets_pdf(sheets: Iterable[Sheet], *, sign_in: str) -> bytes:
    """Set sheets one after the other, tagged for who cannot see them (PDF/UA)."""
    data = {
        "sheets": [
            {
                "name": sheet.name,
                "number": sheet.number,
                "address": sheet.address,
                "large": sheet.large,
                "lines": [
                    {"place": place, "code": spaced(code)}
                    for place, code in enumerate(sheet.codes, start=1)
                ],
            }
            for sheet in sheets
        ],
        "address": sign_in,
        "qr": qr_svg(sign_in),
        "day": timezone.localdate().strftime("%-d %B %Y"),
    }
    return typeset(TEMPLATE, data)
