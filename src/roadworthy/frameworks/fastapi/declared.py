"""What a parameter declares of where its value comes from: `Depends(...)`, `Query(...)`, security schemes."""

from __future__ import annotations

from dataclasses import dataclass

from roadworthy.app.origin import Origin
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.fastapi.exchange import part
from roadworthy.interpret import Args, Constant, Datum, Model, Run, Value
from roadworthy.languages import form


@dataclass(slots=True, eq=False)
class Depends(Model):
    """`Depends(get_db)`, `Security(...)`; `dependency` is None where the annotation says what."""

    dependency: Value | None
    path: str
    node: form.Node


@dataclass(slots=True, eq=False)
class Source(Model):
    """`Query(...)`, `Path(...)`, `Header(...)`, `Cookie(...)`, `Body(...)`, `Form(...)`, `File(...)`."""

    kind: str
    arguments: Args

    @property
    def alias(self) -> str:
        """The name it has in the request, '' for the parameter's own."""
        given = self.arguments.keywords.get("alias")
        return str(given.value) if isinstance(given, Constant) and given.value else ""


@dataclass(slots=True, eq=False)
class SecurityScheme(Model):
    """`OAuth2PasswordBearer(...)` and its kin: they read a credential and refuse requests without one."""

    name: str
    arguments: Args

    def resolve(self, run: Run, node: form.Node) -> Value:
        """The credential; from here on it is known to be there."""
        named = self.arguments.keywords.get("name") or self.arguments.get(0)
        key = str(named.value).lower() if isinstance(named, Constant) else ""
        kinds = {"APIKeyHeader": "headers", "APIKeyCookie": "cookies", "APIKeyQuery": "query"}
        kind = kinds.get(self.name, "headers")
        datum = part(run, kind, (key if self.name in kinds else "authorization",), node)
        automatic = self.arguments.keywords.get("auto_error")
        if not (isinstance(automatic, Constant) and automatic.value is False):
            with run.branch(run.condition(datum, False, node)):
                run.emit(AnswerSeen(401, Constant("Not authenticated"), run.module, node, run.context))
            run.learn(run.condition(datum, True, node))
        return Credentials(datum) if self.name.startswith("HTTP") else datum


@dataclass(slots=True, eq=False)
class CurrentUser(Model):
    """`fastapi_users.current_user(...)` of FastAPI Users: whoever is signed in, with `superuser=True` an administrator."""

    arguments: Args

    def resolve(self, run: Run, node: form.Node) -> Value:
        """The person; from here on it is known that there is one, unless it is told that there need not be."""
        person = Datum("session", ("user",), node)
        if not self._asks("optional"):
            run.learn(run.condition(person, True, node))
        if self._asks("superuser"):
            run.learn(run.condition(Datum("session", ("user", "is_superuser"), node), True, node))
        return person

    def _asks(self, name: str) -> bool:
        given = self.arguments.keywords.get(name)
        return isinstance(given, Constant) and given.value is True


class Credentials(Model):
    """`HTTPAuthorizationCredentials`, `HTTPBasicCredentials`."""

    __slots__ = ("datum",)

    def __init__(self, datum: Datum) -> None:
        self.datum = datum

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.datum

    def inputs(self) -> tuple[Value, ...]:
        return (self.datum,)

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """The header they came in."""
        return Origin("headers", self.datum.path)
