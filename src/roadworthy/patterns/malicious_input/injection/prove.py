"""Puts marked values where the gap says they are carried out, and looks for what they did."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.injection import (
    carried_out,
    in_filters,
    in_statements,
    led_elsewhere,
)
from roadworthy.patterns.malicious_input.injection.finding import InjectionGap
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.hostile_request import chosen
from roadworthy.trial import Trial

_EXPECTED = {
    "sql": "What is sent as a value stays a value in the SQL",
    "nosql": "What is sent in place of a word is no operator",
    "pattern": "What is sent as a word is no pattern",
    "command": "What is sent as a value starts no program",
    "code": "What is sent as a value is not run",
    "path": "What is sent as a name leads to no other file",
    "template": "What is sent as text is not compiled",
    "request": "What is sent does not decide which server is asked",
    "redirect": "A link of the app leads to no other site",
    "mail": "What is sent as text stays text in the mail",
}
_WAYS: dict[str, Callable[[Scene], Reproduction]] = {
    "sql": in_statements.prove,
    "nosql": in_filters.prove,
    "pattern": in_filters.prove,
    "command": carried_out.prove_command,
    "code": carried_out.prove_code,
    "path": carried_out.prove_path,
    "template": carried_out.prove_template,
    "request": led_elsewhere.prove_request,
    "redirect": led_elsewhere.prove_redirect,
    "mail": led_elsewhere.prove_mail,
}


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Each kind has an oracle of its own: a row, a time, a file, a call that arrived, a place that the browser ended at."""
    found: InjectionGap = gap.details
    experiment = Experiment(trial, _EXPECTED.get(found.kind, "What is sent as a value stays a value"))
    if found.kind == "redirect" and found.endpoint is None:
        return led_elsewhere.prove_page(experiment, app, found)
    endpoint = app.endpoint(gap.subject)
    part = chosen(found.part)
    way = _WAYS.get(found.kind)
    if way is None:
        return experiment.untestable(f"no harmless value shows this kind ({found.kind}) here yet")
    if endpoint is None or endpoint.kind not in ("http", "function") or part is None:
        return experiment.untestable("where in a plain request the value stands cannot be told")
    return way(Scene(app, experiment, endpoint, part, found))
