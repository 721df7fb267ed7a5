"""Django's settings that an app has a default for, and URL configurations that are put together bit by bit."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from python_app import only

from roadworthy.views.people.access import ROLE, SIGNED_IN, Access

PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_config.settings')\n",
    "site_config/__init__.py": "",
    "shop/__init__.py": "",
    "site_config/urls.py": """
    from django.urls import path
    from shop import views

    urlpatterns = []
    urlpatterns += [path("a/", views.show)]
    urlpatterns += [path("b/", views.show)]
    urlpatterns += [path("c/", views.show)]
    urlpatterns += [path("d/", views.show)]
    urlpatterns += [path("e/", views.show)]
    urlpatterns += [path("f/", views.show)]
    urlpatterns += [path("g/", views.show)]
    urlpatterns += [path("h/", views.show)]
    urlpatterns += [path("i/", views.show)]
    urlpatterns += [path("j/", views.show)]
    """,
    "shop/views.py": """
    from django.conf import settings
    from django.contrib.auth.decorators import user_passes_test
    from django.http import JsonResponse

    EVERYBODY = getattr(settings, "SHOP_OPEN_TO_ALL", False)

    if callable(EVERYBODY):
        may = EVERYBODY
    elif EVERYBODY:
        may = lambda person: person.is_authenticated
    else:
        may = lambda person: person.is_authenticated and person.is_staff

    @user_passes_test(may)
    def show(request):
        return JsonResponse({"shown": True})
    """,
}
SETTINGS = "ROOT_URLCONF = 'site_config.urls'\nMIDDLEWARE = []\n"


def test_what_is_added_to_a_list_of_paths_is_all_there(tmp_path: Path) -> None:
    app = written(tmp_path, {**PROJECT, "site_config/settings.py": SETTINGS})
    assert [e.subject for e in app.endpoints] == [f"GET /{letter}/" for letter in "abcdefghij"]


@pytest.mark.parametrize(("more", "role"), [("", True), ("SHOP_OPEN_TO_ALL = True\n", False)])
def test_a_setting_that_nobody_makes_is_its_default(tmp_path: Path, more: str, role: bool) -> None:
    app = written(tmp_path, {**PROJECT, "site_config/settings.py": SETTINGS + more})
    guards = Access(only(app, "GET /a/")).anywhere()
    assert SIGNED_IN in guards
    assert (ROLE in guards) is role
