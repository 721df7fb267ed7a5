"""Runs inside the sandbox that installs an app's packages: pip, and what to do about packages that do not go in as they are.

Reads JSON from the environment: ROADWORTHY_PIP, the options of an installation; ROADWORTHY_LINES, what the app asks for; ROADWORTHY_PINS,
the releases of its lockfile. A release that has no wheel for this Python gives way to one that has, and a package that has
none at all is left out; both are written to a file of notes.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from by_uv import said_by_uv, without_wheel
from plain_wheel import absent, mysql_stand_in, stand_in, wheel_by_hand

# Packages that are built from C, and the wheels that hold the same.
READY_BUILT = {"psycopg2": "psycopg2-binary", "pycrypto": "pycryptodome"}
# What runs models: gigabytes that no trial of an app needs to start.
ENGINES = (
    "torch",
    "torchvision",
    "torchaudio",
    "tensorflow",
    "tensorflow-cpu",
    "jax",
    "jaxlib",
    "vllm",
    "xformers",
    "triton",
)
MOST_TRIES = 25
# From so many exact releases on, nearly all of them exact, a list is what `pip freeze` wrote: whole, as a lockfile is.
FROZEN, NEARLY = 30, 0.9
# `pip freeze` writes no extras: a line with some was added by hand, and what it needs stands nowhere else.
EXACT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*==\s*([\w.!+-]+)$")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
MISSING = re.compile(
    r"(?:No matching distribution found for|that satisfies the requirement) ([A-Za-z0-9._-]+)"
)
UNBUILT = re.compile(
    r"(?:Failed to build|Failed building wheel for|metadata-generation-failed.*?╰─> ) ?'?([A-Za-z0-9._-]+)"
)
LACKS = re.compile(r"^\S+ \S+ requires ([A-Za-z0-9._-]+), which is not installed", re.M)
CONFLICT = re.compile(r"Cannot install (.+?) because these package versions have conflicting dependencies")

lines = json.loads(os.environ["ROADWORTHY_LINES"])
pins = json.loads(os.environ.get("ROADWORTHY_PINS", "{}"))
options = json.loads(os.environ["ROADWORTHY_PIP"])
notes = []
made = tempfile.mkdtemp()
tried = set()
left_out = set()


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(line):
    match = NAME.match(line)
    return normal(match[0]) if match else ""


def pip(*asked):
    """Its exit code, and what it says where something does not go in."""
    said = said_by_uv([*options, *asked])
    if said is None:
        return 0, ""
    refused = without_wheel(said)
    if refused:
        return 1, f"No matching distribution found for {refused}"
    command = [sys.executable, "-m", "pip", "install", "--no-input", "--quiet", *options, *asked]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def install():
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted, tempfile.NamedTemporaryFile("w") as held:
        wanted.write("\n".join(lines))
        held.write("\n".join(f"{name}=={version}" for name, version in pins.items()))
        wanted.flush()
        held.flush()
        return pip("--find-links", made, "-r", wanted.name, "-c", held.name)


def install_locked():
    """The releases of the lockfile, all at once and without looking at what they ask for: the lockfile has said that."""
    for _ in range(MOST_TRIES):
        wanted = [f"{name}=={version}" for name, version in pins.items()]
        code, said = pip("--no-deps", "--find-links", made, *wanted)
        blamed = [name for name in culprits(said) if name in pins]
        if code == 0 or not blamed:
            return
        for name in blamed:
            tried.add(name)
            if not wheel_by_hand(name, pins[name], made):
                del pins[name]


def take_frozen():
    """Has a frozen list installed as a lockfile is: a resolver would look for hours where two of its releases do not agree."""
    exact = {line: found for line in lines if (found := EXACT.match(line.strip()))}
    if pins or len(exact) < max(FROZEN, NEARLY * len(lines)):
        return
    pins.update({normal(found[1]): found[2] for found in exact.values()})
    install_locked()
    for line, found in exact.items():
        # What did not go in is asked for once more by itself.
        if normal(found[1]) in pins:
            lines.remove(line)
    lines.extend(sorted(lacking() - {name_of(line) for line in lines}))


def lacking():
    """What the installed packages ask for and nobody installed: lines that were added to a frozen list by hand."""
    check = [sys.executable, "-m", "pip", "check"]
    said = subprocess.run(check, capture_output=True, text=True, check=False).stdout
    return {normal(name) for name in LACKS.findall(said)} - {normal(name) for name in ENGINES}


def give_way(name):
    """Ask for less of a package: another one that holds the same, any release of it, or nothing. Whether that changed anything."""
    ask = next((line for line in lines if name_of(line) == name), None)
    exact = re.search(r"==\s*([\w.]+)", ask or "")
    if name not in tried:
        tried.add(name)
        if wheel_by_hand(name, pins.get(name) or (exact[1] if exact else ""), made):
            notes.append(f"{name} has no wheel: the files of its source release are taken as they are")
            return True
    if pins.pop(name, None) is not None:
        notes.append(f"{name} is not of the release that the lockfile names: it does not go in here")
        return True
    if ask is None:
        return False
    place = lines.index(ask)
    bare = re.match(r"[A-Za-z0-9._-]+(\[[^\]]*\])?", ask)[0]
    marker = ask.partition(";")[2]
    if name in READY_BUILT:
        lines[place] = READY_BUILT[name]
        notes.append(f"{READY_BUILT[name]} stands in for {name}, which would have to be built")
    elif ask.partition(";")[0].strip() != bare:
        lines[place] = f"{bare}; {marker}" if marker else bare
        notes.append(f"{bare} is of another release than {ask}: that one does not go in here")
    elif name not in left_out:
        left_out.add(name)
        absent(name, made)
        notes.append(f"{ask} is left out, as it has no wheel for this Python: what the app asks of it fails")
    else:
        del lines[place]
    return True


def culprits(text):
    conflict = CONFLICT.search(text)
    if conflict:
        named = re.split(r", | and ", conflict[1])
        return [name_of(one) for one in named]
    found = MISSING.findall(text) or UNBUILT.findall(text)
    return [normal(found[-1])] if found else []


def leave_out_engines():
    """Puts nothing in the place of libraries that run models; what only uses them when it is asked to starts all the same."""
    asked = [line for line in lines if name_of(line) in ENGINES]
    for line in asked:
        lines.remove(line)
        notes.append(f"{line} is left out of the trial: it is gigabytes large")
    for name in ENGINES:
        pins.pop(name, None)
        stand_in(name, made)


def stand_in_for_mysql():
    """mysqlclient would have to be built, with the server's own headers."""
    for place, line in enumerate(lines):
        if name_of(line) in ("mysqlclient", "mysql-python", "flask-mysqldb"):
            mysql_stand_in(made)
            pins.pop("mysqlclient", None)
            notes.append("PyMySQL stands in for mysqlclient, which would have to be built")
            if name_of(line) != "flask-mysqldb":
                lines[place] = "mysqlclient"
            return


leave_out_engines()
stand_in_for_mysql()
for heavy in [name for name in pins if name.startswith("nvidia-")]:
    del pins[heavy]
if pins:
    install_locked()
take_frozen()
for _ in range(MOST_TRIES):
    code, said = install()
    if code == 0:
        Path(sys.prefix, "roadworthy-notes.txt").write_text("\n".join(notes))
        sys.exit(0)
    blamed = culprits(said)
    if not any([give_way(name) for name in blamed]):
        if not pins:
            break
        pins = {}
        notes.append("the releases of the lockfile do not go in here")
sys.stderr.write(said[-4000:])
sys.exit(1)
