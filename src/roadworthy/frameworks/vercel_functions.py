"""Functions that Vercel makes of the files of a folder `api` beside a site that is no framework of its own (Vite, Create React App):
https://vercel.com/docs/functions/runtimes/node-js"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

import msgspec

from roadworthy.app import Endpoint
from roadworthy.frameworks.found import Found, Source
from roadworthy.frameworks.nextjs.files import PageFile, Project, projects
from roadworthy.frameworks.nextjs.routes import function_endpoints
from roadworthy.interpret import Closure, Library, Program
from roadworthy.languages import form
from roadworthy.regex import regex

FRAMEWORK = "vercel"
_FILE = regex(r"^(?P<folder>(?:.*/)?)api/(?P<route>.+)\.(?:[cm]?js|[cm]?ts|jsx|tsx)$")


def register(library: Library, found: Found) -> None:
    """Notes where the functions come from."""
    found.sources.append(VercelFunctions(found))


class VercelFunctions(Source):
    """The functions of every site of a repository that is deployed to Vercel."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def endpoints(self, program: Program) -> list[Endpoint]:
        """What each file of the folder `api` answers."""
        own = {project.folder for project in projects(program)}
        made = [
            msgspec.structs.replace(endpoint, framework=FRAMEWORK)
            for project, file in _files(program)
            if project.folder not in own
            for endpoint in function_endpoints(program, project, file)
        ]
        if made:
            self.found.stacks.add(FRAMEWORK)
        return made


def _files(program: Program) -> Iterator[tuple[Project, PageFile]]:
    for path in program.modules:
        match = _FILE.match(path)
        if match is None or any(part[:1] in "_." for part in match["route"].split("/")):
            continue
        folder = match["folder"].rstrip("/")
        if posixpath.join(folder, "vercel.json") in program.paths or _is_handler(program, path, folder):
            route = f"/api/{match['route'].removesuffix('index').rstrip('/')}".rstrip("/")
            yield Project(folder), PageFile(path, "api", route)


def _is_handler(program: Program, path: str, folder: str) -> bool:
    """Whether a file of the folder `api` beside a package exports what answers a request: `(req, res) => ...`."""
    handler = program.exports(path).get("default")
    if posixpath.join(folder, "package.json") not in program.paths or not isinstance(handler, Closure):
        return False
    names = [one.target.name for one in handler.function.parameters if isinstance(one.target, form.Name)]
    return len(names) == 2 and names[0].startswith("req") and names[1].startswith("res")
