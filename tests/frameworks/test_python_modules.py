"""Blueprints and routers that an app finds by looking into its own folders are there under their prefixes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.app_text import written

PART = """
from flask import Blueprint

bp = Blueprint("{name}", __name__, url_prefix="/{name}")


@bp.get("/")
def index():
    return "{name}"
"""
APP = """
import importlib
import os
import pkgutil
from pathlib import Path

from flask import Flask

here = Path(__file__).resolve().parent
"""
BY_GLOB = """
def create_app():
    app = Flask(__name__)
    for path in (here / "domains").glob("*/__init__.py"):
        part = importlib.import_module(f"shop.domains.{path.parent.name}")
        if hasattr(part, "bp"):
            app.register_blueprint(part.bp)
    return app
"""
BY_ITERATION = """
def create_app():
    app = Flask(__name__)
    for _, name, _ in pkgutil.iter_modules([str(here / "domains")]):
        app.register_blueprint(importlib.import_module(f".domains.{name}", __package__).bp)
    return app
"""
BY_LISTING = """
def create_app():
    app = Flask(__name__)
    for name in os.listdir(os.path.join(os.path.dirname(__file__), "domains")):
        if not name.startswith("__"):
            app.register_blueprint(importlib.import_module("shop.domains." + name).bp)
    return app
"""


@pytest.mark.parametrize("factory", [BY_GLOB, BY_ITERATION, BY_LISTING])
def test_what_a_folder_holds_is_registered(tmp_path: Path, factory: str) -> None:
    files = {"shop/__init__.py": APP + factory, "shop/domains/__init__.py": ""}
    files |= {f"shop/domains/{name}/__init__.py": PART.format(name=name) for name in ("orders", "products")}
    app = written(tmp_path, files)
    assert sorted(endpoint.subject for endpoint in app.endpoints) == ["GET /orders/", "GET /products/"]


def test_a_folder_where_the_app_is_started_is_where_its_imports_begin(tmp_path: Path) -> None:
    # A stray `__init__.py` beside `manage.py` makes no package of what Django runs from there.
    files = {
        "backend/__init__.py": "",
        "backend/manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings')\n",
        "backend/config/__init__.py": "",
        "backend/config/settings.py": "ROOT_URLCONF = 'config.urls'\nMIDDLEWARE = []\n",
        "backend/config/urls.py": """
            from django.urls import path
            from shop.views import orders

            urlpatterns = [path("orders/", orders)]
            """,
        "backend/shop/__init__.py": "",
        "backend/shop/views.py": """
            from django.http import JsonResponse


            def orders(request):
                return JsonResponse({})
            """,
    }
    assert "GET /orders/" in [endpoint.subject for endpoint in written(tmp_path, files).endpoints]
