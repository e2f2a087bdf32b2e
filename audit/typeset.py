"""Setting a paper: a typst template and its data become a PDF, with no network and no other font.

The data reaches the template as JSON, never as typst: whatever a member wrote is set as it stands
and can start no command. The PDF is PDF/A-3 for the archive and PDF/UA for who cannot see it, and
carries its own data as an attached file.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

_STANDARDS: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]


def typeset(
    template: Path, data: Mapping[str, Any], attached: bytes = b"", *, at: datetime | None = None
) -> bytes:
    """Set a template with its data, and give the PDF.

    `attached` is the text that the template puts into the PDF as a file, byte for byte. `at` dates
    the document: with it the same data give the same bytes. Where a name needs a letter that no
    bundled font has, the fonts of this machine help out, and the PDF then claims no standard.
    """
    made = (at or datetime.now(UTC)).replace(microsecond=0)
    try:
        compiler = _compiler(template, data, attached, _bundled())
        pdf = compiler.compile(format="pdf", pdf_standards=_STANDARDS, timestamp=made)
    except typst.TypstError:
        compiler = _compiler(template, data, attached, typst.Fonts())
        pdf = compiler.compile(format="pdf", timestamp=made)
    return _single(pdf)


def pictures(
    template: Path, data: Mapping[str, Any], attached: bytes = b"", *, ppi: int = 144
) -> list[bytes]:
    """Set the same as pictures, one PNG a page: for looking at."""
    found = _compiler(template, data, attached, _bundled()).compile(format="png", ppi=ppi)
    return found if isinstance(found, list) else [_single(found)]


@cache
def _bundled() -> typst.Fonts:
    """Load the fonts that typst brings along: Libertinus Serif and DejaVu Sans Mono among them."""
    return typst.Fonts(include_system_fonts=False)


def _compiler(
    template: Path, data: Mapping[str, Any], attached: bytes, fonts: typst.Fonts
) -> typst.Compiler:
    return typst.Compiler(
        input=template,
        root=template.parent,
        font_paths=fonts,
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "attached": attached.decode(),
        },
    )


def _single(set_: bytes | list[bytes] | None) -> bytes:
    if not isinstance(set_, bytes):
        raise TypeError("One document was set, and something else came back.")
    return set_
