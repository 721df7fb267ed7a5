"""Routes of TanStack Router are pages at the address that their file or their maker says."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.frameworks.react.file_routes import address
from tests.frameworks.node_app import understood

PAGE = """
import {{ createFileRoute }} from "@tanstack/react-router";
export const Route = createFileRoute("{path}")({{ component: {name}{more} }});
function {name}() {{ return <h1>Here</h1>; }}
"""


def page(path: str, name: str, more: str = "") -> str:
    return PAGE.format(path=path, name=name, more=more)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", "/"),
        ("/_layout/", "/"),
        ("/orders/$id", "/orders/:id"),
        ("/_layout/(shop)/orders/", "/orders"),
        ("/files/$", "/files/*"),
        ("/posts_/$id/edit", "/posts/:id/edit"),
    ],
)
def test_addresses(path: str, found: str) -> None:
    assert address(path) == found


def test_files_are_pages_and_layouts_are_none(tmp_path: Path) -> None:
    app = understood(
        tmp_path,
        {
            "src/routes/_shop.tsx": page("/_shop", "Shop", ", beforeLoad: () => { throw redirect({}); }"),
            "src/routes/_shop/index.tsx": page("/_shop/", "Home"),
            "src/routes/_shop/orders.$id.tsx": page("/_shop/orders/$id", "Order"),
            "src/routes/login.tsx": page("/login", "Login", ", beforeLoad: () => {}"),
        },
    )
    assert {(one.route, one.component, one.guarded) for one in app.pages} == {
        ("/", "Home", True),
        ("/orders/:id", "Order", True),
        ("/login", "Login", False),
    }


def test_a_route_made_in_code_shows_the_page_of_another_module(tmp_path: Path) -> None:
    routes = """
    import { createRootRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";
    const root = createRootRoute();
    const about = createRoute({
      getParentRoute: () => root,
      path: "/about",
      component: lazyRouteComponent(() => import("./about")),
    });
    """
    about = "export default function About() { return <h1>About us</h1>; }"
    app = understood(tmp_path, {"src/routes.tsx": routes, "src/about.tsx": about})
    assert [(one.route, one.component, one.file) for one in app.pages] == [
        ("/about", "About", "src/about.tsx")
    ]
