"""Going through a module gives the same whether or not what is below its parts is kept for the next who asks."""

from __future__ import annotations

import pytest

from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript

_FUNCTION = """function save(request) {
  try {
    const rows = request.body.rows.map((row) => ({ ...row, owner: request.user.id }));
    if (rows.length > 0) { store.put(rows); }
  } catch (error) { report(error); }
}
"""


# Two statements, one that is short, and one that is long enough to be kept by itself.
@pytest.fixture(params=[_FUNCTION * 2, _FUNCTION, "(function () {\n" + _FUNCTION * 12 + "})();\n"])
def module(request: pytest.FixtureRequest) -> form.Module:
    return read_javascript("app.js", request.param.encode())


def _identities(nodes: object) -> list[int]:
    return [id(node) for node in nodes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kinds", [(), (form.Call,), (form.Function, form.Try)])
def test_a_walk_that_is_remembered_gives_the_same_each_time(
    module: form.Module, kinds: tuple[type[form.Node], ...]
) -> None:
    plain = _identities(form.walk(module.body, *kinds))
    with form.remembering_walks():
        assert _identities(form.walk(module.body, *kinds)) == plain
        assert _identities(form.walk(module.body, *kinds)) == plain
        # The tuple is another, the statements are the same.
        assert _identities(form.walk((*module.body,), *kinds)) == plain


def test_what_stands_outside_of_functions_is_the_same_each_time(module: form.Module) -> None:
    plain = _identities(form.outside(module.body))
    with form.remembering_walks():
        assert _identities(form.outside(module.body)) == plain
        assert _identities(form.outside(module.body)) == plain


def test_a_part_is_not_taken_for_the_whole(module: form.Module) -> None:
    with form.remembering_walks():
        for node in form.descend(module.body):
            below = _identities(form.descend((node,)))
            assert _identities(form.walk((node,))) == below
            assert _identities(form.outside((node,))) == _identities(
                form.descend((node,), form.Function, form.Class)
            )
