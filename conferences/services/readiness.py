"""Deciding whether to go ahead, on the report that was seen (guide lessons 5 and 25)."""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference, ReadinessDecision
from conferences.readiness.checks import report_on
from conferences.readiness.report import State
from conferences.rules import acting
from conferences.services.numbering import next_number
from members.models import Member


def readiness_decide(
    *,
    conference: Conference,
    actor: Member,
    is_go: bool,
    seen: str,
    sender_checked: bool = False,
    reason: str = "",
) -> ReadinessDecision:
    """Decide to go ahead or not to, on the report of this SHA-256.

    Where something has changed since it was looked at, the new report has to be looked at first.
    To go ahead against a finding that stands in the way takes a reason; so does not to go ahead.
    """
    with acting(actor, conference, "readiness.decide") as log:
        report = report_on(conference)
        if report.sha256 != seen:
            raise Refusal(
                "report-moved", "Something has changed since you looked. Look at it again first."
            )
        said = reason.strip()
        if not said and (not is_go or report.state is State.STOP):
            raise Refusal(
                "reason-missing",
                "Say why you go ahead although something is in the way."
                if is_go
                else "Say why conference does not go ahead.",
            )
        if is_go and not sender_checked:
            raise Refusal(
                "sender-unchecked",
                "Check first that mail from us passes SPF, DKIM and DMARC: without them it is "
                "taken for spam.",
                rule="guide 6, e-mail",
            )
        decision = ReadinessDecision.objects.create(
            conference=conference,
            number=next_number(conference, ReadinessDecision.objects),
            is_go=is_go,
            reason=said,
            sender_checked=sender_checked,
            findings=report.as_rows(),
            sha256=report.sha256,
            decided_by=actor,
            decided_at=timezone.now(),
        )
        log.record(
            "readiness.decided",
            subject=conference,
            attested=True,
            go=is_go,
            report_sha256=report.sha256,
            in_the_way=[one.code for one in report.findings if one.state is State.STOP],
            sender_checked=sender_checked,
            personal={"reason": said},
        )
    return decision
