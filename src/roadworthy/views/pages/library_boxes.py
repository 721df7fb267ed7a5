"""Components of widget libraries that are a plain element on the page: a card, a box, a row, an icon. Whoever gives them a click
gives it to the mouse alone."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.spots import spots

# Without `actions`, `onPress` or a `component` that makes a control of them.
_BOXES = {
    "antd": {"Card", "Tag", "Row", "Col", "Flex", "Space", "Avatar", "List", "Badge", "Image"},
    "@mui/material": {"Box", "Paper", "Card", "CardContent", "Stack", "Grid", "Typography", "TableRow", "TableCell", "Avatar", "ListItem"},
    "@chakra-ui/react": {"Box", "Flex", "HStack", "VStack", "Stack", "Text", "Card", "Tr", "Td", "Image"},
    "@mantine/core": {"Box", "Paper", "Card", "Group", "Stack", "Flex", "Text", "Image"},
    "react-bootstrap": {"Card", "Row", "Col", "Container", "Image"},
}  # fmt: skip
_ICONS = ("@ant-design/icons", "@mui/icons-material")


def library_boxes(app: App) -> dict[str, frozenset[str]]:
    """By file, the names under which it knows such components. A view."""
    found: dict[str, set[str]] = {}
    for spot in spots(app, form.Import):
        node = spot.node
        assert isinstance(node, form.Import)
        source = node.source
        boxes = _BOXES.get(source) or _BOXES.get("/".join(source.split("/")[:2]), set())
        for name in node.names:
            icon = source.startswith(_ICONS) and name.local[:1].isupper()
            if (
                icon
                or name.imported in boxes
                or (boxes and source.rsplit("/", 1)[-1] in boxes and name.local in boxes)
            ):
                found.setdefault(spot.path, set()).add(name.local)
    return {path: frozenset(names) for path, names in found.items()}
