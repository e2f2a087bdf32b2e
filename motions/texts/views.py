"""Motions to read: the list in the order of business, and one motion with all its history."""

from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conferences.views.frame import frame
from motions.models import Motion, MotionText
from motions.selectors import motion_in_full, motions_in_order


class Change(NamedTuple):
    """A run of words that both versions share, or that one of them has alone."""

    kind: str  # same, put_in, taken_out
    words: str


@require_safe
def motions(request: HttpRequest, code: str) -> HttpResponse:
    """List the motions, in the order of business and then of receipt."""
    page = frame(request, code, "motions:motions")
    found = motions_in_order(page.conference)
    return render(request, "motions/motions.html", page.context(motions=found))


@require_safe
def motion(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show one motion: its words now and before, its amendments, and what was decided."""
    page = frame(request, code, "motions:motions")
    try:
        found = motion_in_full(page.conference, number)
    except Motion.DoesNotExist as missing:
        raise Http404 from missing
    texts = list(found.texts.all())
    return render(
        request,
        "motions/motion.html",
        page.context(
            motion=found,
            text=texts[-1],
            versions=_versions(texts),
            decided=[each for each in found.questions.all() if each.ballot and each.ballot.result],
        ),
    )


def _versions(texts: list[MotionText]) -> list[tuple[MotionText, list[Change]]]:
    """Pair each version, the newest first, with what it changed in the words before it."""
    pairs: list[tuple[MotionText, list[Change]]] = [(texts[0], [])]
    pairs += [(new, changes(old.text, new.text)) for old, new in pairwise(texts)]
    return pairs[::-1]


def changes(old: str, new: str) -> list[Change]:
    """Compare two versions word by word."""
    was, now = old.split(), new.split()
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("same", " ".join(was[a:b])))
            continue
        if a < b:
            found.append(Change("taken_out", " ".join(was[a:b])))
        if c < d:
            found.append(Change("put_in", " ".join(now[c:d])))
    return found
