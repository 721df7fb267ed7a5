"""The administration that Django brings along has one door, however many files of addresses put it there."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.admin_door import admin_doors
from tests.frameworks.app_text import written

URLS = """
from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
"""


def test_two_ways_to_run_an_app_have_one_door_and_tests_have_none(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {"live/urls.py": URLS, "other/urls.py": URLS, "testproject/urls.py": URLS.replace("admin/", "x/")},
    )
    assert [path for path, _ in admin_doors(app)] == ["/admin/login/"]
