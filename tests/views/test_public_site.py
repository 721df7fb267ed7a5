"""The pages of a site whose staff work in Django's administration are for everybody; what visitors left there is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.edits import Edits
from roadworthy.patterns.compliance.exposed_sensitive_data.detect import detect as secrets
from roadworthy.patterns.data_volume.unbounded_list.detect import detect as lists
from roadworthy.patterns.malicious_input.broken_access.detect import detect as accesses
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.patterns.uptime.fragile_dependency.scripts import detect_scripts, let_them_come_later
from tests.frameworks.app_text import written

SETTINGS = """
import os

SECRET_KEY = os.environ["SECRET_KEY"]
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "rooms"]
ROOT_URLCONF = "hotel.urls"
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "{password}")
"""

URLS = """
from django.contrib import admin
from django.urls import path
from rooms import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.home, name="home"),
    path("bookings/<int:booking_id>/", views.booking, name="booking"),
    path("bookings/<int:booking_id>/cancel/", views.cancel, name="cancel"),
]
"""

MODELS = """
from django.db import models


class Room(models.Model):
    name = models.CharField(max_length=80)


class Booking(models.Model):
    room = models.ForeignKey(Room, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    email = models.EmailField()
    phone = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
"""

VIEWS = """
from django.shortcuts import get_object_or_404, redirect, render
from rooms.models import Booking, Room


def home(request):
    return render(request, "home.html", {"rooms": Room.objects.all()})


def booking(request, booking_id):
    return render(request, "booking.html", {"booking": get_object_or_404(Booking, id=booking_id)})


def cancel(request, booking_id):
    Booking.objects.filter(id=booking_id).update(status="cancelled")
    return redirect("home")
"""

PAGE = '<html><head><script src="https://cdn.example.net/anim.js"></script></head><body>{{ rooms }}</body></html>'


def _files(password: str = "qkzm bfwe ynta lhgr") -> dict[str, str]:
    return {
        "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'hotel.settings')\n",
        "requirements.txt": "django==5.0",
        "hotel/__init__.py": "",
        "hotel/settings.py": SETTINGS.replace("{password}", password),
        "hotel/urls.py": URLS,
        "rooms/__init__.py": "",
        "rooms/models.py": MODELS,
        "rooms/views.py": VIEWS,
        "rooms/templates/home.html": PAGE,
        "rooms/templates/booking.html": PAGE,
    }


def test_only_what_visitors_left_is_open(tmp_path: Path) -> None:
    told = [verdict.subject for verdict in accesses(written(tmp_path, _files())) if verdict.verdict == "gap"]
    assert any("bookings" in subject for subject in told)
    assert "GET /" not in told


@pytest.mark.parametrize(("password", "opens"), [("qkzm bfwe ynta lhgr", True), ("your-password", False)])
def test_the_password_of_a_mailbox_as_a_default(tmp_path: Path, password: str, opens: bool) -> None:
    told = [verdict.reason for verdict in secrets(written(tmp_path, _files(password)))]
    assert any("EMAIL_HOST_PASSWORD" in message for message in told) == opens


def test_documents_that_wait_for_the_same_are_one(tmp_path: Path) -> None:
    app = written(tmp_path, _files())
    (verdict,) = detect_scripts(app)
    assert verdict.gap is not None
    assert len(verdict.gap.locations) == 2
    assert isinstance(verdict.gap.details, FragileGap)
    mended = let_them_come_later(verdict.reason, verdict.gap.details, app)
    assert isinstance(mended, Edits)
    assert [one.path for one in mended.changes] == [
        "rooms/templates/booking.html",
        "rooms/templates/home.html",
    ]


SHOP = """
from flask import Flask, jsonify
from flask_login import login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class DetalleVenta(db.Model):
    __tablename__ = "{table}"
    id = db.Column(db.Integer, primary_key=True)
    venta_id = db.Column(db.Integer)
    amount = db.Column(db.Integer)


@app.get("/sales/<int:venta_id>")
@login_required
def one(venta_id):
    return jsonify([each.amount for each in DetalleVenta.query.filter_by(venta_id=venta_id).all()])
"""


@pytest.mark.parametrize(("table", "grows"), [("detalle_venta", False), ("avisos", True)])
def test_the_few_parts_of_a_thing_whose_name_stands_last(tmp_path: Path, table: str, grows: bool) -> None:
    told = [
        verdict
        for verdict in lists(written(tmp_path, {"app.py": SHOP.replace("{table}", table)}))
        if verdict.verdict == "gap"
    ]
    assert bool(told) == grows
