"""Which ballots have pages at all."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from ballots.enums import HELD_BACK
from ballots.models import Ballot
from ballots.readers import may_read


def shown_ballot(pk: UUID, reader: object) -> Ballot:
    """Find a ballot that may be seen: one held back or refused by the guard is not.

    One of a meeting is there for its own members, and for nobody else.
    """
    found = Ballot.objects.select_related("body").exclude(state__in=HELD_BACK).filter(pk=pk).first()
    if found is None or not may_read(reader, found):
        raise Http404(_("There is no such vote."))
    return found
