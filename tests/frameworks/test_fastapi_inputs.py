"""FastAPI and pydantic: what a handler is given, and what is known of it."""

from __future__ import annotations

from pathlib import Path

from python_app import app_of, of_table, only, writes

from roadworthy.app import Origin


def _answered(app: object, subject: str) -> dict[str, Origin]:
    return dict(only(app, subject).answers[-1].body.fields)  # type: ignore[arg-type]


def test_parameters_come_from_where_fastapi_takes_them(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.get("/x/{a}/{rest:path}")
        def x(a: str, rest: str, b: str, c: Annotated[str, Header()], d: str = Cookie(None),
              e: str = Query("z", alias="ee"), f_g: str = Header()):
            return {"a": a, "rest": rest, "b": b, "c": c, "d": d, "e": e, "f_g": f_g}
        """,
    )
    shown = {name: str(origin) for name, origin in _answered(app, "GET /x/{a}/{rest:path}").items()}
    assert shown == {
        "a": "params.a",
        "rest": "params.rest",
        "b": "query.b",
        "c": "headers.c",
        "d": "cookies.d",
        "e": "query.ee",
        "f_g": "headers.f-g",
    }


def test_types_and_constraints_of_parameters_are_rules(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        import enum

        class Sort(str, enum.Enum):
            UP = "up"
            DOWN = "down"

        Limit = Annotated[int, Query(ge=1, le=100)]

        @app.get("/x/{id}")
        def x(id: int, limit: Limit = 20, q: str = Query(..., min_length=2, max_length=50), sort: Sort = Sort.UP,
              tags: list[str] = Query([])):
            return {"id": id, "limit": limit, "q": q, "sort": sort, "tags": tags}
        """,
    )
    rules = {name: dict(o.schema).get("", o.schema) for name, o in _answered(app, "GET /x/{id}").items()}
    assert rules["id"] == "int"
    assert rules["limit"] == "int ge 1 le 100"
    assert rules["q"] == "str min 2 max 50"
    assert rules["sort"] == "enum up|down"
    assert all(o.kind == "parsed" and o.from_request for o in _answered(app, "GET /x/{id}").values())


def test_a_model_is_a_check_of_the_body(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from pydantic import constr, field_validator, AfterValidator
        from typing import Literal, List
        from decimal import Decimal

        class Base(BaseModel):
            model_config = ConfigDict(extra="forbid")
            name: str = Field(..., min_length=1, max_length=80)

        class Line(BaseModel):
            count: int = Field(gt=0)

        class Order(Base):
            email: EmailStr
            rating: int = Field(ge=1, le=5)
            kind: Literal["a", "b"] = "a"
            code: constr(max_length=3, pattern="^[A-Z]+$")
            note: Optional[str] = None
            price: Annotated[Decimal, Field(max_digits=8, decimal_places=2, gt=0)]
            lines: List[Line]
            free: str

            @field_validator("free")
            def short(cls, value):
                if len(value) > 5:
                    raise ValueError
                return value

        @app.post("/orders")
        def make(order: Order):
            return {"first": order.lines[0].count, "email": order.email}
        """,
    )
    endpoint = only(app, "POST /orders")
    (check,) = endpoint.checks
    assert (check.library, check.strict, check.strips, str(check.subject)) == ("pydantic", True, True, "body")
    assert dict(check.fields) == {
        "name": "str min 1 max 80",
        "email": "str email",
        "rating": "int ge 1 le 5",
        "kind": "literal a|b optional",
        "code": "str max 3 pattern ^[A-Z]+$",
        "note": "str optional",
        "price": "decimal gt 0 digits 8 places 2",
        "lines": "list",
        "free": "str max 5",
    }
    fields = _answered(app, "POST /orders")
    assert (fields["email"].kind, fields["email"].path) == ("parsed", ("email",))
    assert dict(fields["first"].schema)[""] == "int gt 0"
    assert str(fields["email"].inputs[0]) == "body.email"


def test_a_raw_body_is_not_a_check(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        @app.post("/a")
        def a(payload: dict = Body(...)):
            return {"x": payload["x"], "y": payload.get("y")}

        @app.post("/b")
        def b(payload: dict):
            return {"x": payload}

        @app.post("/c")
        async def c(request: Request):
            data = await request.json()
            return {"x": data["x"]}

        class In(BaseModel):
            n: int

        @app.post("/d")
        def d(one: In, two: In, flag: Annotated[bool, Body()]):
            return {"one": one.n, "flag": flag}
        """,
    )
    assert {k: str(v) for k, v in _answered(app, "POST /a").items()} == {"x": "body.x", "y": "body.y"}
    assert str(_answered(app, "POST /b")["x"]) == "body"
    assert str(_answered(app, "POST /c")["x"]) == "body.x"
    assert not any(only(app, f"POST /{name}").checks for name in "abc")
    both = _answered(app, "POST /d")
    assert str(both["one"].inputs[0]) == "body.one.n"
    assert str(both["flag"].inputs[0]) == "body.flag"
    assert len(only(app, "POST /d").checks) == 2


def test_credentials_are_headers_and_verified_tokens_the_session(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from jose import jwt as jose
        bearer, key = HTTPBearer(), APIKeyHeader(name="X-Key", auto_error=False)

        @app.get("/a")
        def a(credentials=Depends(bearer), given: str = Security(key)):
            claims = jose.decode(credentials.credentials, "secret")
            unsafe = jwt.decode(given, options={"verify_signature": False})
            return {"claims": claims.get("sub"), "key": given, "unsafe": unsafe["sub"]}
        """,
    )
    found = _answered(app, "GET /a")
    assert str(found["claims"]) == "session.token.sub"
    assert str(found["key"]) == "headers.x-key"
    assert not found["unsafe"].from_session
    assert [str(f) for f in only(app, "GET /a").facts] == ["headers.authorization"]


def test_forms_and_files(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from fastapi.security import OAuth2PasswordRequestForm

        @app.post("/up")
        async def up(file: UploadFile, title: str = Form(...), raw: bytes = File()):
            return {"name": file.filename, "data": await file.read(), "title": title}

        @app.post("/login")
        def login(form: OAuth2PasswordRequestForm = Depends()):
            return {"name": form.username}
        """,
    )
    shown = {k: str(v) for k, v in _answered(app, "POST /up").items()}
    assert shown == {"name": "files.file.filename", "data": "files.file.content", "title": "body.title"}
    assert str(_answered(app, "POST /login")["name"]) == "body.username"


def test_classes_as_dependencies(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class Page:
            def __init__(self, limit: int = Query(10, le=50), offset: int = 0):
                self.limit, self.offset = limit, offset

        class Service:
            def __init__(self, db: Session = Depends(get_db)):
                self.db = db
            def users(self, page):
                return self.db.query(User).limit(page.limit).all()

        @app.get("/users")
        def users(page: Annotated[Page, Depends()], service: Service = Depends(Service)):
            return service.users(page)
        """,
    )
    (query,) = of_table(only(app, "GET /users"), "users", "select")
    assert query.limit is not None and dict(query.limit.schema)[""] == "int le 50"


def test_dumped_models_keep_their_fields(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        class In(BaseModel):
            body: str
            likes: int = 0
            secret: str

        @app.post("/a")
        def a(data: In, db: Session = Depends(get_db), user=Depends(current_user)):
            db.add(Note(**data.model_dump(exclude={"secret"}), owner_id=user.id))
            db.commit()

        @app.post("/b")
        def b(data: In, db: Session = Depends(get_db), user=Depends(current_user)):
            values = data.dict()
            values["owner_id"] = user.id
            db.add(Note(**values))
            db.commit()
        """,
    )
    (insert,) = of_table(only(app, "POST /a"), "notes", "insert")
    assert writes(insert) == {"body": "parsed.body", "likes": "parsed.likes", "owner_id": "users.id"}
    (other,) = of_table(only(app, "POST /b"), "notes", "insert")
    assert writes(other)["owner_id"] == "users.id" and writes(other)["body"] == "parsed.body"
    assert not insert.spreads and not other.spreads


def test_settings_are_read_under_their_aliases_and_behind_their_prefix(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from pydantic import Field
        from pydantic_settings import BaseSettings, SettingsConfigDict

        class Settings(BaseSettings):
            origins: list[str] = Field(..., alias="BACKEND_CORS_ORIGINS")
            port: int

            model_config = SettingsConfigDict(env_prefix="shop_")

        settings = Settings()

        @app.get("/x")
        def x():
            return {"port": settings.port}
        """,
    )
    assert [e.name for e in app.deployment.environment] == ["BACKEND_CORS_ORIGINS", "SHOP_PORT"]
    assert str(_answered(app, "GET /x")["port"]) == "environment.SHOP_PORT"


def test_settings_are_environment_variables(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
        from pydantic_settings import BaseSettings

        class Settings(BaseSettings):
            secret_key: str
            debug: bool = False

        settings = Settings()

        @app.get("/x")
        def x():
            return {"key": settings.secret_key}
        """,
    )
    assert [(e.name, e.default) for e in app.deployment.environment] == [
        ("DEBUG", True),
        ("SECRET_KEY", False),
    ]
    assert str(_answered(app, "GET /x")["key"]) == "environment.SECRET_KEY"
