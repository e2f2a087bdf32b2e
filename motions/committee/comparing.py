"""Which motions of a conference are like this one: cheaply, on the page that rules on it."""

from functools import lru_cache

from motions.committee.similarity import most_alike, words_of
from motions.models import Motion, MotionText
from motions.selectors import NOT_YET_LODGED


def motions_alike(motion: Motion) -> list[tuple[Motion, int]]:
    """Give the motions most like this one, with how alike they are in per cent.

    One query for the words of all, and one for those found. Words once read are remembered by
    the hash of the text, which never changes.
    """
    rows = (
        MotionText.objects.filter(motion__conference=motion.conference_id, version=1)
        .exclude(motion__state__in=NOT_YET_LODGED)
        .exclude(motion=motion)
        .values_list("motion_id", "motion__title", "text")
    )
    mine = words_of(motion.title, motion.substantive.text)
    found = dict(most_alike(mine, ((str(pk), _words(title, text)) for pk, title, text in rows)))
    motions = Motion.objects.filter(pk__in=found).select_related("lodged_by")
    alike = [(each, round(100 * found[str(each.pk)])) for each in motions]
    return sorted(alike, key=lambda each: -each[1])


@lru_cache(maxsize=4096)
def _words(title: str, text: str) -> frozenset[str]:
    return words_of(title, text)
