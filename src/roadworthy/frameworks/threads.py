"""Functions that are handed to a thread with what they are to be given: `asyncio.to_thread(send, mail)`."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, Derived, External, Library, ListValue, Run, Value
from roadworthy.languages import form

_FUNCTION_FIRST = (
    "asyncio.to_thread",
    "fastapi.concurrency.run_in_threadpool",
    "starlette.concurrency.run_in_threadpool",
    "anyio.to_thread.run_sync",
)
_LOOPS = ("asyncio.get_event_loop()", "asyncio.get_running_loop()", "asyncio.new_event_loop()")


def register(library: Library, found: Found) -> None:
    """Tells what handing a function to a thread does: it is called with the rest."""

    @library.on_call(*_FUNCTION_FIRST)
    def first(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return _called(run, args, 0, node)

    @library.on_call("threading.Thread", "threading.Timer")
    def beside(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """`Thread(target=send, args=(mail,)).start()`: nobody waits for it."""
        function = args.get(1, "target" if target.path.endswith("Thread") else "function")
        given = args.get(3 if target.path.endswith("Thread") else 2, "args")
        if function is None:
            return None
        handed = list(given.items) if isinstance(given, ListValue) else []
        with run.branch(), run.within(trigger="later"):
            run.call(function, Args(handed, spread=not handed), node)
        return Derived("thread", (), node)

    @library.on_call(*(f"{loop}.run_in_executor" for loop in _LOOPS))
    def second(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return _called(run, args, 1, node)


def _called(run: Run, args: Args, at: int, node: form.Node) -> Value | None:
    function = args.get(at)
    if function is None:
        return None
    return run.call(function, Args(list(args.positional[at + 1 :]), dict(args.keywords), args.spread), node)
