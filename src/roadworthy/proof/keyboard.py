"""What a page can be told by a click, and which of it keys reach: by Tab from stop to stop, as people do who use no mouse."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec
from playwright.sync_api import Error as BrowserError

from roadworthy.trial import BrowserPage

_STOPS = 120
_OUTSIDE = 4
# Marks every visible element that acts on a click by itself: with a handler of its own (React keeps them in the element's
# properties), or as a control. Without words, what holds a control of its own is some part of the page around the element, and not
# the element. `reachable` is what the browser would give the focus to, or what holds such a thing.
_MARK = """([tag, words, classes]) => {
  const said = element => (element.innerText || '').trim().replace(/\\s+/g, ' ');
  const props = element => element[Object.keys(element).find(key => key.startsWith('__reactProps$'))] || {};
  const acts = element => typeof props(element).onClick === 'function' || element.onclick || element.hasAttribute('onclick') || element.roadworthyListens;
  const control = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  // The parts of a menu, a list of choices or a row of tabs are reached by arrow keys.
  const arrows = ['menuitem', 'menuitemcheckbox', 'menuitemradio', 'option', 'tab', 'treeitem', 'radio', 'gridcell'];
  const byArrows = element => arrows.includes(element.getAttribute('role'));
  const looks = element => classes.filter(one => element.classList.contains(one)).length * 2 >= classes.length;
  const became = element => classes.length > 1 && classes.every(one => element.classList.contains(one))
    && element.matches('button, a[href], [tabindex="0"]');
  const shown = element => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  const all = [...document.body.querySelectorAll('*')].filter(element => shown(element) && (acts(element) || element.matches('a[href], button')));
  return all.map((element, number) => {
    element.setAttribute('data-roadworthy', number);
    return { number, tag: element.tagName.toLowerCase(), words: said(element).slice(0, 80), handler: !!acts(element),
             meant: words ? said(element) === words
                : !!acts(element) && looks(element) && (element.tagName.toLowerCase() === tag
                  ? !element.querySelector(control) : became(element)),
             exact: words ? said(element) === words : classes.length > 0 && classes.every(one => element.classList.contains(one)),
             itself: element.matches(control) || byArrows(element) || !!element.closest('a[href], button, label, summary'),
             reachable: element.matches(control) || byArrows(element) || !!element.querySelector(control) || !!element.closest('a[href], button, label, summary') };
  });
}"""
# Remembers which elements a page's own script listens to for clicks: no browser tells afterwards. Not for React, which listens at the root
# of the page for everything in it.
_LISTENS = """(() => { const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (kind === 'click' && this instanceof Element) this.roadworthyListens = true;
    return add.call(this, kind, ...rest);
  };
})()"""
# What lies in a list that can be scrolled is not reached with it: Chromium gives such a list the focus, and no key acts on its parts.
_FOCUSED = """() => {
  const PRESSED = ['a[href]', 'button', 'label', 'summary', '[role=button]', '[role=link]', '[role=checkbox]', '[role=switch]', '[role=tab]'].join(',');
  const element = document.activeElement;
  if (!element || element === document.body) return '';
  const pressed = element.matches(PRESSED) ? [...element.querySelectorAll('[data-roadworthy]')] : [];
  const own = [element, ...pressed].map(one => one.getAttribute('data-roadworthy'));
  const around = element.closest('[data-roadworthy]');
  if (around) own.push(around.getAttribute('data-roadworthy'));
  element.setAttribute('data-roadworthy-stop', 'yes');
  return own.filter(one => one !== null).join(',') || 'other';
}"""
_ROUND = "() => document.activeElement && document.activeElement.hasAttribute('data-roadworthy-stop')"


class Clickable(msgspec.Struct, frozen=True):
    """An element that acts on a click. `meant` when it is the one that is looked for, `exact` when nothing of it differs, `itself` when the focus comes to it and not
    only to something within."""

    number: int
    tag: str
    words: str
    handler: bool
    meant: bool
    exact: bool
    itself: bool
    reachable: bool


def heed_listeners(opened: BrowserPage) -> None:
    """From the next page on, what a script of the page's own listens to counts as acting on a click."""
    opened.page.add_init_script(_LISTENS)


def clickables(opened: BrowserPage, tag: str, words: str, classes: Sequence[str] = ()) -> list[Clickable]:
    """What acts on a click; meant is what says exactly `words`, or without words what is a `tag` with a handler of its own and at
    least half of these `classes` (another class of the same kind may have taken the place of one), or what has them and became a
    control."""
    try:
        found = opened.page.evaluate(_MARK, [tag, words, list(classes)])
    except BrowserError:
        return []
    return [msgspec.convert(one, Clickable) for one in found]


def stops(opened: BrowserPage) -> set[int]:
    """The numbers of the clickables that Tab comes by, from the top of the page until it has been everywhere."""
    visited: set[int] = set()
    opened.page.evaluate(
        "() => { document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0) }"
    )
    outside = 0
    for _ in range(_STOPS):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate(_ROUND):
            break
        focused = opened.page.evaluate(_FOCUSED)
        if not focused:
            # Past the last stop the focus leaves the page, and comes back at the first.
            outside += 1
            if outside > _OUTSIDE:
                break
        visited |= {int(one) for one in focused.split(",") if one.isdigit()}
    return visited


def changed_by_click(opened: BrowserPage, number: int) -> str:
    """What a click on a clickable changed, in words; '' for nothing that can be seen."""
    page = opened.page
    address, text, asked = page.url, opened.text(), len(opened.requests)
    with contextlib.suppress(BrowserError):
        page.locator(f'[data-roadworthy="{number}"]').first.click(timeout=3_000)
        opened.settle(2)
        page.wait_for_timeout(300)
        if page.url != address:
            return f"the page went to {page.url}"
        if opened.text() != text:
            return "what can be read on the page changed"
        if len(opened.requests) > asked:
            return "the page asked its server for something"
    return ""
