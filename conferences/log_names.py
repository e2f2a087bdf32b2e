"""What the log's pages may say of conferences, and what they lay on the desks of its readers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import desks, subjects
from audit.browsing.desks import Link
from audit.browsing.readers import Reader
from audit.browsing.subjects import Named, Subjects
from conferences.enums import Key, MeetingKind, PostState
from conferences.models import (
    AgendaItem,
    Conference,
    Credential,
    Post,
    Registration,
    RegistrationQuery,
    Session,
)


def make_known() -> None:
    """Tell the log's room of this one's subjects."""
    subjects.kinds["conference"] = Subjects(_conferences, _conferences_found)
    subjects.kinds["session"] = Subjects(_sessions)
    subjects.kinds["agenda"] = Subjects(_items, _items_found)
    subjects.kinds["credential"] = Subjects(_credentials, _credentials_found)
    subjects.kinds["post"] = Subjects(_posts, _posts_found)
    subjects.kinds["nomination"] = Subjects(_nominations)
    subjects.kinds["registration"] = Subjects(_registrations)
    subjects.kinds["registration-query"] = Subjects(_queries)
    subjects.kinds["screen"] = Subjects(_screens)
    subjects.kinds["broadcast"] = Subjects(_broadcasts)
    subjects.kinds["rehearsal"] = Subjects(_rehearsals)
    subjects.kinds["test-vote"] = Subjects(_test_votes)
    subjects.kinds["key-date"] = Subjects(_key_dates)
    subjects.tellers["member"].append(_credentials_of)
    subjects.tellers["post"].append(_story_of_post)
    subjects.events.update(
        {
            "post.later_close_asked": "later close of nominations asked for",
            "post.later_close_declined": "later close of nominations declined",
            "post.close_extended": "close of nominations moved later",
            "post.put_to_vote": "post put to the vote",
            "post.declared_unopposed": "post decided without a vote",
            "key_date.set": "date of the timetable set",
            "key_date.removed": "date of the timetable taken off",
            "key_date.change_asked": "another closing time asked for",
            "key_date.change_declined": "another closing time declined",
            "test_vote.opened": "test vote opened",
            "test_vote.concluded": "test vote concluded",
            "rehearsal.started": "rehearsal laid out",
            "rehearsal.begun": "rehearsal begun",
            "rehearsal.quickened": "windows of a rehearsal shortened",
            "rehearsal.broken_off": "run of a rehearsal broken off",
            "rehearsal.stopped": "rehearsal ended early",
            "rehearsal.reported": "rehearsal reported on",
            "rehearsal.cleared": "rehearsal cleared away",
            "timetable.published": "timetable of deadlines published",
            "entitlement.set": "scale of delegates set",
            "entitlements.fixed": "numbers of delegates fixed",
            "registration.confirmed": "registration confirmed by a second officer",
            "registration.refused": "registration refused",
            "registration.decided": "late registration decided",
            "registration.seat_cleared": "designation of a seat taken off",
            "registration_query.raised": "registration queried",
            "registration_query.answered": "query of a registration answered",
            "credential.handed_over": "shared credential handed over",
            "credential.converted": "sharer made a visitor",
            "sharers.converted": "all sharers made visitors",
            "figures.confirmed": "figures confirmed by a teller",
            "figures.disputed": "figures disputed by a teller",
            "screen.switched": "screen on the wall set",
            "broadcast.set": "addresses of the broadcast entered",
            "nomination.found_valid": "nomination found valid",
            "nomination.found_invalid": "nomination found invalid",
        }
    )
    desks.links.append(_registers)


def _conferences(codes: Collection[str]) -> Mapping[str, Named]:
    """Name conferences by their titles, and a meeting of a branch by its code: see belonging."""
    found = Conference.objects.filter(code__in=codes).values_list("code", "title", "kind")
    return {
        code: Named(
            title if kind == MeetingKind.CONFERENCE else _("meeting %(code)s") % {"code": code},
            reverse("conferences:home", args=[code]),
        )
        for code, title, kind in found
    }


def _screens(names: Collection[str]) -> Mapping[str, Named]:
    """Name a screen by its address: it may have been taken away since."""
    found = {}
    for name in names:
        code, _slash, slug = name.partition("/")
        found[name] = Named(_("screen “%(slug)s”") % {"slug": slug or code})
    return found


def _rehearsals(codes: Collection[str]) -> Mapping[str, Named]:
    return {code: Named(_("rehearsal %(code)s") % {"code": code}) for code in codes}


def _test_votes(names: Collection[str]) -> Mapping[str, Named]:
    found = {}
    for name in names:
        code, _slash, number = name.partition("/")
        words = _("test vote %(number)s of %(code)s") % {"number": number, "code": code}
        found[name] = Named(words)
    return found


def _broadcasts(codes: Collection[str]) -> Mapping[str, Named]:
    return {code: Named(_("broadcast of %(code)s") % {"code": code}) for code in codes}


def _key_dates(names: Collection[str]) -> Mapping[str, Named]:
    """Name a date by what happens then; one that was never set has its name too."""
    found = {}
    for name in names:
        code, _slash, key = name.partition("/")
        if key in set(Key):
            found[name] = Named(Key(key).label, reverse("conferences:timetable", args=[code]))
    return found


def _conferences_found(words: str) -> Iterable[str]:
    which = Q(code__iexact=words) | Q(title__icontains=words, kind=MeetingKind.CONFERENCE)
    return Conference.objects.filter(which).values_list("code", flat=True)[:20]


def _sessions(names: Collection[str]) -> Mapping[str, Named]:
    numbered = [name for name in names if name.partition("/")[2].isdecimal()]
    found = Session.objects.filter(_either(numbered))
    return {
        f"{one.conference.code}/{one.number}": Named(
            _("session %(number)s, %(day)s")
            % {"number": one.number, "day": f"{one.held_on:%-d %B %Y}"}
        )
        for one in found.select_related("conference")
    }


def _items(names: Collection[str]) -> Mapping[str, Named]:
    which = Q()
    for name in names:
        code, _slash, place = name.partition("/")
        session, _point, position = place.partition(".")
        if session.isdecimal() and position.isdecimal():
            which |= Q(session__conference__code=code, session__number=session, position=position)
    if not which:
        return {}
    found = AgendaItem.objects.filter(which).select_related("session__conference")
    return {
        one.log_name.partition(":")[2]: Named(
            one.title
            if one.session.conference.kind == MeetingKind.CONFERENCE
            else _("item %(number)s of the agenda") % {"number": one.position}
        )
        for one in found
    }


def _items_found(words: str) -> Iterator[str]:
    found = AgendaItem.objects.filter(
        title__icontains=words, session__conference__kind=MeetingKind.CONFERENCE
    )
    for one in found.select_related("session__conference")[:20]:
        yield one.log_name.partition(":")[2]


def _credentials(names: Collection[str]) -> Mapping[str, Named]:
    """Name the number and the body: whose it is, the log does not say."""
    found = Credential.objects.filter(_either(names))
    return {
        f"{one.conference.code}/{one.number}": Named(f"{one.number}, {one.body.name}")
        for one in found.select_related("conference", "body")
    }


def _credentials_found(words: str) -> Iterator[str]:
    found = Credential.objects.filter(number__iexact=words).select_related("conference")
    for one in found[:20]:
        yield one.log_name.partition(":")[2]


def _posts(names: Collection[str]) -> Mapping[str, Named]:
    """Name posts, but those that the guard holds back: they are their officers' to see."""
    shown = Post.objects.exclude(state__in=(PostState.UNDER_REVIEW, PostState.REFUSED))
    found = shown.filter(_either(names, "reference")).select_related("conference")
    return {
        f"{one.conference.code}/{one.reference}": Named(
            f"{one.reference}, {one.title}",
            reverse("conferences:post", args=[one.conference.code, one.reference]),
        )
        for one in found
    }


def _posts_found(words: str) -> Iterator[str]:
    found = Post.objects.filter(Q(title__icontains=words) | Q(reference__iexact=words))
    for one in found.select_related("conference")[:20]:
        yield one.log_name.partition(":")[2]


def _nominations(names: Collection[str]) -> Mapping[str, Named]:
    """Name a nomination by its number and its post: whose it is, the log does not say."""
    posts = _posts({name.rpartition(".")[0] for name in names})
    return {
        name: Named(
            _("nomination %(number)s for %(post)s")
            % {"number": name.rpartition(".")[2], "post": posts[post].title}
        )
        for name in names
        if (post := name.rpartition(".")[0]) in posts
    }


def _registrations(names: Collection[str]) -> Mapping[str, Named]:
    """Name a registration by its number and its branch: who it is, the log does not say."""
    found = Registration.objects.filter(_either(_numbered(names)))
    return {
        f"{one.conference.code}/{one.number}": Named(
            _("registration %(number)s, %(branch)s")
            % {"number": one.number, "branch": one.branch.name}
        )
        for one in found.select_related("conference", "branch")
    }


def _queries(names: Collection[str]) -> Mapping[str, Named]:
    found = RegistrationQuery.objects.filter(_either(_numbered(names)))
    return {
        f"{one.conference.code}/{one.number}": Named(
            _("query %(number)s, %(branch)s") % {"number": one.number, "branch": one.branch.name}
        )
        for one in found.select_related("conference", "branch")
    }


def _numbered(names: Collection[str]) -> list[str]:
    return [name for name in names if name.partition("/")[2].isdecimal()]


def _story_of_post(name: str) -> Iterator[str]:
    """Tell of a post's nominations and of its vote."""
    for post in Post.objects.filter(_either([name], "reference")).select_related(
        "conference", "ballot"
    ):
        for one in post.nominations.all():
            yield one.log_name
        if post.ballot:
            yield post.ballot.log_name


def _credentials_of(pseudonym: str) -> Iterator[str]:
    held = Credential.objects.filter(member__pseudonym=pseudonym).select_related("conference")
    for one in held:
        yield one.log_name


def _registers(_user: Any, _reader: Reader) -> Iterator[Link]:
    """Lead to the registers of each conference; each page asks for itself who may open it."""
    held = Conference.objects.filter(kind=MeetingKind.CONFERENCE, rehearses=None)
    for conference in held.order_by("-starts_on")[:5]:
        yield Link(
            _("Registers of %(conference)s") % {"conference": conference.title},
            reverse("conferences:registers", args=[conference.code]),
            _("Incidents, departures from rule, complaints, and who saw what"),
        )


def _either(names: Collection[str], column: str = "number") -> Q:
    """Find by any of these names, each a conference's code and a number in it."""
    which = Q(pk__in=[])
    for name in names:
        code, _slash, number = name.partition("/")
        which |= Q(("conference__code", code), (column, number))
    return which
