"""What pip would install, by uv: the same wheels from the same indexes in a quarter of the time. pip stays the one that
decides what does not go in, so that whatever uv refuses is asked of pip again; but for what has no wheel for this Python of
the releases that are asked for, which uv says in a second, and of which a list of former years holds ten.
"""

import configparser
import ensurepip
import os
import re
import subprocess
import sys
from pathlib import Path

# Where the sandbox that installs packages shows uv, if this machine has it.
PROGRAM = "/opt/roadworthy/uv"
NO_WHEEL = re.compile(r"Because ([\w.-]+)[<>=~!]\S+ has no usable wheels\b.*\byou require \1(?=[<>=~!,. ])")
# uv's variable for each setting of pip's (docs.astral.sh/uv, "Compatibility with pip").
SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
}


def environment():
    """pip's settings, of its file and of its variables, which go before, under uv's names."""
    parser = configparser.RawConfigParser()
    parser.read(os.environ.get("PIP_CONFIG_FILE", ""))
    settings = dict(parser.items("global")) if parser.has_section("global") else {}
    settings |= {
        name[len("PIP_") :].lower().replace("_", "-"): value
        for name, value in os.environ.items()
        if name.startswith("PIP_")
    }
    taken = {SETTINGS[name]: " ".join(value.split()) for name, value in settings.items() if name in SETTINGS}
    if settings.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        taken["UV_NO_INDEX"] = "1"
    if "UV_FIND_LINKS" in taken:
        taken["UV_FIND_LINKS"] = taken["UV_FIND_LINKS"].replace(" ", ",")
    return {**os.environ, **taken}


def bring_pip():
    """The pip of this Python, as `venv` would bring it; that takes it five seconds."""
    wheels = [str(file) for file in (Path(ensurepip.__file__).parent / "_bundled").glob("*.whl")]
    if not (wheels and went_in(["--no-index", "--no-deps", *wheels], compiled=False)):
        subprocess.run([sys.executable, "-m", "ensurepip", "--default-pip"], check=True)


def went_in(asked, compiled=True):
    """Whether uv has installed all of it; `asked` is what pip's `install` would be given."""
    return said_by_uv(asked, compiled) is None


def said_by_uv(asked, compiled=True):
    """None where uv has installed all of it, else what it says, '' where there is no uv. pip compiles what it installs, and where the
    folder is read-only later, each start would have to."""
    if not os.access(PROGRAM, os.X_OK):
        return ""
    options = [
        f"--python={sys.executable}",
        # As pip looks: every index is asked, and the newest release wins wherever it lies.
        "--index-strategy=unsafe-best-match",
        "--link-mode=copy",
        *(["--compile-bytecode"] if compiled else []),
    ]
    command = [PROGRAM, "pip", "install", "--quiet", "--no-config", *options, *asked]
    run = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    return None if run.returncode == 0 else run.stderr


def without_wheel(said):
    """What is asked for and has no wheel here of the releases that will do, as uv says it; None where that is not what stands in the way."""
    found = NO_WHEEL.search(" ".join(said.split()))
    return found[1] if found else None


if __name__ == "__main__":
    bring_pip()
