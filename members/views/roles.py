"""Who may do what: the table of permissions, for everyone to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.enums import Office
from members.permissions import SECTIONS, Where
from members.separation import SEPARATED


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Show the table, or the lines that have some words or an office in them."""
    words = request.GET.get("words", "").strip()
    office = request.GET.get("office", "")
    sections = [
        (title, lines)
        for title, table in SECTIONS.items()
        if (
            lines := [
                line
                for line in table
                if words.casefold() in line.words.casefold()
                and (not office or office in line.offices)
            ]
        )
    ]
    context = {
        "sections": sections,
        "apart": SEPARATED,
        "words": words,
        "office": office,
        "offices": Office.choices,
        "of_branch": Where.BRANCH,
        "of_union": Where.UNION,
    }
    return render(request, "members/roles.html", context)
