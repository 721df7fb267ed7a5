"""Flask: which endpoints there are, under which paths, and for which methods."""

from __future__ import annotations

from pathlib import Path

from app_text import of_base, statuses, written
from python_app import only

from roadworthy.views.people.access import SIGNED_IN, Access


def subjects(folder: Path, main: str, **files: str) -> set[str]:
    return {e.subject for e in written(folder, {"main.py": main, **files}).endpoints}


def test_prefixes_of_blueprints_add_up(tmp_path: Path) -> None:
    assert subjects(
        tmp_path,
        """
        from flask import Blueprint, Flask

        app = Flask(__name__)
        outer = Blueprint("outer", __name__, url_prefix="/v1")
        inner = Blueprint("inner", __name__, url_prefix="/never")

        @inner.route("/items/<int:item_id>", methods=["GET", "DELETE"])
        def item(item_id):
            return {}

        @app.get("/")
        def home():
            return "hello"

        outer.register_blueprint(inner, url_prefix="/shop")
        app.register_blueprint(outer, url_prefix="/api")
        """,
    ) == {"GET /", "GET /api/shop/items/<int:item_id>", "DELETE /api/shop/items/<int:item_id>"}


def test_blueprints_and_interfaces_of_the_apps_own_classes(tmp_path: Path) -> None:
    assert subjects(
        tmp_path,
        """
        import flask_smorest
        from flask import Flask
        from flask.views import MethodView

        class Blueprint(flask_smorest.Blueprint):
            def told(self):
                return self.name

        class Api(flask_smorest.Api):
            def __init__(self, app=None, *, titles=None):
                super().__init__(app, spec_kwargs=titles or {})

        notes = Blueprint("notes", __name__, url_prefix="/notes")

        @notes.route("/")
        class Notes(MethodView):
            @notes.response(200)
            def get(self):
                return []

        app = Flask(__name__)
        api = Api(app)
        api.register_blueprint(notes)
        """,
    ) == {"GET /notes/"}


def test_a_factory_that_only_the_command_line_calls_is_called(tmp_path: Path) -> None:
    found = subjects(
        tmp_path,
        """
        from flask import Flask

        def create_app(test_config=None):
            app = Flask(__name__)

            @app.post("/things")
            def things():
                return {}, 201

            return app
        """,
    )
    assert found == {"POST /things"}


def test_class_based_views_and_resources_answer_by_their_methods(tmp_path: Path) -> None:
    found = subjects(
        tmp_path,
        """
        from flask import Flask
        from flask.views import MethodView
        from flask_restful import Api, Resource

        app = Flask(__name__)
        api = Api(app, prefix="/api")

        class Notes(MethodView):
            def get(self):
                return []

            def post(self):
                return {}, 201

        class Tag(Resource):
            def put(self, name):
                return {}

        app.add_url_rule("/notes", view_func=Notes.as_view("notes"))
        api.add_resource(Tag, "/tags/<name>")
        """,
    )
    assert found == {"GET /notes", "POST /notes", "PUT /api/tags/<name>"}


def test_methods_of_a_view_class_are_endpoints_behind_a_guard_as_well(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from flask import Flask, request
            from flask.views import MethodView
            from flask_jwt_extended import jwt_required
            from flask_login import login_required

            app = Flask(__name__)

            class Notes(MethodView):
                @jwt_required()
                def get(self, note_id):
                    return {"id": note_id}

                @login_required
                def put(self, note_id):
                    return request.get_json()["title"]

                def delete(self, note_id):
                    return {}

            app.add_url_rule("/notes/<int:note_id>", view_func=Notes.as_view("notes"))
            """,
            "requirements.txt": "flask\n",
        },
    )
    guards = {e.method: Access(e).anywhere() for e in app.endpoints}
    assert guards == {"GET": {SIGNED_IN}, "PUT": {SIGNED_IN}, "DELETE": set()}
    assert [i.name for i in only(app, "PUT /notes/<int:note_id>").inputs if i.part == "body"] == ["", "title"]


def test_each_method_runs_its_own_way_through_the_view(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from flask import Flask, redirect, render_template, request

            app = Flask(__name__)

            @app.route("/login", methods=["GET", "POST"])
            def login():
                if request.method == "POST":
                    if not request.form.get("password"):
                        return "missing", 400
                    return redirect("/")
                return render_template("login.html")
            """
        },
    )
    assert statuses(app, "GET /login") == [200]
    assert statuses(app, "POST /login") == [400, 302]
    assert only(app, "GET /login").inputs == ()


def test_an_openapi_document_names_the_functions(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            import connexion

            server = connexion.App(__name__, specification_dir="specs")
            server.add_api("openapi.yml")
            """,
            "views.py": "def show(name):\n    return {'name': name}\n\ndef check(token):\n    return None\n",
            "specs/openapi.yml": """
            openapi: 3.0.1
            components:
              securitySchemes:
                bearer: {type: http, scheme: bearer, x-bearerInfoFunc: views.check}
            paths:
              /people/{name}:
                get:
                  operationId: views.show
                  security: [{bearer: []}]
            """,
        },
    )
    endpoint = only(app, "GET /people/<name>")
    assert endpoint.handler.path == "views.py"
    assert [i.name for i in endpoint.inputs if i.part == "params"] == ["name"]
    assert 401 in statuses(app, "GET /people/<name>")


def test_the_base_is_understood_whole() -> None:
    app = of_base("flask")
    assert app.stacks == ("flask", "sqlalchemy")
    assert {table.name for table in app.tables} == {"users", "note", "product", "orders"}
    assert {page.route for page in app.pages} == {
        "/register", "/login", "/notes/", "/notes/<int:note_id>", "/notes/<int:note_id>/edit",
        "/orders/", "/orders/new", "/products/", "/products/new",
    }  # fmt: skip
    assert all(page.caught == "app/errors.py" for page in app.pages)
    assert [(s.mount, s.max_age, s.compressed) for s in app.statics] == [("/static", 31_536_000, True)]
    assert {m.name for m in only(app, "GET /products/").middleware} == {"CSRFProtect", "Limiter", "Compress"}


PAGES = """
from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Plant(db.Model):
    __tablename__ = "plants"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(100))
    price = db.Column(db.Float)


@app.get("/plants")
def plants():
    found = db.select(Plant).where(Plant.price > 0)
    if request.args.get("search"):
        found = found.where(Plant.name == request.args["search"])
    if request.args.get("sort") == "price":
        found = found.order_by(Plant.price)
    else:
        found = found.order_by(Plant.name)
    page = db.paginate(found, page=1, per_page=12)
    return {"plants": [plant.name for plant in page.items]}
"""


def test_a_page_of_a_statement_that_differs_between_branches_is_one_query(tmp_path: Path) -> None:
    (asked,) = only(written(tmp_path, {"app.py": PAGES}), "GET /plants").queries
    assert [(one.column, one.optional) for one in asked.filters] == [("price", False), ("name", True)]
    assert asked.limit is not None and asked.limit.value == 12
