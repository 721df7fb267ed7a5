"""Which function a place stands in, whether that waits there, and what runs together."""

from __future__ import annotations

from bisect import bisect_right

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.syntax import everything

_TOGETHER = {"all", "allSettled", "race", "any", "gather"}
_DETACHED = {"create_task", "ensure_future", "waitUntil", "after", "add_task", "setTimeout", "void"}
_THREADS = {
    "run_in_threadpool",
    "to_thread",
    "run_in_executor",
    "run_sync",
    "sync_to_async",
    "submit",
    "add_task",
}


class _File:
    """The spans of one file that matter, each kind by where it starts."""

    def __init__(self) -> None:
        self.functions: list[form.Function] = []
        self.awaits: list[form.Span] = []
        self.together: list[form.Span] = []
        self.detached: list[form.Span] = []
        self.threads: list[form.Span] = []
        self.returns: list[form.Span] = []
        self.loops: dict[int, form.Loop] = {}


class Awaiting:
    """Answers for every file of the app."""

    def __init__(self, app: App) -> None:
        self._files: dict[str, _File] = {}
        found = app.view(everything)
        for spot in found.of(form.Function):
            assert isinstance(spot.node, form.Function)
            self._file(spot.path).functions.append(spot.node)
        for spot in found.of(form.Await):
            self._file(spot.path).awaits.append(spot.node.span)
        for spot in found.of(form.Return):
            self._file(spot.path).returns.append(spot.node.span)
        for spot in found.of(form.Loop):
            assert isinstance(spot.node, form.Loop)
            self._file(spot.path).loops[spot.node.span.start] = spot.node
        for spot in found.of(form.Call):
            assert isinstance(spot.node, form.Call)
            self._call(self._file(spot.path), spot.node)
        for file in self._files.values():
            file.functions.sort(key=lambda one: one.span.start)

    def _file(self, path: str) -> _File:
        return self._files.setdefault(path, _File())

    def _call(self, file: _File, call: form.Call) -> None:
        name = getattr(call.callee, "name", "")
        if name in _TOGETHER and isinstance(call.callee, form.Member):
            file.together.append(call.span)
        if name in _DETACHED:
            file.detached.append(call.span)
        if name in _THREADS:
            file.threads.append(call.span)

    def function_at(self, place: Location) -> form.Function | None:
        """The innermost function that a place stands in; a function's own place stands outside of it."""
        file = self._files.get(place.path)
        if file is None:
            return None
        last = bisect_right([one.span.start for one in file.functions], place.start)
        for function in reversed(file.functions[:last]):
            span = function.span
            if (
                span.start <= place.start
                and place.end <= span.end
                and (span.start, span.end) != (place.start, place.end)
            ):
                return function
        return None

    def in_head(self, place: Location) -> bool:
        """Whether a place stands before the body of its function, among decorators and parameters: what is named there, a
        framework calls, in its own way."""
        function = self.function_at(place)
        if function is None or not isinstance(function.body, tuple) or not function.body:
            return False
        return place.end <= function.body[0].span.start

    def waits(self, place: Location) -> bool:
        """Whether its function goes on only when what is done here is done."""
        return self._inside(place, "awaits")

    def awaited(self, place: Location) -> bool:
        """Whether it is itself what is awaited, and no argument of it: arguments are worked out before anything is waited for."""
        span = self._around(place, "awaits")
        return span is not None and span.end == place.end

    def returned(self, place: Location) -> bool:
        """Whether it is what its function returns."""
        return self._inside(place, "returns")

    def detached(self, place: Location) -> bool:
        """Whether nobody waits for it."""
        return self._inside(place, "detached")

    def threaded(self, place: Location) -> bool:
        """Whether it is handed to another thread."""
        return self._inside(place, "threads")

    def together(self, place: Location) -> form.Span | None:
        """The call that runs it at once with others (`Promise.all`, `gather`)."""
        return self._around(place, "together")

    def loop(self, place: Location) -> form.Loop | None:
        """The loop that starts at a place."""
        file = self._files.get(place.path)
        return file.loops.get(place.start) if file is not None else None

    def looped(self, place: Location) -> bool:
        """Whether a loop of its function is around it, be it over a list whose elements the code itself names."""
        file = self._files.get(place.path)
        function = self.function_at(place)
        return file is not None and any(
            one.span.start <= place.start and place.end <= one.span.end and _within(one.span, function, place)
            for one in file.loops.values()
        )

    def _inside(self, place: Location, kind: str) -> bool:
        return self._around(place, kind) is not None

    def _around(self, place: Location, kind: str) -> form.Span | None:
        file = self._files.get(place.path)
        if file is None:
            return None
        function = self.function_at(place)
        spans: list[form.Span] = getattr(file, kind)
        for span in spans:
            if span.start <= place.start and place.end <= span.end and _within(span, function, place):
                return span
        return None


def _within(span: form.Span, function: form.Function | None, place: Location) -> bool:
    """Whether a span lies within a function, and not around it."""
    return function is None or (function.span.start <= span.start and span.end <= function.span.end)


def awaiting(app: App) -> Awaiting:
    """A view."""
    return Awaiting(app)
