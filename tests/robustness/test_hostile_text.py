"""Text of the app is shown, never obeyed: on the terminal, in JSON, in a real browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bad_apps import TRIAL, write
from commands import roadworthy
from playwright.sync_api import sync_playwright
from rich.cells import cell_len

SCRIPT = (
    "<script>document.title='harmed';alert(1)</script><img src=http://127.0.0.1:9/x.png onerror=alert(2)>"
)
COLOURS = "\x1b[31mred\x1b[0m\x1b]0;title\x07\x9b2J"
DIRECTION = "\u202eevil\u202c\u2066x\u2069"
MARKUP = "[bold red]markup[/bold red] [link](javascript:alert(3)) ![i](http://127.0.0.1:9/y.png) {{ 7*7 }} {% raw %}"
HARM = SCRIPT + COLOURS + DIRECTION + MARKUP + "\u6ce8\u6587" * 50
STEERING = {"\x1b", "\x07", "\x9b", "\r", "\u202e", "\u2066"}


def hostile(root: Path) -> Path:
    """An app whose every name tries to do harm."""
    text = json.dumps(HARM)
    hidden = HARM.replace("/", "\u2215")
    name = hidden.encode()[:200].decode(errors="ignore")
    server = f"""import express from "express";
import {{ pgTable, serial, text }} from "drizzle-orm/pg-core";
import {{ drizzle }} from "drizzle-orm/node-postgres";
// {HARM}
export const things = pgTable({text}, {{ id: serial("id").primaryKey(), name: text({text}) }});
export const db = drizzle(process.env.DATABASE_URL);
const app = express();
app.use(express.static("public"));
app.post({json.dumps("/api/" + HARM)}, async (req, res) => {{
  const answer = await fetch({json.dumps("https://quotes.example.com/" + HARM)});
  res.json(await db.insert(things).values(req.body).returning());
}});
app.listen(3000);
"""
    return write(
        root,
        {
            "package.json": json.dumps({"name": HARM, "dependencies": {"express": "4", "drizzle-orm": "1"}}),
            "server.ts": server,
            f"{name}.ts": "const = ;\n",
            f"{name}/more.ts": f"const = ;\n// roadworthy: accept {HARM} -- {HARM}\n",
            "start.cjs": f"console.error({text}); process.exit(1);",
            "roadworthy.toml": TRIAL,
        },
    )


def test_a_terminal_gets_no_escape_and_no_long_line(tmp_path: Path) -> None:
    app = hostile(tmp_path / "app")
    result = roadworthy("audit", cwd=app)
    assert (result.returncode, result.stderr) == (0, "")
    assert not STEERING & set(result.stdout)
    assert max(map(cell_len, result.stdout.split("\n"))) <= 80
    together = "".join(result.stdout.split())
    assert "[boldred]markup[/boldred]" in together
    assert "\\x1b[31mred" in together


@pytest.mark.trial
def test_the_words_of_a_dying_app_steer_nothing(tmp_path: Path) -> None:
    result = roadworthy("prove", "--progress", "--select", "uptime", cwd=hostile(tmp_path / "app"))
    assert result.returncode == 3
    for shown in (result.stdout, result.stderr):
        assert not STEERING & set(shown)
        assert max(map(cell_len, shown.split("\n"))) <= 80
    assert "theappendedwhilestarting" in "".join(result.stdout.split())


def test_json_and_sarif_stay_valid_and_plain(tmp_path: Path) -> None:
    app = hostile(tmp_path / "app")
    for kind in ("json", "sarif"):
        result = roadworthy("audit", "-f", kind, cwd=app)
        assert result.returncode == 0
        json.loads(result.stdout)
        assert not STEERING & set(result.stdout)


def test_a_page_runs_nothing_and_asks_for_nothing(tmp_path: Path) -> None:
    page_file = tmp_path / "report.html"
    assert roadworthy("audit", "-o", page_file, cwd=hostile(tmp_path / "app")).returncode == 0
    told: list[str] = []
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        page = browser.new_page()
        page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: told.append(request.url))
        page.on("console", lambda message: told.append(f"console {message.text}"))
        page.on("pageerror", lambda error: told.append(f"error {error}"))
        page.goto(page_file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        page.wait_for_load_state("networkidle")
        text = page.evaluate("document.body.textContent")
        title = page.title()
        images = page.locator("img, iframe, object, embed").count()
        links = page.evaluate("[...document.links].map((link) => link.getAttribute('href'))")
        browser.close()
    assert [line for line in told if not line.startswith(("file:", "data:"))] == []
    assert title.endswith("Roadworthy report")
    assert images == 0
    assert all(link.startswith(("#", "https:")) for link in links)
    assert not STEERING & set(text)
    assert "alert(1)</script>" in text
