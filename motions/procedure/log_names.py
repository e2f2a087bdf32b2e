"""What the log says of what delegates asked for: which motion of procedure, and not whose."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from audit.browsing import subjects
from audit.browsing.subjects import Named, Subjects
from motions.models import ProcedureAsked


def make_known() -> None:
    """Tell the log's room of this part's subjects."""
    subjects.kinds["procedure"] = Subjects(_asked)
    subjects.events.update(
        {
            "procedure.asked": "procedural motion asked for",
            "procedure.withdrawn": "procedural motion no longer asked for",
            "procedure.declined": "procedural motion declined by the chair",
            "procedure.taken": "procedural motion put, as asked for",
            "procedure.lapsed": "procedural motion lapsed with the debate",
            "card_vote.demanded": "card vote demanded",
        }
    )


def _asked(names: Collection[str]) -> Mapping[str, Named]:
    numbers = {number for name in names if (number := name.partition("/")[2]).isdecimal()}
    found = ProcedureAsked.objects.filter(pk__in=[n for n in numbers if len(n) < 10])  # noqa: PLR2004
    return {
        one.log_name.partition(":")[2]: Named(_("%(motion)s, asked for") % {"motion": one})
        for one in found.select_related("conference")
    }
