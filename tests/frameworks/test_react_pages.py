"""Pages of a React app: which address shows which component."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.screens import page_showing
from tests.frameworks.node_app import understood


def test_two_components_at_one_address_are_one_page_that_shows_both(tmp_path: Path) -> None:
    routes = """
    import { Route, Switch } from "wouter";
    import Landing from "./Landing";
    import Home from "./Home";
    export default function Router() {
      const { signedIn } = useAuth();
      return (
        <Switch>
          {signedIn ? <Route path="/" component={Home} /> : <Route path="/" component={Landing} />}
        </Switch>
      );
    }
    """
    home = 'import List from "./List";\nexport default function Home() { return <List />; }'
    shown = "export default function {name}() {{ return <p>Here</p>; }}"
    files = {"src/Router.tsx": routes, "src/Home.tsx": home}
    files |= {f"src/{name}.tsx": shown.format(name=name) for name in ("Landing", "List")}
    app = understood(tmp_path, files)
    (page,) = app.pages
    assert {page.component, *page.others} == {"Home", "Landing"}
    assert page_showing(app, "List") == page == page_showing(app, "Landing")


def test_a_function_without_a_name_shows_the_page_that_it_draws(tmp_path: Path) -> None:
    routes = """
    import { Route, Switch } from "wouter";
    import Orders from "./Orders";
    function Guard({ children }) {
      const { signedIn } = useAuth();
      return signedIn ? <>{children}</> : null;
    }
    export default function Router() {
      return <Switch><Route path="/orders" component={() => <Guard><Orders /></Guard>} /></Switch>;
    }
    """
    orders = "export default function Orders() { return <p>Here</p>; }"
    app = understood(tmp_path, {"src/Router.tsx": routes, "src/Orders.tsx": orders})
    (page,) = app.pages
    assert (page.route, page.component, page.guarded) == ("/orders", "Orders", True)
