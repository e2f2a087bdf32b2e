"""A row for each of many members, in one statement, however many they are."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from members.delivery.channels import channels_for, choices
from members.enums import Channel, DispatchState, Urgency
from members.models import Dispatch, Member, PasscodeDevice, Posting
from members.models.dispatches import PASSCODE, UNDER_WAY

# Who is chosen is settled before the first row is made: else, where the planner knows too little of
# the tables, the rows being made are searched again for each one.
_INSERT: Final = """
INSERT INTO members_dispatch ({columns})
WITH chosen (member, channel) AS MATERIALIZED ({chosen})
SELECT {values} FROM chosen WHERE true
ON CONFLICT DO NOTHING
"""
_NEW_ID: Final = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
# What nobody can be reached by has failed from the start.
_REASON: Final = """
CASE WHEN channel <> '' THEN ''
WHEN EXISTS (
    SELECT 1 FROM members_contact
    WHERE member_id = chosen.member AND kind = 'post' AND failure = '' AND failed_at IS NULL
) THEN 'post-only'
WHEN EXISTS (SELECT 1 FROM members_contact WHERE member_id = chosen.member) THEN 'all-failed'
ELSE 'no-channel' END
"""


def rows_insert(posting: Posting, members: QuerySet[Member], *, again: bool) -> tuple[int, int]:
    """Make the rows of a batch; give how many members were asked for, and how many rows made."""
    asked = members.order_by().distinct()
    chosen = asked.filter(*_have_none(posting, again=again))
    made = _insert(chosen, channels_for(posting.purpose), _values(posting))
    return asked.count(), made


def notices_insert(
    posting: Posting, members: QuerySet[Member], *, notice: str, facts: Mapping[str, str | int]
) -> int:
    """Make the rows of a notice to many; give how many. Nobody prints notices: so none by post."""
    channels = [each for each in channels_for(posting.purpose) if each is not Channel.POST]
    values = _values(posting, what=notice, facts=facts)
    return _insert(members.order_by().distinct(), channels, values)


def _insert(
    members: QuerySet[Member],
    channels: Collection[Channel],
    values: Mapping[str, tuple[str, tuple[Any, ...]]],
) -> int:
    best = Subquery(choices(OuterRef("pk"), channels)[:1])
    its_channel = Coalesce(best, Value(""), output_field=CharField())
    chosen = members.annotate(its_channel=its_channel)
    # Sorting is what makes the database read them all first.
    chosen_rows = chosen.order_by("its_channel").values_list("pk", "its_channel")
    try:
        select, parameters = chosen_rows.query.sql_with_params()
    except EmptyResultSet:  # Django knows, without asking the database, that nobody is meant
        return 0
    statement = _INSERT.format(
        chosen=select,
        columns=", ".join(str(Dispatch._meta.get_field(name).column) for name in values),  # type: ignore[union-attr]
        values=", ".join(sql for sql, _ in values.values()),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*parameters, *(one for _, given in values.values() for one in given)]
        )
        made: int = cursor.rowcount
    return made


def _have_none(posting: Posting, *, again: bool) -> list[Q]:
    """Find who is to be sent one: none is on its way, none opens still, and none was used."""
    mine = Dispatch.objects.filter(
        member=OuterRef("pk"), purpose=posting.purpose, what=PASSCODE, state__in=UNDER_WAY
    )
    if again:
        return [Q(~Exists(mine))]
    opens = PasscodeDevice.objects.filter(
        Q(used_at__isnull=False) | Q(expires_at__gt=posting.made_at),
        user=OuterRef("pk"),
        purpose=posting.purpose,
    ).exclude(sealed="")
    posted = Dispatch.objects.filter(
        member=OuterRef("pk"),
        purpose=posting.purpose,
        what=PASSCODE,
        channel=Channel.POST,
        state=DispatchState.SENT,
    )
    return [Q(~Exists(mine)), Q(~Exists(opens)), Q(~Exists(posted))]


def _values(
    posting: Posting, *, what: str = PASSCODE, facts: Mapping[str, str | int] | None = None
) -> dict[str, tuple[str, tuple[Any, ...]]]:
    """Give each column as SQL and its parameters: what is of the member, and what is of all."""
    given = {
        "posting": posting.pk,
        "purpose": posting.purpose,
        "what": what,
        "facts": dict(facts or {}),
        "to_kind": "",
        "lifetime": posting.lifetime,
        "urgency": Urgency.BATCH,
        "tries": 0,
        "made_at": posting.made_at,
        "next_try_at": posting.made_at,
        "gateway_id": "",
    }
    same = {name: ("%s", (_stored(name, value),)) for name, value in given.items()}
    return {
        "id": (_NEW_ID[connection.vendor], ()),
        "member": ("member", ()),
        "channel": ("channel", ()),
        "state": (
            "CASE channel WHEN '' THEN %s ELSE %s END",
            (str(DispatchState.FAILED), str(DispatchState.WAITING)),
        ),
        "ended_at": ("CASE channel WHEN '' THEN %s END", (_stored("ended_at", posting.made_at),)),
        "reason": (_REASON, ()),
        **same,
    }


def _stored(name: str, value: Any) -> Any:
    return Dispatch._meta.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]
