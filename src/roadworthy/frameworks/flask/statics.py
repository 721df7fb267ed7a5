"""The static folder that Flask serves by itself."""

from __future__ import annotations

import posixpath

from roadworthy.app.location import at
from roadworthy.app.static_files import StaticFiles
from roadworthy.frameworks.flask.scaffold import Scaffold
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, Constant, Derived, External, Program, Value

_COMPRESSING = {"Compress"}
_LASTING = {"whitenoise.WhiteNoise()"}


def static_files(root: Scaffold, program: Program) -> StaticFiles | None:
    """The folder as a record, None when the application has none."""
    if not root.root:
        return None
    given = root.arguments.keywords.get("static_folder")
    named = constant_text(given) if given is not None else "static"
    folder = posixpath.normpath(posixpath.join(posixpath.dirname(root.path), named)) if named else ""
    if not folder or not any(path.startswith(f"{folder}/") for path in program.paths):
        return None
    place = at(root.path, root.node)
    served = root.fields.get("wsgi_app")
    behind = isinstance(served, External) and served.path in _LASTING
    return StaticFiles(
        mount=constant_text(root.arguments.keywords.get("static_url_path")) or "/static",
        folder=folder,
        framework="flask",
        location=place,
        max_age=_seconds(root.settings.get("SEND_FILE_MAX_AGE_DEFAULT"))
        or (_of_whitenoise(served) if behind else None),
        compressed=behind or any(one.name in _COMPRESSING for one in root.extensions),
        application=place,
    )


def _seconds(value: Value | None) -> int | None:
    """A number of seconds: `31536000`, `timedelta(days=365)`, `60 * 60`."""
    if isinstance(value, Constant):
        return int(value.value) if isinstance(value.value, (int, float)) else None
    if isinstance(value, Derived) and value.operation == "*":
        product = 1
        for part in value.operands:
            factor = _seconds(part)
            if factor is None:
                return None
            product *= factor
        return product
    if isinstance(value, External) and value.path.endswith("timedelta()"):
        units = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1, "weeks": 604_800}
        given = value.arguments or Args()
        amounts = [(units[name], v) for name, v in given.keywords.items() if name in units]
        amounts += [(86_400, v) for v in given.positional[:1]]
        return sum(
            size * int(v.value) for size, v in amounts if isinstance(v, Constant) and isinstance(v.value, int)
        )
    return None


def _of_whitenoise(value: Value | None) -> int | None:
    given = (
        value.arguments.keywords.get("max_age") if isinstance(value, External) and value.arguments else None
    )
    return _seconds(given)
