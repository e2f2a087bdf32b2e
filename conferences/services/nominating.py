"""Nominating: somebody is put forward, answers, writes a statement, withdraws, is ruled on.

Names stand in the log as digests; a candidate is a number there. What comes late is kept and marked
late, so that nobody can say it was never sent (guide 3.0: "received late and disregarded"). Tellers
and those who certify the count cannot stand (guide 3.8).
"""

from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from conferences.candidates import right_to_nominate
from conferences.enums import Consent, PostState, WhoNominates
from conferences.models import Nomination, Post
from conferences.nominations import words_in
from conferences.rules import acting, office_held
from conferences.services.numbering import in_words
from conferences.services.posts import held, insist_not_nominated
from members.enums import Office
from members.models import Body, Member
from members.permissions import COUNTS_THE_VOTES, offices_for

LONGEST_TEXT = 20_000  # characters: a word has its limits too
_WHO = {
    WhoNominates.BRANCHES: "A branch nominates for this post: its secretary or its lead delegate "
    "sends the name.",
    WhoNominates.DELEGATE: "A delegate of this conference nominates for this post.",
    WhoNominates.TWO_DELEGATES: "Two delegates of this conference nominate for this post.",
}


def nomination_make(
    *, post: Post, nominee: Member, actor: Member, branch: Body | None = None
) -> Nomination:
    """Put somebody forward. They are asked for their consent; without it they do not stand.

    A branch is named where branches nominate. The desk may enter a nomination that came on paper.
    """
    with entry(actor=actor, office=_office(post, actor, branch)) as log:
        post = held(post)
        _insist_on_time_for_it(post)
        _insist_on_eligible(post, nominee)
        if post.nominated_by != WhoNominates.BRANCHES and nominee.pk == actor.pk:
            raise Refusal("own-nomination", "Somebody else has to nominate you.")
        known = Nomination.objects.filter(post=post, nominee=nominee)
        if any(one.is_open for one in known):
            raise Refusal(
                "nominated-already", f"{nominee.name} has been nominated for this post already."
            )
        last = post.nominations.aggregate(last=Max("number"))["last"]
        nomination = Nomination.objects.create(
            post=post,
            number=(last or 0) + 1,
            nominee=nominee,
            branch=branch,
            made_by=actor,
            made_at=timezone.now(),
        )
        log.record(
            "nomination.made",
            subject=nomination,
            branch=branch.log_name if branch else None,
            late=nomination.is_late,
            personal={"nominee": nominee.name},
        )
    return nomination


def nomination_second(*, nomination: Nomination, actor: Member) -> Nomination:
    """Second a nomination, where it takes two delegates to make one."""
    with entry(actor=actor) as log:
        nomination = _held(nomination)
        post = nomination.post
        _insist_on_time(post)
        _insist_on_live(nomination)
        if not right_to_nominate(post, actor).credential:
            raise Refusal("not-a-delegate", _WHO[WhoNominates.TWO_DELEGATES])
        if not nomination.lacks_seconder:
            raise Refusal("needs-no-seconder", "This nomination needs no seconder.")
        if actor.pk in (nomination.made_by_id, nomination.nominee_id):
            raise Refusal("own-nomination", "Another delegate has to second it.")
        nomination.seconded_by, nomination.seconded_at = actor, timezone.now()
        nomination.save(update_fields=["seconded_by", "seconded_at"])
        log.record("nomination.seconded", subject=nomination)
    return nomination


def nomination_consent(
    *, nomination: Nomination, actor: Member, eligible_for: Sequence[str] = ()
) -> Nomination:
    """Consent to stand, as the person nominated, and say which kept places one may take."""
    with entry(actor=actor) as log:
        nomination = _own(nomination, actor)
        post = nomination.post
        _insist_on_time(post)
        if nomination.withdrawn_at or nomination.is_valid is False:
            raise Refusal("no-longer-nominated", f"This nomination is over: {nomination.standing}.")
        _insist_on_eligible(post, actor)
        if unknown := set(eligible_for) - {each.tag for each in post.kept}:
            raise Refusal("no-such-places", f"No places are kept for {', '.join(sorted(unknown))}.")
        others = post.nominations.filter(nominee=actor).exclude(pk=nomination.pk)
        if any(one.is_open for one in others):
            raise Refusal("nominated-already", "Answer your other nomination for this post.")
        nomination.consent, nomination.consent_at = Consent.GIVEN, timezone.now()
        nomination.eligible_for = sorted(set(eligible_for))
        nomination.save(update_fields=["consent", "consent_at", "eligible_for"])
        log.record(
            "nomination.consented",
            subject=nomination,
            personal={"eligible_for": ", ".join(nomination.eligible_for)},
        )
    return nomination


def nomination_decline(*, nomination: Nomination, actor: Member) -> Nomination:
    """Decline to stand. Until nominations close one may think again."""
    with entry(actor=actor) as log:
        nomination = _own(nomination, actor)
        _insist_on_time(nomination.post)
        if nomination.consent != Consent.WAITING:
            raise Refusal("answered-already", "You have answered. To stand no more, withdraw.")
        nomination.consent, nomination.consent_at = Consent.DECLINED, timezone.now()
        nomination.save(update_fields=["consent", "consent_at"])
        log.record("nomination.declined", subject=nomination)
    return nomination


def statement_write(*, nomination: Nomination, actor: Member, text: str) -> Nomination:
    """Write one's statement to the voters, in plain text, or write it again before the deadline.

    Every version is in the log as a digest. All statements are shown at once, after the deadline.
    """
    with entry(actor=actor) as log:
        nomination = _own(nomination, actor)
        post = nomination.post
        _insist_on_time(post)
        if nomination.consent != Consent.GIVEN or not nomination.is_live:
            raise Refusal("not-a-candidate", "Consent to stand first; then write your statement.")
        plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
        words = words_in(plain)
        if words > post.statement_words or len(plain) > LONGEST_TEXT:
            raise Refusal(
                "statement-too-long",
                f"A statement has {post.statement_words} words at most, the same for everyone. "
                f"Yours has {words}.",
            )
        if any(not (letter.isprintable() or letter.isspace()) for letter in plain):
            raise Refusal("statement-not-plain", "Write plain text: it holds a sign of no meaning.")
        nomination.statement, nomination.statement_at = plain, timezone.now()
        nomination.statement_version += 1
        nomination.save(update_fields=["statement", "statement_at", "statement_version"])
        log.record(
            "statement.written",
            subject=nomination,
            version=nomination.statement_version,
            words=words,
            personal={"statement": plain},
        )
    return nomination


def nomination_rule_on(
    *, nomination: Nomination, actor: Member, valid: bool, reason: str
) -> Nomination:
    """Find a nomination valid or invalid, as the returning officer, before it goes to the vote."""
    with acting(actor, nomination.post.conference, "nomination.rule_on") as log:
        nomination = _held(nomination)
        insist_not_nominated(nomination.post, actor)
        if nomination.post.state not in (PostState.NOMINATIONS, PostState.CLOSED):
            raise Refusal(
                "paper-is-made", "It is decided who stands: a ruling would come too late."
            )
        if valid and nomination.is_late:
            raise Refusal(
                "came-late",
                "It came after the deadline. Nobody can make it come in time; it is kept.",
            )
        nomination.is_valid, nomination.ruling_reason = valid, in_words(reason)
        nomination.ruled_at, nomination.ruled_by = timezone.now(), actor
        nomination.save(update_fields=["is_valid", "ruling_reason", "ruled_at", "ruled_by"])
        log.record(
            "nomination.found_valid" if valid else "nomination.found_invalid",
            subject=nomination,
            attested=True,
            personal={"reason": nomination.ruling_reason},
        )
    return nomination


def _office(post: Post, actor: Member, branch: Body | None) -> str:
    """Find in which office somebody nominates, if they may at all."""
    right = right_to_nominate(post, actor)
    if post.nominated_by == WhoNominates.BRANCHES:
        if branch is None:
            raise Refusal("branch-missing", "Say which branch nominates.")
        if branch in right.branches:
            secretary = office_held(actor, post.conference, Office.BRANCH_SECRETARY, body=branch)
            return secretary or ""
    elif right.credential and branch is None:
        return ""
    office = office_held(actor, post.conference, *offices_for("nomination.make"))
    if office is None:
        with entry(actor=actor):
            raise Refusal(
                "not-yours-to-nominate",
                _WHO[WhoNominates(post.nominated_by)],
                record="act.refused",
                subject=post.log_name,
                facts={"act": "nomination.make"},
            )
    return office


def _insist_on_eligible(post: Post, nominee: Member) -> None:
    """Refuse somebody who cannot stand: not in membership, or answerable for the count."""
    if not nominee.is_active or nominee.erased_at:
        raise Refusal("not-in-good-standing", f"{nominee.name} is not in membership now.")
    if office := office_held(nominee, post.conference, *COUNTS_THE_VOTES):
        raise Refusal(
            "counts-the-votes",
            f"{nominee.name} is {str(office.label).lower()} of this conference, and whoever counts "
            "the votes cannot stand.",
            rule="Roles and permissions",
        )


def _insist_on_time_for_it(post: Post) -> None:
    """Refuse a nomination before the time. One after it is taken, and is late."""
    if not post.is_public:
        raise Refusal("not-announced", "Nominations for this post have not been announced.")
    if not post.has_opened:
        opens = timezone.localtime(post.nominations_open_at).strftime("%-d %B, %H:%M")
        raise Refusal("not-open-yet", f"Nominations open on {opens}.")


def _insist_on_time(post: Post) -> None:
    if not post.takes_nominations:
        closed = timezone.localtime(post.nominations_close_at).strftime("%-d %B, %H:%M")
        raise Refusal(
            "nominations-closed",
            f"Nominations closed on {closed}." if post.is_over else "Nominations are not open.",
        )


def _insist_on_live(nomination: Nomination) -> None:
    if not nomination.is_live:
        raise Refusal("no-longer-nominated", f"This nomination is over: {nomination.standing}.")


def _own(nomination: Nomination, actor: Member) -> Nomination:
    fresh = _held(nomination)
    if fresh.nominee_id != actor.pk:
        raise Refusal(
            "not-your-nomination",
            "Only the person who was nominated can do this.",
            record="act.refused",
            subject=fresh.log_name,
        )
    return fresh


def _held(nomination: Nomination) -> Nomination:
    """Take the rows of a nomination and of its post for an act, always the post first."""
    post = held(nomination.post)
    found = Nomination.objects.select_for_update(of=("self",)).select_related("nominee")
    fresh = found.get(pk=nomination.pk)
    fresh.post = post
    return fresh
