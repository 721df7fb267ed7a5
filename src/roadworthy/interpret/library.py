"""What calls into libraries mean, as told by models.

A model is a function registered for a path such as `express.Router` or `drizzle-orm.eq`. A path names what a
library exports; the default export and the namespace are the library's name itself. The first model that is
found for the whole path wins, then one for a pattern (`*` matches one or more parts).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roadworthy.interpret.containers import ClassValue
    from roadworthy.interpret.context import Args
    from roadworthy.interpret.run import Run
    from roadworthy.interpret.values import External, Value
    from roadworthy.languages import form

    CallModel = Callable[[Run, External, Args, form.Node], Value | None]
    MemberModel = Callable[[Run, External, str, form.Node], Value]
    IndexModel = Callable[[Run, External, Value, form.Node], Value | None]
    ClassModel = Callable[[Run, ClassValue], None]
    InheritedModel = Callable[[Run, Value, str, Args, form.Node], Value | None]
    MakerModel = Callable[[Run, ClassValue, Args, form.Node], Value]
    ClassMemberModel = Callable[[Run, ClassValue, str, form.Node], Value]


class Library:
    """The models of all frameworks, collected once at start."""

    def __init__(self) -> None:
        self._calls: dict[str, CallModel] = {}
        self._call_patterns: list[tuple[re.Pattern[str], CallModel]] = []
        self._members: dict[str, MemberModel] = {}
        self._indexed: dict[str, IndexModel] = {}
        self._classes: dict[str, ClassModel] = {}
        self._classes_like: list[tuple[Callable[[ClassValue], bool], ClassModel]] = []
        self._class_members: list[Callable[[ClassValue, str], ClassMemberModel | None]] = []
        self._found: dict[str, CallModel | None] = {}
        self._values: dict[str, Value] = {}
        self._value_finders: list[Callable[[str], Value | None]] = []
        self._inherited: dict[str, InheritedModel] = {}
        self._makers: dict[int, MakerModel] = {}

    def on_call(self, *paths: str) -> Callable[[CallModel], CallModel]:
        """Registers what calling these paths means. The model may answer None: not mine, go on."""

        def register(model: CallModel) -> CallModel:
            for path in paths:
                if "*" in path:
                    pattern = re.escape(path).replace(r"\*", ".+")
                    self._call_patterns.append((re.compile(pattern + r"\Z"), model))
                else:
                    self._calls[path] = model
            return model

        return register

    def on_member(self, *paths: str) -> Callable[[MemberModel], MemberModel]:
        """Registers what reading any member of these paths gives."""

        def register(model: MemberModel) -> MemberModel:
            self._members.update(dict.fromkeys(paths, model))
            return model

        return register

    def on_index(self, *paths: str) -> Callable[[IndexModel], IndexModel]:
        """Registers what `library[key]` means (`Provide[Container.orders]`). The model may answer None."""

        def register(model: IndexModel) -> IndexModel:
            self._indexed.update(dict.fromkeys(paths, model))
            return model

        return register

    def indexed(self, path: str) -> IndexModel | None:
        """The model of what stands in brackets behind a library's object, or None."""
        return self._indexed.get(path)

    def on_value(self, *paths: str) -> Callable[[Value], Value]:
        """Registers what a library's own object is (`flask.session`)."""

        def register(value: Value) -> Value:
            self._values.update(dict.fromkeys(paths, value))
            return value

        return register

    def on_values(self, finder: Callable[[str], Value | None]) -> None:
        """Registers a finder of objects whose paths only the app decides (what its generator wrote)."""
        self._value_finders.append(finder)

    def value(self, path: str) -> Value | None:
        """The model of a library's object, or None."""
        known = self._values.get(path)
        if known is not None or not self._value_finders:
            return known
        return next((found for find in self._value_finders if (found := find(path)) is not None), None)

    def on_class(self, *paths: str) -> Callable[[ClassModel], ClassModel]:
        """Registers what to do with an app's class that inherits from one of these, once it is evaluated."""

        def register(model: ClassModel) -> ClassModel:
            self._classes.update(dict.fromkeys(paths, model))
            return model

        return register

    def on_class_like(self, test: Callable[[ClassValue], bool]) -> Callable[[ClassModel], ClassModel]:
        """Registers the same for classes that are told by what they hold: their bases are of packages that nobody registered."""

        def register(model: ClassModel) -> ClassModel:
            self._classes_like.append((test, model))
            return model

        return register

    def on_inherited(self, *paths: str) -> Callable[[InheritedModel], InheritedModel]:
        """Registers what the methods do that an app's class inherits from one of these. The model may answer None."""

        def register(model: InheritedModel) -> InheritedModel:
            self._inherited.update(dict.fromkeys(paths, model))
            return model

        return register

    def inherited(self, path: str) -> InheritedModel | None:
        """The model of a library class's methods, or None."""
        return self._inherited.get(path)

    def makes(self, kind: ClassValue, model: MakerModel) -> None:
        """Registers what `new` gives of one of the app's classes that a decorator told a library of."""
        self._makers[id(kind.node)] = model

    def maker(self, kind: ClassValue) -> MakerModel | None:
        """The model of making an object of a class, or None."""
        return self._makers.get(id(kind.node))

    def on_class_member(self, finder: Callable[[ClassValue, str], ClassMemberModel | None]) -> None:
        """Registers a finder for members of the app's own classes (`User.id` of a mapped class)."""
        self._class_members.append(finder)

    def call(self, path: str) -> CallModel | None:
        """The model of a call, or None."""
        if path not in self._found:
            self._found[path] = self._calls.get(path) or self._by_pattern(path)
        return self._found[path]

    def _by_pattern(self, path: str) -> CallModel | None:
        return next((model for pattern, model in self._call_patterns if pattern.match(path)), None)

    def member(self, path: str, name: str) -> MemberModel | None:
        """The model of a member read, or None."""
        return self._members.get(path)

    def class_models(self, kind: ClassValue) -> list[ClassModel]:
        """The models for a class, by what it inherits from."""
        from roadworthy.interpret.values import External as Outside

        paths = [base.path for base in kind.ancestors() if isinstance(base, Outside)]
        known = [self._classes[path] for path in paths if path in self._classes]
        # `class Word(WordBase, Document)`: what a library's own class inherits from stands behind it.
        known.sort(key=lambda model: getattr(model, "behind", False))
        return known or [model for test, model in self._classes_like if paths and test(kind)]

    def class_member(self, kind: ClassValue, name: str) -> ClassMemberModel | None:
        """The model of a member of a class, or None."""
        for finder in self._class_members:
            model = finder(kind, name)
            if model is not None:
                return model
        return None
