"""How many rows an answer shows: the elements of its longest list, whether it is JSON or a page."""

from __future__ import annotations

from html.parser import HTMLParser

from roadworthy.proof.growing_rows import longest_list
from roadworthy.proof.page_text import said
from roadworthy.trial import Response

_VOID = frozenset(
    {"input", "br", "img", "meta", "link", "hr", "area", "base", "col", "source", "track", "wbr"}
)
# What repeats in a page without being a row of anything.
_SMALL = frozenset({"br", "span", "b", "i", "strong", "em", "script", "link", "meta", "td", "th"})


def rows_shown(answer: Response) -> int:
    """The elements of the longest list of an answer, -1 where it holds none. Of a page: the most elements of one kind that
    stand beside each other."""
    if "html" not in answer.headers.get("content-type", ""):
        return longest_list(answer.json())
    reader = _Siblings()
    reader.feed(answer.text)
    reader.close()
    return reader.most or -1


def reads_the_same(one: Response, other: Response) -> bool:
    """Whether two answers say the same to people: tokens that change with each answer are not read."""
    return said(one) == said(other)


class _Siblings(HTMLParser):
    """Counts the children of each element by their tag and first class."""

    def __init__(self) -> None:
        super().__init__()
        self.most = 0
        self._open: list[tuple[str, dict[str, int]]] = [("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        first = (dict(attrs).get("class") or "").split(" ")[0]
        if tag not in _SMALL:
            counted = self._open[-1][1]
            counted[f"{tag}.{first}"] = counted.get(f"{tag}.{first}", 0) + 1
            self.most = max(self.most, counted[f"{tag}.{first}"])
        if tag not in _VOID:
            self._open.append((tag, {}))

    def handle_endtag(self, tag: str) -> None:
        # HTML leaves out many end tags: everything down to the element that ends is closed with it.
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth][0] == tag:
                del self._open[depth:]
                return
