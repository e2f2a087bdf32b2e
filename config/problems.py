"""Every error of the API, as RFC 9457 problem details: one shape, whatever went wrong.

`detail` is a sentence for a person, `code` a stable slug for a program, `rule` the rule relied on,
`errors` says which field is wrong. A refusal says what the page says: both come from the service.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from audit.refusal import Refusal

# A refusal is a conflict with how things stand, unless it is about who asks, or what is not there.
FORBIDDEN_CODES = frozenset(
    {
        "booth-not-entered",
        "foreign-credential",
        "not-on-the-roll",
        "not-your-office",
        "officer-must-sign",
    }
)
NOT_FOUND_CODES = frozenset({"ballot-unknown"})


class ProblemRenderer(JSONRenderer):
    """JSON, named as the problem that it is."""

    media_type = "application/problem+json"


class TooLarge(exceptions.APIException):
    """The body is larger than any paper."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "What you sent is larger than anything asked for here."
    default_code = "too-large"


class SafeJSONParser(JSONParser):
    """JSON, with a plain answer even to a thousand brackets."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Call what is nested too deeply a mistake of the sender's."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError("JSON parse error: too deeply nested.") from error


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an error of a view into a problem. A fault of ours is left to Django, and its log."""
    problem = _problem(error)
    if problem is None:
        return None
    request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = ProblemRenderer.media_type
    return Response(problem, status=problem["status"], headers=_headers(error))


def _problem(error: Exception) -> dict[str, Any] | None:
    match _of_the_api(error):
        case Refusal() as refusal:
            rule = {"rule": refusal.rule} if refusal.rule else {}
            return _describe(_status(refusal.code), refusal.message, refusal.code, **rule)
        case exceptions.ValidationError() as invalid:
            errors = list(_fields(invalid.detail, "#"))
            return _describe(400, "Some of it is not right.", "invalid", errors=errors)
        case exceptions.APIException() as known:
            code = str(known.get_codes()).replace("_", "-")
            return _describe(known.status_code, str(known.detail), code)
    return None


def _of_the_api(error: Exception) -> Exception:
    """Give the API's own error for one of Django's."""
    match error:
        case Http404():
            return exceptions.NotFound("There is nothing at this address.")
        case PermissionDenied():
            return exceptions.PermissionDenied(str(error) or None)
        case RequestDataTooBig():
            return TooLarge()
    return error


def _status(code: str) -> HTTPStatus:
    if code in NOT_FOUND_CODES:
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.FORBIDDEN if code in FORBIDDEN_CODES else HTTPStatus.CONFLICT


def _describe(status: int, detail: str, code: str, **more: object) -> dict[str, Any]:
    title = HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "code": code,
        **more,
    }


def _fields(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """Point at each wrong field with a JSON pointer, as RFC 9457 suggests."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            at = pointer if name == "non_field_errors" else f"{pointer}/{name}"
            yield from _fields(inner, at)
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            at = f"{pointer}/{number}" if isinstance(inner, (dict, list)) else pointer
            yield from _fields(inner, at)
    else:
        yield {"pointer": pointer, "detail": str(detail)}


def _headers(error: Exception) -> dict[str, str]:
    wait = getattr(error, "wait", None)
    return {"Retry-After": f"{wait:.0f}"} if wait else {}


def describe_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Tell the schema that every address may answer with a problem."""
    text = {"type": "string"}
    fault = {"type": "object", "properties": {"pointer": text, "detail": text}}
    members = dict.fromkeys(("type", "title", "detail", "code", "rule"), text)
    result["components"]["schemas"]["Problem"] = {
        "type": "object",
        "description": "What went wrong (RFC 9457). `rule` and `errors` may be absent.",
        "properties": {
            **members,
            "status": {"type": "integer"},
            "errors": {"type": "array", "items": fault},
        },
        "required": ["type", "title", "status", "detail", "code"],
    }
    content = {ProblemRenderer.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    problem = {"description": "A problem; nothing was changed.", "content": content}
    for address in result["paths"].values():
        for operation in address.values():
            operation["responses"]["default"] = problem
    return result
