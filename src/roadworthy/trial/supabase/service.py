"""The Supabase project of a trial: everything behind its one address, opened and closed with the trial."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

import psycopg

from roadworthy.regex import regex
from roadworthy.trial.actor import Actor
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.bridge import free_port
from roadworthy.trial.client import Client
from roadworthy.trial.double_parts import Part
from roadworthy.trial.doubles import Doubles
from roadworthy.trial.environment import stable_secret
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.log import Log
from roadworthy.trial.postgres import APP_DATABASE, Postgres
from roadworthy.trial.sandbox import Mount
from roadworthy.trial.supabase import migrations
from roadworthy.trial.supabase.accounts import ROLE, Accounts
from roadworthy.trial.supabase.answer import Answer, as_json
from roadworthy.trial.supabase.auth_door import AuthDoor
from roadworthy.trial.supabase.callers import make_keys
from roadworthy.trial.supabase.files import ROLE as STORAGE_ROLE
from roadworthy.trial.supabase.files import Files
from roadworthy.trial.supabase.functions import DATABASE_PORT, INSIDE_SOCKET, EdgeFunctions
from roadworthy.trial.supabase.gateway import Gateway, Given, ProjectFault
from roadworthy.trial.supabase.project import SupabaseProject, session_names
from roadworthy.trial.supabase.rest import RestServer
from roadworthy.trial.supabase.serving import serve
from roadworthy.trial.supabase.stated_tables import StatedTable, told
from roadworthy.trial.supabase.storage_door import StorageDoor

# Whatever project the app's own code names: in a trial there is one.
_HOSTS = regex(r"\.supabase\.(co|in|net)$")
_SERVER_ROLE = "service_role"
_NOTES_SHOWN = 12
_ADD_BUCKET = "INSERT INTO storage.buckets (id, name) VALUES (%(name)s, %(name)s) ON CONFLICT (id) DO NOTHING"


class Supabase:
    """`url` is the address that the app is given, `base_url` the same project over plain HTTP on this machine. `keys` are its
    public and its server's key."""

    def __init__(
        self, loop: EventLoop, run_folder: Path, postgres: Postgres, project: SupabaseProject
    ) -> None:
        self._loop = loop
        self._run_folder = run_folder
        self.functions: EdgeFunctions | None = None
        self._postgres = postgres
        self.project = project
        self.url = f"https://{project.reference}.supabase.co"
        # The names under which its pages keep who is signed in.
        self.session_names: tuple[str, ...] = ()
        self.keys = make_keys(stable_secret("SUPABASE_JWT_SECRET"), project.reference)
        self.notes: list[str] = []
        # The statements of the app's SQL files that the database did not take, each with its place.
        self.refused: frozenset[str] = frozenset()
        self.broke: tuple[str, ...] = ()
        # Tables that none of the app's files make.
        self.laid_out: tuple[StatedTable, ...] = ()
        self._rest = RestServer(loop, run_folder, postgres)
        self._gateway = self._made_gateway()
        self.base_url = ""
        self._listener: socket | None = None

    def _made_gateway(self) -> Gateway:
        accounts = Accounts(lambda: self._connect_as(ROLE))
        files = Files(lambda: self._connect_as(STORAGE_ROLE), self._run_folder / "files")
        parts = {
            "/auth/v1": AuthDoor(accounts, self.keys).answer,
            "/storage/v1": StorageDoor(files, self.keys, self.project.largest_file).answer,
            "/functions/v1": self._call_function,
        }
        return Gateway(self.keys, self._rest.connect, parts)

    async def _call_function(self, request: DoubleRequest, path: str) -> Answer:
        if self.functions is None:
            return as_json(404, {"code": "NOT_FOUND", "message": "Requested function was not found"})
        return await self.functions.answer(request, path)

    def _connect_as(self, role: str) -> psycopg.Connection[dict[str, Any]]:
        return self._postgres.connect(user=role)

    # --- opening --------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Makes of the empty database that of a project which was just made."""
        with self._postgres.connect() as connection:
            migrations.prepare(connection, self.project.grants)
            connection.execute('ALTER DATABASE "app" OWNER TO postgres')
        self._postgres.database_owner = "postgres"

    def migrate(self, copy: Path) -> None:
        """Runs the app's SQL files; what fails becomes a note."""
        project = self.project
        self.session_names = session_names(copy, project.reference)
        with self._postgres.connect() as owner:
            files = (*project.migrations, *project.seed)
            done = migrations.apply(copy, files, lambda: self._connect_as("postgres"), owner, project.stated)
        self.laid_out, self.refused = done.laid_out, frozenset(done.notes)
        self.broke = done.broke
        self.notes += [told(table) for table in done.laid_out]
        self._add_buckets()
        if done.statements:
            self.notes.append(
                f"{done.succeeded} of {done.statements} statements of {len(files)} SQL files were applied"
            )
        self.notes += done.notes[:_NOTES_SHOWN]
        if len(done.notes) > _NOTES_SHOWN:
            self.notes.append(f"... and {len(done.notes) - _NOTES_SHOWN} more statements failed")
        self.notes.append(_GRANTS[project.grants])

    def _add_buckets(self) -> None:
        """Private ones, as the service makes them unless it is told otherwise."""
        with self._postgres.connect() as connection:
            for name in self.project.buckets:
                if connection.execute(_ADD_BUCKET, {"name": name}).rowcount:
                    self.notes.append(f"no SQL file makes the bucket {name}: a private one was made")

    def open(self, doubles: Doubles, preferred_port: int, timeout: float) -> None:
        """Starts PostgREST and answers at the project's address, in the trial and on this machine's loopback."""
        self._rest.open(self.project, self.keys.secret, timeout)
        doubles.host(_HOSTS, self._answer)
        listener = free_port(preferred_port)
        self._listener = listener
        self.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._loop.wait(serve(listener, self.url.removeprefix("https://"), self._answer))
        self._client = Client(self.base_url, self._connect)

    def open_functions(
        self,
        copy: Path,
        doubles: Doubles,
        mounts: list[Mount],
        environment: dict[str, str],
        timeout: float,
        log: Log,
    ) -> None:
        """Runs the project's edge functions, where it has some; what they print goes to `log`."""
        if not self.project.functions:
            return
        made = EdgeFunctions(self._loop, self._run_folder, copy, self.project.functions, self.keys, log)
        self.functions = made
        made.fetch(timeout)
        own = {
            "SUPABASE_URL": self.url,
            "SUPABASE_ANON_KEY": self.keys.public,
            "SUPABASE_SERVICE_ROLE_KEY": self.keys.server,
            "SUPABASE_DB_URL": f"postgresql://postgres:postgres@127.0.0.1:{DATABASE_PORT}/{APP_DATABASE}",
            "DENO_CERT": environment.get("SSL_CERT_FILE", ""),
        }
        shown = [*mounts, Mount(self._postgres.socket_folder, INSIDE_SOCKET)]
        made.start(doubles, shown, {**environment, **own}, timeout)
        self.notes += made.notes

    def given(self) -> tuple[Given, ...]:
        """What it handed out through its interface of rows since `forget_given`, the newest 200 answers."""
        return tuple(self._gateway.given)

    def forget_given(self) -> None:
        """Begins the list anew."""
        self._gateway.given.clear()

    @contextmanager
    def failing(self, fault: ProjectFault) -> Iterator[None]:
        """Inside, it has this fault."""
        self._gateway.faults.append(fault)
        try:
            yield
        finally:
            self._gateway.faults.remove(fault)

    def runs(self, name: str) -> bool:
        """Whether it runs an edge function of this name."""
        return self.functions is not None and name in self.functions.names

    async def _answer(self, request: DoubleRequest) -> Part:
        found = await self._gateway.answer(request)
        return Part(found.status, "", found.body, found.headers)

    async def _connect(self) -> socket:
        made = socket()
        made.setblocking(False)
        # Whoever accepts runs in the same loop, and is to get its turn once the queue is full.
        address = ("127.0.0.1", int(self.base_url.rpartition(":")[2]))
        await asyncio.get_running_loop().sock_connect(made, address)
        return made

    def reload(self) -> None:
        """Has PostgREST read the schema again."""
        with self._postgres.connect() as connection:
            connection.execute("NOTIFY pgrst, 'reload schema'")

    def close(self) -> None:
        """Ends what it runs."""
        if self.functions is not None:
            self.functions.close()
        self._rest.close()
        if self._listener is not None:
            self._client.close()
            self._listener.close()

    # --- asking ---------------------------------------------------------------------------------------

    def send(
        self,
        actor: Actor,
        method: str,
        path: str,
        *,
        json: Any = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 10.0,
    ) -> Response:
        """One request to the project as somebody, with the key that is in every page. `path` begins at the project's root:
        `/rest/v1/notes?select=*`."""
        own = {**_carried(actor, self.keys.public), **(headers or {})}
        request = Request(actor=actor, method=method, path=path, json=json, data=data, headers=own)
        return self._client.send(_bare(actor), request, timeout=timeout)

    def together(self, requests: Sequence[tuple[Actor, Request]], timeout: float = 30.0) -> list[Response]:
        """Requests that are complete in the same instant."""
        keyed = [(_bare(actor), _keyed(actor, request, self.keys.public)) for actor, request in requests]
        return self._loop.wait(self._client.together(keyed, timeout))

    def server(self) -> Actor:
        """The app's own server, whom no policy binds: what shows that a request works at all."""
        headers = {"authorization": f"Bearer {self.keys.server}"}
        return Actor(name="server", role=_SERVER_ROLE, address="127.0.0.1", headers=headers)

    # --- environment ----------------------------------------------------------------------------------

    def environment(self, names: Sequence[str]) -> dict[str, str]:
        """Values for the names by which apps ask for a project's address and keys."""
        return {name: value for name in names if (value := self._value(name.upper())) is not None}

    def _value(self, name: str) -> str | None:
        if "SUPABASE" not in name:
            return None
        if re.search(r"(SERVICE|SECRET_KEY|ADMIN)", name) and "JWT" not in name:
            return self.keys.server
        if "JWT" in name:
            return self.keys.secret
        if re.search(r"(ANON|PUBLISHABLE|PUBLIC_KEY|_KEY$)", name):
            return self.keys.public
        if re.search(r"(PROJECT_?(ID|REF)|REFERENCE)", name):
            return self.project.reference
        return self.url if name.endswith("URL") and "REDIRECT" not in name and "DB" not in name else None


_GRANTS = {
    "given": "default rights are those of projects made before 2026-05-30: new tables and functions of public are open to anon "
    "and authenticated, within row-level security",
    "withheld": "default rights are those of projects made since 2026-05-30: new tables and functions of public are closed to "
    "anon and authenticated until a migration grants them",
}


def _bare(actor: Actor) -> Actor:
    """An actor without the app's own cookies, which the project's address is never sent."""
    return Actor(name=actor.name, role=actor.role, address=actor.address, headers=dict(actor.headers))


def _carried(actor: Actor, key: str) -> dict[str, str]:
    """What supabase-js sends along: the public key, and as a token too where nobody is signed in."""
    return {"apikey": key} | ({} if "authorization" in actor.headers else {"authorization": f"Bearer {key}"})


def _keyed(actor: Actor, request: Request, key: str) -> Request:
    return Request(
        actor=request.actor,
        method=request.method,
        path=request.path,
        json=request.json,
        data=request.data,
        headers={**_carried(actor, key), **request.headers},
    )


def session_text(session: Mapping[str, Any]) -> str:
    """A session as supabase-js keeps it in the browser."""
    return json.dumps(session, separators=(",", ":"))
