"""Names and what they are bound to."""

from __future__ import annotations

from roadworthy.interpret.values import Value


class Scope:
    """One function's, module's or block's names. `depth` tells how many branches surround the definition,
    so that an assignment further inside is known to be one of two possibilities."""

    __slots__ = ("depths", "names", "parent")

    def __init__(self, parent: Scope | None = None) -> None:
        self.parent = parent
        self.names: dict[str, Value] = {}
        self.depths: dict[str, int] = {}

    def find(self, name: str) -> Value | None:
        """The value of a name here or outside, None when it is not bound."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def holder(self, name: str) -> Scope | None:
        """The scope in which a name is bound."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.parent
        return scope

    def bind(self, name: str, value: Value, depth: int = 0) -> None:
        """Binds a name in this scope."""
        self.names[name] = value
        self.depths[name] = depth


class MethodScope(Scope):
    """What the methods of a class see. `header` is what is seen where their parameters are written down, which is worked out in the body of
    the class: other methods of it, too (`repo: Repo = Depends(get_repo)`)."""

    __slots__ = ("header",)

    def __init__(self, parent: Scope) -> None:
        super().__init__(parent)
        self.header = Scope(self)


def header_of(scope: Scope) -> Scope:
    """What the defaults and annotations of a function see, by the scope that its body sees."""
    return scope.header if isinstance(scope, MethodScope) else scope


class ClassScope(Scope):
    """The names of a class while its body is run. Its methods do not see them: `update(User)` in a method called `update` is what
    the module imports. `methods` is what they see."""

    __slots__ = ("methods",)

    def __init__(self, parent: Scope) -> None:
        super().__init__(parent)
        self.methods = MethodScope(parent)
