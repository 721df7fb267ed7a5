"""Pages of a React app: which address shows which component."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.asked_at import asked_at
from roadworthy.views.pages.screens import components_on, page_showing, plain_pages, route_showing
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


LISTED = """
import Basket from "./Basket";
import SignIn from "./SignIn";
export const SIGN_IN = "/sign-in";
export const open = [{ path: SIGN_IN, Component: SignIn }, { path: "/register", Component: SignIn }];
export const closed = [{ path: "/basket", Component: Basket }, { path: "/orders/:id", element: <Basket /> }];
"""
MAPPED = """
import { Routes, Route, Navigate } from "react-router-dom";
import { open, closed, SIGN_IN } from "./routes";
export default function Router({ signedIn }) {
  return (
    <Routes>
      {open.map(({ path, Component }) => <Route key={path} path={path} element={<Component />} />)}
      {signedIn ? closed.map((route) => (
        <Route key={route.path} path={route.path} element={route.element ?? <route.Component />} />
      )) : <Route path="*" element={<Navigate to={SIGN_IN} />} />}
    </Routes>
  );
}
"""


def test_a_list_of_routes_that_elements_are_made_of_is_read(tmp_path: Path) -> None:
    shown = "export default function {name}() {{ return <p>Here</p>; }}"
    files = {"src/Router.jsx": MAPPED, "src/routes.jsx": LISTED}
    files |= {f"src/{name}.jsx": shown.format(name=name) for name in ("Basket", "SignIn")}
    app = understood(tmp_path, files)
    shown_at = {page.route: page.component for page in app.pages if page.route != "*"}
    assert shown_at == {
        "/sign-in": "SignIn",
        "/register": "SignIn",
        "/basket": "Basket",
        "/orders/:id": "Basket",
    }


def test_what_a_page_asks_the_machine_it_is_opened_on_is_the_apps_own_server(tmp_path: Path) -> None:
    page = """
    import { useEffect } from "react";
    import { notesURL } from "./urls";
    import { askNotes } from "./asking";
    export default function Notes() {
      useEffect(() => { askNotes(); }, []);
      return <button onClick={() => fetch(notesURL, { method: "POST" })}>Add</button>;
    }
    """
    asking = 'import { notesURL } from "./urls";\nexport const askNotes = async () => await fetch(notesURL);'
    urls = 'const BASE = "http://127.0.0.1:8000";\nexport const notesURL = `${BASE}/notes`;'
    app = understood(tmp_path, {"src/Notes.tsx": page, "src/asking.ts": asking, "src/urls.ts": urls})
    (notes,) = [one for one in app.components if one.name == "Notes"]
    asked = {(one.method, one.path, one.trigger) for one in notes.fetches}
    assert asked == {("GET", "/notes", "effect"), ("POST", "/notes", "onClick")}


STORE = """
import { createAsyncThunk } from "@reduxjs/toolkit";
import { readOrders } from "./orders";
const createAppThunk = createAsyncThunk.withTypes<{ state: object }>();
export const loadOrders = createAppThunk("orders/load", async (shop: string) => await readOrders(shop));
"""
SERVICE = """
import axios from "axios";
const server = axios.create({ baseURL: "/api" });
const orders = { read: async (shop) => (await server.get(`/shops/${shop}/orders`)).data };
export const readOrders = async (shop) => await orders.read(shop);
"""
SHOWN = """
import { useEffect } from "react";
import { useDispatch } from "react-redux";
import { loadOrders } from "./store";
export default function Orders() {
  const dispatch = useDispatch();
  useEffect(() => { dispatch(loadOrders("main")); }, []);
  return <p>Here</p>;
}
"""


def test_what_a_thunk_asks_is_asked_by_the_page_that_hands_it_to_the_store(tmp_path: Path) -> None:
    app = understood(tmp_path, {"src/store.ts": STORE, "src/orders.js": SERVICE, "src/Orders.tsx": SHOWN})
    (component,) = app.components
    (fetch,) = component.fetches
    assert (fetch.method, fetch.path) == ("GET", "/api/shops/main/orders")
    assert (fetch.trigger, fetch.caught) == ("effect", True)
    for place in (fetch.location, *fetch.calls[-2:]):
        assert [one.path for one in asked_at(app, place)] == [fetch.path]
    assert {place.path for place in fetch.calls} == {"src/store.ts", "src/orders.js", "src/Orders.tsx"}


def test_pages_that_all_call_their_component_alike_show_what_each_puts_in(tmp_path: Path) -> None:
    files = {
        "package.json": '{"dependencies": {"next": "15.3.1", "react": "19.0.0"}}',
        "src/app/page.tsx": "export default function Page() { return <p>Welcome</p>; }",
        "src/app/books/page.tsx": (
            'import BooksTable from "../../components/TableBooks";\n'
            "export default function Page() { return <BooksTable />; }"
        ),
        # Imported under another name than its own.
        "src/components/TableBooks.tsx": (
            'import Row from "./TableRow";\n'
            "export default function TableBooks() { return <table><Row /></table>; }"
        ),
        "src/components/TableRow.tsx": "export default function TableRow() { return <tr />; }",
    }
    app = understood(tmp_path, files)
    assert [route_showing(app, name) for name in ("TableBooks", "TableRow")] == ["/books", "/books"]


def test_a_page_at_an_address_and_everywhere_below_is_the_page_of_that_address(tmp_path: Path) -> None:
    routes = """
    import { Route, Routes } from "react-router-dom";
    import Desk from "./Desk";
    import SignIn from "./SignIn";
    export default function Router() {
      return (
        <Routes>
          <Route path="/sign-in" element={<SignIn />} />
          <Route path="/*" element={<Desk />} />
        </Routes>
      );
    }
    """
    shown = "export default function {name}() {{ return <p>Here</p>; }}"
    files = {"src/Router.tsx": routes}
    files |= {f"src/{name}.tsx": shown.format(name=name) for name in ("Desk", "SignIn")}
    app = understood(tmp_path / "whole", files)
    assert [page.route for page in plain_pages(app)] == ["/", "/sign-in"]
    assert [one.name for one in components_on(app, "/")] == ["Desk"]
    # What stands where no other page does is no page of the front.
    lost = {"src/Router.tsx": routes.replace('path="/*"', 'path="*"')}
    assert [page.route for page in plain_pages(understood(tmp_path / "lost", files | lost))] == ["/sign-in"]
