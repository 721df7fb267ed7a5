"""Buys the same thing for two prices that the request says, and looks what the payment service was asked for."""

from __future__ import annotations

import copy
import json
import re
from urllib.parse import parse_qsl

import msgspec

from roadworthy.app import App
from roadworthy.patterns.malicious_input.unvalidated_input.finding import ChargedGap
from roadworthy.patterns.malicious_input.unvalidated_input.placing import put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import valid_request
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.trial.behaviour import DoubleRequest

# Three to one, so that an amount that follows is told from one that does not, whatever it is reckoned into.
_DEAR, _CHEAP = 30, 10
_AMOUNT = regex(r"amount|price|total|value", re.I)
_REFUSED = range(400, 500)


def prove_charged(found: ChargedGap, trial: Trial, app: App) -> Reproduction:
    """The request with one price and with a third of it, each from a fresh state."""
    experiment = Experiment(trial, "What a request says of the price changes nothing of what is charged")
    name = ".".join(found.part.path)
    if found.part.kind not in ("body", "parsed"):
        return experiment.untestable(f"{name} does not stand in the body")
    dear, charged = _bought(experiment, app, found, _DEAR, "arrange")
    if not dear.ok:
        return experiment.untestable(f"the request is not accepted: {dear.status} {said(dear)[:120]}")
    if not charged:
        return experiment.untestable("no payment service was asked for an amount")
    cheap, less = _bought(experiment, app, found, _CHEAP, "act")
    if cheap.status in _REFUSED:
        return experiment.cleared(f"the same with {name} {_CHEAP} is refused ({cheap.status})")
    followed = next((place for place in charged if _follows(charged, less, place)), None)
    if followed is not None:
        host, field = followed
        return experiment.proven(
            f"For the same purchase {host} was asked for {field} {charged[followed]:g} when {name} was {_DEAR}, and "
            f"{less[followed]:g} when it was {_CHEAP}"
        )
    if less == charged:
        return experiment.cleared(f"the same is charged, whether {name} is {_DEAR} or {_CHEAP}")
    return experiment.untestable(f"what is charged differs, though not as {name} does")


def _follows(
    charged: dict[tuple[str, str], float], less: dict[tuple[str, str], float], place: tuple[str, str]
) -> bool:
    return less.get(place, 0.0) > 0 and charged[place] * _CHEAP == less[place] * _DEAR


def _bought(
    experiment: Experiment, app: App, found: ChargedGap, price: int, kind: str
) -> tuple[Response, dict[tuple[str, str], float]]:
    """The answer, and every amount that a service was asked for, by host and name of the field."""
    trial = experiment.trial
    trial.reset()
    trial.doubles.clear()
    request = valid_request(app, trial, app.endpoint(found.endpoint.subject) or found.endpoint)
    body = copy.deepcopy(request.body) if isinstance(request.body, dict) else {}
    put(body, found.part.path, price)
    request = msgspec.structs.replace(request, body=body)
    name = ".".join(found.part.path)
    answer = experiment.send(
        request.actor,
        request.method,
        request.path,
        says=f"{request.actor} buys with {name} {price}",
        kind=kind,
        json=request.body,
    )
    amounts = {place: value for one in trial.doubles.requests() for place, value in _amounts(one).items()}
    shows = ", ".join(f"{host}: {field} {value:g}" for (host, field), value in amounts.items())
    experiment.note("observe", "what the services were asked for", shows=shows or "no amount")
    return answer, amounts


def _amounts(asked: DoubleRequest) -> dict[tuple[str, str], float]:
    """The numbers of a call whose names say that they are amounts, of a form or of JSON."""
    text = asked.body.decode(errors="replace")
    try:
        pairs = list(_flat("", json.loads(text)))
    except ValueError:
        pairs = [(name, value) for name, value in parse_qsl(text)]
    found: dict[tuple[str, str], float] = {}
    for name, value in pairs:
        if _AMOUNT.search(name) and re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
            found[asked.host, name] = float(str(value))
    return found


def _flat(name: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(f"{name}.{key}".strip("."), inner)]
    if isinstance(value, list):
        return [pair for number, inner in enumerate(value) for pair in _flat(f"{name}[{number}]", inner)]
    return [(name, value)]
