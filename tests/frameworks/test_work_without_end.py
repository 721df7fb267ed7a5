"""Values and lists that grow with every call: what is known of them is worked out in a time that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.frameworks.plain_tests import Certainty
from roadworthy.interpret import Choice, Condition, Constant, Datum, Value
from roadworthy.languages.form import Span
from tests.frameworks.node_app import endpoint, understood


def _chosen(under: Value) -> Value:
    """One of two values that the same test chooses."""
    holds, fails = (Condition(under, truth, "a.js", Span(0, 1, 1, 1)) for truth in (True, False))
    return Choice(((Datum("body", ("a",)), (holds,)), (Constant(None), (fails,))))


def test_a_test_of_a_test_is_worked_out_once() -> None:
    value: Value = Datum("body", ("open",))
    for _ in range(80):
        # There are 2 to the power of 80 ways down.
        value = _chosen(value)
    assert Certainty().truth(value) is None


def test_what_cannot_be_chosen_is_not() -> None:
    assert Certainty().truth(_chosen(Constant(False))) is False


VALIDATED = """
const express = require("express");
const app = express();
app.post("/orders", (req, res) => {
  const errors = [];
  LINES
  if (errors.length) return res.status(400).json({ errors });
  res.json({ ok: true });
});
app.listen(3000);
"""


@pytest.mark.parametrize(("lines", "known"), [(3, True), (64, True), (65, False)])
def test_why_a_list_is_filled_is_known_of_so_many_reasons(tmp_path: Path, lines: int, known: bool) -> None:
    pushed = "".join(
        f'if (req.body.field{number}) errors.push("field {number}");\n' for number in range(lines)
    )
    app = understood(tmp_path, {"server.js": VALIDATED.replace("LINES", pushed)})
    refused = next(one for one in endpoint(app, "POST /orders").answers if one.status == 400)
    assert any("body.field1" in str(fact) for fact in refused.facts) is known
