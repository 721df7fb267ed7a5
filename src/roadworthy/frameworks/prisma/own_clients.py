"""Classes of the app's own over Prisma's client: `class Database extends PrismaClient`."""

from __future__ import annotations

from roadworthy.frameworks.prisma.client import Client
from roadworthy.frameworks.prisma.tables import PrismaTable
from roadworthy.interpret import Args, ClassValue, Closure, External, Instance, Library, Run, Value
from roadworthy.languages import form


def register_own_clients(library: Library, tables: dict[str, PrismaTable]) -> None:
    """Tells what such a class makes, whether the client is the package's or stands where the app has it generated to."""

    def inherited(run: Run, target: External, name: str, node: form.Node) -> Value:
        """What its methods find on the client."""
        return Client(tables).member(run, name, node)

    def seen(run: Run, kind: ClassValue) -> None:
        for path in _clients(kind):
            library.on_member(f"{path}()")(inherited)

    def construct(run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        own = Instance(kind, node)
        own.attributes.update(_told_again(run, kind, Client(tables), node))
        named = [name for name in kind.attributes if name != "constructor"]
        return Client(tables, own={name: own.member(run, name, node) for name in named})

    seen.construct = construct  # type: ignore[attr-defined]
    library.on_class_like(lambda kind: bool(_clients(kind)))(seen)


def _clients(kind: ClassValue) -> list[str]:
    """Prisma's client among what a class inherits from."""
    bases = [base.path for base in kind.ancestors() if isinstance(base, External)]
    return [path for path in bases if path.endswith(".PrismaClient")]


def _told_again(run: Run, kind: ClassValue, client: Client, node: form.Node) -> dict[str, Value]:
    """`user: any`, said again for the compiler, is what it inherits."""
    return {
        name: client.member(run, name, node)
        for name, value in kind.attributes.items()
        if client.table(name) is not None and not isinstance(value, Closure)
    }
