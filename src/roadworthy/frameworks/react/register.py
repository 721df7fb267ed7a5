"""Tells what React's functions mean, and those of the libraries that usually surround it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from roadworthy.app import Page
from roadworthy.app.location import at
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.react import action_hooks, api_slices, browser, file_routes, shared, state, thunks
from roadworthy.frameworks.react.pages import ROUTER_MAKERS, router_pages
from roadworthy.interpret import Args, External, Library, Markup, Program, Run, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.library import CallModel


def register(library: Library, found: Found) -> None:
    """Tells what React's functions mean."""
    action_hooks.register(library)
    browser.register(library)
    shared.register(library)
    thunks.register(library)
    api_slices.register(library)
    file_routes.register(library, found)
    for package in ("react", "react.React", "preact/hooks"):
        library.on_call(f"{package}.useState")(state.use_state)
        library.on_call(f"{package}.useReducer")(state.use_reducer)
        library.on_call(f"{package}.useEffect", f"{package}.useLayoutEffect")(state.use_effect)
        library.on_call(f"{package}.useMemo")(state.use_memo)
        library.on_call(f"{package}.useRef")(state.use_ref)
        library.on_call(f"{package}.useCallback", f"{package}.memo", f"{package}.forwardRef")(
            state.first_argument
        )
        library.on_call(f"{package}.lazy")(state.lazy)
        library.on_call(f"{package}.useTransition")(state.use_transition)
        library.on_call(f"{package}.useActionState")(state.use_action_state)
    library.on_call("react-dom.useFormState", "react-dom.ReactDOM.useFormState")(state.use_action_state)
    library.on_call("react-dom.useFormStatus")(state.use_form_status)
    library.on_call("react-hook-form.useForm().handleSubmit")(state.first_argument)
    for package in ("@tanstack/react-query", "react-query"):
        library.on_call(f"{package}.useQuery", f"{package}.useSuspenseQuery")(state.use_query(found))  # type: ignore[arg-type]
        library.on_call(f"{package}.useMutation")(state.use_mutation)
        library.on_call(f"{package}.QueryClient")(state.query_client(found))  # type: ignore[arg-type]

    library.on_call("swr", "swr/immutable")(state.use_swr)

    for package in ("react-router-dom", "react-router"):
        library.on_call(*(f"{package}.{maker}" for maker in ROUTER_MAKERS))(_router(found))

    @library.on_call(
        "react-dom/client.createRoot().render", "react-dom.render", "react-dom/client.hydrateRoot"
    )
    def root(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        for value in args.positional:
            _note_roots(found, value, run.module, node)
        found.stacks.add("react")
        return None


def _router(found: Found) -> CallModel:
    """`createBrowserRouter([...])`: its routes are pages."""

    def model(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        routes = args.get(0)
        for page in router_pages(run, routes, run.module, node) if routes is not None else ():
            found.pages.append(partial(_page, page))
        return None

    return model


def _page(page: Page, program: Program) -> Page:
    return page


def _note_roots(found: Found, value: Value, path: str, node: form.Node) -> None:
    if isinstance(value, Markup):
        if value.component is not None:
            found.roots.append((value.component, at(path, value.node)))
        for child in value.children:
            _note_roots(found, child, path, node)
