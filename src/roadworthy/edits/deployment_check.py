"""Has what runs the app ask a path whether it is well: render.yaml, fly.toml, railway.toml, Dockerfile, compose files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from roadworthy.app import App
from roadworthy.app.deployment import Process
from roadworthy.edits.edit import Change
from roadworthy.views.operations.hosting import app_processes

_FLY = """
[[http_service.checks]]
  grace_period = "10s"
  interval = "15s"
  method = "GET"
  path = "{path}"
  timeout = "5s"
"""
# What an image of the runtime has anyway asks; curl is missing in most slim ones.
_ASKS = {
    "node": "fetch('http://127.0.0.1:' + (process.env.PORT || {port}) + '{path}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))",
    "python": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}{path}', timeout=4)",
}
_RUN = {"node": "node -e", "python": "python -c"}


def watch(app: App, path: str, instead: Collection[str]) -> list[Change]:
    """Has every file that runs the app ask `path`: instead of the paths that tell nothing, or where nothing is asked.

    Left alone: a check of the app's own kind, Kubernetes (what a probe is for is a choice), and what has no port in it."""
    changes: list[Change] = []
    for process in app_processes(app):
        if process.kind == "kubernetes":
            continue
        old = next((one for one in instead if _asks(process.check, one)), "")
        if old:
            changes += _replaced(app, process, old, path)
        elif not process.check:
            changes += _added(app, process, path)
    return list(dict.fromkeys(changes))


def _asks(check: str, path: str) -> bool:
    return bool(path.strip("/")) and re.search(_bounded(path), check) is not None


def _bounded(path: str) -> str:
    return re.escape(path) + r"(?![\w/-])"


def _replaced(app: App, process: Process, old: str, path: str) -> Iterator[Change]:
    text = app.text(process.location.path)
    for match in re.finditer(_bounded(old), text):
        start = len(text[: match.start()].encode())
        yield Change(process.location.path, start, start + len(match.group().encode()), path)


def _added(app: App, process: Process, path: str) -> list[Change]:
    text = app.text(process.location.path)
    lines = text.splitlines(keepends=True)
    line = process.location.start_line - 1
    if process.kind == "render":
        margin = re.match(r"[ -]*", lines[line])
        indent = " " * len(margin.group()) if margin else ""
        return [_below(process, lines, line, f"{indent}healthCheckPath: {path}\n")]
    if process.kind == "fly" and "[http_service]" in text:
        return [_below(process, lines, len(lines) - 1, _FLY.format(path=path))]
    if process.kind == "railway" and "[deploy]\n" in lines:
        return [_below(process, lines, lines.index("[deploy]\n"), f'healthcheckPath = "{path}"\n')]
    if process.kind == "docker":
        return _image(process, lines, path)
    return _service(app, process, lines, path) if process.kind == "compose" else []


def _below(process: Process, lines: list[str], line: int, text: str) -> Change:
    before = "".join(lines[: line + 1])
    start = len(before.encode())
    return Change(process.location.path, start, start, text if before.endswith("\n") else f"\n{text}")


def _image(process: Process, lines: list[str], path: str) -> list[Change]:
    """A HEALTHCHECK above the command of an image."""
    text = "".join(lines)
    port = re.findall(r"^EXPOSE\s+(\d+)", text, re.M) or re.findall(r"--port[ =\",]+(\d+)", text)
    runtime = "python" if re.search(r"uvicorn|gunicorn|python|fastapi", process.command) else "node"
    if not port or not process.command:
        return []
    question = _ASKS[runtime].format(port=port[-1], path=path)
    check = f'HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD {_RUN[runtime]} "{question}"\n'
    return [_below(process, lines, process.location.start_line - 2, check)]


def _service(app: App, process: Process, lines: list[str], path: str) -> list[Change]:
    """A healthcheck of a service that compose builds, unless its image brings one."""
    block = _block(lines, process.location.start_line - 1)
    port = re.search(r"[\"']?[\d.:]*\d+:(\d+)[\"']?\s*[\]\n,]", block)
    if process.image or port is None or any(one.kind == "docker" for one in app_processes(app)):
        return []
    runtime = "python" if any(path.endswith(".py") for path in app.modules) else "node"
    inner = re.match(r"\s*", block.splitlines()[1]) if len(block.splitlines()) > 1 else None
    margin = inner.group() if inner else "    "
    program, flag = _RUN[runtime].split()
    question = _ASKS[runtime].format(port=port[1], path=path)
    check = (
        f"{margin}healthcheck:\n"
        f'{margin}  test: ["CMD", "{program}", "{flag}", "{question}"]\n'
        f"{margin}  interval: 15s\n"
        f"{margin}  timeout: 5s\n"
        f"{margin}  start_period: 20s\n"
    )
    last = process.location.start_line - 1 + len(block.splitlines()) - 1
    return [_below(process, lines, last, check)]


def _block(lines: list[str], first: int) -> str:
    """A key of YAML with everything that is indented below it."""
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and lines[last].strip() and len(lines[last]) - len(lines[last].lstrip()) > depth:
        last += 1
    return "".join(lines[first:last])
