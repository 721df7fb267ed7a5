"""What stands beside an upload of Nest's: the pipes of its method, the module that its controller is in."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.syntax import everything
from roadworthy.views.requests.upload_parsers import NEST


def method_under(app: App, decorator: Location) -> Iterator[bytes]:
    """What Nest's decorator stands over: pipes of a parameter ask for size and kind (`new ParseFilePipe({ validators })`)."""
    for spot in app.view(everything).of(form.Function):
        over = spot.node.decorators if isinstance(spot.node, form.Function) else ()
        if spot.path == decorator.path and any(one.span.start == decorator.start for one in over):
            yield app.source(at(spot.path, spot.node))


def is_module_of(app: App, endpoint: Endpoint, setup: Location) -> bool:
    """Whether Nest's module that sets the parser up (`MulterModule.register({...})`) is the one that the controller is in."""
    written = app.read(setup.path)
    name = endpoint.handler.path.rsplit("/", 1)[-1].rsplit(".", 1)[0].encode()
    return (
        endpoint.framework == "nest" and written[setup.start : setup.end].startswith(NEST) and name in written
    )
