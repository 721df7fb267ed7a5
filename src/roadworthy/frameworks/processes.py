"""Reads what runs the app: containers, service units, process managers, the files of hosting platforms."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from roadworthy.app.deployment import Process
from roadworthy.app.location import Location, whole_file
from roadworthy.interpret.resolve import parse_relaxed_json
from roadworthy.regex import regex
from roadworthy.source import Repository
from roadworthy.source.data_files import Text, parsed_toml, parsed_yaml, section

_LARGEST = 200_000
_RESTARTING = ("always", "unless-stopped", "on-failure", "any", "on-abnormal", "on-abort", "on-watchdog")
_PROCFILE = regex(r"^([A-Za-z0-9_-]+):\s*(.+)$", re.M)
_UNIT = regex(r"^\s*(ExecStart|Restart|OnCalendar|OnUnitActiveSec|Unit)\s*=\s*(.+)$", re.M)
_SUPERVISED = regex(r"^\[program:([\w.-]+)\](.*?)(?=^\[|\Z)", re.M | re.S)
_PM2 = regex(r"(^|/)(ecosystem|pm2|process)[\w.-]*\.(c?js|json|ya?ml)$")
_KEEPERS = regex(
    r"\b(gunicorn|uwsgi|hypercorn|granian|pm2(-runtime)?|passenger|supervisord|forever|nodemon --exitcrash)\b"
)
_JSON_PLATFORMS = {
    "vercel.json": "vercel",
    "railway.json": "railway",
    "app.json": "heroku",
    "staticwebapp.config.json": "azure",
}
_TOML_PLATFORMS = {
    "netlify.toml": "netlify",
    "fly.toml": "fly",
    "railway.toml": "railway",
    "wrangler.toml": "cloudflare",
    ".replit": "replit",
}
_WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Service"}


def read_processes(repository: Repository) -> tuple[Process, ...]:
    """Everything that some file has run."""
    found: list[Process] = []
    for file in repository.files:
        if file.size <= _LARGEST and file.language != "binary":
            found += _of_file(repository, file.path)
    return tuple(found)


def _of_file(repository: Repository, path: str) -> Iterator[Process]:
    name = posixpath.basename(path)
    if name.startswith(("Dockerfile", "Containerfile")) or name.endswith(".Dockerfile"):
        yield from _dockerfile(path, repository.text(path))
    elif name == "Procfile":
        for match in _PROCFILE.finditer(repository.text(path)):
            yield Process(match.group(1), "procfile", whole_file(path), match.group(2), restarts=True)
    elif name.endswith(".service"):
        yield _unit(path, repository.text(path))
    elif name.endswith((".yml", ".yaml")) and not path.startswith(".github/"):
        yield from _yaml(path, repository)
    elif name in _TOML_PLATFORMS:
        yield from _toml(path, _TOML_PLATFORMS[name], repository)
    elif name in _JSON_PLATFORMS:
        yield Process(name, _JSON_PLATFORMS[name], whole_file(path), restarts=True)
    elif _PM2.search(path) and re.search(r"\bscript\b", repository.text(path)):
        yield Process(
            name, "pm2", whole_file(path), restarts="autorestart: false" not in repository.text(path)
        )
    elif name.startswith("supervisor") and name.endswith((".conf", ".ini")):
        yield from _supervised(path, repository.text(path))
    elif name in ("web.config", ".deployment"):
        yield Process(name, "azure", whole_file(path), restarts=True)
    elif name == "appspec.yml":
        yield Process(name, "codedeploy", whole_file(path))


# --- containers --------------------------------------------------------------------------------------


def _dockerfile(path: str, text: str) -> Iterator[Process]:
    lines = text.replace("\\\n", "\0\n").splitlines()
    whole, command, check, image, line = "", "", "", "", 1
    for number, one in enumerate(lines, start=1):
        whole += one.rstrip("\0")
        if one.endswith("\0"):
            continue
        word, _, rest = whole.strip().partition(" ")
        if word.upper() in ("CMD", "ENTRYPOINT"):
            command, line = rest.strip(), number
        elif word.upper() == "HEALTHCHECK" and rest.strip().upper() != "NONE":
            check = rest.strip()
        elif word.upper() == "FROM":
            image, command, check = rest.strip().split(" ")[0], "", ""
        whole = ""
    yield Process(posixpath.basename(path), "docker", Location(path, line, line), command, image, check=check)


def _yaml(path: str, repository: Repository) -> Iterator[Process]:
    name = posixpath.basename(path)
    text = repository.text(path)
    if not re.search(r"^(services|kind|runtime|env|beanstalk|apps):", text, re.M):
        return
    try:
        documents = parsed_yaml(text)
    except ValueError:
        return
    for document in documents:
        if not isinstance(document, dict):
            continue
        if name.startswith("render"):
            yield from _render(path, document)
        elif name == "app.yaml" and "runtime" in document:
            yield Process(
                name, "app-engine", whole_file(path), str(document.get("entrypoint", "")), restarts=True
            )
        elif str(document.get("kind")) in _WORKLOADS and "spec" in document:
            yield from _kubernetes(path, document)
        elif isinstance(document.get("services"), dict):
            yield from _compose(path, document["services"])


def _compose(path: str, services: dict[str, Any]) -> Iterator[Process]:
    for name, service in services.items():
        if not isinstance(service, dict):
            continue
        policy = str(section(service, "deploy", "restart_policy").get("condition", "")) or str(
            service.get("restart", "")
        )
        test = section(service, "healthcheck").get("test", "")
        yield Process(
            str(name),
            "compose",
            _line(path, name),
            _words(service.get("command", "")),
            "" if "build" in service else str(service.get("image", "")),
            policy.partition(":")[0].strip() in _RESTARTING,
            _words(test),
        )


def _words(value: Any) -> str:
    return (
        " ".join(str(item) for item in value)
        if isinstance(value, list)
        else str(value)
        if isinstance(value, str)
        else ""
    )


def _line(path: str, text: str) -> Location:
    line = text.line if isinstance(text, Text) else 1
    return Location(path, line, line)


def _kubernetes(path: str, document: dict[str, Any]) -> Iterator[Process]:
    template = section(document, "spec", "template", "spec")
    listed = template.get("containers")
    for container in listed if isinstance(listed, list) else ():
        if isinstance(container, dict):
            probe = section(container, "readinessProbe") or section(container, "livenessProbe")
            check = str(section(probe, "httpGet").get("path", "")) or _words(
                section(probe, "exec").get("command", "")
            )
            image = container.get("image", "")
            name = container.get("name", "container")
            yield Process(
                str(name),
                "kubernetes",
                _line(path, name),
                _words(container.get("command", "")),
                str(image),
                True,
                check,
            )


# --- services and platforms --------------------------------------------------------------------------


def _render(path: str, document: dict[str, Any]) -> Iterator[Process]:
    services = document.get("services")
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and service.get("type") != "cron":
            static = str(service.get("runtime", service.get("env", ""))) == "static"
            name = service.get("name", "service")
            yield Process(
                str(name),
                "render-static" if static else "render",
                _line(path, name),
                str(service.get("startCommand", "")),
                restarts=True,
                check=str(service.get("healthCheckPath", "")),
            )


def _toml(path: str, platform: str, repository: Repository) -> Iterator[Process]:
    try:
        data = parsed_toml(repository.text(path))
    except ValueError:
        return
    if platform == "replit":
        deployed = section(data, "deployment")
        if deployed:
            yield Process(
                "deployment", platform, whole_file(path), _words(deployed.get("run", "")), restarts=True
            )
        return
    command = section(data, "deploy").get("startCommand", "") or section(data, "processes").get("app", "")
    yield Process(
        posixpath.basename(path),
        platform,
        whole_file(path),
        str(command),
        restarts=True,
        check=_fly_check(data),
    )


def _fly_check(data: dict[str, Any]) -> str:
    path = section(data, "deploy").get("healthcheckPath", "")
    listed = (
        section(data, "http_service").get("checks")
        or data.get("checks")
        or section(data, "services").get("http_checks")
    )
    checks = listed.values() if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    services = data.get("services")
    for service in services if isinstance(services, list) else ():
        checks = [*checks, *(service.get("http_checks") or [])] if isinstance(service, dict) else checks
    return str(path) or next(
        (str(one["path"]) for one in checks if isinstance(one, dict) and "path" in one), ""
    )


def _unit(path: str, text: str) -> Process:
    values = {match.group(1): match.group(2).strip() for match in _UNIT.finditer(text)}
    return Process(
        posixpath.basename(path),
        "systemd",
        whole_file(path),
        values.get("ExecStart", ""),
        restarts=values.get("Restart", "no") in _RESTARTING,
    )


def _supervised(path: str, text: str) -> Iterator[Process]:
    for match in _SUPERVISED.finditer(text):
        command = re.search(r"^command\s*=\s*(.+)$", match.group(2), re.M)
        stays = not re.search(r"^autorestart\s*=\s*false", match.group(2), re.M)
        yield Process(
            match.group(1),
            "supervisor",
            whole_file(path),
            command.group(1) if command else "",
            restarts=stays,
        )


def keeps_alive(command: str) -> bool:
    """Whether a command is a process manager that starts its workers again."""
    return bool(_KEEPERS.search(command))


def vercel_crons(text: str) -> list[tuple[str, str]]:
    """The paths and times that vercel.json has requested again and again."""
    listed = parse_relaxed_json(text).get("crons")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [(str(one.get("path", "")), str(one.get("schedule", ""))) for one in found]
