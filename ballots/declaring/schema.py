"""The shape of a declaration document, as JSON Schema (2020-12).

Every name is required and no other is allowed, so that a program knows what it reads. What a vote
does not have is null or an empty list. A change of shape is a new version in `schema`.
"""

from collections.abc import Mapping
from typing import Any, Final

Schema = dict[str, Any]


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def _said(words: str) -> Schema:
    return {"type": "string", "description": words}


def _described(schema: Schema, words: str) -> Schema:
    return schema | {"description": words}


_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_PERCENT: Final = {"type": "string", "pattern": r"^[0-9]+\.[0-9]{2}$"}
_HASH: Final = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
_ID: Final = {"type": "string", "format": "uuid"}
_MOMENT: Final = _object(
    local=_said("as a clock in the hall shows it"),
    utc={"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"},
)
_TERM: Final = _object(words=_TEXT, number={"type": "integer"}, sign={"enum": [1, -1]})

_ELECTION: Final = _object(
    rule=_object(code=_TEXT, name=_TEXT, text=_said("what the rule is built from")),
    seats=_COUNT,
    candidates=_described(_COUNT, "who stand; Re-open nominations is none of them"),
    reopens_nominations=_described(_FLAG, "Re-open nominations is on the paper"),
    reserved=_list(_object(tag=_TEXT, seats=_COUNT)),
    elected=_list(_TEXT),
    unfilled=_COUNT,
    withdrawn=_list(_object(name=_TEXT, words=_TEXT)),
    quota=_or_null(_TEXT),
    seed=_or_null(_object(value=_TEXT, source=_TEXT)),
    lots=_list(_object(tied=_list(_TEXT), drawn=_TEXT, why=_TEXT, how=_TEXT)),
    count=_COUNT,
    count_sha256=_HASH,
    papers_sha256=_HASH,
    withheld=_described(_FLAG, "fewer than five papers: only who is elected is told"),
)

DOCUMENT: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Declaration of result",
    **_object(
        schema={"const": "tellers/declaration/2"},
        reference=_said("short name of the ballot and the number of the declaration"),
        status={"enum": ["draft", "signed", "void"]},
        ballot=_ID,
        union=_TEXT,
        electorate=_said("the conference and its session, or the branch"),
        agenda=_TEXT,
        title=_TEXT,
        **{"class": _object(code=_TEXT, what=_TEXT, law=_TEXT)},
        banners=_list(_TEXT),
        is_advisory=_FLAG,
        is_indicative=_FLAG,
        is_test=_FLAG,
        subject=_said("the motion or amendment"),
        question=_TEXT,
        text=_object(version=_COUNT, sha256=_HASH),
        form=_object(key=_TEXT, words=_TEXT),
        permitted_by=_TEXT,
        adopted=_list(_TEXT),
        majority=_object(
            key=_TEXT, words=_TEXT, sum=_said("F for, A against, B abstain, P present")
        ),
        opened=_or_null(_MOMENT),
        extended=_list(_object(**{"from": _MOMENT, "to": _MOMENT})),
        closed=_or_null(_MOMENT),
        declared=_or_null(_MOMENT),
        roll=_object(
            frozen=_or_null(_MOMENT),
            size=_COUNT,
            strength=_COUNT,
            entitled=_COUNT,
            admitted=_COUNT,
            unit={"enum": ["votes", "members"]},
            sha256=_HASH,
        ),
        figures=_list(_object(key=_TEXT, label=_TEXT, votes=_COUNT, papers=_COUNT)),
        votes=_or_null(
            _object(
                cast=_COUNT,
                valid=_or_null(_COUNT),
                blank=_or_null(_COUNT),
                abstentions=_or_null(_COUNT),
                unable=_COUNT,
            )
        ),
        rejected=_list(_object(code=_TEXT, words=_TEXT, count=_COUNT, was_cast=_FLAG)),
        turnout=_or_null(
            _object(
                cast=_COUNT,
                roll=_COUNT,
                percent=_PERCENT,
                rounding=_TEXT,
                strength=_or_null(_object(cast=_COUNT, roll=_COUNT, percent=_PERCENT)),
            )
        ),
        result=_or_null(
            _object(
                verdict=_TEXT,
                explanation=_TEXT,
                needed=_COUNT,
                reached=_COUNT,
                of=_COUNT,
                margin=_COUNT,
                unit={"enum": ["votes", "members"]},
            )
        ),
        tie=_or_null(_object(is_tie=_FLAG, casting_vote=_or_null(_TEXT), rule=_TEXT)),
        order_of_elected=_or_null(_list(_TEXT)),
        stages=_or_null(_list({"type": "object"})),
        election=_or_null(_ELECTION),
        by_body=_list(
            _object(
                body=_TEXT,
                roll=_COUNT,
                voted=_or_null(_COUNT),
                votes=_or_null({"type": "object", "additionalProperties": _COUNT}),
            )
        ),
        passcodes=_or_null(_object(used=_FLAG, words=_TEXT)),
        declared_by=_or_null(_object(name=_TEXT, office=_TEXT)),
        reconciliation=_list(
            _object(
                key=_TEXT,
                title=_TEXT,
                sum=_TEXT,
                left=_list(_TERM),
                relation={"enum": ["=", "≥"]},
                right=_list(_TERM),
                is_used=_FLAG,
                balances=_FLAG,
                note=_TEXT,
            )
        ),
        complaints=_or_null(_TEXT),
        incidents=_list(_object(reference=_TEXT, effect=_TEXT)),
        departures=_list(_TEXT),
        void_votes=_list(
            _object(
                ballot=_ID,
                reference=_TEXT,
                title=_TEXT,
                form=_TEXT,
                closed=_or_null(_MOMENT),
                state=_TEXT,
            )
        ),
        seal=_or_null(
            _object(
                origin=_TEXT,
                size=_COUNT,
                root=_HASH,
                entry=_or_null(_ID),
                index=_or_null(_COUNT),
                words=_TEXT,
            )
        ),
        how_to_check=_TEXT,
        statement=_or_null(
            _object(
                rules_broken=_FLAG,
                security_given=_FLAG,
                without_interference=_FLAG,
                roll_inspected=_FLAG,
                matters_noted=_FLAG,
                inspection=_TEXT,
                matters=_TEXT,
                paragraphs=_list(_TEXT),
            )
        ),
        signature=_or_null(
            _object(name=_TEXT, office=_TEXT, body=_TEXT, appointed=_TEXT, words=_TEXT, at=_MOMENT)
        ),
        corrects=_or_null(_object(reference=_TEXT, sha256=_HASH, reason=_TEXT)),
    ),
}


def for_openapi(schema: Any) -> Any:
    """Write the same schema as OpenAPI 3.0 has it, which knows neither null nor const."""
    if isinstance(schema, list):
        return [for_openapi(each) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    found = {name: for_openapi(each) for name, each in schema.items() if name != "$schema"}
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if "enum" in found:
        found["type"] = "integer" if isinstance(found["enum"][0], int) else "string"
    if isinstance(found.get("type"), list):
        found |= {"type": found["type"][0], "nullable": True}
    return found
