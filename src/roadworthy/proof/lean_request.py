"""A request without what it may leave out: a unique key would tell it apart by that, or it does not fit."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import msgspec

from roadworthy.app import App, Endpoint, Query, Table
from roadworthy.proof.body_places import leave_out, place_in_body
from roadworthy.proof.samples import sample
from roadworthy.proof.valid_request import ValidRequest


def without_optional_keys(app: App, insert: Query, request: ValidRequest) -> ValidRequest:
    """The request without a number of the sender's own that people may leave empty: a unique key refuses the second of two that
    carry it, and takes any number of those that do not. The request itself where there is nothing to leave out."""
    table = app.table(insert.table)
    if table is None or not isinstance(request.body, dict):
        return request
    body = copy.deepcopy(request.body)
    optional = set(_optional_keys(table))
    for write in insert.writes:
        place = next(filter(None, map(place_in_body, write.value.sources())), ())
        if place and write.column in optional:
            leave_out(body, place)
    return msgspec.structs.replace(request, body=body)


def single_fields(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    """Bodies of one field each, of those that a schema lets people leave out; without a schema, of those that the handler reads."""
    if not any(leaf.kind == "body" for check in endpoint.checks for leaf in check.subject.sources()):
        for item in endpoint.inputs:
            if item.part == "body" and item.name.isidentifier():
                yield {item.name: sample(item.name, "")}
    for check in endpoint.checks:
        if any(leaf.kind == "body" and not leaf.path for leaf in check.subject.sources()):
            for name, rule in check.fields:
                if "optional" in rule.split():
                    yield {name: sample(name, rule)}


def _optional_keys(table: Table) -> Iterator[str]:
    """Columns of unique keys that may be empty: an empty one collides with nothing."""
    keys = {name for index in table.indexes if index.unique for name in index.columns}
    for column in table.columns:
        if column.nullable and not column.primary and (column.unique or column.name in keys):
            yield column.name
