"""FastAPI: which endpoints there are, where they stand and what runs before them."""

from __future__ import annotations

from pathlib import Path

from app_text import written
from python_app import app_of, only, text_at

from roadworthy.views.requests.forms import takes_form


def test_prefixes_of_routers_add_up(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        inner = APIRouter(prefix="/items")
        outer = APIRouter(prefix="/v1")

        @inner.get("")
        def all_items():
            return []

        @inner.get("/{item_id}/")
        def one_item(item_id: int):
            return item_id

        outer.include_router(inner, prefix="/shop")
        app.include_router(outer, prefix="/api")
        """,
    )
    assert {e.subject for e in app.endpoints} == {
        "GET /api/v1/shop/items",
        "GET /api/v1/shop/items/{item_id}/",
    }
    assert app.stacks == ("fastapi", "sqlalchemy")


def test_more_routers_in_a_loop_than_a_value_has_alternatives(tmp_path: Path) -> None:
    routers = "\n".join(
        f"r{n} = APIRouter(prefix='/r{n}')\n@r{n}.get('/x')\ndef f{n}(): ..." for n in range(12)
    )
    every = ", ".join(f"r{n}" for n in range(12))
    app = app_of(tmp_path, f"{routers}\nfor router in ({every}):\n    app.include_router(router)\n")
    assert len(app.endpoints) == 12


def test_the_location_spans_decorators_and_function(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.post("/things", status_code=201)
        async def make(request: Request):
            data = await request.json()
            return data
        """,
    )
    endpoint = only(app, "POST /things")
    assert text_at(tmp_path, endpoint.location).startswith('@app.post("/things"')
    assert text_at(tmp_path, endpoint.handler).endswith("return data")
    assert text_at(tmp_path, endpoint.handler_body).startswith("data = await")
    assert endpoint.handler_name == "make"
    assert [(i.part, i.name) for i in endpoint.inputs] == [("body", "")]
    assert [a.status for a in endpoint.answers] == [201]


def test_everything_in_front_is_named_in_order(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from fastapi.middleware.gzip import GZipMiddleware
        from slowapi import Limiter

        limiter = Limiter(key_func=lambda request: request.client.host)
        app.add_middleware(GZipMiddleware)

        def audit(request: Request): ...
        def per(rate):
            def check(request: Request): ...
            return check

        router = APIRouter(dependencies=[Depends(audit)])

        @router.get("/x", dependencies=[Depends(per("5/minute"))])
        @limiter.limit("5/minute")
        def x(request: Request, user=Depends(current_user)):
            return {}

        app.include_router(router)
        """,
    )
    names = [m.name for m in only(app, "GET /x").middleware]
    assert names == [
        "GZipMiddleware",
        "limiter.limit",
        "audit",
        "per",
        "current_user",
        "OAuth2PasswordBearer",
        "get_db",
    ]


def test_a_dependency_that_raises_leaves_a_fact(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        def admin(user: User = Depends(current_user)):
            if not user.is_admin:
                raise HTTPException(status_code=status.HTTP_403_FORBIDDEN)
            return user

        class Role:
            def __init__(self, name): self.name = name
            def __call__(self, user: Annotated[User, Depends(current_user)]):
                if user.email != self.name:
                    raise HTTPException(403)

        @app.get("/a")
        def a(user: Annotated[User, Depends(admin)]):
            return user.id

        @app.get("/b", dependencies=[Depends(Role("root"))])
        def b():
            return 1

        @app.get("/c")
        def c(user: User = Depends(current_user)):
            return 1
        """,
    )
    assert "users.is_admin" in map(str, only(app, "GET /a").facts)
    assert "users.email == 'root'" in map(str, only(app, "GET /b").facts)
    assert [str(fact) for fact in only(app, "GET /c").facts] == [
        "headers.authorization",
        "session.token",
        "users",
    ]
    assert sorted({a.status for a in only(app, "GET /a").answers}) == [200, 401, 403]


def test_a_check_two_functions_deep_counts_and_one_after_an_early_return_does_not(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        def deny():
            raise HTTPException(403)

        def owns(note, user):
            if note.owner_id != user.id:
                deny()

        def load(db, id, user):
            note = db.get(Note, id)
            if note is None:
                raise HTTPException(404)
            owns(note, user)
            return note

        def maybe(note, user):
            if note.likes == 0:
                return note
            if note.owner_id != user.id:
                raise HTTPException(403)
            return note

        @app.delete("/a/{id}")
        def a(id: int, db: Session = Depends(get_db), user=Depends(current_user)):
            note = load(db, id, user)
            db.delete(note)
            db.commit()

        @app.delete("/b/{id}")
        def b(id: int, db: Session = Depends(get_db), user=Depends(current_user)):
            note = maybe(db.query(Note).filter(Note.id == id).one(), user)
            db.delete(note)
            db.commit()
        """,
    )
    sure = only(app, "DELETE /a/{id}").queries[-1]
    assert sure.operation == "delete" and "notes.owner_id == users.id" in map(str, sure.facts)
    unsure = only(app, "DELETE /b/{id}").queries[-1]
    assert unsure.operation == "delete" and "notes.owner_id == users.id" not in map(str, unsure.facts)


def test_middleware_functions_and_classes_are_followed(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from starlette.middleware.base import BaseHTTPMiddleware

        class Guard(BaseHTTPMiddleware):
            async def dispatch(self, request: Request, call_next):
                if request.headers.get("x-key") != "k":
                    return JSONResponse({"detail": "no"}, status_code=403)
                return await call_next(request)

        app.add_middleware(Guard)

        @app.middleware("http")
        async def tag(request: Request, call_next):
            request.state.tenant = request.headers["x-tenant"]
            response = await call_next(request)
            response.headers["x"] = "y"
            return response

        @app.get("/x")
        def x(request: Request, db: Session = Depends(get_db)):
            return db.query(User).filter(User.email == request.state.tenant).all()
        """,
    )
    endpoint = only(app, "GET /x")
    assert [m.name for m in endpoint.middleware] == ["Guard", "tag", "get_db"]
    assert "headers.x-key == 'k'" in map(str, endpoint.facts)
    assert [a.status for a in endpoint.answers] == [403, 200]
    assert str(endpoint.queries[0].filters[0].value) == "headers.x-tenant"


def test_static_files_and_what_stands_before_them(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from pathlib import Path as Folder
        from fastapi.staticfiles import StaticFiles
        from fastapi.middleware.gzip import GZipMiddleware
        import os

        class Cached(StaticFiles):
            async def get_response(self, path, scope):
                response = await super().get_response(path, scope)
                response.headers["Cache-Control"] = "public, max-age=3600"
                return response

        app.add_middleware(GZipMiddleware, minimum_size=500)
        app.mount("/a", StaticFiles(directory="static"), name="a")
        app.mount("/b", Cached(directory=Folder(__file__).resolve().parent / "web" / "dist"))
        app.mount("/", StaticFiles(directory=os.path.join(os.path.dirname(__file__), "html"), html=True))
        """,
    )
    found = [(s.mount, s.folder, s.max_age, s.compressed, s.framework) for s in app.statics]
    assert found == [
        ("/a", "static", None, True, "fastapi"),
        ("/b", "web/dist", 3600, True, "fastapi"),
        ("/", "html", None, True, "fastapi"),
    ]


def test_decorated_handlers_keep_their_parameters_and_their_guard(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from functools import wraps

        def signed(handler):
            @wraps(handler)
            async def inner(*args, **kwargs):
                if not kwargs["request"].headers.get("x-key"):
                    raise HTTPException(401)
                return await handler(*args, **kwargs)
            return inner

        @app.get("/x/{id}")
        @signed
        async def x(id: int, request: Request, db: Session = Depends(get_db)):
            return db.get(User, id)
        """,
    )
    endpoint = only(app, "GET /x/{id}")
    assert endpoint.handler_name == "x"
    assert [str(f) for f in endpoint.queries[0].facts] == ["headers.x-key"]
    assert [str(s) for s in endpoint.queries[0].filters[0].value.sources()][-1] == "params.id"


def test_applications_made_by_a_function_mounted_or_with_a_lifespan(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from contextlib import asynccontextmanager
        import httpx

        @asynccontextmanager
        async def lifespan(app):
            httpx.get("https://example.com/warm")
            yield

        def create():
            made = FastAPI(lifespan=lifespan)

            @made.get("/inner")
            def inner():
                return {"ok": True}

            return made

        app.mount("/sub", create())
        app.add_api_route("/old", lambda: 1, methods=["GET", "POST"])
        """,
    )
    assert {e.subject for e in app.endpoints} == {"GET /sub/inner", "GET /old", "POST /old"}
    assert [s.service for s in app.loose_services] == ["example.com"]


def test_answers_of_exceptions_of_the_apps_own(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Missing(HTTPException):
            def __init__(self, what):
                super().__init__(status_code=404, detail=what)

        class Broke(Exception): ...

        @app.exception_handler(Broke)
        def broke(request: Request, error: Broke):
            return JSONResponse({"detail": "x"}, status_code=409)

        @app.get("/x")
        def x(n: int):
            if n == 1:
                raise Missing("x")
            if n == 2:
                raise Broke()
            if n == 3:
                raise ValueError("boom")
            if n == 4:
                return RedirectResponse("/y")
            return Response(status_code=204)
        """,
    )
    assert [a.status for a in only(app, "GET /x").answers] == [404, 409, 500, 307, 204]


def test_a_response_model_decides_what_leaves(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Out(BaseModel):
            id: int
            email: str

        @app.get("/a", response_model=list[Out])
        def a(db: Session = Depends(get_db)):
            return db.query(User).all()

        @app.get("/b")
        def b(db: Session = Depends(get_db)) -> Out:
            return db.query(User).first()

        @app.get("/c")
        def c(db: Session = Depends(get_db)):
            return db.query(User).first()
        """,
    )
    listed = only(app, "GET /a").answers[0].body
    assert [name for name, _ in listed.inputs[0].fields] == ["id", "email"]
    single = only(app, "GET /b").answers[0].body
    assert any([name for name, _ in part.fields] == ["id", "email"] for part in (single, *single.inputs))
    assert any(
        leaf.kind == "row" and leaf.path == () for leaf in only(app, "GET /c").answers[0].body.leaves()
    )


def test_sockets(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.websocket("/ws/{room}")
        async def talk(websocket: WebSocket, room: str, db: Session = Depends(get_db)):
            await websocket.accept()
            while True:
                text = await websocket.receive_text()
                db.add(Note(body=text, owner_id=room))
                db.commit()
                await websocket.send_text(text)
        """,
    )
    endpoint = only(app, "WS /ws/{room}")
    (insert,) = endpoint.queries
    assert str(insert.written("body")) == "body" and insert.loops == 1
    assert [a.status for a in endpoint.answers] == [200]


def test_a_response_model_is_followed_into_lists_of_models(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Owner(BaseModel):
            id: int

        class NoteOut(BaseModel):
            id: int
            owner: Owner

        class Person(BaseModel):
            notes: list[NoteOut]

        class Page(BaseModel):
            items: list[Person]

        @app.get("/a", response_model=Page)
        def a(db: Session = Depends(get_db)):
            return {"items": db.query(User).all()}
        """,
    )
    leaves = {leaf.path for leaf in only(app, "GET /a").answers[0].body.leaves() if leaf.kind == "row"}
    assert leaves == {("id",)}


def test_what_an_application_keeps_is_known_to_its_handlers(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from contextlib import asynccontextmanager
            import requests
            from fastapi import FastAPI, Request

            class Weather:
                def ask(self, place):
                    return requests.get(f"https://weather.example.com/today/{place}", timeout=5).json()

            @asynccontextmanager
            async def lifespan(app: FastAPI):
                app.state.weather = Weather()
                yield

            app = FastAPI(lifespan=lifespan)

            @app.get("/here")
            def here(place: str):
                return app.state.weather.ask(place)

            @app.get("/there")
            def there(place: str, request: Request):
                return request.app.state.weather.ask(place)
            """,
            "requirements.txt": "fastapi\nrequests\n",
        },
    )
    for subject in ("GET /here", "GET /there"):
        assert [call.service for call in only(app, subject).services] == ["weather.example.com"]


def test_handlers_that_show_a_template_are_pages_with_its_forms(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from fastapi import FastAPI, Form, Request
            from fastapi.responses import RedirectResponse
            from fastapi.templating import Jinja2Templates

            app = FastAPI()
            templates = Jinja2Templates(directory="templates")

            @app.get("/notes/{note_id}")
            def show(request: Request, note_id: int):
                return templates.TemplateResponse("note.html", {"request": request, "number": note_id})

            @app.get("/new")
            def new(request: Request):
                return templates.TemplateResponse(request, "new.html", {"title": "New"}, status_code=202)

            @app.post("/notes")
            def create(title: str = Form(...)):
                return RedirectResponse("/notes/1", status_code=303)

            @app.post("/notes/{note_id}/like")
            def like(note_id: int):
                return RedirectResponse("/new", status_code=303)

            @app.post("/api/notes/{note_id}/like")
            def like_it(note_id: int):
                return {"liked": note_id}
            """,
            "templates/note.html": """<p>{{ number }}</p><form method="post" action="/notes/1/like"></form>""",
            "templates/new.html": """<form method="post" action="{{ url_for('create') }}"><input name="title"></form>""",
            "requirements.txt": "fastapi\njinja2\n",
        },
    )
    assert {page.route: page.file for page in app.pages} == {
        "/notes/{note_id}": "templates/note.html",
        "/new": "templates/new.html",
    }
    assert {component.name for component in app.components} == {"note.html", "new.html"}
    answers = {e.subject: [(a.status, a.page) for a in e.answers] for e in app.endpoints}
    assert answers["GET /notes/{note_id}"] == [(200, True)] and answers["GET /new"] == [(202, True)]
    assert {e.subject for e in app.endpoints if takes_form(e)} == {
        "POST /notes",
        "POST /notes/{note_id}/like",
    }


def test_dependencies_that_a_maker_of_routers_may_be_given(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from fastapi import APIRouter, Depends, FastAPI


            def admin():
                return 1


            def made(prefix, dependencies=None):
                router = APIRouter(prefix=prefix, dependencies=dependencies or [])

                @router.get("/")
                def show():
                    return []

                return router


            app = FastAPI()
            app.include_router(made("/closed", [Depends(admin)]))
            app.include_router(made("/open"))
            """,
        },
    )
    assert {one.subject: [put.name for put in one.middleware] for one in app.endpoints} == {
        "GET /closed/": ["admin"],
        "GET /open/": [],
    }
