"""Building HTML and SVG that is also well-formed XML: every tag is closed, every text escaped.

Text goes in as `str` and comes out escaped; what was built here is `Markup` and goes in as it is.
"""

from collections.abc import Iterable
from html import escape

from ballots.counting.words import plain


class Markup(str):
    """Text that is markup already, because `tag` built it."""

    __slots__ = ()


def tag(_name: str, *content: str, **attributes: str | int | None) -> Markup:
    """Build an element. `class_` is its class; an attribute that is None is left out.

    `aria_label` becomes aria-label; a true attribute is written as `hidden="hidden"`.
    """
    written = "".join(
        f' {_attribute(key)}="{escape(plain(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{_name}{written}>{joined(content)}</{_name}>")


def joined(content: Iterable[str]) -> Markup:
    """Join texts and markup, escaping the texts."""
    return Markup(
        "".join(
            each if isinstance(each, Markup) else escape(plain(each), quote=False)
            for each in content
        )
    )


def lines(content: Iterable[str]) -> Markup:
    """Join elements, each on a line of its own, for whoever reads the source."""
    return Markup("".join(f"{joined((each,))}\n" for each in content))


def person(name: str) -> Markup:
    """Write a candidate's name so that its direction turns round nothing but itself."""
    return tag("bdi", name)


def _attribute(key: str) -> str:
    if key in _MIXED_CASE:
        return _MIXED_CASE[key]
    return key.rstrip("_").replace("_", "-")


_MIXED_CASE = {
    "view_box": "viewBox",
    "preserve_aspect_ratio": "preserveAspectRatio",
    "pattern_units": "patternUnits",
    "pattern_transform": "patternTransform",
}
