"""What is done outside the request: a scrutiny pack takes minutes."""

import logging
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from audit.formats.errors import NotVerified
from audit.refusal import Refusal
from conferences.enums import PackState
from conferences.models import ScrutinyPack
from motions.packs.packing import pack_make

log = logging.getLogger(__name__)


@shared_task
def scrutiny_pack_make(pack_id: str) -> None:
    """Make a pack that was asked for, and keep the page told how far it is."""
    waiting = ScrutinyPack.objects.filter(pk=pack_id, state=PackState.WAITING)
    if not waiting.update(state=PackState.MAKING, moved_at=timezone.now()):
        return  # another worker has it
    pack = ScrutinyPack.objects.select_related("conference__body", "ballot").get(pk=pack_id)

    def tell(doing: str, done: int, of: int) -> None:
        if done % 50 == 0 or done == of:
            ScrutinyPack.objects.filter(pk=pack_id).update(
                doing=doing, done=done, of=of, moved_at=timezone.now()
            )

    try:
        pack_make(pack=pack, progress=tell)
    except (NotVerified, Refusal, OSError) as error:  # the page says why
        log.warning("The scrutiny pack %s could not be made. %s", pack_id, error)


def make_soon(pack_id: UUID) -> None:
    """Have a pack made once it is certain that it was asked for: by a worker, or else at once."""
    transaction.on_commit(lambda: scrutiny_pack_make.delay(str(pack_id)))
