"""Tells what the drivers' functions mean."""

from __future__ import annotations

from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.rows import emit_query
from roadworthy.frameworks.sql_drivers.knex import register_knex
from roadworthy.frameworks.sql_drivers.knex_schema import replay
from roadworthy.frameworks.sql_drivers.results import (
    Result,
    ask,
    bound,
    called_back,
    is_control,
    rows_of,
    statements,
    text_of,
)
from roadworthy.frameworks.sql_statement import describe
from roadworthy.frameworks.sql_text import SqlText, tagged, written
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_POSTGRES = ("pg.Pool", "pg.Client", "@neondatabase/serverless.Pool", "@neondatabase/serverless.Client",
             "@vercel/postgres.createPool", "@vercel/postgres.createClient", "pg.default.Pool", "pg.default.Client")  # fmt: skip
_MYSQL = ("mysql2.createPool", "mysql2.createConnection", "mysql2/promise.createPool", "mysql2/promise.createConnection",
          "mysql.createPool", "mysql.createConnection", "mysql2.createPoolCluster")  # fmt: skip
_SQLITE = ("better-sqlite3", "sqlite3.Database", "sqlite.open", "bun:sqlite.Database", "sqlite.DatabaseSync",
           "sqlite3.verbose().Database")  # fmt: skip
_TAGGED = ("postgres", "@neondatabase/serverless.neon", "@vercel/postgres.sql", "bun.sql")
_METHODS = {"query", "execute", "run", "get", "all", "each", "exec"}


def register(library: Library, found: Found) -> None:
    """Tells what the drivers' functions mean. What makes a pool is told by `pools` as well."""
    for paths, name in ((_POSTGRES, "pg"), (_MYSQL, "mysql2"), (_SQLITE, "sqlite")):
        _connections(library, found, paths, name)
    _tagged(library, found)
    register_knex(library, found)
    found.fallbacks.append(replay(found))


def _connections(library: Library, found: Found, paths: tuple[str, ...], name: str) -> None:
    """Connections and pools whose methods are given SQL: by their paths, since `pools` keeps the objects as they are."""
    held = Connection(name)
    makers = [f"{path}()" for path in paths]
    further = [f"{maker}{more}" for maker in makers
               for more in ("", ".connect()", ".getConnection()", ".promise()", ".promise().getConnection()")]  # fmt: skip

    for method in _METHODS:

        def call(run: Run, target: External, args: Args, node: form.Node, method: str = method) -> Value:
            found.stacks.add(name)
            return held.call_member(run, method, args, node) or Unknown()

        library.on_call(*(f"{path}.{method}" for path in further))(call)

    def prepare(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Prepared(args.get(0), name)

    library.on_call(*(f"{path}.prepare" for path in further))(prepare)

    def transaction(run: Run, target: External, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        return (
            Transacted(first, f"{run.module}:{node.span.start}") if isinstance(first, Closure) else Unknown()
        )

    if name == "sqlite":
        library.on_call(*(f"{path}.transaction" for path in makers))(transaction)

    def begin(run: Run, target: External, args: Args, node: form.Node) -> Value:
        run.context = run.context.changed(transaction=f"{run.module}:{node.span.start}")
        return called_back(run, args, Constant(None), node)

    library.on_call(*(f"{path}.beginTransaction" for path in further))(begin)

    def connected(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """`pool.getConnection((error, connection) => ...)`."""
        last = args.positional[-1] if args.positional else None
        if not isinstance(last, Closure):
            return None
        with run.branch():
            run.call(last, Args([Constant(None), held, Unknown()]), node)
        return held

    library.on_call(*(f"{maker}.{verb}" for maker in makers for verb in ("getConnection", "connect")))(
        connected
    )


class Connection(Model):
    """A connection that was handed to a callback."""

    __slots__ = ("library",)

    def __init__(self, library: str) -> None:
        self.library = library

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _METHODS:
            return self.ask(run, name, args, node)
        if name == "prepare":
            return Prepared(args.get(0), self.library)
        if name == "beginTransaction":
            run.context = run.context.changed(transaction=f"{run.module}:{node.span.start}")
        run.call_back(args.positional, node, Constant(None))
        return self

    def ask(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """Puts a statement to the database, or each of those that it may be."""
        answers = []
        for text, values, conditions in statements(text_of(args), _values(self.library, args)):
            with run.holding(conditions):
                answers.append(
                    (self._put(run, name, args, written(text, values, run, node), node), conditions)
                )
        return answers[0][0] if len(answers) == 1 else run.join(answers)

    def _put(self, run: Run, name: str, args: Args, sql: SqlText, node: form.Node) -> Value:
        control = is_control(sql)
        if control:
            started = f"{run.module}:{node.span.start}" if control == "begin" else ""
            run.context = run.context.changed(transaction=started)
            return called_back(run, args, Constant(None), node)
        seen = ask(run, sql, node, self.library)
        return called_back(run, args, _answer(run, self.library, name, seen), node)


def _values(library: str, args: Args) -> Value | None:
    """The values of a statement: a list, a record, or (SQLite) one after another."""
    given = bound(args)
    further = [value for value in args.positional[1:] if not isinstance(value, Closure)]
    if library == "sqlite" and further and not isinstance(given, (ListValue, ObjectValue)):
        return ListValue(further)
    return given


def _answer(run: Run, library: str, name: str, seen: QuerySeen) -> Value:
    if library == "sqlite":
        if name == "get":
            seen.one = True
            return run.join([(rows_of(seen).row, ()), (Constant(None), ())])
        return rows_of(seen) if name in ("all", "query", "each") else Result(seen)
    return Result(seen)


class Prepared(Model):
    """`db.prepare("select ...")` of SQLite's drivers."""

    __slots__ = ("library", "text")

    def __init__(self, text: Value | None, library: str) -> None:
        self.text, self.library = text, library

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name not in ("run", "get", "all", "iterate", "execute"):
            return self
        first = args.get(0)
        listed = isinstance(first, (ListValue, ObjectValue)) and len(args.positional) == 1
        given = first if listed else ListValue(list(args.positional))
        seen = ask(run, written(self.text, given, run, node), node, self.library)
        return _answer(run, "sqlite", "all" if name == "iterate" else name, seen)


class Transacted(Model):
    """`db.transaction(fn)` of better-sqlite3: called, it runs in a transaction."""

    __slots__ = ("inner", "name")

    def __init__(self, inner: Closure, name: str) -> None:
        self.inner, self.name = inner, name

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        with run.within(transaction=self.name):
            return run.call(self.inner, args, node)


# --- tagged templates --------------------------------------------------------------------------------


class Sql(Model):
    """`sql` of postgres.js and Neon: a tagged template is a query, a call with a record is a piece of one."""

    __slots__ = ("library", "transaction")

    def __init__(self, library: str, transaction: str = "") -> None:
        self.library, self.transaction = library, transaction

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        if isinstance(first, Derived) and first.operation == "template":
            return Statement(run, tagged(first), node, self)
        if (
            isinstance(first, Constant)
            and len(args.positional) == 2
            and isinstance(args.positional[1], ListValue)
            and not args.positional[1].items[1:]
        ):
            return Statement(run, tagged(first), node, self)
        return first if first is not None else Unknown()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("begin", "transaction", "savepoint"):
            held = f"{run.module}:{node.span.start}"
            callback = next((value for value in args.positional if isinstance(value, Closure)), None)
            if callback is not None:
                with run.within(transaction=held):
                    return run.call(callback, Args([Sql(self.library, held)]), node)
            return args.get(0)
        if name in ("unsafe", "query"):
            return Statement(run, written(args.get(0), args.get(1), run, node), node, self)
        return Unknown()


class Statement(Model):
    """A statement that runs when it is awaited, and is a piece of another one until then."""

    __slots__ = ("done", "node", "owner", "seen", "sql_text")

    def __init__(self, run: Run, sql: SqlText, node: form.Node, owner: Sql) -> None:
        self.sql_text, self.node, self.owner = sql, node, owner
        self.done: Value | None = None
        self.seen = QuerySeen("raw", "", run.module, node, run.context, library=owner.library)

    def settle(self, run: Run, node: form.Node) -> Value:
        """Runs it, once."""
        if self.done is None:
            transaction = self.owner.transaction
            self.seen.context = run.context.changed(transaction=transaction) if transaction else run.context
            emit_query(run, describe(self.seen, self.sql_text))
            self.done = rows_of(self.seen)
        return self.done

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        from roadworthy.interpret import methods

        return methods.call_method(run, self.settle(run, node), name, args, node)

    def truth(self) -> bool | None:
        return None


def _tagged(library: Library, found: Found) -> None:
    def make(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        first = args.get(0)
        if isinstance(first, Derived) and first.operation == "template" and len(args.positional) == 2:
            return Statement(run, tagged(first), node, Sql(target.path))
        found.stacks.add("postgres")
        return None

    library.on_call("@vercel/postgres.sql")(make)

    def query(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        return Sql("postgres").call(run, args, node)

    library.on_call("postgres()", "@neondatabase/serverless.neon()", "postgres.default()")(query)

    for name in ("begin", "unsafe", "query", "transaction"):

        def member(run: Run, target: External, args: Args, node: form.Node, name: str = name) -> Value | None:
            return Sql("postgres").call_member(run, name, args, node)

        library.on_call(f"postgres().{name}", f"@neondatabase/serverless.neon().{name}")(member)
