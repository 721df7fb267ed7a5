"""A page that decides before it knows who is there is shown to whoever comes to it by a link."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.proof.screens import led_on, stays_by_link, visible_text
from roadworthy.trial import open_trial
from tests.trial.small_app import plan, write_app

_SERVER = '''
PAGE = """<!doctype html><title>shop</title><body></body><script>
let known = false
const show = () => {
  if (location.pathname == "/desk" && !known) history.replaceState({}, "", "/door")
  if (location.pathname == "/vault") history.replaceState({}, "", "/door")
  document.body.innerText = location.pathname == "/desk" ? "The desk" : "The door"
}
show()
setTimeout(() => { known = true }, 200)
addEventListener("popstate", show)
</script>"""

def get_desk(request):
    return 200, PAGE, {}

def get_vault(request):
    return 200, PAGE, {}

def get_moved(request):
    return 302, "", {"Location": "/plain"}

def get_plain(request):
    return 200, "<!doctype html><p>Plain</p>", {}
'''


@pytest.mark.trial
def test_who_is_known_by_then_is_let_in(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", _SERVER)
    with open_trial(app, plan()) as trial, trial.browser() as page:
        page.open("/desk")
        page.settle()
        assert led_on(page, "/desk") == "/door"
        page.page.wait_for_timeout(300)
        assert stays_by_link(page, "/desk") and visible_text(page) == "The desk"
        for path in ("/vault", "/moved"):
            page.open(path)
            page.settle()
            assert not stays_by_link(page, path)
