"""What the published grammar gets wrong and the reader sets right."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.languages.javascript import read_javascript


def test_an_assertion_on_the_right_of_a_comparison_binds_to_its_own_operand() -> None:
    module = read_javascript("a.ts", b"order.userId !== req.user!.id")
    statement = module.body[0]
    assert isinstance(statement, form.Evaluate)
    comparison = statement.value
    assert isinstance(comparison, form.Operation) and comparison.operator == "!="
    assert isinstance(comparison.operands[1], form.Member) and comparison.operands[1].name == "id"


def test_an_exclamation_mark_in_text_stays() -> None:
    module = read_javascript("a.ts", b"say('Done!.')")
    call = module.body[0].value  # type: ignore[union-attr]
    assert call.arguments[0].value == "Done!."  # type: ignore[union-attr]
