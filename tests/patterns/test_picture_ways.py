"""Which component a picture of a page is from."""

from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder
from roadworthy.patterns.network.heavy_images.ways import Way, _alike, _drawn

_PAGE = """
import { Card } from "./card";
export function Menu({ items }) {
  return <ul>{items.map((item) => <li className="tile wide" key={item.id}><img className="cover" src={item.image} /></li>)}</ul>;
}
export function Basket({ items }) {
  return <ul>{items.map((item) => <li className="row" key={item.id}><img className="cover" src={item.image} /></li>)}</ul>;
}
export function Shelf({ items }) {
  return <ul>{items.map((item) => <Card key={item.id}><img className="cover" src={item.image} /></Card>)}</ul>;
}
"""


def test_pictures_of_the_same_classes_are_told_apart_by_what_they_stand_in(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"react": "19.0.0"}}')
    (tmp_path / "page.jsx").write_text(_PAGE)
    (tmp_path / "card.jsx").write_text("export const Card = ({ children }) => <div>{children}</div>;\n")
    found = _drawn(audit_folder(tmp_path).app, {"Menu", "Basket", "Shelf"})
    assert found["Menu"] == {Way(frozenset({"cover"}), frozenset({"tile", "wide"}))}
    # What a component puts around it is not told from here: it may be anything.
    assert found["Shelf"] == {Way(frozenset({"cover"}))}
    assert _alike(found["Menu"], found) == ["Menu", "Shelf"]
    shown = {"classes": ["cover"], "around": ["wide", "tile"]}
    assert [name for name in sorted(found) if any(way.is_that_of(shown) for way in found[name])] == [
        "Menu",
        "Shelf",
    ]
