"""The story of a motion or a ballot, for anyone; and of a person, for those who may read it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from audit.browsing import subjects
from audit.browsing.readers import reader_of
from audit.browsing.searching import is_pseudonym
from audit.browsing.stories import story_by, story_of
from audit.services.access import access_record

PERSON = "member"


@require_safe
def story(request: HttpRequest, subject: str) -> HttpResponse:
    """Tell the life of a subject, from its first entry to its last."""
    kind, _, name = subject.partition(":")
    if kind == PERSON:
        if not is_pseudonym(name):
            raise Http404
        return redirect("audit:person", name)
    told = story_of(subjects.story(subject))
    known = subjects.named([subject]).get(subject)
    if not (told.lines or known):
        raise Http404
    context = {
        "subject": subject,
        "kind": kind.replace("_", " ").replace("-", " "),
        "title": known.title if known else name,
        "url": known.url if known else "",
        "story": told,
    }
    return render(request, "audit/story.html", context)


@require_safe
@login_required
def person(request: HttpRequest, pseudonym: str) -> HttpResponse:
    """Tell what somebody did and what was done about them; the look goes into the log.

    Open to the person, and to those who read the log in an office.
    """
    if not is_pseudonym(pseudonym):
        raise Http404
    reader, subject = reader_of(request), f"{PERSON}:{pseudonym}"
    own: str = request.user.pseudonym  # type: ignore[union-attr] # signed in
    if own != pseudonym:
        if not reader.is_trusted:
            raise PermissionDenied
        access_record(
            actor=request.user,  # type: ignore[arg-type] # signed in
            office=reader.office,
            what="entries of a person",
            subject=subject,
        )
    told = story_by(pseudonym, subjects.story(subject))
    if not told.lines:
        raise Http404
    context = {
        "subject": subject,
        "title": pseudonym,
        "is_own": own == pseudonym,
        "is_person": True,
        "story": told,
    }
    return render(request, "audit/story.html", context)
