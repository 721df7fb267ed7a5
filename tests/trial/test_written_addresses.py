"""An address of the developer's own machine in the code becomes the trial's where it is the app's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.written_addresses import point_at, point_hosts, point_next_at_itself

BASE = "http://127.0.0.1:24001"
PAGE = 'fetch("http://localhost:3000/api/notes"); fetch("http://localhost:3001/api/notes"); fetch("http://localhost:8000/rates");'


@pytest.mark.parametrize(
    ("script", "own", "others"),
    [("next dev", "3000", ("3001", "8000")), ("next dev -p 3001", "3001", ("3000", "8000"))],
)
def test_pages_of_next_ask_their_own_server(
    tmp_path: Path, script: str, own: str, others: tuple[str, ...]
) -> None:
    (tmp_path / "package.json").write_text(
        f'{{"dependencies": {{"next": "14"}}, "scripts": {{"dev": "{script}"}}}}'
    )
    (tmp_path / "page.tsx").write_text(PAGE)
    assert point_next_at_itself(tmp_path, BASE) == ("page.tsx",)
    text = (tmp_path / "page.tsx").read_text()
    assert f"localhost:{own}" not in text and f'"{BASE}/api/notes"' in text
    assert all(f"localhost:{port}" in text for port in others)


def test_another_server_s_app_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"express": "4"}}')
    (tmp_path / "page.js").write_text(PAGE)
    assert point_next_at_itself(tmp_path, BASE) == ()
    assert point_at(tmp_path, BASE) == ("page.js",)
    assert "localhost" not in (tmp_path / "page.js").read_text()


def test_where_the_app_is_online_becomes_the_trial(tmp_path: Path) -> None:
    (tmp_path / "page.js").write_text(
        'const API = "https://shop.onrender.com";\nfetch("https://shop.onrender.com.evil.example/x");'
    )
    assert point_hosts(tmp_path, BASE, ()) == ()
    assert point_hosts(tmp_path, BASE, ("https://shop.onrender.com",)) == ("page.js",)
    text = (tmp_path / "page.js").read_text()
    assert f'API = "{BASE}"' in text and "https://shop.onrender.com.evil.example/x" in text
