"""The log over the web, file by file as in an export, straight from the database.

Any client of C2SP tlog-tiles can follow it, and `python -m audit.verify https://…/log/` checks it.
Everything here is evidence that anybody may have, so pages of any site may fetch it. What can never
change may be kept for ever; the rest is asked for again each time.
"""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from audit.formats.tiles import Tile
from audit.publishing.layout import CHECKPOINT
from audit.publishing.stamped import stamp_file
from audit.publishing.stored import StoredLog

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "public, no-cache"
_TYPES: Final = {
    ".json": "application/json",
    ".leaf": "application/json",
    ".tsr": "application/timestamp-reply",
}
_TEXT: Final = "text/plain; charset=utf-8"
_BYTES: Final = "application/octet-stream"


@require_safe
def evidence(_request: HttpRequest, path: str) -> HttpResponse:
    """Give one file of the export of the log as it stands now."""
    log = StoredLog.current()
    data = log.files().read(path) or stamp_file(path, log.size)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type=_type(path))
    response["Cache-Control"] = _FOR_EVER if _is_final(path) else _ASK_AGAIN
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _type(path: str) -> str:
    suffix = path[path.rfind(".") :] if "." in path else ""
    return _TYPES.get(suffix, _BYTES if Tile.parse(path) else _TEXT)


def _is_final(path: str) -> bool:
    """Tell whether a file holds the same for ever: a head and a proof may get a witness more."""
    never_changes = path.startswith(("consistency/", "stamps/")) or path.endswith(".leaf")
    return bool(Tile.parse(path)) or never_changes


urlpatterns = [
    path(CHECKPOINT, evidence, {"path": CHECKPOINT}, name="checkpoint"),
    re_path(r"^(?P<path>trust\.json|log\.vkey)$", evidence, name="evidence"),
    re_path(
        r"^(?P<path>(?:tile|history|proofs|consistency|stamps)/[^?]+)$", evidence, name="evidence"
    ),
]
