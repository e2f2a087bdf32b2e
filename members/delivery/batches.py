"""A row for each of many members, in one statement, however many they are."""

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    DurationField,
    Exists,
    F,
    Field,
    Func,
    JSONField,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from members.delivery.channels import channels_for, choices
from members.enums import Channel, DispatchState, Urgency
from members.models import Contact, Dispatch, Member, PasscodeDevice, Posting
from members.models.dispatches import PASSCODE, UNDER_WAY

_INSERT: Final = "INSERT INTO {table} ({columns}) {select} ON CONFLICT DO NOTHING"


class NewId(Func):
    """An id of its own for each row, made by the database."""

    template = "gen_random_uuid()"
    arity = 0

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="lower(hex(randomblob(16)))", **more)


def rows_insert(posting: Posting, members: QuerySet[Member], *, again: bool) -> tuple[int, int]:
    """Make the rows of a batch; give how many members were asked for, and how many rows made."""
    asked = Member.objects.filter(pk__in=members.order_by().values("pk")).order_by()
    values = _values(posting)
    chosen = asked.exclude(_has_one(posting, again=again)).annotate(
        **{f"its_{name}": value for name, value in values.items()}
    )
    try:
        select, parameters = chosen.values_list(
            *(f"its_{name}" for name in values)
        ).query.sql_with_params()
    except EmptyResultSet:  # Django knows, without asking the database, that nobody is meant
        return 0, 0
    statement = _INSERT.format(
        table=Dispatch._meta.db_table,
        columns=", ".join(_columns(values)),
        select=select,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        made: int = cursor.rowcount
    return asked.count(), made


def _columns(names: Iterable[str]) -> list[str]:
    fields: list[Field[Any, Any]] = [Dispatch._meta.get_field(name) for name in names]  # type: ignore[misc]
    return [connection.ops.quote_name(str(field.column)) for field in fields]


def _has_one(posting: Posting, *, again: bool) -> Q:
    """Find who is not to be sent one: it is on its way, it opens still, or it was used."""
    mine = Dispatch.objects.filter(
        member=OuterRef("pk"), purpose=posting.purpose, what=PASSCODE, state__in=UNDER_WAY
    )
    if again:
        return Q(Exists(mine))
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
    return Q(Exists(mine)) | Q(Exists(opens)) | Q(Exists(posted))


def _values(posting: Posting) -> dict[str, Any]:
    """Give the value of each column; what nobody can be reached by has failed from the start."""
    best = choices(OuterRef("pk"), channels_for(posting.purpose))
    channel = Coalesce(Subquery(best[:1]), Value(""), output_field=CharField())
    nobody = ~Exists(best)
    never = ~Exists(Contact.objects.filter(member=OuterRef("pk")))
    now = Value(posting.made_at, output_field=DateTimeField())
    text = CharField()
    return {
        "id": NewId(output_field=UUIDField()),
        "member": F("pk"),
        "posting": Value(posting.pk, output_field=UUIDField()),
        "purpose": Value(posting.purpose, output_field=text),
        "what": Value(PASSCODE, output_field=text),
        "facts": Value({}, output_field=JSONField()),
        "to_kind": Value("", output_field=text),
        "channel": channel,
        "lifetime": Value(posting.lifetime, output_field=DurationField()),
        "state": Case(
            When(nobody, then=Value(str(DispatchState.FAILED))),
            default=Value(str(DispatchState.WAITING)),
            output_field=text,
        ),
        "urgency": Value(int(Urgency.BATCH), output_field=PositiveSmallIntegerField()),
        "tries": Value(0, output_field=PositiveSmallIntegerField()),
        "made_at": now,
        "next_try_at": now,
        "ended_at": Case(When(nobody, then=now), default=None, output_field=DateTimeField()),
        "reason": Case(
            When(never, then=Value("no-channel")),
            When(nobody, then=Value("all-failed")),
            default=Value(""),
            output_field=text,
        ),
        "gateway_id": Value("", output_field=text),
    }
