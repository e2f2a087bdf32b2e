"""The page that checks a receipt or an entry, as one file that needs neither us nor a network.

The browser's modules are laid one after the other into a single script; the file's own content
security policy names that script and its style by their hashes and allows nothing else, so that it
can send nothing anywhere. Nothing of a site is in it: everyone's copy of a version is the same to
the byte, and its SHA-256 stands in docs/check-page.md.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from audit.formats.encoding import base64_text

_MODULES = Path(__file__).parents[1] / "static" / "audit" / "check"
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@cache
def alone() -> bytes:
    """Give the file."""
    script = "\n" + "\n".join(_modules("page", set()))
    style = "\n" + (_MODULES / "alone.css").read_text(encoding="utf-8")
    context = {
        "script": script,
        "script_hash": _hash(script),
        "style": style,
        "style_hash": _hash(style),
    }
    with translation.override("en-gb"):
        return render_to_string("audit/check_alone.html", context).encode()


def alone_sum() -> str:
    """Give the SHA-256 of the file, as sha256sum prints it."""
    return hashlib.sha256(alone()).hexdigest()


def _modules(name: str, seen: set[str]) -> Iterator[str]:
    """Give a module after those that it imports, all without their imports and exports."""
    seen.add(name)
    text = (_MODULES / f"{name}.js").read_text(encoding="utf-8")
    for imported in _IMPORT.findall(text):
        if imported not in seen:
            yield from _modules(imported, seen)
    yield _EXPORT.sub("", _IMPORT.sub("", text))


def _hash(text: str) -> str:
    return "sha256-" + base64_text(hashlib.sha256(text.encode()).digest())
