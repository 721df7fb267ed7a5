"""Pages in a folder of their own are built and served beside the server that they ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.errors import TrialUnavailable
from roadworthy.trial import open_trial, plan_boot
from roadworthy.trial.pages.finding import find_pages
from roadworthy.trial.pages.plan import PagesPlan

SERVER = """
def get_api_tea(request): return 200, {"tea": "Assam"}, {}
def get_home(request): return 404, {"error": "no such page"}, {}
"""
INDEX = '<!doctype html><html><body><main></main><script type="module" src="/main.js"></script></body></html>'
SCRIPT = """
const read = async (url) => (await (await fetch(url)).json()).tea;
const base = "BASE";
document.querySelector("main").textContent =
  [location.pathname, await read("/api/tea"), await read("http://localhost:8123/api/tea"), base].join(" ");
"""
BUILD = 'mkdir -p dist && cp index.html dist/ && sed "s#BASE#$VITE_API_URL#" main.js > dist/main.js'


def shop(folder: Path, server: str = SERVER) -> Path:
    write_app(folder, server)
    (folder / "client").mkdir()
    (folder / "client" / "index.html").write_text(INDEX)
    (folder / "client" / "main.js").write_text(SCRIPT)
    return folder


def pages(build: str = BUILD) -> PagesPlan:
    return PagesPlan(cwd="client", install=(), build=(build,), addresses={"VITE_API_URL": "/api"})


@pytest.mark.trial
def test_a_page_is_served_where_the_server_answers_and_asks_it(tmp_path: Path) -> None:
    with open_trial(shop(tmp_path / "shop"), plan(pages=pages())) as trial:
        with trial.browser() as browser:
            assert browser.open("/orders/7") == 200
            browser.settle()
            assert browser.text() == f"/orders/7 Assam Assam {trial.base_url}/api"
            assert browser.open("/api/tea") == 200
            assert "Assam" in browser.text()
        assert trial.send("anonymous", "GET", "/").status == 404


@pytest.mark.trial
def test_pages_that_do_not_build_are_told_once_and_for_all(tmp_path: Path) -> None:
    with open_trial(shop(tmp_path / "shop"), plan(pages=pages("echo no bundler here; exit 3"))) as trial:
        for _ in range(2):
            with pytest.raises(TrialUnavailable, match="no bundler here"), trial.browser():
                pass
        assert trial.send("anonymous", "GET", "/api/tea").status == 200


@pytest.mark.trial
def test_nothing_is_built_for_a_server_with_pages_of_its_own(tmp_path: Path) -> None:
    own = 'def get_home(request): return 200, "<script></script><p>own page</p>", {}'
    with (
        open_trial(shop(tmp_path / "shop", own), plan(pages=pages("exit 3"))) as trial,
        trial.browser() as browser,
    ):
        browser.open("/")
        assert browser.text() == "own page"


def manifest(folder: Path, **content: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps(content))
    return folder


def client(folder: Path) -> Path:
    manifest(folder, scripts={"build": "tsc && vite build"}, devDependencies={"vite": "^5"})
    (folder / "index.html").write_text(INDEX)
    (folder / "src").mkdir()
    return folder


def test_the_folder_that_only_builds_pages_is_found(tmp_path: Path) -> None:
    manifest(tmp_path / "api", scripts={"start": "node index.js"}, dependencies={"express": "4"})
    client(tmp_path / "web")
    (tmp_path / "web" / "src" / "api.ts").write_text(
        'export const base = import.meta.env.VITE_API_URL || "http://localhost:5000/api";'
    )
    (tmp_path / "web" / "vite.config.ts").write_text('export default { build: { outDir: "../public" } };')
    found = plan_boot(tmp_path, [], {}).pages
    assert found is not None and found.cwd == "web"
    assert found.build == ("(tsc && vite build) || vite build",)
    assert found.addresses == {"VITE_API_URL": "/api"}
    assert found.output[0] == "../public"


def test_an_example_says_where_the_server_is_when_the_code_does_not(tmp_path: Path) -> None:
    web = client(tmp_path / "web")
    (web / ".env.example").write_text(
        "VITE_API_URL=http://localhost:4000/v1/\nVITE_MAPS_URL=https://maps.example.com\n"
    )
    found = find_pages(tmp_path, tmp_path / "api", [web], scripts=False)
    assert found is not None and found.addresses == {"VITE_API_URL": "/v1"}


@pytest.mark.parametrize(
    "content",
    [
        {"scripts": {"build": "cd web && vite build"}, "devDependencies": {"vite": "5"}},
        {"scripts": {"test": "vitest"}, "devDependencies": {"vitest": "1"}},
    ],
)
def test_a_manifest_without_pages_is_none(tmp_path: Path, content: dict[str, object]) -> None:
    assert find_pages(tmp_path, tmp_path / "api", [manifest(tmp_path, **content)], scripts=False) is None


def test_a_second_server_is_no_folder_of_pages(tmp_path: Path) -> None:
    other = client(tmp_path / "other")
    manifest(other, scripts={"build": "vite build"}, dependencies={"express": "4", "vite": "5"})
    (other / "index.html").write_text(INDEX)
    assert find_pages(tmp_path, tmp_path / "api", [other], scripts=False) is None


def test_a_broken_manifest_beside_the_server_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package.json").write_text("{")
    assert find_pages(tmp_path, tmp_path / "api", [tmp_path / "web"], scripts=False) is None


@pytest.mark.trial
def test_a_browser_asks_nobody_of_its_own_accord(tmp_path: Path) -> None:
    """What it asked would be taken for what the page asks."""
    asks = "def get_home(request): return 200, \"<script>fetch('https://tracker.example/hit')</script><p>own page</p>\", {}"
    with open_trial(write_app(tmp_path / "shop", asks), plan()) as trial:
        with trial.browser() as browser:
            browser.open("/")
            browser.page.wait_for_timeout(5000)  # Chromium's own requests come seconds after its start.
        assert {request.host for request in trial.doubles.requests()} == {"tracker.example"}
