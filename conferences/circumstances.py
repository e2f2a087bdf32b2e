"""What the declaration of a vote says of the conference: the room above tells the room below."""

from django.db.models import Q

from ballots.declaring.circumstances import Circumstances, Incident
from ballots.models import Ballot
from conferences.models import Conference, Post, Session


def of_proposed(ballot: Ballot) -> Circumstances | None:
    """Tell of a vote that was proposed to conference itself, such as an indicative one."""
    asking, _, code = ballot.asked_for.partition(":")
    conference = Conference.objects.select_related("body").filter(code=code).first()
    return at_conference(conference, ballot) if asking == "conference" and conference else None


def of_post(ballot: Ballot) -> Circumstances | None:
    """Tell of an election to a post of a conference."""
    post = Post.objects.select_related("conference__body").filter(ballot=ballot).first()
    if post is None:
        return None
    return at_conference(post.conference, ballot, subject=f"{post.reference}: {post.title}")


def at_conference(
    conference: Conference,
    ballot: Ballot,
    *,
    agenda: str = "",
    subject: str = "",
    text_version: int = 0,
    adopted: tuple[str, ...] = (),
) -> Circumstances:
    """Tell of any vote that was taken at a conference."""
    session = _session(conference, ballot)
    sitting = f", session {session.number}" if session else ""
    gives = "give" if conference.orders.casting_vote_allowed else "do not give"
    return Circumstances(
        union=conference.body.name,
        electorate=f"{conference.title}{sitting}",
        agenda=agenda,
        subject=subject,
        text_version=text_version,
        adopted=adopted,
        casting_vote_rule=f"The standing orders {gives} the chair a casting vote.",
        incidents=tuple(
            Incident(str(each), each.effect) for each in ballot.incidents.order_by("number")
        ),
        departures=_departures(conference, ballot),
    )


def _session(conference: Conference, ballot: Ballot) -> Session | None:
    """Find the session that was sitting when the vote opened."""
    still_open = Q(closed_at__isnull=True) | Q(closed_at__gt=ballot.opened_at)
    sitting = conference.sessions.filter(still_open, opened_at__lte=ballot.opened_at)
    return sitting.order_by("-opened_at").first()


def _departures(conference: Conference, ballot: Ballot) -> tuple[str, ...]:
    """List the rules that were not kept up to the day of the vote, and who was told when."""
    if ballot.opened_at is None:
        return ()
    found = conference.departures.filter(departed_on__lte=ballot.opened_at).order_by("number")
    return tuple(
        f"{each}: {each.rule}, "
        + (
            f"Certification Officer told {each.officer_told_on:%d.%m.%Y}"
            if each.officer_told_on
            else "Certification Officer not told"
        )
        for each in found
    )
