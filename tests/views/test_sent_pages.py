"""The scripts of pages that are sent as they are, are read like those of templates."""

from __future__ import annotations

from pathlib import Path

from roadworthy.patterns.malicious_input.cross_site_scripting.detect import detect
from tests.frameworks.app_text import written

APP = """
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/static", StaticFiles(directory="static"), name="static")


@app.get("/posts")
def posts():
    return []
"""
PAGE = """<html><body><div id="posts"></div><script>
async function load() {
  const posts = await (await fetch("/posts")).json();
  document.getElementById("posts").innerHTML = posts.map(post => `<p>${SHOWN}</p>`).join("");
}
load();
</script></body></html>"""


def told(folder: Path, shown: str, place: str) -> list[str]:
    app = written(folder, {"main.py": APP, place: PAGE.replace("SHOWN", shown)})
    return [verdict.subject for verdict in detect(app) if verdict.verdict == "gap"]


def test_a_page_that_is_sent_as_it_is_puts_text_in_as_markup(tmp_path: Path) -> None:
    assert told(tmp_path / "a", "post.title", "static/index.html") == ["static/index.html"]
    assert told(tmp_path / "b", "escapeHtml(post.title)", "static/index.html") == []


def test_a_page_that_nothing_serves_is_no_page_of_the_app(tmp_path: Path) -> None:
    assert told(tmp_path, "post.title", "design/index.html") == []
