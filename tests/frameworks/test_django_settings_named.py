"""A project's settings are found where its entry points say only in part, or not at all, which they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.people.access import SIGNED_IN, Access
from tests.frameworks.app_text import written

SETTINGS = """
SECRET_KEY = "x"
INSTALLED_APPS = ["rest_framework", "notes"]
ROOT_URLCONF = "site_config.urls"
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.IsAuthenticated",)}
"""
FILES = {
    "site_config/__init__.py": "",
    "site_config/settings/__init__.py": "",
    "site_config/settings/development.py": "from .production import *\nDEBUG = True\n",
    "site_config/settings/production.py": SETTINGS,
    "site_config/urls.py": "from django.urls import path\nfrom notes.views import Notes\n\nurlpatterns = [path('notes/', Notes.as_view())]\n",
    "notes/__init__.py": "",
    "notes/models.py": "from django.db import models\n\n\nclass Note(models.Model):\n    title = models.CharField(max_length=80)\n",
    "notes/views.py": """
from rest_framework import generics, serializers

from notes.models import Note


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ("id", "title")


class Notes(generics.ListAPIView):
    queryset = Note.objects.all()
    serializer_class = NoteSerializer
""",
}


@pytest.mark.parametrize(
    "named",
    [
        "import os\nstage = os.environ['STAGE']\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', f'site_config.settings.{stage}')\n",
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_config.settings.' + os.environ['STAGE'])\n",
        "from decouple import config\nimport os\nos.environ['DJANGO_SETTINGS_MODULE'] = config('SETTINGS')\n",
    ],
)
def test_what_everybody_must_be_is_known(tmp_path: Path, named: str) -> None:
    app = written(tmp_path, {"manage.py": named, **FILES})
    found = next(one for one in app.endpoints if "notes" in one.path)
    assert SIGNED_IN in Access(found).anywhere()
