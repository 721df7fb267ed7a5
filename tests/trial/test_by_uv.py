"""uv asks where pip would: the settings of the machine reach it under its own names."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FILES = Path(__file__).parents[2] / "src" / "roadworthy" / "trial" / "files"


def _told(tmp_path: Path, settings: str, **variables: str) -> dict[str, str]:
    (tmp_path / "pip.conf").write_text(settings)
    show = f"import sys, json; sys.path.insert(0, {str(FILES)!r}); import by_uv; print(json.dumps(by_uv.environment()))"
    environ = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), **variables}
    run = subprocess.run(
        [sys.executable, "-c", show], env=environ, capture_output=True, text=True, check=True
    )
    told: dict[str, str] = json.loads(run.stdout)
    return {name: value for name, value in told.items() if name.startswith("UV_") or name == "SSL_CERT_FILE"}


def test_the_indexes_of_pip_are_those_of_uv(tmp_path: Path) -> None:
    settings = (
        "[global]\nindex-url = https://a.test/simple\nextra-index-url = https://b.test\n  https://c.test\n"
    )
    assert _told(tmp_path, settings) == {
        "UV_DEFAULT_INDEX": "https://a.test/simple",
        "UV_INDEX": "https://b.test https://c.test",
    }


def test_a_variable_goes_before_the_file(tmp_path: Path) -> None:
    told = _told(tmp_path, "[global]\nfind-links = /a\ncert = /a.pem\n", PIP_FIND_LINKS="/b /c")
    assert told == {"UV_FIND_LINKS": "/b,/c", "SSL_CERT_FILE": "/a.pem"}


def test_no_index_means_none(tmp_path: Path) -> None:
    assert _told(tmp_path, "[global]\nno-index = true\n") == {"UV_NO_INDEX": "1"}
    assert _told(tmp_path, "[global]\nno-index = false\n") == {}


def _refused(said: str) -> str:
    show = f"import sys; sys.path.insert(0, {str(FILES)!r}); import by_uv; print(by_uv.without_wheel(sys.argv[1]))"
    run = subprocess.run([sys.executable, "-c", show, said], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_a_release_that_is_asked_for_and_has_no_wheel_is_told_without_pip() -> None:
    said = (
        "error: No solution found when resolving dependencies\n  cause: Because cffi==1.15.0 has no usable wheels and\n"
        "  you require cffi==1.15.0, we can conclude that your requirements are unsatisfiable.\n"
    )
    assert _refused(said) == "cffi"
    said = (
        "cause: Because httptools==0.2.0 has no usable wheels and only the following versions of httptools are available:\n"
        "    httptools<=0.2.0\n    httptools>=0.3\n  we can conclude that httptools>=0.2.0,<0.3 cannot be used.\n"
        "  And because you require httptools>=0.2.0,<0.3, we can conclude that your requirements are unsatisfiable.\n"
    )
    assert _refused(said) == "httptools"


def test_what_another_package_asks_for_is_left_to_pip() -> None:
    assert (
        _refused("Because cffi==1.15.0 has no usable wheels and argon2==1 depends on cffi==1.15.0") == "None"
    )
    assert _refused("Because there is no version of cffi==9.9") == "None"
