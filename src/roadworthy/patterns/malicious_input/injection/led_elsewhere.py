"""Values that lead somebody elsewhere: the server's own requests, a visitor, the reader of a mail."""

from __future__ import annotations

from urllib.parse import unquote_plus, urlsplit

from roadworthy.app import App
from roadworthy.patterns.malicious_input.injection.finding import InjectionGap
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_links import Followed, follow, stayed
from roadworthy.regex import regex
from roadworthy.trial import Response

# A site of nobody's, which the trial's doubles answer for.
_ELSEWHERE = "roadworthy-elsewhere.example.test"
_OF_AN_ADDRESS = regex(
    r"\b(ur[li]s?|addresse?s?|links?|hosts?|domains?|origins?|https?|allowed|permitted|forbidden|not found)\b"
)
# A page of the app's own, as far as a link can tell.
_THERE = "/roadworthy-there"


def prove_redirect(scene: Scene) -> Reproduction:
    """The address that a browser is sent on to."""
    experiment = scene.experiment
    usual = scene.send("/", "an honest link", "arrange")
    if "location" not in usual.headers:
        return experiment.untestable(f"an honest link leads nowhere either ({usual.status})")
    led = {usual.headers["location"]}
    for value in (f"https://{_ELSEWHERE}/", f"//{_ELSEWHERE}/"):
        answer = scene.send(value, "a link that leads to another site")
        place = answer.headers.get("location", "")
        experiment.note("observe", "where a browser goes then", shows=place or "it stays")
        if urlsplit(place).hostname == _ELSEWHERE:
            return experiment.proven(f"a link of the app's own leads on to {place}")
        led.add(place)
    if len(led) > 1:
        return experiment.cleared("the links led to no other site")
    honest = scene.send(_THERE, "an honest link to another page", "arrange").headers.get("location", "")
    if honest in led:
        return experiment.untestable(f"whatever the link names, it leads to {honest}: it does not get so far")
    return experiment.cleared("the links led to no other site")


def prove_page(experiment: Experiment, app: App, found: InjectionGap) -> Reproduction:
    """The page that goes where its address says, in a real browser."""
    name = found.part.path[-1] if found.part.path else ""
    if not name:
        return experiment.untestable("which part of the address it goes by cannot be told")
    usual = follow(app, experiment.trial, found.route, name, "/")
    if usual.missing:
        return experiment.untestable(f"the page cannot be used: {usual.missing}")
    _told(experiment, usual, "arrange", "an honest link to the page")
    hostile = follow(app, experiment.trial, found.route, name, f"https://{_ELSEWHERE}/")
    if hostile.missing:
        return experiment.untestable(f"the page cannot be used: {hostile.missing}")
    _told(experiment, hostile, "act", "a link to the page that names another site")
    after = " after signing in" if hostile.signed_in else ""
    if hostile.host == _ELSEWHERE:
        return experiment.proven(f"the page went on to another site{after}: {_ELSEWHERE}")
    if stayed(usual):
        return experiment.untestable("the page goes nowhere by itself, by an honest link either")
    return experiment.cleared(f"the page stayed on its own site{after} ({hostile.path})")


def _told(experiment: Experiment, followed: Followed, kind: str, says: str) -> None:
    experiment.note(kind, f"{says}: {followed.link}", shows=f"ends at {followed.host}{followed.path}")


def prove_request(scene: Scene) -> Reproduction:
    """A listener of ours waits for the server's request."""
    experiment, doubles = scene.experiment, scene.trial.doubles
    if scene.found.within:
        return _another_path(scene)
    doubles.clear()
    value = f"https://{_ELSEWHERE}/{scene.mark}"
    refused = False
    for number, sent in enumerate((value, f"{_ELSEWHERE}/{scene.mark}", f"x@{_ELSEWHERE}/{scene.mark}")):
        answer = scene.send(sent, f"`{scene.name}` names a server of ours: {sent}")
        calls = [one for one in doubles.requests() if one.host == _ELSEWHERE]
        experiment.note(
            "observe", "calls that our server got", shows=f"{len(calls)}: {[one.path for one in calls][:2]}"
        )
        if calls:
            return experiment.proven(
                f"the server asked {calls[0].method} {_ELSEWHERE}{calls[0].path} because `{scene.name}` said so"
            )
        if number == 0 and (answer.status == 0 or answer.status >= 500):
            return experiment.untestable(
                f"the request does not get so far: {answer.status} {answer.text[:80]}"
            )
        refused = refused or _refuses(answer, scene.name)
    if not refused:
        # Another field, or another way through the endpoint, may have been gone by.
        return experiment.untestable(
            f"the server asked nobody, and nothing says that `{scene.name}` is why: {answer.status} {answer.text[:80]}"
        )
    return experiment.cleared("the server asked nobody that the request named")


def _refuses(answer: Response, name: str) -> bool:
    """Whether an answer turns the address down, and not a body that does not fit for another reason."""
    words = answer.text.lower()
    return 400 <= answer.status < 500 and (name.lower() in words or _OF_AN_ADDRESS.search(words) is not None)


def _another_path(scene: Scene) -> Reproduction:
    """Which address of its own server is asked for an honest value, and for one that climbs out of its place."""
    experiment, doubles = scene.experiment, scene.trial.doubles
    doubles.clear()
    usual = scene.send(scene.mark, f"an honest `{scene.name}`", "arrange")
    meant = next((one for one in doubles.requests() if scene.mark in one.path.partition("?")[0]), None)
    if meant is None:
        return experiment.untestable(
            f"no other server was asked for an address with `{scene.name}` in it ({usual.status} {usual.text[:60]})"
        )
    place = meant.path.partition("?")[0].partition(scene.mark)[0]
    experiment.note("observe", "the address that was asked", shows=f"{meant.method} {meant.host}{meant.path}")
    climbing = f"../{scene.mark}"
    doubles.clear()
    scene.send(climbing, f"`{scene.name}` is {climbing}")
    asked = [one for one in doubles.requests() if one.host == meant.host and scene.mark in one.path]
    shows = ", ".join(f"{one.method} {one.host}{one.path}" for one in asked)
    experiment.note("observe", "the address that was asked", shows=shows or "none")
    out = next((one for one in asked if not one.path.startswith(place)), None)
    if out is not None:
        return experiment.proven(
            f"the server asked {out.method} {out.host}{out.path} in the place of {place}…, because `{scene.name}` said so"
        )
    if any("/../" in one.path for one in asked):
        return experiment.untestable(
            "the climbing address is sent as it is: what that server makes of it is not seen"
        )
    return experiment.cleared(f"whatever `{scene.name}` holds, only addresses under {place} were asked")


def prove_mail(scene: Scene) -> Reproduction:
    """What the mail service was given."""
    experiment, doubles = scene.experiment, scene.trial.doubles
    doubles.clear()
    scene.keep_rows()
    usual = scene.send(scene.mark, f"an honest `{scene.name}`", "arrange")
    if not any(scene.mark in _text(one.body) for one in doubles.requests()):
        return experiment.untestable(
            f"no mail with `{scene.name}` in it went out ({usual.status} {usual.text[:60]})"
        )
    # An address that is known already gets no second mail of this kind.
    scene.put_back_rows()
    markup = f"<b>{scene.mark}</b>"
    scene.send(markup, f"`{scene.name}` is markup: {markup}")
    bodies = [_text(one.body) for one in doubles.requests()]
    experiment.note(
        "observe",
        "what the mail service was given",
        shows=next((one for one in bodies if scene.mark in one), "nothing"),
    )
    if any(markup in body for body in bodies):
        return experiment.proven(f"`{scene.name}` stands in the mail as markup")
    if not any(scene.mark in body for body in bodies):
        return experiment.untestable(f"no mail went out with markup as `{scene.name}`")
    return experiment.cleared(f"`{scene.name}` does not stand in the mail as markup")


def _text(body: bytes) -> str:
    written = body.decode("utf-8", "replace")
    return (
        written
        + unquote_plus(written)
        + written.replace("\\u003c", "<").replace("\\u003e", ">").replace("\\/", "/")
    )
