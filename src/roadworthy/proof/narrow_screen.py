"""How a page is drawn on a phone: how wide it takes the screen to be, and what lies beside it where no finger gets it."""

from __future__ import annotations

import msgspec

from roadworthy.trial import BrowserPage

# Wider by less than this is a shadow or a rounded corner.
_SLACK = 8
# Of what lies beyond the right edge: whether something around it can be moved sideways. The page itself can where neither it nor its
# root hides what is too wide.
_MEASURE = """([within, slack]) => {
  const root = document.documentElement, wide = root.clientWidth;
  const shown = element => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden' && Number(getComputedStyle(element).opacity) > 0;
  const moves = element => {
    for (let around = element; around; around = around.parentElement) {
      const how = getComputedStyle(around).overflowX;
      const inner = around !== root && around !== document.body;
      if ((how === 'auto' || how === 'scroll') && around.scrollWidth > around.clientWidth) return 'itself';
      if (inner && (how === 'hidden' || how === 'clip') && element.getBoundingClientRect().right > around.getBoundingClientRect().right + slack) return 'cut';
      if (!inner && (how === 'hidden' || how === 'clip')) return 'cut';
    }
    return 'page';
  };
  const all = [...document.querySelectorAll(within)].filter(shown);
  const beyond = all.filter(element => element.getBoundingClientRect().right > wide + slack || cutInside(element));
  function cutInside(element) {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      const how = getComputedStyle(around).overflowX;
      if ((how === 'hidden' || how === 'clip') && element.getBoundingClientRect().right > around.getBoundingClientRect().right + slack) return true;
    }
    return false;
  }
  const named = element => (element.innerText || element.getAttribute('aria-label') || element.tagName).trim().replace(/\\s+/g, ' ').slice(0, 30);
  const side = [...document.querySelectorAll('aside, nav, [class*=sidebar], [class*=Sidebar]')].filter(shown).map(element => element.getBoundingClientRect())
    .filter(box => box.left >= 0 && box.left < wide / 2 && box.height > Math.min(innerHeight, screen.height) * 0.7).map(box => box.width);
  return { drawn: window.innerWidth, screen: window.screen.width, wide, all: all.length,
           cut: beyond.filter(one => moves(one) === 'cut').map(named), beside: beyond.filter(one => moves(one) === 'page').map(named),
           sidebar: Math.max(0, ...side) };
}"""


class Narrow(msgspec.Struct, frozen=True):
    """`drawn` is the width that the page is drawn for and `screen` that of the phone; of `all` elements looked at, `cut` are out of
    reach, and for `beside` the whole page has to be moved sideways. `sidebar` is the width of what stands at the side from top to
    bottom. All in CSS pixels."""

    drawn: float
    screen: float
    wide: float
    all: int
    cut: list[str]
    beside: list[str]
    sidebar: float


def narrow(opened: BrowserPage, within: str) -> Narrow:
    """Measures the page as it stands; `within` is a CSS selector of what is looked for beyond the right edge."""
    return msgspec.convert(opened.page.evaluate(_MEASURE, [within, _SLACK]), Narrow)
