"""Where this machine gets packages from: the registry settings of npm and pip, without tokens."""

from __future__ import annotations

import configparser
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.sandbox import SYSTEM_FOLDERS, Mount

_NPM_SETTINGS = regex(
    r"^(registry|@[\w.-]+:registry|cafile|strict-ssl|legacy-peer-deps|auto-install-peers|shamefully-hoist"
    r"|node-linker|public-hoist-pattern(\[\])?|omit-lockfile-registry-resolved|replace-registry-host)$"
)
_PIP_SETTINGS = frozenset(
    {
        "index-url",
        "extra-index-url",
        "find-links",
        "trusted-host",
        "cert",
        "timeout",
        "no-index",
        "prefer-binary",
    }
)
_CERTIFICATES = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT", "CURL_CA_BUNDLE")
_PASSED_ON = (
    *_CERTIFICATES,
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "npm_config_registry",
    "NPM_CONFIG_REGISTRY",
    *(f"PIP_{name.upper().replace('-', '_')}" for name in sorted(_PIP_SETTINGS)),
)


class Registry(msgspec.Struct, frozen=True, kw_only=True):
    """Texts of the configuration files, environment and mounts that the install step gets."""

    npmrc: str
    pip: str
    environment: dict[str, str]
    mounts: tuple[Mount, ...]


def without_credentials(value: str) -> str:
    """A value whose URLs have lost user names and passwords."""
    return " ".join(_bare(word) for word in value.split())


def _bare(word: str) -> str:
    parts = urlsplit(word)
    if not parts.scheme or "@" not in parts.netloc:
        return word
    return urlunsplit(parts._replace(netloc=parts.netloc.rsplit("@", 1)[1]))


def npm_settings(text: str) -> str:
    """The lines of an .npmrc that say where packages come from; no tokens, no values taken from the environment."""
    kept = []
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and _NPM_SETTINGS.match(name.strip()) and "${" not in value:
            kept.append(f"{name.strip()}={without_credentials(value.strip())}")
    return "".join(f"{line}\n" for line in kept)


def machine_registry(environ: Mapping[str, str] = os.environ) -> Registry:
    home = Path.home()
    npm_files = (Path("/etc/npmrc"), Path("/usr/etc/npmrc"), home / ".npmrc")
    npmrc = "".join(npm_settings(file.read_text()) for file in npm_files if file.is_file())
    pip = _pip_settings(
        (
            Path("/etc/pip.conf"),
            home / ".pip" / "pip.conf",
            home / ".config" / "pip" / "pip.conf",
            Path(sys.prefix) / "pip.conf",
        )
    )
    environment = {name: without_credentials(environ[name]) for name in _PASSED_ON if environ.get(name)}
    paths = _paths_in([*npmrc.splitlines(), *pip.splitlines(), *environment.values()])
    return Registry(
        npmrc=npmrc, pip=pip, environment=environment, mounts=tuple(Mount(path, str(path)) for path in paths)
    )


def _pip_settings(files: Iterable[Path]) -> str:
    merged: dict[str, str] = {}
    for file in files:
        parser = configparser.RawConfigParser()
        parser.read(file)
        for section in ("global", "install"):
            if parser.has_section(section):
                merged.update(
                    (name, without_credentials(value))
                    for name, value in parser.items(section)
                    if name in _PIP_SETTINGS
                )
    return "[global]\n" + "".join(f"{name} = {value}\n" for name, value in sorted(merged.items()))


def _paths_in(lines: Iterable[str]) -> list[Path]:
    """Existing files and folders the settings name (local indexes, certificates) that the sandbox does not show."""
    found: dict[Path, None] = {}
    for line in lines:
        for word in re.split(r"[\s=]+", line):
            path = Path(word.removeprefix("file://"))
            if path.is_absolute() and len(path.parts) > 2 and path.exists():
                found[path] = None
    shown = (*SYSTEM_FOLDERS, "/etc/ssl", "/etc/pki")
    paths = [path for path in found if not str(path).startswith(shown)]
    # `/index/simple` beside a folder of files: show the folder above it, links lead there.
    return [path.parent if path.name == "simple" else path for path in paths]
