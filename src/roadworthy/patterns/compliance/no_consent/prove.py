"""Visits the pages as somebody who has chosen nothing yet, and signs up as somebody who reads everything."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.compliance.no_consent.finding import ConsentGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.screens import led_on, visible_text
from roadworthy.regex import compiled, regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.screens import page_showing, plain_pages, route_showing
from roadworthy.views.pages.submitting import senders
from roadworthy.views.people.consent import consent_records
from roadworthy.views.people.people import users_table
from roadworthy.views.people.registration import sign_ups

_HOSTS = regex(
    r"googletagmanager|google-analytics|facebook|posthog|hotjar|clarity\.ms|mixpanel|mxpnl|amplitude|segment\.(com|io)"
    r"|licdn|tiktok|fullstory|intercom|vercel-(insights|scripts)"
)
_TRACKS = regex(r"^(_ga|_gid|_fbp|_hj|_clck|ph_|mp_|amplitude|ajs_)")
_NOTICE = regex(r"privacy|datenschutz|data protection|personal data|gdpr|confidentialit", re.I)
_USUAL = ("/register", "/signup", "/sign-up", "/auth/register", "/")
# Where people sign up, and where they may do so beside signing in.
_NAMED = ("regist|sign-?up|join", "auth|log-?in|sign-?in")
_WAIT_MS = 1_500
_PASSWORD = "input[type=password]:visible"
# What turns a form to sign in into one to sign up; the form's own button would send it.
_TURNS = "button:not([type=submit]):visible, [role=tab]:visible, [role=button]:visible, a:not([href]):visible, a[href^='#']:visible"
_NEW = regex(r"sign ?up|register|create (an |your |new )*account|join", re.I)


class SignUp(Struct, frozen=True):
    """The page with the form; `notice` is the link or words by which it tells, '' for none."""

    route: str
    notice: str
    text: str


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Trackers first, where the source starts one unasked; else what people are told where they sign up."""
    found: ConsentGap = gap.details
    experiment = Experiment(
        trial, "Nobody is followed before a choice, and people are told and asked where they sign up"
    )
    if found.trackers:
        return _followed(experiment, app, found)
    if "alice" not in trial.actors:
        return experiment.untestable("nobody could sign up")
    page = _sign_up_page(experiment, app, found)
    if page is None:
        return experiment.untestable("no page with a form to sign up was found")
    experiment.note(
        "observe", f"what {page.route} tells, where people sign up", shows=page.notice or page.text
    )
    kept = _kept(experiment, app)
    if found.untold and not page.notice:
        record = f"keeps {kept}" if kept else "keeps nothing of what she agreed to"
        return experiment.proven(
            f"{page.route} takes people's data without a word or link about it, and alice's row {record}"
        )
    if not found.untold and not kept:
        return experiment.proven(
            "alice signed up, and her row keeps nothing of what she was shown or agreed to"
        )
    return experiment.cleared(
        f"{page.route} tells: {page.notice or 'nothing'}; alice's row keeps {kept or 'nothing'}"
    )


# --- trackers ----------------------------------------------------------------------------------------


def _followed(experiment: Experiment, app: App, found: ConsentGap) -> Reproduction:
    with experiment.trial.browser("anonymous") as page:
        status = page.open("/")
        page.settle()
        page.page.wait_for_timeout(_WAIT_MS)
        hosts = sorted(
            {urlsplit(one.url).netloc for one in page.requests if _HOSTS.search(urlsplit(one.url).netloc)}
        )
        cookies = [
            str(one.get("name")) for one in page.page.context.cookies() if _TRACKS.match(str(one.get("name")))
        ]
        buttons = _choices(page)
    experiment.note("act", "a visitor opens the front page and chooses nothing", shows=str(status))
    experiment.note(
        "observe", "third parties that were told of it", shows=", ".join([*hosts, *cookies]) or "none"
    )
    if hosts or cookies:
        return experiment.proven(
            f"Before any choice the front page told {', '.join(hosts) or 'third parties'}"
            + (f" and set {', '.join(cookies)}" if cookies else "")
        )
    if buttons:
        return experiment.cleared(f"Nobody was told before a choice was made; the page asks: {buttons}")
    return experiment.untestable(
        f"{found.trackers[0]} was not asked for: it may want a key that a trial does not have"
    )


def _choices(page: BrowserPage) -> str:
    words = re.compile(r"accept|agree|reject|decline|consent|allow|cookie", re.I)
    texts = [one.strip() for one in page.page.locator("button:visible").all_inner_texts()]
    return ", ".join(text for text in texts if words.search(text))[:100]


# --- signing up --------------------------------------------------------------------------------------


def _sign_up_page(experiment: Experiment, app: App, found: ConsentGap) -> SignUp | None:
    trial = experiment.trial
    for route in _routes(app, found):
        with trial.browser("anonymous") as page:
            if page.open(route) != 200:
                continue
            page.settle()
            if page.page.locator(_PASSWORD).count() == 0:
                continue
            text, shown = visible_text(page), led_on(page, route) or route
            experiment.note("arrange", f"a visitor opens {shown}, which asks for a password", shows=text)
            notice = _notice(page, text)
            if not notice and _turned_to_sign_up(page):
                text = visible_text(page)
                experiment.note("act", "the visitor asks for an account there", shows=text)
                notice = _notice(page, text)
            return SignUp(shown, notice, text)
    return None


def _turned_to_sign_up(page: BrowserPage) -> bool:
    """Where people sign in and sign up on one page, that it shows the form for those who are new. Whether something was pressed."""
    offered = page.page.locator(_TURNS).filter(has_text=compiled(_NEW))
    try:
        if not offered.count():
            return False
        offered.last.click(timeout=2_000)
        page.settle(2)
    except BrowserError:
        return False
    return page.page.locator(_PASSWORD).count() > 0


def _routes(app: App, found: ConsentGap) -> list[str]:
    routes = []
    for subject in found.entries:
        endpoint = app.endpoint(subject)
        for sender in senders(app, endpoint) if endpoint is not None else ():
            page = page_showing(app, sender.component.name)
            routes += [page.route] if page is not None else []
    # Pages that ask Supabase themselves to make an account.
    asking = [one for one in app.components if any(map(one.body.holds, sign_ups(app)))]
    routes += [route for one in asking if (route := route_showing(app, one.name))]
    plain = [page.route for page in plain_pages(app)]
    named = [route for words in _NAMED for route in plain if re.search(words, route, re.I)]
    return list(dict.fromkeys([*routes, *named, *_USUAL]))


def _notice(page: BrowserPage, text: str) -> str:
    """Where a page tells what happens to what is typed in: a link whose page says so, or its own words."""
    links = page.page.locator("a[href]:visible")
    for number in range(min(links.count(), 80)):
        try:
            link = links.nth(number)
            told = f"{link.inner_text(timeout=500)} {link.get_attribute('href', timeout=500)}"
        except BrowserError:
            continue
        if _NOTICE.search(told):
            return " ".join(told.split())
    return next((line.strip() for line in text.splitlines() if _NOTICE.search(line)), "")


def _kept(experiment: Experiment, app: App) -> str:
    """What the database keeps of a person's agreement; '' for nothing."""
    people = users_table(app)
    if people is None:
        return ""
    names = {column.name for table, column in consent_records(app) if table.name == people.name}
    row = experiment.trial.actor("alice").identity
    own = [name for name in row if name in names]
    beside = [table.name for table, _ in consent_records(app) if table.name != people.name]
    held = [name for name in dict.fromkeys(beside) if name in database_of(experiment.trial).tables()]
    kept = ", ".join(f"{name} = {row[name]}" for name in own if row[name] is not None) or ", ".join(held)
    experiment.note("observe", "what alice's row keeps of what she agreed to", shows=kept or "nothing")
    return kept
