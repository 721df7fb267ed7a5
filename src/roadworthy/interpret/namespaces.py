"""A module as a value: what it offers by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.values import Model, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.context import Args
    from roadworthy.interpret.run import Run


class Namespace(Model):
    """A module as a value (`import * as m`, `import package.module`)."""

    __slots__ = ("path",)

    def __init__(self, path: str) -> None:
        self.path = path

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return run.program.export(self.path, name)

    def call(self, run: Run, args: object, node: form.Node) -> Value:
        default = run.program.export(self.path, "default")
        return run.call(default, args, node)  # type: ignore[arg-type]


class Required(Namespace):
    """What `require` gives: `module.exports` itself where there is one."""

    __slots__ = ()

    def _whole(self, run: Run) -> Value | None:
        return run.program._common(run.program.state(self.path), "default")

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        whole = self._whole(run)
        if whole is not None and name != "default":
            return whole.member(run, name, node)
        return run.program.export(self.path, name)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        whole = self._whole(run)
        return run.call_member(whole, name, args, node) if whole is not None else None

    def call(self, run: Run, args: object, node: form.Node) -> Value:
        whole = self._whole(run)
        return run.call(whole, args, node) if whole is not None else super().call(run, args, node)  # type: ignore[arg-type]
