"""Folders that Express serves as they are."""

from __future__ import annotations

from roadworthy.app.location import Location, at
from roadworthy.app.static_files import StaticFiles
from roadworthy.frameworks.express.exchange import Next, RequestModel, ResponseModel
from roadworthy.interpret import Args, Constant, External, Model, ObjectValue, Run, Value
from roadworthy.languages import form


class StaticHandler(Model):
    """`express.static(folder, options)`."""

    label = "express.static"

    def __init__(self, args: Args, path: str, node: form.Node) -> None:
        self.args, self.path, self.node = args, path, node

    def handle(self, run: Run, req: RequestModel, res: ResponseModel, go_on: Next, node: form.Node) -> None:
        """A file is answered or the next handler runs, about which nothing is known then."""

    def record(self, mount: str, compressed: bool, application: Location) -> StaticFiles:
        """The folder as a record."""
        options = self.args.get(1)
        fields = options.fields if isinstance(options, ObjectValue) else {}
        folder = self.args.get(0)
        return StaticFiles(
            mount=mount,
            folder=_folder(folder),
            framework="express",
            location=at(self.path, self.node),
            max_age=_max_age(fields, "setHeaders" in fields),
            immutable="immutable" in fields or "setHeaders" in fields,
            compressed=compressed,
            application=application,
        )


def _folder(value: Value | None) -> str:
    """The folder as far as it is written out: `path.resolve(here, "public")` is 'public'."""
    if isinstance(value, Constant):
        return str(value.value).strip("./")
    if isinstance(value, External) and value.path.endswith(("resolve()", "join()")):
        texts = [_folder(v) for v in value.inputs() if isinstance(v, (Constant, External))]
        return "/".join(text for text in texts if text)
    return ""


def _max_age(fields: dict[str, Value], custom: bool) -> int | None:
    given = fields.get("maxAge")
    if given is None:
        return 31_536_000 if custom else None
    if isinstance(given, Constant) and isinstance(given.value, (int, float)):
        return int(given.value / 1000)
    return 31_536_000
