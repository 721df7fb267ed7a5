"""Loses the first request of a page on the line, and waits whether the page asks again."""

from __future__ import annotations

import re
import time

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import Answer, Watch, lines_of
from roadworthy.proof.page_reads import Read, page_reads
from roadworthy.proof.screens import visible_text
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial

_READS = 2
_WORDS = regex(r"retry|try again|reload|refresh|again", re.I)
_BUTTONS = "button:visible, a:visible, [role=button]:visible"
_BACK_SECONDS = 3.0


class Lost(Struct, frozen=True):
    """What became of the page: how often it `asked`, whether everything is there `again`, and by which button (`by`, ''
    for none)."""

    asked: int
    again: bool
    by: str
    text: str
    picture: bytes


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """One read after the other: its first request is cut, every later one is answered."""
    experiment = Experiment(trial, "A request that gets lost is made again, or the page offers to")
    recovered, tried = "", 0
    for read in page_reads(experiment, app):
        lost = _lose(trial, read)
        experiment.note(
            "act",
            f"{read.route} while {_first(read)} for {read.path} {'is' if read.often == 1 else 'are'} cut",
            shows=f"asked {lost.asked} time(s): {lost.text}",
        )
        if frozenset(lines_of(lost.text)) == read.seen.lines and lost.asked <= read.often:
            continue
        if not lost.again:
            return _proven(experiment, read, lost)
        if read.often > 1:
            # How often such a page asks varies by itself: that it asked once more proves nothing.
            continue
        recovered = recovered or _how(read, lost)
        tried += 1
        if tried >= _READS:
            break
    if recovered:
        return experiment.cleared(recovered)
    return experiment.untestable("no page was seen to show what it reads")


def _lose(trial: Trial, read: Read) -> Lost:
    with trial.browser(read.actor) as page:
        watch = Watch(page, (read.path,), Answer(lost=True, times=read.often))
        watch.take_over_time()
        page.open(read.route)
        page.settle()
        watch.look(True)
        if watch.asked <= read.often:
            _line_is_back(page)
            watch.look(False)
        seen = watch.seen()
        again = watch.asked > read.often
        if again and _there(page, read):
            return Lost(watch.asked, True, "", seen.text, seen.picture)
        pressed = "" if again else _press(page)
        if pressed and _comes_back(page, read):
            return Lost(watch.asked, True, pressed, seen.text, seen.picture)
        return Lost(watch.asked, again, "", seen.text, seen.picture)


def _line_is_back(page: BrowserPage) -> None:
    """What a browser tells a page that was in a tunnel."""
    page.page.evaluate("() => { window.dispatchEvent(new Event('online')) }")


def _there(page: BrowserPage, read: Read) -> bool:
    """Whether everything that the page shows normally stands there."""
    return read.seen.lines <= set(lines_of(visible_text(page)))


def _press(page: BrowserPage) -> str:
    """Presses whatever offers to try again; its words, '' where nothing does."""
    buttons = page.page.locator(_BUTTONS)
    for number in range(min(buttons.count(), 60)):
        try:
            words = " ".join((buttons.nth(number).inner_text(timeout=500) or "").split())
            if _WORDS.search(words):
                buttons.nth(number).click(timeout=2000)
                return words
        except BrowserError:
            continue
    return ""


def _comes_back(page: BrowserPage, read: Read) -> bool:
    ends = time.monotonic() + _BACK_SECONDS
    while time.monotonic() < ends:
        if _there(page, read):
            return True
        page.page.wait_for_timeout(200)
    return False


def _proven(experiment: Experiment, read: Read, lost: Lost) -> Reproduction:
    path = experiment.trial.file("roadworthy-lost-request.png")
    path.write_bytes(lost.picture)
    experiment.picture(str(path), f"{read.route} after one lost request")
    missing = [line for line in lines_of(read.seen.text) if line not in lines_of(lost.text)]
    if not missing:
        raise TrialUnavailable(f"what {read.route} lacks after a lost request cannot be told")
    return experiment.proven(
        f"{_first(read).capitalize()} for {read.path} got lost, and {read.route} did not ask again in 5 s, nor when the line was back: it lacks {' / '.join(missing[:3])[:120]}"
    )


def _first(read: Read) -> str:
    return "its first request" if read.often == 1 else f"its first {read.often} requests"


def _how(read: Read, lost: Lost) -> str:
    by = f"offers '{lost.by}', which works" if lost.by else "asks again by itself"
    return f"After a lost request for {read.path}, {read.route} {by}"
