"""Browser interfaces that may be missing, blocked or refused."""

from __future__ import annotations

from roadworthy.frameworks.events import BrowserSeen
from roadworthy.interpret import Args, Constant, Datum, Derived, External, Library, Run, Value
from roadworthy.languages import form

# From MDN: each throws or rejects where storage is blocked, permission is denied, the context is not secure,
# or is simply absent from some browsers.
INTERFACES = (
    "localStorage.*",
    "sessionStorage.*",
    "navigator.clipboard.*",
    "navigator.share",
    "navigator.geolocation.*",
    "navigator.mediaDevices.*",
    "navigator.serviceWorker.register",
    "navigator.vibrate",
    "navigator.bluetooth.*",
    "Notification.requestPermission",
    "indexedDB.open",
)


def _use(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    if "()" in target.path:
        return None
    run.emit(BrowserSeen(target.path, run.module, node, run.context))
    run.call_back(args.positional, node)
    if target.path.endswith(".getItem"):
        key = args.get(0)
        name = str(key.value) if isinstance(key, Constant) else "item"
        return run.join([(Datum("storage", (name,), node), ()), (Constant(None), ())])
    return Derived(target.path, tuple(args.all()), node)


def register(library: Library) -> None:
    """Tells what the browser's interfaces are."""
    library.on_call(*INTERFACES)(_use)
