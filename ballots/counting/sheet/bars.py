"""Small bars that stand beside figures: what there was, what came, and how far the quota is.

All in whole numbers: a bar is 1,000 units wide and its parts are cut down to units. Whoever cannot
see a bar misses nothing, since its figures stand beside it; so it is hidden from them.
"""

from ballots.counting.sheet.markup import Markup, tag

_WIDE, _HIGH = 1000, 16


def bar(began: int, most: int, *, of: int, quota: int | None = None) -> Markup:
    """Draw a bar of `most` out of `of`, its part from `began` on lighter, as gained."""
    of = max(of, 1)
    solid, gained = (max(each, 0) * _WIDE // of for each in (began, most))
    parts = []
    if gained > solid:
        wide = gained - solid
        parts.append(tag("rect", class_="count-bar__gained", x=solid, width=wide, height=_HIGH))
    if solid:
        parts.append(tag("rect", class_="count-bar__held", width=solid, height=_HIGH))
    if quota is not None and 0 < quota <= of:
        x = quota * _WIDE // of
        parts.append(tag("line", class_="count-bar__quota", x1=x, x2=x, y1=-3, y2=_HIGH + 3))
    return tag(
        "svg",
        *parts,
        class_="count-bar",
        view_box=f"0 0 {_WIDE} {_HIGH}",
        preserve_aspect_ratio="none",
        aria_hidden="true",
    )
