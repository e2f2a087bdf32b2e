"""Every error of the API, as RFC 9457 problem details: one shape, whatever went wrong.

`detail` is a sentence for a person, `code` a stable slug for a program, `rule` the rule relied on,
`errors` says which field is wrong. A refusal says what the page says: both come from the service.
"""

from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from audit.refusal import Refusal

# A refusal is a conflict with how things stand, unless it is about who asks, or what is not there.
FORBIDDEN_CODES = frozenset({"not-your-office", "not-on-the-roll", "foreign-credential"})
NOT_FOUND_CODES = frozenset({"ballot-unknown"})


class ProblemRenderer(JSONRenderer):
    """JSON, named as the problem that it is."""

    media_type = "application/problem+json"


class TooLarge(exceptions.APIException):
    """The body is larger than any paper."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "What you sent is too large: 64 KB is the most."
    default_code = "too-large"


class SmallJSONParser(JSONParser):
    """JSON that fits a ballot paper. What is larger is refused, whatever its headers promised."""

    max_bytes = 64 * 1024

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Read one byte more than is allowed, and no further."""
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
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
    match error:
        case Refusal():
            rule = {"rule": error.rule} if error.rule else {}
            return _describe(_status(error.code), error.message, error.code, **rule)
        case exceptions.ValidationError():
            errors = list(_fields(error.detail, "#"))
            return _describe(
                error.status_code, "Some of it is not right.", "invalid", errors=errors
            )
        case exceptions.APIException():
            code = str(error.get_codes()).replace("_", "-")
            return _describe(error.status_code, str(error.detail), code)
        case Http404():
            return _describe(HTTPStatus.NOT_FOUND, "There is nothing at this address.", "not-found")
        case PermissionDenied():
            return _describe(HTTPStatus.FORBIDDEN, str(error) or "Not for you.", "not-allowed")
    return None


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
