"""Reports of the Standing Orders Committee: adopted by conference, and in force from then."""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.hall import Part, show
from conferences.rules import acting
from members.models import Member
from motions.models import SocReport
from motions.steps import hold_floor


def report_adopt(*, report: SocReport, actor: Member) -> SocReport:
    """Record that conference adopts a report, without a division. Its consequences then bind.

    What it has referred back is not adopted with the rest.
    """
    with acting(actor, report.conference, "soc_report.adopt") as log:
        hold_floor(report.conference)
        report = SocReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if report.published_at is None:
            raise Refusal("not-published", f"{report} has not been published.")
        if report.adopted_at:
            raise Refusal("already-adopted", f"{report} has been adopted already.")
        report.adopted_at = timezone.now()
        report.save(update_fields=["adopted_at"])
        without = report.paragraphs.filter(referred_back_at__isnull=False)
        log.record(
            "soc_report.adopted",
            subject=report,
            agreed="without a division",
            without=list(without.values_list("ref", flat=True)),
        )
        show(report.conference, Part.DESK)
    return report
