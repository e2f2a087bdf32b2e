"""Ideas in the log, in what a person is told of themselves, and in what is forgotten in time."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.browsing.subjects import Named, Subjects, kinds
from audit.personal_data import Part, Row, add
from audit.retention import sweepers
from motions.models import Idea, IdeaRating

KEPT: Final = timedelta(days=90)
"""How long after a round it is known whose an idea was, and who gave which rating."""


def make_known() -> None:
    """Tell the log's room of rounds and ideas."""
    kinds["idea-round"] = Subjects(_rounds)
    kinds["idea"] = Subjects(_ideas)


def forget_whose_they_were() -> dict[str, int]:
    """Forget who shared and who rated, once a round is 90 days over. The words and stars stay."""
    before = timezone.now() - KEPT
    ideas = Idea.objects.filter(round__closes_at__lt=before, member__isnull=False)
    ratings = IdeaRating.objects.filter(idea__round__closes_at__lt=before, member__isnull=False)
    return {"writers of ideas": ideas.update(member=None), "raters": ratings.update(member=None)}


def _rounds(names: Collection[str]) -> Mapping[str, Named]:
    return {name: _named(_("Ideas, round %(number)s"), name, name) for name in names}


def _ideas(names: Collection[str]) -> Mapping[str, Named]:
    return {name: _named(_("Idea %(number)s"), name, name.partition(".")[0]) for name in names}


def _named(words: str, name: str, asked: str) -> Named:
    code, _slash, number = asked.partition("/")
    shown = words % {"number": name.rpartition("/")[2]}
    if not number.isdecimal():
        return Named(shown)
    return Named(shown, reverse("motions:idea_round", args=[code, int(number)]))


def _own(person: Any) -> list[Row]:
    ideas = Idea.objects.filter(member=person).select_related("round")
    ratings = IdeaRating.objects.filter(member=person).select_related("idea__round")
    return [
        *({"round": each.round.question, "I": "shared it", "words": each.words} for each in ideas),
        *(
            {"round": each.idea.round.question, "I": f"gave {each}", "words": each.idea.words}
            for each in ratings
        ),
    ]


add(
    Part(
        "ideas",
        "Ideas I shared and rated, until 90 days after the round",
        "seats",
        frozenset({"motions.Idea.member", "motions.IdeaRating.member"}),
        _own,
    )
)
sweepers.append(forget_whose_they_were)
