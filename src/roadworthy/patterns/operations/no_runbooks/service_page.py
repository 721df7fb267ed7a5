"""Runbook: An outside service does not answer."""

from __future__ import annotations

import re

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks import shell as sh
from roadworthy.patterns.operations.no_runbooks.page import Page, bullets, kept, named, plain, shell
from roadworthy.patterns.operations.no_runbooks.phrases import (
    ADDRESS,
    restart,
    write_down,
)
from roadworthy.views.failures.faults import Fault
from roadworthy.views.failures.patience import patience


def service_page(app: App, fault: Fault) -> Page:
    """The runbook."""
    subjects = [subject for subject, _ in fault.calls if subject]
    asked = sh.ask_service(fault)
    name, keys = _name(fault), _keys(app, fault)
    return Page(
        title=f"{name[0].upper()}{name[1:]} does not answer",
        intro=(
            f"The app asks it for {named(call.operation for _, call in fault.calls)} "
            f"({named(str(call.location) for _, call in fault.calls)}). {ADDRESS}",
        ),
        signs=(
            bullets(
                (
                    f"{named(subjects)} fails or takes very long; everything else works."
                    if subjects
                    else "What needs it fails; everything else works.",
                    f"The app's log names {name}, a timeout, or a status that it answered.",
                )
            ),
        ),
        check=kept(
            (
                f"Can {name} be reached from this machine? Exit code 0: it can, whatever it answers."
                if asked
                else f"Open the status page of {name}.",
                shell(asked),
                "Is the rest of the app well?",
                shell(sh.app_is_well(app)),
            )
        ),
        contain=(bullets(_service_contain(fault, subjects)),),
        cure=_service_cure(app, fault, keys),
        confirm=(shell(" && ".join(part for part in (asked, sh.app_is_well(app)) if part)),),
        afterwards=(bullets((write_down(f"{name} failed"), *_missed(app, fault))),),
    )


def _service_contain(fault: Fault, subjects: list[str]) -> list[str]:
    endless = [call for _, call in fault.calls if not patience(call).bounded]
    lines = [f"Tell users that {named(subjects)} does not work for now." if subjects else ""]
    if endless:
        lines.append(
            f"The call at {named(str(call.location) for call in endless)} waits without a useful limit: if requests pile up, restart the app."
        )
    return [*lines, "Do not repeat by hand what may have been done: a payment or a mail could be made twice."]


def _service_cure(app: App, fault: Fault, keys: list[str]) -> tuple[str, ...]:
    name = _name(fault)
    blocks = [
        f"It cannot be reached from anywhere: wait, and follow the status page of {name}. There is nothing to repair here."
    ]
    if fault.host:
        look = f'curl -v -m 10 -o /dev/null "https://{fault.host}/"'
        blocks += [
            "It can be reached from elsewhere but not from here: look at name resolution and the firewall for outgoing calls:",
            shell(look),
        ]
    if keys:
        blocks += [
            f"It can be reached and answers 401 or 403: make a new key in its console, put it into {named(keys)} and restart the app."
        ]
    else:
        blocks += [f"It can be reached, and {name} is still not used: restart the app."]
    return (*blocks, *restart(app)[1:])


def _name(fault: Fault) -> str:
    """How a sentence calls it."""
    return f"the service at {named([fault.variable])}" if fault.variable else plain(fault.service)


def _keys(app: App, fault: Fault) -> list[str]:
    """The environment names that are about a service."""
    words = {
        *fault.name.upper().removesuffix("-DOWN").split("-"),
        *re.split(r"[^A-Z0-9]+", fault.service.upper()),
    }
    names = [name.name for name in app.deployment.environment]
    return [
        name
        for name in names
        if words & set(name.upper().split("_")) and re.search("KEY|SECRET|TOKEN|PASS", name.upper())
    ]


def _missed(app: App, fault: Fault) -> list[str]:
    """How to find what was stored while the service was away."""
    made = {
        query.table
        for subject, _ in fault.calls
        for endpoint in app.endpoints
        if endpoint.subject == subject
        for query in endpoint.queries
        if query.operation in ("insert", "update")
    }
    lines = []
    for table in app.tables:
        time = next(
            (c.name for c in table.columns if c.type.startswith("timestamp") and "creat" in c.name.lower()),
            "",
        )
        name, column = sh.identifier(table.name), sh.identifier(time)
        if table.name in made and name and column and sh.speaks_sql(app):
            statement = f"select * from {name} where {column} > now() - interval '1 day' order by {column}"
            lines.append(
                f"Go through what was stored meanwhile and lacks its part:\n\n  ```sh\n  {sh.sql(app, statement)}\n  ```"
            )
    return lines[:1]
