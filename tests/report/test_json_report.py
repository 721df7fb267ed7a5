"""JSON, schema 1."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hostile import HARM, hostile_audit
from shop_audit import CERTIFICATE, RUN, sample_audit

from roadworthy.report.data import make_report
from roadworthy.report.json_report import json_report
from roadworthy.report.record import Report


def test_the_same_app_gives_the_same_bytes(tmp_path: Path) -> None:
    first = json_report(make_report(sample_audit(tmp_path), RUN, CERTIFICATE))
    second = json_report(make_report(sample_audit(tmp_path), RUN, CERTIFICATE))
    assert first == second


def test_it_has_the_keys_of_the_schema_in_order(report: Report) -> None:
    data = json.loads(json_report(report))
    wanted = ["schema", "tool", "app", "inventory", "gaps", "checklist", "unknown", "errors", "timings"]
    assert [key for key in data if key in wanted] == wanted
    assert data["schema"] == 1
    assert list(data["inventory"]) == ["endpoints", "pages", "tables", "queries", "flows", "services"]
    assert data["inventory"]["endpoints"][0] == {
        "method": "GET",
        "path": "/api/orders/:id",
        "file": "server/routes.ts",
        "line": 9,
        "guards": ["requireUser"],
    }
    assert data["inventory"]["tables"][0]["personal_data"] == ["email"]
    gap = data["gaps"][0]
    assert gap["locations"] == [{"path": "server/routes.ts", "start_line": 9, "end_line": 13}]
    assert gap["severity"] == "critical"
    assert gap["fix"]["outcome"] == "fixed"
    assert gap["before"]["state"] == "proven"
    assert gap["reproduction"]["state"] == "cleared"


def test_times_stand_under_timings_only(report: Report) -> None:
    data = json.loads(json_report(report))
    timings = data.pop("timings")
    assert timings["started"] == RUN.started
    assert "2026-11-25T" not in json.dumps(data)


def test_personal_data_is_followed_in_and_out(report: Report) -> None:
    flow = json.loads(json_report(report))["inventory"]["flows"][0]
    assert flow == {
        "table": "orders",
        "columns": ["email"],
        "enters": ["POST /api/orders"],
        "leaves": ["GET /api/orders/:id"],
    }


def test_pictures_are_named_and_not_carried(report: Report) -> None:
    gap = next(gap for gap in json.loads(json_report(report))["gaps"] if gap["id"] == "d4e5f607")
    assert gap["reproduction"]["pictures"][0]["path"] == "blank.png"
    assert gap["reproduction"]["pictures"][0]["data"] == ""


def test_hostile_text_steers_no_terminal_and_survives(tmp_path: Path) -> None:
    text = json_report(make_report(hostile_audit(tmp_path), RUN))
    assert not set("\x1b\x9b\x07\u202e\u2066\u200b\ufeff\r") & set(text)
    assert json.loads(text)["gaps"][0]["message"] == HARM
    assert "x\\ud800y" in json.loads(text)["checklist"][2]["subject"]


def test_it_keeps_to_the_published_schema(report: Report) -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs/report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json_report(report)), schema, cls=jsonschema.Draft202012Validator)
    broken = json.loads(json_report(report)) | {"gaps": [{"id": 1}]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema, cls=jsonschema.Draft202012Validator)
