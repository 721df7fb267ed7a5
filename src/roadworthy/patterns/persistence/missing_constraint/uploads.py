"""Uploaded files that are kept where the next deploy removes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Location
from roadworthy.catalogue import Verdict
from roadworthy.patterns.persistence.missing_constraint.finding import DISK, MissingConstraint
from roadworthy.patterns.persistence.missing_constraint.wording import told
from roadworthy.regex import regex
from roadworthy.views.code.members import member_names
from roadworthy.views.requests.form_files import takes_file
from roadworthy.views.requests.kept_uploads import left_by_parser, removed_again, stores_before

_WRITES_FILE = regex(
    r"(^|\.)(writeFile|writeFileSync|createWriteStream|copyFile|rename|diskStorage)\b|shutil\.copyfileobj"
)
# Python's own: `open(path, "wb").write(data)`, `Path(path).write_bytes(data)`, and `photo.save(path)` of Flask's.
_WRITES_IN_PYTHON = regex(
    r"^(aiofiles\.)?open\(\)\.write$|\.write_bytes$|(^|\.)FileStorage\.save$|^anyio\.open_file\(\)\.write$"
)
_OPENS = regex(r"(^|\.)(open|write\w*|createWriteStream|copy\w*|rename|move|save|mv)(Sync)?$", re.I)
_FOLDER_SETTING = regex(
    r"(UPLOAD|STORAGE|MEDIA|DATA|FILES).*(DIR|PATH|FOLDER|ROOT)|(DIR|PATH)_?(UPLOAD|STORAGE|MEDIA)", re.I
)


def files_beside_the_code(app: App) -> Iterator[Verdict]:
    """Endpoints that keep what people upload on the server's own disk."""
    if app.view(_names_folder):
        return
    kept_there: dict[object, Endpoint] = {}
    for endpoint in app.endpoints:
        if endpoint.method == "GET":
            continue
        parsed = left_by_parser(app, endpoint)
        if parsed or (takes_file(app, endpoint) and _writes_file(endpoint)):
            places = stores_before(app, endpoint) if parsed else _written_at(endpoint)
            # What a helper keeps for several is one fault.
            if kept_there.setdefault(places or endpoint.subject, endpoint) is endpoint:
                yield told(app, MissingConstraint(DISK, endpoint=endpoint), places)


def _written_at(endpoint: Endpoint) -> tuple[Location, ...]:
    used = (use.location for use in endpoint.uses if use.kind == "path" and _OPENS.search(use.api))
    return tuple(dict.fromkeys(used))


def _writes_file(endpoint: Endpoint) -> bool:
    """Whether a handler puts a file on the disk. One that it removes as well is a working copy."""
    if any(_WRITES_FILE.search(name) for name in endpoint.calls):
        return True
    return any(map(_WRITES_IN_PYTHON.search, endpoint.calls)) and not removed_again(endpoint)


def _names_folder(app: App) -> bool:
    """Whether a setting says where files go, so that it can be a volume that outlives the container."""
    if any(_FOLDER_SETTING.search(name.name) for name in app.deployment.environment):
        return True
    return any(name.isupper() and _FOLDER_SETTING.search(name) for name in app.view(member_names))
