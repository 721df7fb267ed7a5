"""Opens the page while another company's script comes at once, and while its host takes the request and never answers."""

from __future__ import annotations

from playwright.sync_api import Route

from roadworthy.app import App
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.routes import viewer
from roadworthy.trial import Trial
from roadworthy.views.pages.blocking_scripts import BlockingScript

# Three seconds lose every second visitor of a phone (Google, The need for mobile speed, 2016); nobody waits ten.
_BOUND_SECONDS = 10.0
# While the head waits there is no body.
_SHOWN = "document.body ? document.body.innerText : ''"


def prove_scripts(trial: Trial, app: App, found: FragileGap) -> Reproduction:
    """What the first page shows within ten seconds, both times."""
    addresses = {_address(script): script.host for script in found.scripts}
    hosts = ", ".join(sorted({*addresses.values()}))
    experiment = Experiment(trial, f"The app can be seen while {hosts} hangs")
    who = viewer(app, trial, "/")
    text, asked = _opened(experiment, who, addresses, hangs=False)
    if not text:
        return experiment.untestable("/ shows nothing even while the script comes at once")
    if not asked:
        return experiment.untestable("/ does not ask for the script")
    text, _ = _opened(experiment, who, addresses, hangs=True)
    if not text:
        return experiment.proven(
            f"While {asked} hangs / is blank after {_BOUND_SECONDS:.0f} s, though the app itself is up"
        )
    return experiment.cleared(f"While {asked} hangs / shows what it is about: {text[:80]!r}")


def _address(script: BlockingScript) -> str:
    """What tells the script from others of its host, which the page may wait for elsewhere, or not at all."""
    plain = script.url.partition("?")[0]
    return f"//{script.host}" if "{" in plain else f"//{plain.rpartition('//')[2]}"


def _opened(experiment: Experiment, who: str, addresses: dict[str, str], *, hangs: bool) -> tuple[str, str]:
    """The text that / shows, and the host that was asked ('' for none of them)."""
    asked: list[str] = []
    held: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(next(host for place, host in addresses.items() if place in route.request.url))
        if hangs:
            held.append(route)
        else:
            route.fulfill(status=200, content_type="text/javascript", body="")

    with experiment.trial.browser(who) as opened:
        opened.page.route(lambda url: any(place in url for place in addresses), answer)
        opened.open("/", _BOUND_SECONDS)
        if not hangs:
            opened.settle()
        text = str(opened.page.evaluate(_SHOWN)).strip()
        for route in held:
            route.abort()
    says = "takes the request and never answers" if hangs else "answers at once"
    experiment.note(
        "act" if hangs else "arrange",
        f"{who} opens / while {', '.join(sorted({*addresses.values()}))} {says}",
        shows=text[:120] or "nothing",
    )
    return text, next(iter(asked), "")
