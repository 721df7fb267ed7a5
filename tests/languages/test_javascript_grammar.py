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


def test_a_lone_ampersand_is_text_as_browsers_have_it() -> None:
    module = read_javascript(
        "page.tsx",
        b'type Both = One & Two;\nconst a = <a href="?x=1&utm_source=q">Terms & conditions, R&D &amp; more</a>;\nconst b = 6 & 3;',
    )
    assert module.errors == ()
    element = module.body[-2].value  # type: ignore[attr-defined]
    assert element.tag == "a"
    assert "Terms & conditions" in str(element.children)
