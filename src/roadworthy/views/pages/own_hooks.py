"""The app's own hooks that hand on what a library's hook gives, as it is: `const useNotes = () => useQuery(...)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name, without_functions
from roadworthy.views.code.spots import spots

_HOOK = re.compile(r"^use[A-Z]")


def own_hooks(app: App) -> dict[str, form.Call]:
    """By name, the call whose result such a hook returns. A name that two hooks have tells nothing. A view."""
    found: dict[str, list[list[form.Call]]] = {}
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        if _HOOK.match(function.name):
            found.setdefault(function.name, []).append(list(_handed_on(function)))
    return {name: hooks[0][0] for name, hooks in found.items() if len(hooks) == len(hooks[0]) == 1}


def _handed_on(function: form.Function) -> Iterator[form.Call]:
    for node in without_functions(function.body):
        given = node.value if isinstance(node, form.Return) else None
        if isinstance(given, form.Call) and _HOOK.match(last_name(given.callee)):
            yield given
