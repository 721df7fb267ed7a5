"""Under which names the pages of a Supabase project look for who is signed in."""

from __future__ import annotations

from pathlib import Path

from roadworthy.trial.supabase.project import session_names


def test_a_copied_project_keeps_the_address_that_its_pages_ask(tmp_path: Path) -> None:
    client = tmp_path / "src/client.ts"
    client.parent.mkdir()
    client.write_text(
        'import { createClient } from "@supabase/supabase-js";\n'
        'const URL = "https://abcdefghijklmnop.supabase.co";\n'
        "export const supabase = createClient(URL, KEY, { auth: { storage: localStorage } });\n"
    )
    assert session_names(tmp_path, "settings") == ("sb-settings-auth-token", "sb-abcdefghijklmnop-auth-token")


def test_a_name_of_the_pages_own_is_known(tmp_path: Path) -> None:
    (tmp_path / "client.ts").write_text('createClient(url, key, { auth: { storageKey: "shop.session" } });')
    # A store of something else, which asks nobody.
    (tmp_path / "theme.ts").write_text('export const theme = persisted({ storageKey: "theme" });')
    assert session_names(tmp_path, "settings") == ("sb-settings-auth-token", "shop.session")
