"""Small bars that stand beside figures: what there was, what came, and how far the quota is.

All in whole numbers: a bar is 1,000 units wide and its parts are cut down to units. Whoever cannot
see a bar misses nothing, since its figures stand beside it; so it is hidden from them.
"""

from ballots.counting.sheet.markup import Markup, tag

_WIDE, _HIGH = 1000, 16


def bar(began: int, most: int, *, of: int, quota: int | None = None, tone: str = "") -> Markup:
    """Draw a bar of `most` out of `of`, its part from `began` on hatched as gained."""
    of = max(of, 1)
    solid, gained = (max(each, 0) * _WIDE // of for each in (began, most))
    parts = [tag("rect", class_="count-bar__ground", width=_WIDE, height=_HIGH)]
    if gained > solid:
        parts += [
            tag("rect", class_="count-bar__gained", x=solid, width=gained - solid, height=_HIGH)
        ]
    if solid:
        parts.append(tag("rect", class_="count-bar__held", width=solid, height=_HIGH))
    if quota is not None and 0 < quota <= of:
        x = quota * _WIDE // of
        parts.append(tag("line", class_="count-bar__quota", x1=x, x2=x, y1=-3, y2=_HIGH + 3))
    return tag(
        "svg",
        *parts,
        class_=f"count-bar {tone}".strip(),
        view_box=f"0 0 {_WIDE} {_HIGH}",
        preserve_aspect_ratio="none",
        aria_hidden="true",
        focusable="false",
    )
