"""What people see: pages, components, forms."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.browser_call import BrowserCall, ClientFetch
from roadworthy.app.location import Location
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall


class Form(Struct, frozen=True):
    """A form, or a button that acts on its own.

    `location` is the element; `control` the button that submits (equal to the element for a lone button); `label` its
    text; `disabled_while_pending` when the control's `disabled` attribute depends on a state that tells the request
    is under way; `fetches` are the requests its handler makes, as (method, path).
    """

    location: Location
    control: Location
    label: str
    trigger: str
    disabled_while_pending: bool
    fetches: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()


class Component(Struct, frozen=True):
    """A component of the page. `renders` are the names of the components it puts in; `boundary` when it is an error boundary;
    `root` when it is handed to createRoot / hydrateRoot (or is the page of a file-system router). `side` is client or server; `queries`
    are those it makes itself: of a server component, or of a client that asks the database directly (Supabase)."""

    name: str
    location: Location
    body: Location
    renders: tuple[str, ...] = ()
    fetches: tuple[ClientFetch, ...] = ()
    browser_calls: tuple[BrowserCall, ...] = ()
    forms: tuple[Form, ...] = ()
    boundary: bool = False
    root: Location | None = None
    framework: str = "react"
    side: str = "client"
    queries: tuple[Query, ...] = ()
    services: tuple[ServiceCall, ...] = ()


class Page(Struct, frozen=True):
    """A route of the front end and the component shown there. `location` is where the route is declared; `file` where the
    component is. A page that a template renders on the server has no component of its own ('')."""

    route: str
    component: str
    file: str
    location: Location
    guarded: bool = False
