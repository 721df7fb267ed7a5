"""Tells what Firebase's functions mean: in pages (`firebase/firestore`), and on servers (`firebase-admin`)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from roadworthy.app import Query
from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.firestore.access_rules import indexes_of, read_rules, spread_out
from roadworthy.frameworks.firestore.accounts import register_accounts
from roadworthy.frameworks.firestore.cloud_functions import register_functions
from roadworthy.frameworks.firestore.collections import Store
from roadworthy.frameworks.firestore.file_rules import FileRules, read_files
from roadworthy.frameworks.firestore.references import (
    ATOMIC,
    Asked,
    CollectionReference,
    DocumentReference,
)
from roadworthy.frameworks.firestore.transactions import Batch, Transaction
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import chosen_text
from roadworthy.interpret import (
    Args,
    Constant,
    Derived,
    External,
    Library,
    Model,
    Program,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

PAGES, SERVER = "user", ""
"""Whose rights a question is asked with: the rules bind whoever is signed in in a page, and no server's own key."""
_LITE = ("firebase/firestore", "firebase/firestore/lite", "@firebase/firestore")
_ON_SERVER = (
    "firebase-admin/firestore.getFirestore", "firebase-admin.firestore", "firebase-admin.default.firestore",
    "firebase-admin/firestore.initializeFirestore",
)  # fmt: skip
_IN_PAGES = (
    "firebase/compat/app.firestore",
    "firebase/compat/app.default.firestore",
    "firebase/app.default.firestore",
)
_NARROWING = ("where", "orderBy", "limit", "limitToLast", "startAfter", "startAt", "endBefore", "endAt")


def register(library: Library, found: Found) -> None:
    """Tells what Firebase's functions mean."""
    store = Store(found)
    functions = Functions(store)
    for home in _LITE:
        for name in _OWN:
            library.on_call(f"{home}.{name}")(partial(functions.call, name))
        for name in _NARROWING:
            library.on_call(f"{home}.{name}")(partial(_constraint, name))
        library.on_call(f"{home}.and", f"{home}.or")(_together)
        for name in ("getFirestore", "initializeFirestore"):
            library.on_call(f"{home}.{name}")(partial(functions.database, PAGES))
    for field in ("increment", "arrayUnion", "arrayRemove"):
        library.on_call(*(f"{home}.{field}" for home in _LITE),
                        f"firebase-admin/firestore.FieldValue.{field}", f"firebase-admin.firestore.FieldValue.{field}")(_atomic)  # fmt: skip
    library.on_call(*_ON_SERVER)(partial(functions.database, SERVER))
    library.on_call(*_IN_PAGES)(partial(functions.database, PAGES))
    register_accounts(library)
    register_functions(library, found)

    files: list[FileRules] = []

    def declared(program: Program) -> None:
        store.indexes = indexes_of(program)
        found.database = read_rules(program, found.database)
        files.append(read_files(program))

    def known(queries: Iterable[Query]) -> None:
        store.learn_rules(found.database.policies)
        found.database = spread_out(found.database, [source.table() for source in found.tables])
        for read in files:
            found.database = read.joined(found.database)

    found.declarations.append(declared)
    found.asked.append(known)


class Constraint(Model):
    """`where("owner", "==", uid)`: what `query(...)` puts on a collection. `ways` are those of an `or(...)`."""

    __slots__ = ("args", "name", "ways")

    def __init__(self, name: str, args: Args, ways: tuple[tuple[Constraint, ...], ...] = ()) -> None:
        self.name, self.args, self.ways = name, args, ways

    def filters(self, table: str) -> list[FilterSeen]:
        """The conditions that it puts on."""
        if self.ways:
            return one_of([[f for one in way for f in one.filters(table)] for way in self.ways])
        empty = CollectionReference(Asked(_NOTHING, "", table))
        return list(empty.narrowed(self.name, self.args).asked.filters) if self.name == "where" else []


def _constraint(name: str, run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Constraint(name, args)


def _together(run: Run, target: External, args: Args, node: form.Node) -> Value:
    given = tuple(one for one in args.positional if isinstance(one, Constraint))
    ways = tuple((one,) for one in given) if target.path.endswith(".or") else (given,)
    return Constraint("or", args, ways)


def _atomic(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Derived(ATOMIC, tuple(args.positional), node)


class DatabaseModel(Model):
    """`getFirestore()` of either SDK; the server's has methods for what pages have functions for."""

    __slots__ = ("rights", "store")

    def __init__(self, store: Store, rights: str) -> None:
        self.store, self.rights = store, rights

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("collection", "collectionGroup", "doc"):
            return reached(run, self, name, Args(list(args.positional)), node)
        if name == "batch":
            return Batch()
        if name == "runTransaction":
            return Transaction.run(run, args.get(0), node)
        return None

    def known_by(self) -> object:
        """Made anew or kept, it is the same database."""
        return self.rights


def reached(run: Run, above: Value, name: str, args: Args, node: form.Node) -> Value:
    """The collection or document that a path leads to, from the database or from another reference."""
    here: Value = above
    for part in _parts(args):
        here = _step(run, here, part, node)
    if name == "doc" and isinstance(here, CollectionReference):
        return here.document(None)
    return here


def _parts(args: Args) -> list[Value]:
    """The parts of a path: each argument is one, or several with slashes between them."""
    found: list[Value] = []
    for value in args.positional:
        if isinstance(value, Constant):
            found += [Constant(part) for part in str(value.value).strip("/").split("/")]
        elif isinstance(value, Derived) and value.operation == "template":
            found += _of_template(value)
        else:
            found.append(value)
    return found


def _of_template(value: Derived) -> list[Value]:
    """Parts of `users/${uid}/orders`: what stands between two slashes, where it is one text or one value."""
    found: list[Value] = []
    for part in value.operands:
        if isinstance(part, Constant):
            found += [Constant(one) for one in str(part.value).strip("/").split("/") if one]
        else:
            found.append(part)
    return found


def _step(run: Run, here: Value, part: Value, node: form.Node) -> Value:
    if isinstance(here, DatabaseModel):
        here.store.collection(run, chosen_text(part), node)
        return CollectionReference(Asked(here.store, here.rights, chosen_text(part)))
    if isinstance(here, CollectionReference):
        return here.document(part)
    return here.below(run, chosen_text(part), node) if isinstance(here, DocumentReference) else here


class Functions:
    """The functions of the SDK for pages: their first argument is what they ask of."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def database(self, rights: str, run: Run, target: External, args: Args, node: form.Node) -> Value:
        """`getFirestore(app)`."""
        self.store.found.stacks.add("firestore")
        return DatabaseModel(self.store, rights)

    def call(self, name: str, run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        """One of them."""
        return _OWN[name](self, run, name, args, node)

    def reference(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`collection(db, "orders")`, `doc(db, "orders", id)`, `doc(collection, id)`."""
        first, rest = args.get(0), Args(list(args.positional[1:]))
        asked = first if isinstance(first, (CollectionReference, DocumentReference)) else None
        return reached(run, asked or DatabaseModel(self.store, PAGES), name, rest, node)

    def query(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`query(collection, where(...), orderBy(...), limit(20))`."""
        here = _collection(args.get(0))
        if here is None:
            return Unknown()
        for given in args.positional[1:]:
            for one in given.inputs() if not isinstance(given, Constraint) else (given,):
                here = _with(here, one) if isinstance(one, Constraint) else here
        return here

    def read(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`getDoc(document)`, `getDocs(query)`, `getCountFromServer(query)`."""
        asked = args.get(0)
        if isinstance(asked, DocumentReference):
            return asked.read(run, node)
        here = _collection(asked)
        if here is None:
            return None
        return here.read(run, node) if name.startswith("getDocs") else here.counted(run, node)

    def watch(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`onSnapshot(query, snapshot => ...)`."""
        asked = args.get(0)
        if isinstance(asked, (DocumentReference, CollectionReference)):
            return asked.watch(run, Args(list(args.positional[1:])), node)
        return None

    def change(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """`addDoc`, `setDoc`, `updateDoc`, `deleteDoc`."""
        asked = args.get(0)
        if isinstance(asked, CollectionReference) and name == "addDoc":
            return asked.add(run, args.get(1), node)
        if isinstance(asked, DocumentReference):
            how = {"setDoc": "set", "updateDoc": "update"}.get(name)
            return asked.write(run, how, args.positional[1:], node) if how else asked.delete(run, node)
        return None

    def batch(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`writeBatch(db)`."""
        return Batch()

    def transaction(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`runTransaction(db, async (transaction) => ...)`."""
        return Transaction.run(run, args.get(1), node)

    def own_name(self, run: Run, name: str, args: Args, node: form.Node) -> Value:
        """`documentId()`."""
        return Derived("document id", (), node)


_OWN = {
    "collection": Functions.reference, "collectionGroup": Functions.reference, "doc": Functions.reference,
    "query": Functions.query, "getDoc": Functions.read, "getDocs": Functions.read, "getDocFromServer": Functions.read,
    "getDocsFromServer": Functions.read, "getDocFromCache": Functions.read, "getDocsFromCache": Functions.read,
    "getCountFromServer": Functions.read, "getCount": Functions.read, "getAggregateFromServer": Functions.read,
    "onSnapshot": Functions.watch, "addDoc": Functions.change, "setDoc": Functions.change, "updateDoc": Functions.change,
    "deleteDoc": Functions.change, "writeBatch": Functions.batch, "runTransaction": Functions.transaction,
    "documentId": Functions.own_name,
}  # fmt: skip


def _collection(value: Value | None) -> CollectionReference | None:
    """The collection among what a value may be."""
    if isinstance(value, CollectionReference):
        return value
    options = value.inputs() if value is not None else ()
    return next((one for one in options if isinstance(one, CollectionReference)), None)


def _with(here: CollectionReference, one: Constraint) -> CollectionReference:
    if not one.ways:
        return here.narrowed(one.name, one.args)
    asked = here.asked
    more = (*asked.filters, *one.filters(asked.name))
    return CollectionReference(Asked(asked.store, asked.rights, asked.name, more, asked.order, asked.limit))


_NOTHING = Store(Found())
