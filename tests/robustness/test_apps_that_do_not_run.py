"""Apps that cannot be proven anything about: each gap says why, the exit code is 3, nothing stays running."""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from bad_apps import ROUTES, SERVER, TRIAL, manifest, pages, quotes, write
from commands import roadworthy
from trial_processes import gone

pytestmark = pytest.mark.trial

# Forks something that outlives it and cannot be asked to end, and ignores being asked itself.
HOSTILE = """
process.on("SIGTERM", () => {{}});
require("node:child_process").spawn(process.execPath,
  ["-e", "process.on('SIGTERM', () => {{}}); setInterval(() => {{}}, 1000)", "{marker}"],
  {{ detached: true, stdio: "ignore" }}).unref();
"""
NEVER_LISTENS = TRIAL + "start_seconds = 3\n"


def proven(app: Path, *arguments: str, code: int = 3) -> dict[str, Any]:
    """The report of `roadworthy prove`."""
    result = roadworthy("prove", "-f", "json", *arguments, cwd=app)
    assert (result.returncode, result.stderr) == (code, "")
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def why(app: Path) -> str:
    """The one reason that every gap gives for having shown nothing."""
    report = proven(app)
    assert {gap["state"] for gap in report["gaps"]} == {"untestable"}
    (reason,) = {gap["reproduction"]["observed"] for gap in report["gaps"]}
    assert "\n" not in reason
    assert len(reason) < 1_500
    return str(reason)


def test_it_does_not_install(tmp_path: Path) -> None:
    package = "roadworthy-no-such-package-7f3a91"
    files = {"package.json": manifest(dependencies={"express": "4", package: "1.0.0"}), "server.ts": ROUTES}
    reason = why(write(tmp_path, {**files, "index.js": SERVER}))
    assert reason.startswith("install: `npm install")
    assert reason.endswith("(set install in [trial] of roadworthy.toml)")


def test_nothing_says_how_it_starts(tmp_path: Path) -> None:
    files = {"package.json": manifest(), "routes.ts": ROUTES, "roadworthy.toml": "[trial]\ninstall = []\n"}
    assert why(write(tmp_path, files)) == (
        f"{tmp_path}/package.json: no script says how the app starts"
        ' (set start = "COMMAND" in [trial] of roadworthy.toml)'
    )


def test_its_manifest_is_broken(tmp_path: Path) -> None:
    assert "package.json: is not JSON" in why(write(quotes(tmp_path), {"package.json": "[" * 100_000}))


def test_it_starts_and_dies(tmp_path: Path) -> None:
    reason = why(quotes(tmp_path, 'console.error("REDIS_URL is not set"); process.exit(3);'))
    assert reason.startswith("start: the app ended while starting (3): REDIS_URL is not set")


def test_it_listens_on_nothing(tmp_path: Path) -> None:
    app = quotes(tmp_path, 'console.log("thinking"); setInterval(() => {}, 1000);')
    assert why(write(app, {"roadworthy.toml": NEVER_LISTENS})).startswith(
        "start: no answer within 3 s: thinking (set port or start_seconds"
    )


def test_it_prints_for_ever_ignores_being_told_and_forks(tmp_path: Path) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    code = HOSTILE.format(marker=marker) + 'while (true) require("node:fs").writeSync(1, "x".repeat(65535));'
    begun = time.monotonic()
    reason = why(write(quotes(tmp_path, code), {"roadworthy.toml": NEVER_LISTENS}))
    assert reason.startswith("start: no answer within 3 s: xxx")
    assert time.monotonic() - begun < 90
    assert gone(marker)


def test_what_it_forks_ends_with_a_trial_that_went_well(tmp_path: Path) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    report = proven(pages(tmp_path, HOSTILE.format(marker=marker)), "--select", "network", code=0)
    assert [gap["state"] for gap in report["gaps"]] == ["proven"]
    assert gone(marker)


# --- what is real stays out ------------------------------------------------------------------------------

REAL = "DATABASE_URL=postgres://owner:hunter2@db.example.com/shop\nSTRIPE_SECRET_KEY=sk_live_0123456789abcdef01234567\n"
# Tells all it can find out, then dies, so that the report has it.
TELLS = """
const { DATABASE_URL, STRIPE_SECRET_KEY } = process.env;
console.error(`database ${DATABASE_URL} key ${STRIPE_SECRET_KEY?.slice(0, 8)} file ${require("node:fs").existsSync(".env")}`);
process.exit(1);
"""


def test_the_values_of_its_environment_file_are_not_used(tmp_path: Path) -> None:
    reads = ROUTES + "\nexport const settings = [process.env.DATABASE_URL, process.env.STRIPE_SECRET_KEY];\n"
    app = write(quotes(tmp_path, TELLS), {".env": REAL, "server.ts": reads})
    reason = why(app)
    assert "file false" in reason
    assert "key sk_test_" in reason
    assert "db.example.com" not in reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (REAL, "DATABASE_URL is a database on db.example.com, not on this machine"),
        ("KEY=sk_live_0123456789abcdef01234567", "KEY is a live payment key"),
        ("REDIS=rediss://:p@cache.example.com:6380", "REDIS is a database on cache.example.com"),
    ],
)
def test_a_file_that_is_named_is_refused_when_it_reaches_what_is_real(
    tmp_path: Path, text: str, said: str
) -> None:
    settings = TRIAL + 'environment_file = "real.env"\n'
    app = write(quotes(tmp_path), {"real.env": text, "roadworthy.toml": settings})
    result = roadworthy("prove", cwd=app)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert f"real.env: {said}" in result.stderr
    assert "hunter2" not in result.stderr


def test_a_file_that_is_named_and_harmless_is_used(tmp_path: Path) -> None:
    settings = TRIAL + 'environment_file = "trial.env"\n'
    tells = "console.error(`plan ${process.env.PLAN}`); process.exit(1);"
    app = write(quotes(tmp_path, tells), {"trial.env": "PLAN=generous\n", "roadworthy.toml": settings})
    assert "plan generous" in why(app)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('environment_file = "../real.env"', "leads out of the app"),
        ('environment_file = "missing.env"', "cannot be read: No such file or directory"),
        ('cwd = "../.."', "leads out of the app"),
        ('cwd = "missing"', "is no folder"),
        ("install_scripts = 'yes'", "Expected `bool`, got `str`"),
        ("environment = 3", "Expected `object`, got `int`"),
        ("nonsense = 1", "[trial] has no setting nonsense"),
    ],
)
def test_a_setting_that_cannot_be_is_wrong_use(tmp_path: Path, setting: str, said: str) -> None:
    result = roadworthy("prove", cwd=write(quotes(tmp_path), {"roadworthy.toml": f"{TRIAL}{setting}\n"}))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr
