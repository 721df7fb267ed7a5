"""Flask-SQLAlchemy: `db.Model`, `db.Column`, `db.session`, `Model.query`."""

from __future__ import annotations

import re

from roadworthy.frameworks.sqlalchemy.legacy import Query, found_or_404, paginated
from roadworthy.frameworks.sqlalchemy.session import SessionFactory, SessionModel
from roadworthy.frameworks.sqlalchemy.statements import Mapping, Statement, start
from roadworthy.interpret import Args, Choice, ClassValue, Closure, Constant, External, Library, Run, Value
from roadworthy.languages import form

FLASK_MODEL = "flask_sqlalchemy.Model"
_DATABASE = "flask_sqlalchemy.SQLAlchemy()"
_ORM = {"relationship", "backref", "joinedload", "selectinload", "subqueryload", "contains_eager", "lazyload", "aliased",
        "mapped_column", "deferred", "column_property", "synonym"}  # fmt: skip
_OWN = {"init_app", "create_all", "drop_all", "get_or_404", "first_or_404", "one_or_404", "paginate", "engine", "app",
        "get_engine", "reflect", "metadata", "engines"}  # fmt: skip


def snake_case(name: str) -> str:
    """The table's name that Flask-SQLAlchemy makes of a class's: `LoyaltyCard` is loyalty_card."""
    apart = re.sub(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))", r"_\1", name)
    return apart.lower().lstrip("_")


class OwnQuery(Query):
    """`User.query` of a model that names a class of the app's own for it (`query_class = UserQuery`), whose methods come first."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue, plain: Query) -> None:
        super().__init__(plain.session, plain.statement, plain.node)
        self.kind = kind

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        own = self.kind.find(name)
        if isinstance(own, Closure):
            return run.call(own.bind(self), args, node)
        return super().call_member(run, name, args, node)


def query_of(kind: ClassValue, mapping: Mapping, node: form.Node) -> Value:
    """`User.query`."""
    plain, own = (
        Query(mapping.session, start("select", kind, Args([kind]), mapping), node),
        kind.find("query_class"),
    )
    return OwnQuery(own, plain) if isinstance(own, ClassValue) else plain


def register_flask(library: Library, mapping: Mapping) -> None:
    """Tells what the members of a `SQLAlchemy()` object are."""
    session = mapping.session = SessionModel(mapping)

    @library.on_member(_DATABASE)
    def member(run: Run, target: External, name: str, node: form.Node) -> Value:
        if name == "session":
            return session
        if name == "engine":
            # Before SQLAlchemy 2 an engine runs statements by itself.
            return SessionFactory(mapping)
        if name == "Model":
            return External(FLASK_MODEL, None, node)
        if name in _OWN:
            return External(f"{_DATABASE}.{name}", None, node)
        return External(f"sqlalchemy.orm.{name}" if name in _ORM else f"sqlalchemy.{name}", None, node)

    @library.on_call(f"{_DATABASE}.get_or_404")
    def get(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        found = session.call_member(run, "get", args, node)
        return found_or_404(run, found, node) if found is not None else None

    @library.on_call(f"{_DATABASE}.first_or_404", f"{_DATABASE}.one_or_404")
    def first(run: Run, target: External, args: Args, node: form.Node) -> Value:
        result = session.execute(run, args.get(0, "statement") or Constant(None), Args(), node)
        return found_or_404(run, result.one(run, sure=False, scalar=True), node)

    @library.on_call(f"{_DATABASE}.paginate")
    def page(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        asked = args.get(0, "select")
        # One that differs between branches is one query, as it is where it is executed.
        ways = asked.values() if isinstance(asked, Choice) else [asked]
        pages = [
            paginated(run, session, one, Args(args.positional, args.keywords), node)
            for one in ways
            if isinstance(one, Statement)
        ]
        return pages[-1] if pages else None
