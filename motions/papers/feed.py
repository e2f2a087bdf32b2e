"""The Atom feed (RFC 4287) of a conference: papers as they are issued, and what is decided."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from ballots.enums import Outcome
from conferences.models import Conference
from conferences.selectors import conferences_listed
from motions.enums import QuestionKind
from motions.papers.content import kept
from motions.papers.naming import moment_words
from motions.selectors import declarations

MOST = 50


@require_safe
def papers_feed(_request: HttpRequest, code: str) -> HttpResponse:
    """Give the last 50 papers and the last 50 decisions, the newest first.

    An entry keeps its id for good: the `urn:uuid` of the issue, or of the question. One that is
    withdrawn has a later `updated`, and says so.
    """
    conference = get_object_or_404(conferences_listed(), code=code)
    items = sorted(
        [*_papers(conference), *_decisions(conference)],
        key=lambda each: each["updateddate"],
        reverse=True,
    )
    feed = Atom1Feed(
        title=f"{kept(conference.title)}: papers and decisions",
        link=_absolute("motions:papers", conference.code),
        description=None,
        language="en-GB",
        author_name=kept(str(conference.body)),
        feed_url=_absolute("motions:papers_feed", conference.code),
        feed_guid=f"urn:uuid:{conference.pk}",
    )
    for each in items[:MOST]:
        feed.add_item(**each)
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _papers(conference: Conference) -> list[dict[str, Any]]:
    issued = conference.papers.defer("content").order_by("-published_at")[:MOST]
    return [
        {
            "title": f"{'Withdrawn: ' if each.withdrawn_at else ''}{each}",
            "link": _absolute("motions:issue", conference.code, each.series, each.number),
            "description": (
                f"Withdrawn: {each.withdrawn_because}"
                if each.withdrawn_at
                else f"Issued on {moment_words(each.published_at)}."
                + (f" Changes since the issue before: {each.changed}." if each.number > 1 else "")
            ),
            "unique_id": f"urn:uuid:{each.pk}",
            "pubdate": each.published_at,
            "updateddate": each.withdrawn_at or each.published_at,
            "categories": ["paper"],
        }
        for each in issued
    ]


def _decisions(conference: Conference) -> list[dict[str, Any]]:
    decided = declarations(conference).filter(motion__isnull=False, decided_at__isnull=False)
    return [
        {
            "title": kept(f"{Outcome(each.outcome).label if each.outcome else 'Decided'}: "
                          f"{each.amendment.heading if each.amendment else each.motion.heading}"),
            "link": _absolute("motions:motion", conference.code, each.motion.number),
            "description": kept(each.wording),
            "unique_id": f"urn:uuid:{each.pk}",
            "pubdate": each.decided_at,
            "updateddate": each.decided_at,
            "categories": ["decision"],
        }
        for each in decided.exclude(kind=QuestionKind.TEST_VOTE)[:MOST]
        if each.motion and each.decided_at
    ]  # fmt: skip


def _absolute(name: str, *args: object) -> str:
    return str(settings.SITE_URL + reverse(name, args=args))
