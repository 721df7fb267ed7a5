"""What people see: pages, components, forms."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.answer import Answer
from roadworthy.app.browser_call import BrowserCall, ClientFetch
from roadworthy.app.endpoint import Check, Input
from roadworthy.app.flow import Handed, Handling, Repeated
from roadworthy.app.location import Location
from roadworthy.app.origin import Fact
from roadworthy.app.query import Query
from roadworthy.app.service import ServiceCall
from roadworthy.app.use import Use


class Form(Struct, frozen=True):
    """A form, or a button that acts on its own.

    `location` is the element; `control` the button that submits (equal to the element for a lone button); `label` its
    text; `disabled_while_pending` when the control's `disabled` attribute depends on a state that tells the request
    is under way; `fetches` are the requests its handler makes, as (method, path); `writes` what it asks the database to
    write without a server between, as (operation, table).
    """

    location: Location
    control: Location
    label: str
    trigger: str
    disabled_while_pending: bool
    fetches: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    writes: tuple[tuple[str, str], ...] = ()


class Component(Struct, frozen=True):
    """A component of the page. `renders` are the names of the components it puts in; `boundary` when it is an error boundary;
    `root` when it is handed to createRoot / hydrateRoot (or is the page of a file-system router). `side` is client or server; `queries`
    are those it makes itself: of a server component, or of a client that asks the database directly (Supabase). Of a page that a server
    renders, `facts` hold when it is entered, `inputs`, `checks` and `answers` are as an endpoint's, `ahead` as well;
    `remade` says why it is rendered anew on each visit ('' when it may be kept); `over` are the values that a component of the
    server hands to those of the browser, which get them whole."""

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
    uses: tuple[Use, ...] = ()
    handlings: tuple[Handling, ...] = ()
    hands: tuple[Handed, ...] = ()
    repeats: tuple[Repeated, ...] = ()
    facts: tuple[Fact, ...] = ()
    inputs: tuple[Input, ...] = ()
    checks: tuple[Check, ...] = ()
    answers: tuple[Answer, ...] = ()
    ahead: tuple[Query, ...] = ()
    remade: str = ""
    over: tuple[Answer, ...] = ()


class Page(Struct, frozen=True):
    """A route of the front end and the component shown there. `location` is where the route is declared; `file` where the
    component is. A page that a template renders on the server has no component of its own (''). `caught` is the file that is shown
    when the page fails ('' for none that the framework knows); `server` is the component that runs on the server for it; `others` are
    components that stand at the same address for other people, such as those who are signed in."""

    route: str
    component: str
    file: str
    location: Location
    guarded: bool = False
    caught: str = ""
    server: str = ""
    others: tuple[str, ...] = ()
