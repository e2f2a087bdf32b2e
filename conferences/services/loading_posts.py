"""Enter the posts of a conference file, with those who were nominated for them."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils import timezone

from audit.recording import OpenEntry
from ballots.guard import Attestation
from conferences.election_document import CandidateRow, PostRow
from conferences.enums import Consent
from conferences.models import Conference, Nomination, Post
from conferences.sample_candidates import sample_places, sample_statement
from conferences.services.posts import nominations_close, post_create
from members.models import Body, Member

_NOMINATIONS_LASTED = timedelta(days=28)
FindPerson = Callable[[PostRow, int, CandidateRow], Member]


def posts_load(
    log: OpenEntry,
    conference: Conference,
    rows: tuple[PostRow, ...],
    branches: Mapping[str, Body],
    person: FindPerson,
) -> None:
    """Enter every post with its nominations. Where the file gives no times, they are closed now.

    The guard speaks for a file as for anyone. In a sample, what the file leaves out of the
    candidates is invented: their statements, and who may take the places that are kept.
    """
    for row in rows:
        closes = row.closes_at or timezone.now()
        post = post_create(
            conference=conference,
            actor=None,
            reference=row.reference,
            title=row.title,
            duties=row.duties,
            seats=row.seats,
            rule=row.rule,
            ron=row.ron,
            reserved=row.reserved,
            class_code="NON_S46_OFFICE",
            attestation=Attestation.all_no(),
            guard_basis=row.guard_basis,
            nominations_open_at=row.opens_at or closes - _NOMINATIONS_LASTED,
            nominations_close_at=closes,
        )
        for number, candidate in enumerate(row.candidates, start=1):
            nominee = person(row, number, candidate)
            branch = branches[candidate.branch]
            nomination = _nominated(post, number, candidate, nominee=nominee, branch=branch)
            log.record(
                "nomination.made",
                subject=nomination,
                branch=branch.log_name,
                late=False,
                from_file=True,
                personal={"nominee": nominee.name, "statement": nomination.statement},
            )
        if post.is_over and post.is_public:
            nominations_close(post=post, actor=None)


def _nominated(
    post: Post, number: int, row: CandidateRow, *, nominee: Member, branch: Body
) -> Nomination:
    sample = post.conference.is_sample
    tags = row.may_take or (sample_places(nominee.name) if sample else ())
    statement = row.statement or (sample_statement(number, branch.name) if sample else "")
    return Nomination.objects.create(
        post=post,
        number=number,
        nominee=nominee,
        branch=branch,
        made_at=post.nominations_open_at,
        consent=Consent.GIVEN,
        consent_at=post.nominations_open_at,
        eligible_for=[each.tag for each in post.kept if each.tag in tags],
        statement=statement,
        statement_version=1 if statement else 0,
        statement_at=post.nominations_open_at if statement else None,
    )
