"""Django: which endpoints there are, by URL configurations, routers and generic views."""

from __future__ import annotations

from pathlib import Path

from app_text import of_base, statuses, written
from python_app import only

PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_config.settings')\n",
    "site_config/__init__.py": "",
    "site_config/settings.py": "ROOT_URLCONF = 'site_config.urls'\nMIDDLEWARE = []\n",
    "shop/__init__.py": "",
}


def test_included_paths_add_up(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            **PROJECT,
            "site_config/urls.py": """
            from django.conf import settings
            from django.conf.urls.static import static
            from django.contrib import admin
            from django.urls import include, path, re_path
            from shop import views

            urlpatterns = [
                path("admin/", admin.site.urls),
                path("shop/<slug:shop>/", include("shop.urls")),
                re_path(r"^old/(?P<year>[0-9]{4})/$", views.old),
            ]
            if settings.DEBUG:
                urlpatterns += static("/media/")
            """,
            "shop/urls.py": """
            from django.urls import path
            from . import views

            app_name = "shop"
            urlpatterns = [path("<uuid:pk>/", views.show, name="show"), path("add/", views.add)]
            """,
            "shop/views.py": """
            from django.http import HttpResponse, JsonResponse
            from django.views.decorators.http import require_POST

            def show(request, shop, pk):
                return JsonResponse({"pk": pk})

            @require_POST
            def add(request, shop):
                return HttpResponse(request.POST["name"], status=201)

            def old(request, year):
                if request.method != "GET":
                    return HttpResponse(status=405)
                return HttpResponse(year)
            """,
        },
    )
    assert {e.subject for e in app.endpoints} == {
        "GET /admin/", "GET /shop/:shop/:pk/", "POST /shop/:shop/add/", "GET /old/:year/",
    }  # fmt: skip
    assert statuses(app, "POST /shop/:shop/add/") == [201]


def test_a_router_gives_the_actions_that_a_viewset_has() -> None:
    found = {e.subject for e in of_base("django").endpoints if e.path.startswith("/api/")}
    assert found == {
        "GET /api/", "GET /api/notes/", "GET /api/notes/:pk/", "PUT /api/notes/:pk/", "PATCH /api/notes/:pk/",
        "DELETE /api/notes/:pk/", "GET /api/notes/:pk/title/", "GET /api/orders/", "GET /api/orders/:pk/",
    }  # fmt: skip


def test_a_router_takes_an_empty_prefix_without_a_slash_of_its_own(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            **PROJECT,
            "site_config/urls.py": """
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from shop.views import TaskViewSet

router = DefaultRouter()
router.register("", TaskViewSet, basename="tasks")
urlpatterns = [path("api/tasks/", include(router.urls))]
""",
            "shop/models.py": "from django.db import models\nclass Task(models.Model):\n    name = models.TextField()\n",
            "shop/views.py": """
from rest_framework.viewsets import ReadOnlyModelViewSet
from shop.models import Task
class TaskViewSet(ReadOnlyModelViewSet):
    queryset = Task.objects.all()
""",
        },
    )
    assert sorted(e.subject for e in app.endpoints) == ["GET /api/tasks/", "GET /api/tasks/:pk/"]


def test_generic_views_do_what_their_classes_leave_to_them() -> None:
    app = of_base("django")
    listing = only(app, "GET /notes/")
    assert [(q.operation, q.columns) for q in listing.queries] == [("select", ("count(*)",)), ("select", ())]
    assert str(listing.queries[1].limit) == "20"
    assert statuses(app, "POST /notes/:pk/edit/") == [401, 404, 302, 200]


def test_pages_are_the_routes_that_show_a_template() -> None:
    app = of_base("django")
    shown = {page.route: page.file for page in app.pages}
    assert shown["/"] == "shop/templates/shop/product_list.html"
    assert shown["/notes/:pk/edit/"] == "shop/templates/shop/note_form.html"
    assert shown["/login/"] == "templates/registration/login.html"
    assert {page.caught for page in app.pages} == {"templates/500.html"}


def test_what_the_settings_put_in_front_is_known() -> None:
    names = [m.name for m in only(of_base("django"), "GET /orders/").middleware]
    assert "CsrfViewMiddleware" in names
    # The REST framework counts the calls of its own views alone.
    assert "UserRateThrottle" not in names
    assert "UserRateThrottle" in [m.name for m in only(of_base("django"), "GET /api/orders/").middleware]
    assert names[-1] == "login_required"


def test_a_view_behind_the_apps_own_decorator_answers_what_it_looks_at(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            **PROJECT,
            "site_config/urls.py": """
            from django.urls import path
            from shop import views

            urlpatterns = [path("close/", views.close), path("open/", views.reopen), path("state/", views.state)]
            """,
            "shop/guards.py": """
            from functools import wraps
            from django.shortcuts import redirect

            def manager_required(view_func):
                @wraps(view_func)
                def wrapper(request, *args, **kwargs):
                    if not request.user.is_authenticated:
                        return redirect("login")
                    return view_func(request, *args, **kwargs)
                return wrapper
            """,
            "shop/views.py": """
            from django.http import HttpResponse
            from shop.guards import manager_required

            @manager_required
            def close(request):
                if request.method == "POST":
                    return HttpResponse("closed")
                return HttpResponse("sure?")

            def reopen(request):
                return _reopened(request)

            def _reopened(request):
                return HttpResponse(request.POST.get("reason", ""))

            @manager_required
            def state(request):
                return HttpResponse("open")
            """,
        },
    )
    assert sorted(endpoint.subject for endpoint in app.endpoints) == [
        "GET /close/",
        "GET /open/",
        "GET /state/",
        "POST /close/",
        "POST /open/",
    ]


def test_a_path_with_and_without_its_slash_is_one_and_what_is_there_for_debugging_none(
    tmp_path: Path,
) -> None:
    app = written(
        tmp_path,
        {
            **PROJECT,
            "site_config/settings.py": "import os\nROOT_URLCONF = 'site_config.urls'\nMIDDLEWARE = []\n"
            "DEBUG = os.environ.get('DEBUG') == '1'\n",
            "site_config/urls.py": """
            from django.conf import settings
            from django.urls import path
            from shop import views

            urlpatterns = [path("calls", views.calls), path("calls/", views.calls)]
            if settings.DEBUG:
                urlpatterns += [path("inside/", views.inside)]
            """,
            "shop/views.py": """
            from django.http import JsonResponse

            def calls(request):
                return JsonResponse({})

            def inside(request):
                return JsonResponse({})
            """,
        },
    )
    assert [endpoint.path for endpoint in app.endpoints] == ["/calls"]


def test_methods_beside_each_other_in_a_controller_lead_nowhere_else(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            **PROJECT,
            "site_config/urls.py": """
            from django.urls import path
            from ninja_extra import NinjaExtraAPI
            from shop.controllers import NoteController

            api = NinjaExtraAPI()
            api.register_controllers(NoteController)
            urlpatterns = [path("api/", api.urls)]
            """,
            "shop/models.py": """
            from django.db import models

            class Note(models.Model):
                body = models.TextField()
            """,
            "shop/told.py": """
            import functools

            def told(func):
                @functools.wraps(func)
                def wrapper(self, *args, **kwargs):
                    return func(self, *args, **kwargs)

                return wrapper
            """,
            "shop/controllers.py": """
            from ninja_extra import api_controller, http_get
            from shop.models import Note
            from shop.told import told

            @api_controller("/notes")
            class NoteController:
                @http_get("")
                @told
                def all(self):
                    return Note.objects.all()

                @http_get("/{note_id}")
                @told
                def one(self, note_id: int):
                    return Note.objects.get(id=note_id)
            """,
        },
    )
    asked = {one.subject: [(query.operation, query.table) for query in one.queries] for one in app.endpoints}
    assert asked == {
        "GET /api/notes": [("select", "shop_note")],
        "GET /api/notes/:note_id": [("select", "shop_note")],
    }


def test_a_router_of_the_apps_own_class_is_a_router(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            **PROJECT,
            "site_config/urls.py": """
            from django.urls import include, path
            from site_config.routers import router

            urlpatterns = [path("api/", include((router.urls, "api"), namespace="v1"))]
            """,
            "site_config/routers.py": """
            from rest_framework.routers import SimpleRouter
            from shop.views import NoteViewSet

            class MainRouter(SimpleRouter):
                def get_lookup_regex(self, viewset, lookup_prefix=""):
                    return super().get_lookup_regex(viewset, lookup_prefix)

            router = MainRouter()
            router.register("notes", NoteViewSet, basename="note")
            """,
            "shop/models.py": """
            from django.db import models

            class Note(models.Model):
                body = models.TextField()
            """,
            "shop/views.py": """
            from rest_framework.viewsets import ReadOnlyModelViewSet
            from shop.models import Note

            class NoteViewSet(ReadOnlyModelViewSet):
                queryset = Note.objects.all()
            """,
        },
    )
    assert [one.subject for one in app.endpoints] == ["GET /api/notes/", "GET /api/notes/:pk/"]


def test_settings_that_git_ignores_leave_the_urls_beside_wsgi(tmp_path: Path) -> None:
    urls = """
    from django.urls import path
    from shop.views import index
    urlpatterns = [path("notes/", index)]
    """
    views = """
    from django.http import JsonResponse
    from shop.models import Note
    def index(request):
        return JsonResponse({"notes": list(Note.objects.values("title"))})
    """
    models = """
    from django.db import models
    class Note(models.Model):
        title = models.CharField(max_length=80)
    """
    files = {
        "site_config/urls.py": urls,
        "site_config/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
        "shop/__init__.py": "",
        "shop/views.py": views,
        "shop/models.py": models,
    }
    app = written(tmp_path, files)
    assert [endpoint.path for endpoint in app.endpoints] == ["/notes/"]
    assert [query.table for query in app.endpoints[0].queries] == ["shop_note"]
