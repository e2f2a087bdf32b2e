"""A branch asks why somebody could not be registered; the membership officer or committee answers.

Neither changes the register: a wrong entry is put right by a roll, and then registered again.
"""

from django.db.models import Max
from django.utils import timezone

from audit.refusal import Refusal
from conferences.delegates.registration_rules import by_number
from conferences.models import Conference, RegistrationQuery
from conferences.rules import acting
from conferences.services.numbering import in_words
from members.models import Body, Member


def registration_query_raise(
    *,
    conference: Conference,
    branch: Body,
    actor: Member,
    membership_number: str,
    why: str,
    words: str,
) -> RegistrationQuery:
    """Ask why a number was refused. What was asked is kept for whoever answers."""
    with acting(actor, conference, "registration_query.raise", body=branch) as log:
        Conference.objects.select_for_update().get(pk=conference.pk)
        last = conference.registration_queries.aggregate(last=Max("number"))["last"]
        member = by_number(membership_number)
        query = RegistrationQuery.objects.create(
            conference=conference,
            number=(last or 0) + 1,
            branch=branch,
            membership_number=membership_number.strip().upper()[:32],
            member=member,
            why=why[:40],
            words=in_words(words),
            asked_by=actor,
            asked_at=timezone.now(),
        )
        log.record(
            "registration_query.raised",
            subject=query,
            branch=branch.log_name,
            member=member.log_name if member else None,
            why=query.why,
            personal={"words": query.words},
        )
    return query


def registration_query_answer(
    *, query: RegistrationQuery, actor: Member, answer: str
) -> RegistrationQuery:
    """Answer a query."""
    with acting(actor, query.conference, "registration_query.answer") as log:
        found = RegistrationQuery.objects.select_for_update(of=("self",)).select_related(
            "conference"
        )
        held = found.get(pk=query.pk)
        if held.answered_at:
            raise Refusal("answered-already", "This query has been answered.")
        held.answer = in_words(answer)
        held.answered_by, held.answered_at = actor, timezone.now()
        held.save()
        log.record("registration_query.answered", subject=held, personal={"answer": held.answer})
    return held
