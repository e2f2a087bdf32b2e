"""Asking for a ballot: the guard comes first, and a second person where it says so."""

from collections.abc import Sequence

from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import BallotAct, BallotState, Choice, Majority, VotingForm
from ballots.guard import (
    EFFECTIVE_ON,
    INDICATIVE_BANNER,
    Assessment,
    Attestation,
    Verdict,
    assess,
)
from ballots.models import Ballot
from ballots.papers import FOR_AGAINST_ABSTAIN, Option, faults, words_of
from ballots.secret.making import Sealing, sealing_of, vote_seal
from ballots.services.insisting import insist_on_office, insist_on_reason, locked
from ballots.services.setting_out import AskedElection, election_set_out, insist_on_election
from members.models import Body, Member


def ballot_create(
    *,
    actor: Member | None,
    title: str,
    question: str,
    class_code: str,
    attestation: Attestation,
    form: VotingForm,
    majority: Majority,
    asked_for: str,
    body: Body | None = None,
    options: Sequence[Option] = FOR_AGAINST_ABSTAIN,
    enabling_rule: str = "",
    text_sha256: str = "",
    member_ballot: bool = False,
    is_test: bool = False,
    steps_up: bool = False,
    replaces: Ballot | None = None,
    election: AskedElection | None = None,
    sealing: Sealing | None = None,
) -> Ballot:
    """Create a ballot, if the statutory guard allows it (guide 2.9).

    It comes back READY, or UNDER_REVIEW where a second person has to approve it. Every attempt is
    in the log, the refused ones too. `body` is the body whose officers conduct it. An election is
    asked for by `election_create`. One that `steps_up` asks each voter for a passcode of its own.
    A secret ballot is sealed, and an election is where `sealing` says how; each of these steps up.
    """
    with entry(actor=actor) as log:
        insist_on_office(actor, BallotAct.CREATE, body, subject=asked_for)
        assessment = assess(
            class_code,
            attestation,
            title=title,
            question=question,
            options=[option.label for option in options],
            enabling_rule=enabling_rule,
            member_ballot=member_ballot,
            is_test=is_test,
        )
        _insist_on_guard(assessment, title=title, asked_for=asked_for)
        insist_on_election(form, election, class_code)
        _insist_on_paper(question, options, majority, assessment)
        sealing = sealing_of(form, sealing)
        reviewed = assessment.verdict is Verdict.REVIEW
        ballot = Ballot.objects.create(
            body=body,
            title=title.strip(),
            question=question.strip(),
            options=[option.as_record() for option in options],
            class_code=class_code,
            attestation=attestation.as_record(),
            assessment={
                "verdict": str(assessment.verdict),
                "reasons": list(assessment.reasons),
                "suggested_class": assessment.suggested_class,
                "table_of": EFFECTIVE_ON.isoformat(),
            },
            enabling_rule=enabling_rule.strip(),
            asked_for=asked_for,
            text_sha256=text_sha256,
            form=form,
            majority=majority,
            state=BallotState.UNDER_REVIEW if reviewed else BallotState.READY,
            is_test=is_test,
            steps_up=steps_up or sealing is not None,
            is_sealed=sealing is not None,
            created_by=actor,
            replaces=replaces,
        )
        log.record(
            "ballot.created",
            subject=ballot,
            class_code=class_code,
            verdict=str(assessment.verdict),
            answers=ballot.attestation,
            reasons=list(assessment.reasons),
            table_of=EFFECTIVE_ON.isoformat(),
            asked_for=asked_for,
            options=[option.key for option in ballot.paper],
            personal=words_of(ballot.question, ballot.paper),
            form=str(form),
            majority=str(majority),
            enabling_rule=ballot.enabling_rule,
            text_sha256=text_sha256,
            test=is_test,
            steps_up=ballot.steps_up,
            replaces=replaces.log_name if replaces else None,
        )
        if election is not None:
            election_set_out(ballot, election, log)
        if sealing is not None:
            vote_seal(ballot, sealing, log)
    return ballot


def ballot_review(*, ballot: Ballot, actor: Member, approve: bool, reason: str) -> Ballot:
    """Approve or refuse a ballot that the guard held back: a second person, in writing."""
    act = BallotAct.APPROVE if approve else BallotAct.REFUSE
    with entry(actor=actor) as log:
        ballot, row = locked(ballot, act, actor)
        if ballot.created_by_id == actor.pk:
            raise Refusal(
                "own-review",
                "A second person must review this: not the one who asked for it.",
                rule="guide 2.9, rule 3",
                record="ballot.refused",
                subject=ballot.log_name,
                facts={"act": str(act)},
            )
        ballot.review_reason = insist_on_reason(reason)
        ballot.reviewed_by = actor
        ballot.state = row.target
        ballot.save(update_fields=["state", "reviewed_by", "review_reason"])
        log.record(
            "ballot.approved" if approve else "ballot.rejected",
            subject=ballot,
            attested=True,
            personal={"reason": ballot.review_reason},
        )
    return ballot


def _insist_on_guard(assessment: Assessment, *, title: str, asked_for: str) -> None:
    """Refuse what the guard blocks. There is no way round this, for anyone."""
    if assessment.verdict is Verdict.BLOCK:
        raise Refusal(
            f"guard-{assessment.code}",
            " ".join(assessment.reasons),
            rule=assessment.ballot_class.law,
            record="ballot.refused",
            subject=asked_for,
            facts={
                "class_code": assessment.ballot_class.code,
                "verdict": str(assessment.verdict),
                "reasons": list(assessment.reasons),
                "table_of": EFFECTIVE_ON.isoformat(),
            },
            personal={"title": title[:200]},
        )


def _insist_on_paper(
    question: str,
    options: Sequence[Option],
    majority: Majority,
    assessment: Assessment,
) -> None:
    """Refuse a paper that cannot be voted on, or a test that does not go with the ballot."""
    if not question.strip():
        raise Refusal("question-missing", "Write the question as it is to be put.")
    if wrong := faults(options):
        raise Refusal("paper-faulty", " ".join(wrong))
    if majority is Majority.NONE:
        return
    if assessment.ballot_class.banner.startswith(INDICATIVE_BANNER):
        raise Refusal(
            "indicative-decides-nothing",
            "An indicative ballot has no majority test: it carries nothing and loses nothing.",
        )
    if not {Choice.FOR, Choice.AGAINST} <= {option.key for option in options}:
        raise Refusal(
            "paper-without-for-and-against",
            "A majority test needs a paper with For and Against on it.",
        )
