"""Lets a page's own read fail, and compares what it shows with what it shows when there is truly nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from msgspec import Struct

from roadworthy.app import App
from roadworthy.patterns.error_recovery.swallowed_errors.finding import SwallowedGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import PALETTE, Answer, Seen, fits, open_page
from roadworthy.proof.own_rows import give_rows, stock_page
from roadworthy.proof.routes import open_route, without_accounts
from roadworthy.proof.ways import Step, way_to
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.views.failures.failure_text import says_absent, tells_of_failure
from roadworthy.views.pages.asked_at import Asked, asked_of
from roadworthy.views.pages.hosted_reads import hosted_table
from roadworthy.views.pages.screens import page_showing, plain_pages, route_showing
from roadworthy.views.pages.submitting import path_shape

_PAGES = 6
_PALETTE = regex(rb"""(ctrl|meta)Key[^;{]{0,80}["']k["']|["']k["'][^;{]{0,80}(ctrl|meta)Key""")
_REFUSED = 400
# A badge that says how many there are.
_NONE_COUNTED = regex(r"[(\[]?0[)\]]?")
_FAILED = Answer(500, {"message": "Internal Server Error"})
# PostgREST's answer to a request for one row where there is none.
_NO_ROW = {
    "code": "PGRST116",
    "details": "The result contains 0 rows",
    "hint": None,
    "message": "Cannot coerce the result to a single JSON object",
}


# The pages of a trial, with who opened them, whose scripts asked nobody for anything: what they show stands in them, and they are
# not opened again for another read.
_SILENT: WeakKeyDictionary[Trial, set[tuple[str, str]]] = WeakKeyDictionary()


class Shown(Struct, frozen=True):
    """A page that reads something and shows it, as an actor sees it while all is well."""

    actor: str
    route: str
    shapes: tuple[str, ...]
    answer: Any
    seen: Seen
    posts: bool = False
    keys: str = ""
    only: Callable[[str], bool] | None = None
    steps: tuple[Step, ...] = ()


def prove_on_page(experiment: Experiment, app: App, found: SwallowedGap) -> Reproduction:
    """One read of the subject after the other; the first that is shown by a page decides."""
    if not found.asked:
        return experiment.untestable("which request it makes is not known")
    seen = ""
    for asked in found.asked[:3]:
        shown = _shown(experiment, app, asked)
        if shown is None:
            continue
        outcome = _compare(experiment, shown)
        other = _also_asked_by(app, asked)
        if isinstance(outcome, Reproduction) and outcome.state == "cleared" and other:
            outcome = f"{other} on the same page reads {asked.path} as well, and may be what says so"
        if isinstance(outcome, Reproduction):
            return outcome
        seen = seen or outcome or f"{shown.route} shows the same whether or not {asked.path} has something"
    return experiment.untestable(seen or f"no page was seen to read {found.asked[0].path}")


def _also_asked_by(app: App, asked: Asked) -> str:
    """Another component of the same page that makes the same read, '' for none: words about its failure may be that one's."""
    shape, route = path_shape(asked.path), route_showing(app, asked.component)
    return next(
        (
            one.name
            for one in app.components
            if one.name != asked.component
            and any(path_shape(path) == shape for path, _ in asked_of(one, reading=True))
            and route_showing(app, one.name) == route
        ),
        "",
    )


def _shown(experiment: Experiment, app: App, asked: Asked) -> Shown | None:
    """The page that shows the component, by the first actor for whom it reads; any page where none is known to."""
    trial, shape, posts = experiment.trial, path_shape(asked.path), asked.method == "POST"
    page = page_showing(app, asked.component)
    known = page.route if page is not None else asked.route
    routes = [known] if known else _likely(app, asked)
    only = asked.may_be if asked.selects or asked.compares else None
    for actor in _people(trial, asked, known):
        trial.reset()
        give_rows(app, trial, shape, actor)
        silent, keys = _SILENT.setdefault(trial, set()), _keys(app, asked)
        for route in [one for one in routes if keys or (actor, one) not in silent]:
            opened = open_route(app, trial, route, actor)
            seen = open_page(trial, actor, opened, (shape,), wait=False, posts=posts, keys=keys, only=only)
            if seen.silent and not keys:
                silent.add((actor, route))
            path = next(iter(seen.answers), "")
            if known and seen.arrived:
                # What reads there then stands on another page.
                continue
            if path and not seen.answers[path] and give_rows(app, trial, shape, actor, path):
                seen = open_page(
                    trial, actor, opened, (shape,), wait=False, posts=posts, keys=keys, only=only
                )
            if path:
                experiment.note("arrange", f"{actor} opens {opened}, which reads {path}", shows=seen.text)
                return Shown(actor, opened, (shape,), seen.answers.get(path), seen, posts, keys, only)
    return _behind_clicks(experiment, app, asked, known) if known else None


def _people(trial: Trial, asked: Asked, known: str) -> list[str]:
    """Who is tried, in this order."""
    actors = ("admin", "alice") if re.search("admin", asked.path + known, re.I) else ("alice", "admin")
    # What is for visitors may lead whoever is signed in elsewhere.
    people = ("anonymous",) if without_accounts(trial) else (*actors, "anonymous")
    return [name for name in people if name in trial.actors]


def _behind_clicks(experiment: Experiment, app: App, asked: Asked, route: str) -> Shown | None:
    """The same for what reads only once somebody has clicked: a view of its own, a dialog, what lies behind a row."""
    trial, shape, posts = experiment.trial, path_shape(asked.path), asked.method == "POST"

    def asks(method: str, url: str) -> bool:
        return method == asked.method and fits(urlsplit(url).path, (shape,)) and asked.may_be(url)

    for actor in _people(trial, asked, route):
        trial.reset()
        stock_page(app, trial, route, actor)
        opened = open_route(app, trial, route, actor)
        way = way_to(trial, actor, opened, asks)
        if way is None:
            continue
        steps, only = way.steps, asked.may_be
        seen = open_page(trial, actor, opened, (shape,), wait=False, posts=posts, only=only, steps=steps)
        path = next(iter(seen.answers), "")
        if path:
            says = f"{actor} opens {opened} and clicks {way}: then it reads {path}"
            experiment.note("arrange", says, shows=seen.text)
            return Shown(actor, opened, (shape,), seen.answers[path], seen, posts, "", only, steps)
    return None


def _keys(app: App, asked: Asked) -> str:
    """The keys that open what reads: where the component listens for Ctrl+K (cmdk's documentation, "Use inside dialog")."""
    found = next((one for one in app.components if one.name == asked.component), None)
    return PALETTE if found is not None and _PALETTE.search(app.read(found.location.path)) else ""


def _likely(app: App, asked: Asked) -> list[str]:
    """The plain pages, those first whose route shares a word with the component or what it reads."""
    words = set(re.findall(r"[A-Z]?[a-z]{3,}", f"{asked.component} {asked.path}"))
    wanted = {word.lower().rstrip("s") for word in words} - {"page", "list", "api", "view", "value"}
    pages = [one.route for one in plain_pages(app)]
    return sorted(pages, key=lambda route: -len([word for word in wanted if word in route.lower()]))[:_PAGES]


def _compare(experiment: Experiment, shown: Shown) -> Reproduction | str:
    """In words, or with '' where the page does not show what it reads, why nothing can be told."""
    failed = _open(experiment, shown, _FAILED, "its read fails", wait=True)
    if failed.broke(shown.seen):
        return f"{shown.route} breaks when its read fails, which hides nothing"
    if failed.counted == shown.seen.counted:
        return _drawn_alike(experiment, shown, failed)
    told, without = failed.flashed - shown.seen.flashed, list[tuple[Answer, str, Seen]]()
    for nothing, says in _nothing(shown):
        without.append((nothing, says, _open(experiment, shown, nothing, says)))
        if _is_alike(shown, failed, nothing, without[-1][2], told):
            return _hidden(experiment, shown, failed, says)
    waiting = _open(experiment, shown, Answer(hangs=True), "the answer is awaited")
    # What a page says while it waits is no word about the failure.
    told -= waiting.flashed
    for nothing, says, empty in without:
        if _is_alike(shown, failed, nothing, empty, told):
            return _hidden(experiment, shown, failed, says)
    if failed.lines == waiting.lines and not failed.white and not told:
        _keep(experiment, failed, shown)
        return experiment.proven(
            f"{shown.route} waits for ever once its read has failed: {_lacks(failed, shown)}"
        )
    if told:
        # What a page draws by lot (a quote of the day) is no word about the failure: it must be said each time.
        told &= _open(experiment, shown, _FAILED, "its read fails once more", wait=True).flashed
    if told:
        # Nor is what comes with time (the next of several quotes).
        told -= _open(experiment, shown, None, "nothing fails and as much time passes", wait=True).flashed
    if not told:
        return ""
    if all(map(says_absent, told)):
        return f"{shown.route} says that it is not there when its read fails, and something else when it is not there"
    return experiment.cleared(
        f"{shown.route} tells a failed read apart from an empty one: {', '.join(sorted(told)[:3])}"
    )


def _drawn_alike(experiment: Experiment, shown: Shown, failed: Seen) -> Reproduction | str:
    """What a page draws without a word (the squares of a calendar, the bars of a chart): to the dot as when there is nothing, and not as
    when there is something, which it draws alike each time. '' where that cannot be told."""
    if failed.flashed - shown.seen.flashed:
        return ""
    well = _open(experiment, shown, None, "nothing fails", wait=True)
    if well.picture in (b"", failed.picture):
        return ""
    again = _open(experiment, shown, None, "nothing fails once more", wait=True)
    for nothing, says in _nothing(shown) if again.picture == well.picture else ():
        empty = _open(experiment, shown, nothing, says, wait=True)
        same = empty.picture == failed.picture and empty.counted == failed.counted
        if same and not empty.broke(shown.seen):
            _keep(experiment, failed, shown)
            return experiment.proven(
                f"{shown.route} draws the same when its read fails as when {says}, and says nothing: what it draws of its rows is missing"
            )
    return ""


def _is_alike(shown: Shown, failed: Seen, nothing: Answer, empty: Seen, told: frozenset[str]) -> bool:
    """Whether the page looks as it does when there is nothing; `told` are the lines that the failure alone brings."""
    if nothing.status >= _REFUSED and any(map(tells_of_failure, told)):
        # A refusal is a failure too: that both are told alike, in words of failure, hides neither.
        return False
    # A page that breaks on such an answer shows nothing of what it shows when there is none.
    tells = not empty.broke(shown.seen) and empty.counted != shown.seen.counted
    # A page that is white both times may have led on to nothing: it does not look like one with nothing to show.
    return tells and failed.counted != () and _same_words(failed, empty) and told <= empty.flashed


def _same_words(failed: Seen, empty: Seen) -> bool:
    """Whether both say the same, but for a count of nothing (`0`) that the failure leaves out: its lack tells nobody of a failure."""
    if failed.counted == empty.counted:
        return True
    more = Counter(empty.counted) - Counter(failed.counted)
    lacks = Counter(failed.counted) - Counter(empty.counted)
    return not lacks and all(_NONE_COUNTED.fullmatch(line) for line in more)


def _hidden(experiment: Experiment, shown: Shown, failed: Seen, says: str) -> Reproduction:
    _keep(experiment, failed, shown)
    return experiment.proven(
        f"{shown.route} shows the same when its read fails as when {says}: it lacks {_lacks(failed, shown)}"
    )


def _open(experiment: Experiment, shown: Shown, answer: Answer | None, says: str, wait: bool = False) -> Seen:
    seen = open_page(
        experiment.trial,
        shown.actor,
        shown.route,
        shown.shapes,
        answer,
        wait,
        posts=shown.posts,
        keys=shown.keys,
        only=shown.only,
        steps=shown.steps,
    )
    experiment.note("act", f"{shown.route} while {says}", shows=seen.text)
    return seen


def _keep(experiment: Experiment, failed: Seen, shown: Shown) -> None:
    path = experiment.trial.file("roadworthy-failed-load.png")
    path.write_bytes(failed.picture)
    experiment.picture(str(path), f"{shown.route} while its read fails")


def _lacks(failed: Seen, shown: Shown) -> str:
    """What is gone; of what the page shows twice, one may be."""
    gone = [
        line for line in shown.seen.text.splitlines() if line.strip() and line.strip() not in failed.lines
    ]
    fewer = Counter(shown.seen.counted) - Counter(failed.counted)
    return " / ".join((gone or list(fewer))[:3])[:160] or "nothing else"


def _nothing(shown: Shown) -> Iterator[tuple[Answer, str]]:
    """What a server answers that has nothing of the kind."""
    answer, absent = shown.answer, (Answer(404, {"message": "Not found"}), "there is no such thing")
    if isinstance(answer, list):
        yield Answer(200, []), "there is nothing to show"
        return
    if isinstance(answer, dict) and hosted_table(shown.shapes[0]):
        yield Answer(406, _NO_ROW), "there is no such row"
        return
    if isinstance(answer, dict) and any(isinstance(value, list) for value in answer.values()):
        yield Answer(200, _emptied(answer)), "there is nothing to show"
        if any("*" in shape for shape in shown.shapes):
            yield absent
        return
    yield Answer(401, {"message": "Unauthorized"}), "nobody is signed in"
    yield absent
    yield Answer(200, None), "there is nothing to show"


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _emptied(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return []
    return 0 if isinstance(value, (int, float)) and not isinstance(value, bool) else value
