"""What each runbook says, about the app's own services, commands and names."""

from __future__ import annotations

import posixpath
import re

from roadworthy.app import App
from roadworthy.app.access import ROLE, SIGNED_IN, Access
from roadworthy.app.faults import ACCOUNT, DATABASE, DEPLOY, DISK, SERVICE, Fault, database_server, database_variable
from roadworthy.app.patience import patience
from roadworthy.app.people import owner_of, personal_columns, users_table
from roadworthy.app.probe import database_path, health_path
from roadworthy.app.vocabulary import words_of
from roadworthy.patterns.operations.no_runbooks import shell as sh
from roadworthy.patterns.operations.no_runbooks.page import Page, bullets, kept, named, plain, shell
from roadworthy.app.rights import administrator
from roadworthy.proof.own_commands import own_commands

_ADDRESS = "`BASE_URL` stands for the address of the app, `http://localhost:PORT` on its own machine; the other names are those of its environment."
_KINDS = {"postgres": "PostgreSQL", "mysql": "MySQL", "mongodb": "MongoDB", "hosted": "the hosted database"}


def page(app: App, fault: Fault) -> Page:
    """The runbook for a fault."""
    return {DATABASE: _database, SERVICE: _service, DEPLOY: _deploy, ACCOUNT: _account, DISK: _disk}[fault.kind](
        app, fault
    )


def _restart(app: App) -> tuple[str, ...]:
    """How the app is started again."""
    commands = own_commands(app)
    where = f" (the platform of {named(app.deployment.platforms, 2)} has a button for it)" if app.deployment.platforms else ""
    if not commands.start:
        return (f"Restart the app the way it is run{where}.",)
    return (f"Restart the app{where}. Where you run it by hand:", shell(commands.line(commands.start)))


def _write_down(fault: str) -> str:
    return f"Write down in the team's log: when {fault}, who noticed and how, what you did and when it was over, and one change that would have shown it earlier."


def _law(tables: str) -> str:
    return (
        f"If somebody may have seen or lost personal data ({tables}), the 72 hours in which the supervisory authority must be told "
        "(Art. 33 GDPR) run from now: tell whoever is responsible at once, even with half the facts."
    )


# --- the database ------------------------------------------------------------------------------------


def _database(app: App, fault: Fault) -> Page:
    kind, variable = _KINDS[database_server(app)], database_variable(app)
    using = [endpoint for endpoint in app.endpoints if endpoint.queries]
    behind = f" behind {named([variable])}" if variable else ""
    path = database_path(app)
    return Page(
        title="The database does not answer",
        intro=(
            f"It is {kind}{behind}, with the tables {named(table.name for table in app.tables)}. "
            f"{len(using)} of the app's {len(app.endpoints)} endpoints need it. {_ADDRESS}",
        ),
        signs=(
            bullets(
                (
                    f"{named([f'GET {path}'])} answers 5xx or not at all." if path else "Pages load, but every action fails.",
                    "The app's log names a refused or ended connection, a timeout, or too many clients.",
                )
            ),
        ),
        check=kept(
            (
                "Does the app answer? Exit code 0: it does, and the trouble lies elsewhere.",
                shell(sh.app_is_well(app)),
                "Does the database itself?" if sh.ask_database(app) else "Look at the database in its provider's console.",
                shell(sh.ask_database(app)),
            )
        ),
        contain=("Stop deploys and scheduled jobs until it is over. Leave the app running: what it cannot store it refuses.",),
        cure=_database_cure(app),
        confirm=(shell(sh.app_is_well(app)),),
        afterwards=kept(
            (
                bullets(
                    (
                        _write_down("the database failed"),
                        "Rows are missing or wrong: do not restart again. Restore the newest backup into a second, empty database, compare, then switch.",
                    )
                ),
                _law(named(_personal_tables(app))) if _personal_tables(app) else "",
            )
        ),
    )


def _database_cure(app: App) -> tuple[str, ...]:
    compose = any(posixpath.basename(path).startswith(("docker-compose", "compose.")) for path in app.deployment.containers)
    blocks = ["It does not answer: restart it, with the button in its provider's console, or where it runs on your own machine:"]
    if database_server(app) == "hosted":
        blocks = ["It does not answer: look at its provider's status page, and restart it with the button in the console."]
    else:
        service = {"mysql": "mysql", "mongodb": "mongod"}.get(database_server(app), "postgresql")
        blocks += [shell("docker compose restart" if compose else f"sudo systemctl restart {service}")]
    if sh.speaks_sql(app):
        stuck = "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and state_change < now() - interval '1 minute'"
        blocks += ["It answers that there are too many clients: end those that hold a transaction and do nothing:", shell(sh.sql(app, stuck))]
    blocks += ["Its disk is full: make it larger in the console; never delete files of the database."]
    restart = _restart(app)
    return (*blocks, f"The app does not come back within a minute of that: {restart[0][0].lower()}{restart[0][1:]}", *restart[1:])


def _personal_tables(app: App) -> list[str]:
    """Tables with personal data: people's own, and those whose rows belong to a person."""
    people = users_table(app)
    own = [table for table in app.tables if table == people or owner_of(app, table.name) is not None]
    return [table.name for table in own if personal_columns(table)]


# --- outside services --------------------------------------------------------------------------------


def _service(app: App, fault: Fault) -> Page:
    subjects = [subject for subject, _ in fault.calls if subject]
    asked = sh.ask_service(fault)
    name = plain(fault.service)
    keys = _keys(app, fault)
    return Page(
        title=f"{name} does not answer",
        intro=(
            f"The app asks it for {named(call.operation for _, call in fault.calls)} "
            f"({named(str(call.location) for _, call in fault.calls)}). {_ADDRESS}",
        ),
        signs=(
            bullets(
                (
                    f"{named(subjects)} fails or takes very long; everything else works." if subjects else "What needs it fails; everything else works.",
                    f"The app's log names {name}, a timeout, or a status that it answered.",
                )
            ),
        ),
        check=kept(
            (
                f"Can {name} be reached from this machine? Exit code 0: it can, whatever it answers." if asked else f"Open the status page of {name}.",
                shell(asked),
                "Is the rest of the app well?",
                shell(sh.app_is_well(app)),
            )
        ),
        contain=(bullets(_service_contain(fault, subjects)),),
        cure=_service_cure(app, fault, keys),
        confirm=(shell(" && ".join(part for part in (asked, sh.app_is_well(app)) if part)),),
        afterwards=(bullets((_write_down(f"{name} failed"), *_missed(app, fault))),),
    )


def _service_contain(fault: Fault, subjects: list[str]) -> list[str]:
    endless = [call for _, call in fault.calls if not patience(call).bounded]
    lines = [f"Tell users that {named(subjects)} does not work for now." if subjects else ""]
    if endless:
        lines.append(f"The call at {named(str(call.location) for call in endless)} waits without a useful limit: if requests pile up, restart the app.")
    return [*lines, "Do not repeat by hand what may have been done: a payment or a mail could be made twice."]


def _service_cure(app: App, fault: Fault, keys: list[str]) -> tuple[str, ...]:
    name = plain(fault.service)
    blocks = [f"It cannot be reached from anywhere: wait, and follow the status page of {name}. There is nothing to repair here."]
    if fault.host:
        look = f'curl -v -m 10 -o /dev/null "https://{fault.host}/"'
        blocks += ["It can be reached from elsewhere but not from here: look at name resolution and the firewall for outgoing calls:", shell(look)]
    secret = f" in {named(keys)}" if keys else ""
    blocks += [f"It can be reached and answers 401 or 403: make a new key in its console, put it into the environment{secret} and restart the app."]
    return (*blocks, *_restart(app)[1:])


def _keys(app: App, fault: Fault) -> list[str]:
    """The environment names that are about a service."""
    words = {*fault.name.upper().removesuffix("-DOWN").split("-"), *re.split(r"[^A-Z0-9]+", fault.service.upper())}
    names = [name.name for name in app.deployment.environment]
    return [name for name in names if words & set(name.upper().split("_")) and re.search("KEY|SECRET|TOKEN|PASS", name.upper())]


def _missed(app: App, fault: Fault) -> list[str]:
    """How to find what was stored while the service was away."""
    made = {
        query.table
        for subject, _ in fault.calls
        for endpoint in app.endpoints
        if endpoint.subject == subject
        for query in endpoint.queries
        if query.operation in ("insert", "update")
    }
    lines = []
    for table in app.tables:
        time = next((c.name for c in table.columns if c.type.startswith("timestamp") and "creat" in c.name.lower()), "")
        name, column = sh.identifier(table.name), sh.identifier(time)
        if table.name in made and name and column and sh.speaks_sql(app):
            statement = f"select * from {name} where {column} > now() - interval '1 day' order by {column}"
            lines.append(f"Go through what was stored meanwhile and lacks its part:\n\n  ```sh\n  {sh.sql(app, statement)}\n  ```")
    return lines[:1]


# --- a bad deploy ------------------------------------------------------------------------------------


def _deploy(app: App, fault: Fault) -> Page:
    commands = own_commands(app)
    return Page(
        title="A deploy went wrong",
        intro=(f"Going back is quicker than repairing forward. {_ADDRESS}",),
        signs=(bullets(("Errors, slowness or a white page that began with a deploy.",)),),
        check=kept(
            (
                "Does the app answer at all?",
                shell(sh.app_is_well(app)),
                "What runs now, what ran before, and did the tables change in between?",
                shell("git log --oneline -5"),
                shell(f"git diff --stat HEAD~1 -- {_schema_paths(app)}") if _schema_paths(app) else "",
            )
        ),
        contain=("Stop further deploys. Say in the team's channel that you are going back.",),
        cure=_deploy_cure(app, commands.line(" && ".join(c for c in (commands.install, commands.build) if c))),
        confirm=(shell(sh.app_is_well(app)), "Then do by hand what most users come for."),
        afterwards=(
            bullets(
                (
                    "Take the bad commit back on the main branch with `git revert`, so that the next deploy does not bring it again.",
                    _write_down("it was deployed"),
                )
            ),
        ),
    )


def _deploy_cure(app: App, rebuild: str) -> tuple[str, ...]:
    blocks = []
    if app.deployment.platforms:
        blocks += [f"On the platform of {named(app.deployment.platforms, 2)}: choose the deploy before and roll back to it. By hand:"]
    if sh.speaks_sql(app):
        blocks += ["The tables changed: save the data first.", shell(f"pg_dump -Fc {sh.address(app)} -f before-rollback.dump")]
    if app.deployment.migration_tool == "alembic":
        blocks += ["Undo that migration while its file is still here:", shell("python -m alembic downgrade -1")]
    elif app.deployment.migration_tool == "django":
        blocks += ["Undo that migration with `python manage.py migrate APP NUMBER` while its file is still here."]
    blocks += ["Go back to the commit before:", shell(f"git checkout HEAD~1{f' && {rebuild}' if rebuild else ''}")]
    return (*blocks, *_restart(app))


def _schema_paths(app: App) -> str:
    """The files whose change is a change of the tables."""
    folders = {posixpath.dirname(path) for path in app.deployment.migrations}
    found = sorted(folders or {table.location.path for table in app.tables})
    return " ".join(path for path in found if sh.safe_path(path))


# --- a stolen account --------------------------------------------------------------------------------


def _account(app: App, fault: Fault) -> Page:
    guarded = [endpoint for endpoint in app.endpoints if ROLE in Access(endpoint).anywhere()]
    return Page(
        title="An administrator's account was stolen",
        intro=(f"{len(guarded)} endpoints are for administrators only: {named(e.subject for e in guarded)}. {_ADDRESS}",),
        signs=(bullets(("Changes that no administrator made, or sign-ins at odd hours.", "Somebody with the role lost a device or a password.")),),
        check=_account_check(app),
        contain=_account_contain(app),
        cure=_account_cure(app),
        confirm=_account_confirm(app),
        afterwards=kept(
            (
                bullets((_write_down("it was stolen"), "Give the person a new password, on a clean device, and only then the role.")),
                _law(named(_personal_tables(app))) if _personal_tables(app) else "",
            )
        ),
    )


def _role(app: App) -> tuple[str, str, str, str] | None:
    """Table, column, the administrators' value and an ordinary one, as statements write them."""
    found = administrator(app)
    people = users_table(app)
    if found is None or people is None or not sh.speaks_sql(app):
        return None
    _, name, value = found
    column = people.column(name)
    ordinary: object = False
    if column is not None and not isinstance(value, bool):
        others = [word for word in words_of(app, people, column) if word != value]
        ordinary = column.default.strip("'\"") or next(iter(others), "")
    parts = (sh.identifier(people.name), sh.identifier(name), sh.literal(value), sh.literal(ordinary))
    return parts if all(parts) else None


def _account_check(app: App) -> tuple[str, ...]:
    role, people = _role(app), users_table(app)
    if role is None or people is None:
        return ("List who has the role, in the database or the sign-in provider's console. Who should not?",)
    table, column, value, _ = role
    shown = [c.name for c in people.columns if c.primary or "email" in c.name.lower() or c.name in ("name", "username")]
    columns = ", ".join(filter(None, map(sh.identifier, shown))) or "*"
    return ("Who has the role? Is anybody among them who should not?", shell(sh.sql(app, f"select {columns} from {table} where {column} = {value}")))


def _account_contain(app: App) -> tuple[str, ...]:
    role, people = _role(app), users_table(app)
    key = sh.identifier(people.primary_key[0]) if people is not None and people.primary_key else ""
    if role is None or not key:
        return ("Take the role from the account, in the database or the sign-in provider's console.",)
    table, column, _, ordinary = role
    return ("Take the role from the account (`ID` is its key from above):", shell(sh.sql(app, f"update {table} set {column} = {ordinary} where {key} = 'ID'")))


def _account_cure(app: App) -> tuple[str, ...]:
    secrets = [name.name for name in app.deployment.environment if _signs(name.name)]
    blocks = []
    if secrets:
        blocks += [f"End every sign-in: put a new value into {named(secrets)} in the environment.", shell("openssl rand -hex 32")]
    sessions = next((sh.identifier(table.name) for table in app.tables if table.name.lower() in ("session", "sessions")), "")
    if sessions and sh.speaks_sql(app):
        blocks += ["Delete the sessions that are stored; everybody signs in again:", shell(sh.sql(app, f"delete from {sessions}"))]
    blocks += ["If the server itself may have been reached, change the database's password and the keys of all services too."]
    return (*blocks, *_restart(app))


def _signs(name: str) -> bool:
    upper = name.upper()
    own = any(word in upper for word in ("SESSION", "JWT", "AUTH", "COOKIE", "TOKEN")) or upper in ("SECRET_KEY", "SECRET")
    return own and any(word in upper for word in ("SECRET", "KEY"))


def _account_confirm(app: App) -> tuple[str, ...]:
    paths = [
        endpoint.path
        for endpoint in app.endpoints
        if endpoint.method == "GET" and sh.safe_path(endpoint.path) and SIGNED_IN in Access(endpoint).anywhere()
    ]
    if not paths:
        return ("An old sign-in is refused:", shell(sh.ask_app(health_path(app))))
    return ("An old sign-in is refused (`OLD_SIGN_IN` is its header, such as `Cookie: ...`):", shell(sh.refused(sorted(paths, key=len)[0])))


# --- the disk ----------------------------------------------------------------------------------------


def _disk(app: App, fault: Fault) -> Page:
    folders = [static.folder for static in app.statics if "upload" in static.folder.lower() and sh.safe_path(static.folder)]
    where = folders[0] if folders else "."
    return Page(
        title="The disk is full",
        intro=(f"The app keeps files on it{f', in {named(folders)}' if folders else ''}. {_ADDRESS}",),
        signs=(bullets(("Uploads fail while pages still load.", "The log says `ENOSPC` or `No space left on device`.")),),
        check=("How full is it, and what takes the space?", shell("df -P ."), shell(f"du -sk {where}/* 2>/dev/null | sort -n | tail -5")),
        contain=("Tell users that files cannot be sent for now.",),
        cure=(
            "Remove old logs and old builds first; never the users' files and never files of a database.",
            shell("sudo journalctl --vacuum-size=200M"),
            "Then make the volume larger in the provider's console.",
        ),
        confirm=("Less than nine tenths are used, and the app is well:", shell(f"{_SPACE_LEFT} && {sh.app_is_well(app)}")),
        afterwards=(bullets((_write_down("the disk was full"), "Set a limit on the size and number of files that one person may send.")),),
    )


_SPACE_LEFT = "test \"$(df -P . | awk 'NR == 2 { print $5 + 0 }')\" -lt 90"
