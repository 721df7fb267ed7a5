"""JSX, in JavaScript and in TSX."""

from __future__ import annotations

import pytest
from javascript_text import value

ELEMENTS = {
    "<div />": "<div>[]",
    "<div></div>": "<div>[]",
    "<></>": "<>[]",
    "<><a/>text</>": '<>[<a>[], "text"]',
    "<Form.Item />": "<Form.Item>[]",
    "<svg:rect xlink:href='#a' />": '<svg:rect "xlink:href": "#a">[]',
    '<a href="x" disabled data-id={1} {...rest} />': '<a "href": "x" "disabled": true "data-id": 1 ...rest>[]',
    "<a b=<c/> />": '<a "b": <c>[]>[]',
    '<a title="Tom &amp; Jerry\\n" />': '<a "title": "Tom & Jerry\\\\n">[]',
    "<p>\n  Hello &amp; bye,\n  {name}!\n</p>": '<p>["Hello & bye,", name, "!"]',
    "<p>one\n   two</p>": '<p>["one two"]',
    "<p>&nbsp;x</p>": '<p>["\xa0x"]',
    "<ul>{items.map(i => <li key={i}>{i}</li>)}</ul>": (
        '<ul>[items.map(arrow (i) { return <li "key": i>[i]; })]'
    ),
    "<p>{/* note */}{a}{...b}</p>": "<p>[a, ...b]",
    "<p>{a ? <b/> : null}</p>": "<p>[(a ? <b>[] : null)]",
    "<p>{`a${b}`}</p>": "<p>[`a${b}`]",
}


@pytest.mark.parametrize(("source", "lowered"), ELEMENTS.items())
def test_an_element(source: str, lowered: str) -> None:
    assert value(source, "file.jsx") == lowered
    assert value(source, "file.tsx") == lowered


def test_a_tag_beside_a_back_quote_is_no_type_argument() -> None:
    assert value("<p>run<b>`npm`</b></p>") == '<p>["run", <b>["`npm`"]]'


def test_type_arguments_of_an_element_are_dropped() -> None:
    assert value("<List<Item> of={a} />") == '<List "of": a>[]'
