"""The page: readable everywhere, asks nothing of the network, runs nothing of the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import hostile_audit
from playwright.sync_api import Browser, Page
from shop_audit import CERTIFICATE, RUN

from roadworthy.report.data import make_report
from roadworthy.report.html import html_report
from roadworthy.report.record import Report


def opened(browser: Browser, page_file: Path, *, width: int = 1280, script: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    page.goto(page_file.as_uri())
    return page


@pytest.fixture
def shop_page(report: Report, tmp_path: Path) -> Path:
    file = tmp_path / "report.html"
    file.write_text(html_report(report), encoding="utf-8")
    return file


def test_text_of_the_app_is_inert(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(
        html_report(make_report(hostile_audit(tmp_path / "app"), RUN, CERTIFICATE)), encoding="utf-8"
    )
    context = chromium.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    asked: list[str] = []
    complaints: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.mouse.move(300, 400)
    page.wait_for_load_state("networkidle")
    assert dialogs == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, embed").count() == 0
    handlers = "[...document.querySelectorAll('*')].some((e) => e.getAttributeNames().some((n) => n.startsWith('on')))"
    assert page.evaluate(handlers) is False
    assert (
        page.evaluate("[...document.links].every((a) => /^(#|https:)/.test(a.getAttribute('href')))") is True
    )
    text = page.evaluate("document.body.textContent")
    assert "<script>alert(2)</script>" in text
    assert "\\u202eevil" in text
    assert "\\x1b[31mred" in text
    assert not set("\x1b\x9b\u202e\u2066\u200b\ufeff") & set(text)
    assert "{{ 7*7 }}" in text
    context.close()


def test_the_policy_refuses_a_script_that_got_in(chromium: Browser, shop_page: Path) -> None:
    smuggled = shop_page.with_name("smuggled.html")
    harm = "<script>document.title = 'harmed'</script><img src='http://127.0.0.1:9/x.png' onerror='document.title=1'>"
    smuggled.write_text(
        shop_page.read_text(encoding="utf-8").replace("</main>", harm + "</main>"), encoding="utf-8"
    )
    page = opened(chromium, smuggled)
    assert page.title() == "corner-shop: Roadworthy report"
    page.context.close()


def test_it_reads_without_script(chromium: Browser, shop_page: Path) -> None:
    page = opened(chromium, shop_page, script=False)
    fold = page.locator("details.gap", has_text="Any signed-in user can read every order")
    assert not page.locator("#gap-filter").is_visible()
    fold.locator("> summary").click()
    assert fold.get_by_text("Bob got Alice's order.").is_visible()
    assert fold.get_by_text("Bob got 404 and no order.").is_visible()
    assert fold.locator(".diff .add").count() == 2
    page.context.close()


def test_a_link_of_the_plan_opens_the_gap(chromium: Browser, shop_page: Path) -> None:
    page = opened(chromium, shop_page)
    page.locator(".plan a", has_text="One bad answer blanks the basket page").click()
    assert page.get_by_text("The page was blank.").is_visible()
    page.context.close()


def test_the_filter_leaves_what_was_asked_for(chromium: Browser, shop_page: Path) -> None:
    page = opened(chromium, shop_page)
    page.locator("#gap-filter select[name=state]").select_option("proven")
    assert page.locator("details.gap:visible").count() == 1
    page.locator("#matrix-filter input[type=checkbox]").check()
    assert page.locator(".matrix tbody tr:visible").count() == 4
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(chromium: Browser, shop_page: Path, width: int) -> None:
    page = opened(chromium, shop_page, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_hostile_text_does_not_stretch_a_phone(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(html_report(make_report(hostile_audit(tmp_path / "app"), RUN)), encoding="utf-8")
    page = opened(chromium, file, width=390)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_every_part_can_be_reached_by_keyboard(chromium: Browser, shop_page: Path) -> None:
    page = opened(chromium, shop_page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the plan"
    page.locator("details.gap > summary").nth(4).focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("no product could be stocked through the app").first.is_visible()
    page.context.close()


def test_words_are_readable_in_both_themes(chromium: Browser, shop_page: Path) -> None:
    """WCAG 2.2 asks for 4.5:1 between text and its ground."""
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(shop_page.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        assert page.evaluate(FAINT) == [], scheme
        context.close()


# Every element with text of its own whose contrast with the nearest painted ground is below 4.5:1.
FAINT = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
  };
  const faint = new Set();
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("svg, script, option") || !element.checkVisibility() || element.closest("[class*=applicable]")) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...faint];
}"""


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert html_report(report) == html_report(report)


def test_the_names_in_the_commands_are_explained_once(report: Report) -> None:
    assert html_report(report).count("$BASE is the app&#39;s address") == 1


def test_a_report_without_gaps_says_so(report: Report, tmp_path: Path) -> None:
    import msgspec

    empty = msgspec.structs.replace(report, gaps=(), checklist=(), unknown=(), errors=(), certificate=None)
    text = html_report(empty)
    assert "No pattern found a gap." in text
    assert "Everything that was read was understood." in text
