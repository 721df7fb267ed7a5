"""Reads what surrounds the code: manifests, lockfiles, pipelines, containers, documents."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from roadworthy.app.deployment import Deployment, EnvironmentName
from roadworthy.frameworks.data_stores import read_data_stores
from roadworthy.frameworks.pipelines import read_pipelines
from roadworthy.frameworks.processes import read_processes
from roadworthy.frameworks.runtime_pins import read_pins
from roadworthy.frameworks.schedules import read_schedules
from roadworthy.interpret.resolve import parse_relaxed_json
from roadworthy.regex import regex
from roadworthy.source import Repository
from roadworthy.source.data_files import parsed_toml, section

_LOCKFILES = {
    "package-lock.json": "npm",
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
    "bun.lockb": "bun",
    "bun.lock": "bun",
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "Pipfile.lock": "pipenv",
}
_PLATFORMS = {"vercel.json", "netlify.toml", "render.yaml", "fly.toml", "railway.json", "railway.toml", "Procfile",
              "app.yaml", ".replit", "wrangler.toml", "serverless.yml"}  # fmt: skip
_CI = (
    ".github/workflows/",
    ".gitlab-ci",
    ".circleci/",
    "azure-pipelines",
    "Jenkinsfile",
    "bitbucket-pipelines",
)
_REQUIREMENTS = regex(r"^requirements?[\w.-]*\.(txt|in)$")
_REQUIREMENT = regex(r"^\s*([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*([^;#\s]*)")


def read_deployment(repository: Repository, environment: tuple[EnvironmentName, ...]) -> Deployment:
    """What the repository says about how the app is run."""
    paths = [file.path for file in repository.files]
    manifest = parse_relaxed_json(repository.text("package.json")) if "package.json" in paths else {}
    packages = dict(_node_packages(repository, paths)) | dict(_python_packages(repository, paths))
    lockfiles = [path for path in paths if posixpath.basename(path) in _LOCKFILES]
    scripts = manifest.get("scripts")
    migrations = [p for p in paths if _is_migration(p)]
    pipelines, processes = read_pipelines(repository), read_processes(repository)
    return Deployment(
        name=str(manifest.get("name") or repository.root.name),
        scripts=tuple((str(k), str(v)) for k, v in scripts.items()) if isinstance(scripts, dict) else (),
        packages=tuple(sorted(packages.items())),
        lockfiles=tuple(lockfiles),
        ci=tuple(path for path in paths if path.startswith(_CI)),
        containers=tuple(
            p
            for p in paths
            if posixpath.basename(p).startswith(("Dockerfile", "Containerfile", "docker-compose", "compose."))
        ),
        platforms=tuple(path for path in paths if posixpath.basename(path) in _PLATFORMS),
        documents=tuple(
            path for path in paths if path.lower().endswith((".md", ".mdx", ".rst", ".adoc", ".txt"))
        ),
        environment=tuple(sorted(environment, key=lambda name: name.name)),
        manager=_manager(lockfiles, paths),
        migrations=tuple(sorted(migrations)),
        migration_tool=_migration_tool(paths, migrations),
        manifests=tuple(sorted((p for p in paths if _is_manifest(p)), key=lambda p: (p.count("/"), p))),
        all_scripts=tuple(_all_scripts(repository, paths)),
        pipelines=pipelines,
        processes=processes,
        schedules=read_schedules(repository, pipelines, processes),
        data_stores=read_data_stores(repository, processes),
        pins=read_pins(repository),
    )


def _is_manifest(path: str) -> bool:
    name = posixpath.basename(path)
    return name in ("package.json", "pyproject.toml", "Pipfile", "setup.py") or bool(
        _REQUIREMENTS.match(name)
    )


def _all_scripts(repository: Repository, paths: list[str]) -> Iterator[tuple[str, str, str]]:
    for path in paths:
        if posixpath.basename(path) == "package.json":
            scripts = section(parse_relaxed_json(repository.text(path)), "scripts")
            yield from ((path, str(name), str(command)) for name, command in scripts.items())


def _node_packages(repository: Repository, paths: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in paths:
        if posixpath.basename(path) == "package.json":
            manifest = parse_relaxed_json(repository.text(path))
            for group in ("dependencies", "devDependencies", "optionalDependencies"):
                declared = manifest.get(group)
                if isinstance(declared, dict):
                    found += [(str(name), str(version)) for name, version in declared.items()]
    return found


def _python_packages(repository: Repository, paths: list[str]) -> list[tuple[str, str]]:
    found = []
    for path in paths:
        name = posixpath.basename(path)
        if _REQUIREMENTS.match(name):
            found += _requirements(repository.text(path).splitlines())
        elif name == "pyproject.toml":
            found += _pyproject(repository.text(path))
    return found


def _requirements(lines: list[str]) -> list[tuple[str, str]]:
    matches = [_REQUIREMENT.match(line) for line in lines if not line.lstrip().startswith(("#", "-"))]
    return [(match.group(1).lower(), match.group(2)) for match in matches if match]


def _pyproject(text: str) -> list[tuple[str, str]]:
    try:
        loaded = parsed_toml(text)
    except ValueError:
        return []
    declared = section(loaded, "project").get("dependencies")
    poetry = section(loaded, "tool", "poetry", "dependencies")
    return _requirements([str(line) for line in declared] if isinstance(declared, list) else []) + [
        (str(k).lower(), str(v)) for k, v in poetry.items()
    ]


def _manager(lockfiles: list[str], paths: list[str]) -> str:
    for lockfile in sorted(lockfiles, key=lambda path: path.count("/")):
        return _LOCKFILES[posixpath.basename(lockfile)]
    if "package.json" in paths:
        return "npm"
    return "pip" if any(posixpath.basename(p).startswith("requirements") for p in paths) else ""


def _is_migration(path: str) -> bool:
    parts = path.split("/")[:-1]
    name = posixpath.basename(path)
    folder = any(part in ("migrations", "drizzle", "versions") for part in parts)
    return folder and name.endswith((".sql", ".py")) and name != "__init__.py"


def _migration_tool(paths: list[str], migrations: list[str]) -> str:
    names = {posixpath.basename(path) for path in paths}
    if "alembic.ini" in names:
        return "alembic"
    if any(name.startswith("drizzle.config") for name in names):
        return "drizzle"
    if any(path.endswith("prisma/schema.prisma") for path in paths):
        return "prisma"
    if any("supabase/migrations" in path for path in migrations):
        return "supabase"
    return "django" if "manage.py" in names else ""
