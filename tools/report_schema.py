"""The JSON Schema of the report, from the record that every report is written from."""

from __future__ import annotations

import json

import msgspec

from roadworthy.report.record import SCHEMA, Report


def report_schema() -> str:
    """JSON Schema 2020-12 of `roadworthy audit --format json`."""
    made = msgspec.json.schema(Report)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Roadworthy report, schema {SCHEMA}",
    }
    return json.dumps(head | made, indent=2, sort_keys=False) + "\n"
