"""The App: what a web app is, whatever it was written in. Plain records, each citing where it stands.

`frameworks` fills it, `patterns` judge it. `app.build.build_app` makes one of a repository.
"""

from roadworthy.app.answer import Answer
from roadworthy.app.browser_call import BrowserCall, ClientFetch
from roadworthy.app.component import Component, Form, Page
from roadworthy.app.endpoint import Argument, Check, Endpoint, Input, Middleware
from roadworthy.app.idle_guard import IdleGuard
from roadworthy.app.location import Location
from roadworthy.app.model import App, Unknown
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Along, Filter, Query, Write
from roadworthy.app.service import ServiceCall
from roadworthy.app.table import Column, ForeignKey, Index, Table
from roadworthy.app.use import Use
from roadworthy.app.work import Work

__all__ = [
    "Along",
    "Answer",
    "App",
    "Argument",
    "BrowserCall",
    "Check",
    "ClientFetch",
    "Column",
    "Component",
    "Endpoint",
    "Fact",
    "Filter",
    "ForeignKey",
    "Form",
    "IdleGuard",
    "Index",
    "Input",
    "Location",
    "Middleware",
    "Origin",
    "Page",
    "Query",
    "ServiceCall",
    "Table",
    "Unknown",
    "Use",
    "Work",
    "Write",
]
