"""Having an outside authority say when a head existed (RFC 3161).

The log's own times are the server's. A stamp is another's word: this head, and so everything in the
log up to it, existed at this time. It is over the head as the log alone signed it, since witnesses
may sign later. With the authority's certificate anyone can check it:

    openssl ts -verify -data stamps/000000123.ckpt -in stamps/000000123.tsr -CAfile ca.pem
"""

import logging
from dataclasses import dataclass, field
from datetime import UTC
from http import HTTPStatus

from cryptography import x509
from django.conf import settings
from django.utils import timezone
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from audit.formats.errors import BadStamp
from audit.models import Head, Position, Stamp
from audit.publishing import outbound
from audit.publishing.outbound import Rest, Unreachable
from audit.selectors import newest_head

log = logging.getLogger(__name__)


@dataclass
class Stamper:
    """Has the newest head stamped when that is due; after trouble, waits before it asks again."""

    rest: Rest = field(default_factory=Rest)

    def stamp(self) -> Stamp | None:
        """Give the new stamp, or None if none is due, wanted or to be had just now."""
        if not settings.TIMESTAMP_URL or not self.rest.is_over():
            return None
        head = head_due()
        if head is None:
            return None
        try:
            stamp = head_stamp(head=head)
        except (Unreachable, BadStamp, OSError) as trouble:
            log.warning("The head of %s entries is not stamped. %s", head.size, trouble)
            self.rest.again()
            return None
        self.rest = Rest()
        return stamp


def head_due() -> Head | None:
    """Give the newest head if it should be stamped: once a day, and when a ballot has closed."""
    head = newest_head()
    last = Stamp.objects.order_by("-head").first()
    if head is None or last is None:
        return head
    if head.size <= last.head_id:
        return None
    if timezone.localdate(last.at) < timezone.localdate():
        return head
    since = Position.objects.filter(seq__gte=last.head_id, seq__lt=head.size)
    return head if since.filter(entry__kind__in=settings.TIMESTAMPED_ACTS).exists() else None


def head_stamp(*, head: Head) -> Stamp:
    """Have a head stamped, check the answer as if it came from a stranger, and keep it.

    Raise Unreachable if there is no answer, BadStamp if it is not the authority's word on this
    question: the hash, the nonce, the signature and its certificates up to the one we were given.
    """
    note = head.note.encode()
    request = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = outbound.ask(settings.TIMESTAMP_URL, request.as_bytes(), "application/timestamp-query")
    if answer.status != HTTPStatus.OK:
        raise Unreachable(f"The authority answered {answer.status}.")
    verifier = VerifierBuilder.from_request(request)
    for root in x509.load_pem_x509_certificates(settings.TIMESTAMP_CA_FILE.read_bytes()):
        verifier = verifier.add_root_certificate(root)
    try:
        response = decode_timestamp_response(answer.body)
        verifier.build().verify_message(response, note)
    except (VerificationError, ValueError) as error:
        raise BadStamp(f"What the authority answered is no stamp of this head: {error}.") from None
    return Stamp.objects.create(
        head=head,
        authority=settings.TIMESTAMP_URL,
        answer=answer.body,
        stamped_at=response.tst_info.gen_time.astimezone(UTC),
        at=timezone.now(),
    )
