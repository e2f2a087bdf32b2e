"""Counting what a page asks of this room's tables; the frame around it asks for the log's head."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


class MemberQueries(CaptureQueriesContext):
    """The queries on the tables of the members room."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def asked(self) -> list[str]:
        return [
            query["sql"]
            for query in self.captured_queries
            if "members_" in query["sql"] or "otp_totp" in query["sql"]
        ]
