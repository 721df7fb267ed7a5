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
