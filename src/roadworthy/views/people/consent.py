"""What people are told, and asked, before an app takes their data: trackers, privacy notices, records of consent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, whole_file
from roadworthy.app.model import App
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex
from roadworthy.views.people.entry import registers

# How each tracker is put into a page.
_TRACKERS = (
    ("Google Analytics", r"googletagmanager\.com/(gtag|gtm)|google-analytics\.com/(analytics|ga)|<GoogleAnalytics\b|<GoogleTagManager\b|ReactGA\.initialize"),
    ("Meta Pixel", r"connect\.facebook\.net|fbq\(\s*['\"]init"),
    ("PostHog", r"posthog\.init\(|<PostHogProvider\b|posthog\.com/static/array"),
    ("Hotjar", r"static\.hotjar\.com|hotjar\.initialize|Hotjar\.init"),
    ("Microsoft Clarity", r"clarity\.ms/tag|clarity\.init\("),
    ("Mixpanel", r"mixpanel\.init\(|cdn\.mxpnl\.com"),
    ("Amplitude", r"amplitude\.init\(|cdn\.amplitude\.com"),
    ("Segment", r"cdn\.segment\.com|analytics\.load\("),
    # Who imports it loads it. A component called Analytics may be the app's own, which asks first.
    ("Vercel Analytics", r"@vercel/analytics['\"/]"),
    ("LinkedIn Insight", r"snap\.licdn\.com"),
    ("TikTok Pixel", r"analytics\.tiktok\.com"),
    ("FullStory", r"fullstory\.com/s/fs|FullStory\.init"),
    ("Intercom", r"widget\.intercom\.io|Intercom\(\s*\{"),
)  # fmt: skip
# One of these is in whatever loads a tracker; looking for them takes a tenth of the time.
_TRACKER_MARKS = (
    "googletagmanager.com", "google-analytics.com", "<GoogleAnalytics", "<GoogleTagManager", "ReactGA.initialize",
    "connect.facebook.net", "fbq(", "posthog.init(", "<PostHogProvider", "posthog.com/static/array", "static.hotjar.com",
    "hotjar.initialize", "Hotjar.init", "clarity.ms/tag", "clarity.init(", "mixpanel.init(", "cdn.mxpnl.com", "amplitude.init(",
    "cdn.amplitude.com", "cdn.segment.com", "analytics.load(", "@vercel/analytics", "snap.licdn.com",
    "analytics.tiktok.com", "fullstory.com/s/fs", "FullStory.init", "widget.intercom.io", "Intercom(",
)  # fmt: skip
_PAGES = (
    ".html",
    ".htm",
    ".jsx",
    ".tsx",
    ".ts",
    ".js",
    ".mjs",
    ".vue",
    ".svelte",
    ".ejs",
    ".hbs",
    ".jinja",
    ".jinja2",
    ".pug",
)
_BESIDE = regex(
    r"(^|/)(tests?|__tests__|e2e|cypress|node_modules|vendor|docs?|examples?|dist|build|public/(js|vendor|lib))/|\.(test|spec|config|min)\."
)
_ASKED = regex(
    r"consent|cookie[-_ ]?(banner|choice|preference)|hasAccepted|isTrackingAllowed|acceptedCookies|doNotTrack",
    re.I,
)
_NOTICE_FILE = regex(
    r"(^|/)(privacy|datenschutz|data-?protection|gdpr-?notice)([-_ ]?(policy|page|notice))?(/(page|index|route|view))?\.\w+$|(^|/)\(?[\w-]*\)?/?privacy[\w-]*/(page|index|\+page)\.\w+$",
    re.I,
)
_NOTICE_LINK = regex(
    r"(?:href|to|path|url)\s*[=:]\s*\{?[\"'`{][^\"'`>\n]{0,120}(privacy|datenschutz)[^\"'`>\n]{0,60}|href=\{[^}\n]{0,80}PRIVACY",
    re.I,
)
_NOTICE_ROUTE = regex(r"/(privacy|datenschutz|data-protection)", re.I)
_RECORD = regex(
    r"consent|privacy_?(accepted|version|policy|agreed)|terms_?(accepted|agreed|version)|(accepted|agreed)_?(to_?)?(the_?)?(terms|privacy|tos)|tos_?(accepted|agreed)|gdpr|opt(ed)?_?(in|out)|unsubscribe|legal_?basis|marketing_?(emails?|ok|allowed|preferences)|newsletter",
    re.I,
)
_TICKED = regex(r"type=[\"']checkbox[\"'][^>]{0,300}", re.I)
_LARGEST = 300_000


class Tracker(Struct, frozen=True):
    """Something that tells a third party who looks at the pages. `asked` when the file that loads it looks at a choice first."""

    name: str
    location: Location
    asked: bool


def trackers(app: App) -> tuple[Tracker, ...]:
    """Every tracker that the pages load, the first place of each."""
    return app.view(_trackers)


def _trackers(app: App) -> tuple[Tracker, ...]:
    found: dict[str, Tracker] = {}
    for path, text in _page_files(app):
        for name, pattern in _TRACKERS if any(mark in text for mark in _TRACKER_MARKS) else ():
            match = re.search(pattern, text)
            if match and name not in found:
                line = text.count("\n", 0, match.start()) + 1
                found[name] = Tracker(name, Location(path, line, line), bool(_ASKED.search(text)))
    return tuple(found.values())


def _page_files(app: App) -> Iterator[tuple[str, str]]:
    for file in app.repository.files:
        if file.size <= _LARGEST and file.path.endswith(_PAGES) and not _BESIDE.search(file.path):
            yield file.path, app.text(file.path)


def notice(app: App) -> Location | None:
    """The page that tells people what happens to their data, or a link to it; None for neither."""
    return app.view(_notice)


def _notice(app: App) -> Location | None:
    for page in app.pages:
        if _NOTICE_ROUTE.search(page.route):
            return page.location
    for endpoint in app.endpoints:
        if endpoint.method == "GET" and _NOTICE_ROUTE.search(endpoint.path) and "export" not in endpoint.path:
            return endpoint.location
    for file in app.repository.files:
        if (
            _NOTICE_FILE.search(file.path)
            and file.path.endswith((*_PAGES, ".py"))
            and not _BESIDE.search(file.path)
        ):
            return whole_file(file.path)
    for path, text in _page_files(app):
        spoken_of = "privacy" in (lowered := text.lower()) or "datenschutz" in lowered
        match = _NOTICE_LINK.search(text) if spoken_of else None
        if match:
            line = text.count("\n", 0, match.start()) + 1
            return Location(path, line, line)
    return None


def consent_records(app: App) -> tuple[tuple[Table, Column], ...]:
    """The columns that keep what somebody agreed to."""
    return tuple(
        (table, column)
        for table in app.tables
        for column in table.columns
        if _RECORD.search(column.name) or _RECORD.search(table.name)
    )


def registrations(app: App) -> tuple[Endpoint, ...]:
    """The endpoints by which people become known to the app."""
    return tuple(endpoint for endpoint in app.endpoints if registers(app, endpoint))
