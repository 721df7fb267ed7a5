"""The object that answers one request: an instance of a view class."""

from __future__ import annotations

from roadworthy.interpret import Constant, Instance, Run, Value
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

# Set by drf-spectacular and drf-yasg on the views that they describe, and on no view that answers a request.
_DESCRIBED_ONLY = "swagger_fake_view"


class ViewObject(Instance):
    """A view is made for each request: what its class says and nothing assigned to it is so for certain
    (`login_required = False`)."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        found = super().member(run, name, node)
        if name in self.attributes or type(found) is not Constant:
            return found
        return Certain(found.value, found.node)

    def has(self, name: str) -> bool | None:
        return False if name == _DESCRIBED_ONLY else super().has(name)
