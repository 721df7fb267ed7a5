"""Django: tables, querysets and what they ask the database."""

from __future__ import annotations

from pathlib import Path

from app_text import of_base, written
from python_app import filters, only, writes
from test_django_routes import PROJECT

from roadworthy.app import Query


def queries(folder: Path, body: str, models: str = "") -> tuple[Query, ...]:
    """The queries of a view with this body."""
    app = written(
        folder,
        {
            **PROJECT,
            "site_config/urls.py": "from django.urls import path\nfrom shop.views import x\nurlpatterns = [path('x/', x)]\n",
            "shop/models.py": models or MODELS,
            "shop/views.py": HEAD + "\n".join(f"    {line}" for line in body.strip().splitlines()) + "\n",
        },
    )
    return only(app, "GET /x/").queries


MODELS = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=80)


class Tag(models.Model):
    word = models.SlugField()


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    tags = models.ManyToManyField(Tag)
    title = models.CharField(max_length=200, db_index=True)
    stock = models.IntegerField(default=0)
    sold_at = models.DateTimeField(null=True)
"""
HEAD = """
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from shop.models import Author, Book


def x(request):
"""


def test_tables_are_what_models_declare() -> None:
    app = of_base("django")
    assert {t.name for t in app.tables} == {"shop_user", "shop_note", "shop_product", "shop_order"}
    order, user = app.table("Order"), app.table("User")
    assert order is not None
    assert user is not None
    assert order.is_unique({"user_id", "key"})
    assert order.indexed("product_id")
    assert order.column("user_id").references.on_delete == "cascade"  # type: ignore[union-attr]
    assert order.column("product_id").references.on_delete == "restrict"  # type: ignore[union-attr]
    assert user.column("role").values == ("member", "admin")  # type: ignore[union-attr]
    assert user.column("email").unique  # type: ignore[union-attr]
    assert "quantity > 0" in order.checks


def test_many_to_many_has_a_table_of_its_own(tmp_path: Path) -> None:
    app = written(tmp_path, {**PROJECT, "shop/models.py": MODELS})
    assert {t.name for t in app.tables} == {"shop_author", "shop_tag", "shop_book", "shop_book_tags"}


def test_lookups_go_through_relations(tmp_path: Path) -> None:
    (query,) = queries(
        tmp_path,
        "return JsonResponse(list(Book.objects.filter(author__name__icontains=request.GET['q'], stock__gt=0)"
        ".exclude(sold_at=None).order_by('-title')[:10]))",
    )
    assert filters(query)[0] == "name ilike template('%', query.q)"
    assert query.filters[0].table == "shop_author"
    assert filters(query)[1] == "stock > 0"
    assert query.joins == (("shop_author", "author_id", "id"),)
    assert query.order == (("title", True),)
    assert str(query.limit) == "10"


def test_either_of_two_conditions_is_optional(tmp_path: Path) -> None:
    (query,) = queries(
        tmp_path, "return JsonResponse(list(Book.objects.filter(Q(title='a') | Q(stock=1), author_id=3)))"
    )
    assert filters(query) == ["title = 'a' optional", "stock = 1 optional", "author_id = 3"]


def test_reading_a_relation_in_a_loop_asks_again(tmp_path: Path) -> None:
    found = queries(
        tmp_path, "return JsonResponse([book.author.name for book in Book.objects.all()], safe=False)"
    )
    assert [(q.table, q.loops) for q in found] == [("shop_book", 0), ("shop_author", 1)]


def test_relations_that_were_read_along_ask_nothing(tmp_path: Path) -> None:
    found = queries(
        tmp_path,
        "return JsonResponse([b.author.name for b in Book.objects.select_related('author')], safe=False)",
    )
    assert [q.table for q in found] == ["shop_book"]


def test_prefetching_is_one_query_more(tmp_path: Path) -> None:
    found = queries(
        tmp_path,
        "return JsonResponse([[b.title for b in a.books.all()] for a in Author.objects.prefetch_related('books')])",
    )
    assert [(q.table, q.loops) for q in found] == [("shop_book", 0), ("shop_author", 0)]


def test_the_database_computes_with_f(tmp_path: Path) -> None:
    found = queries(
        tmp_path,
        "with transaction.atomic():\n"
        "    Book.objects.filter(pk=request.GET['id'], stock__gte=1).update(stock=F('stock') - 1)\n"
        "    book = Book.objects.select_for_update().get(pk=request.GET['id'])\n"
        "    book.stock = book.stock - 1\n"
        "    book.save(update_fields=['stock'])\n"
        "return JsonResponse({})",
    )
    assert [q.operation for q in found] == ["update", "select", "update"]
    assert [w.arithmetic for q in found for w in q.writes] == [True, False]
    assert found[1].lock
    assert all(q.transaction for q in found)


def test_get_or_create_reads_and_perhaps_inserts(tmp_path: Path) -> None:
    read, insert = queries(
        tmp_path,
        "book, made = Book.objects.get_or_create(title=request.GET['t'], defaults={'stock': 1})\n"
        "return JsonResponse({'id': book.id})",
    )
    assert (read.operation, insert.operation) == ("select", "insert")
    assert writes(insert) == {"title": "query.t", "stock": "1"}


def test_rows_chosen_by_role_are_questions_of_their_own(tmp_path: Path) -> None:
    found = queries(
        tmp_path,
        "rows = Book.objects.all()\n"
        "if not request.user.is_staff:\n"
        "    rows = rows.filter(author_id=request.user.id)\n"
        "return render(request, 'x.html', {'rows': rows})",
    )
    assert [(filters(q), [str(f) for f in q.facts]) for q in found] == [
        (["author_id = session.user.id"], ["not session.user.is_staff"]),
        ([], ["session.user.is_staff"]),
    ]


def test_a_query_that_differs_otherwise_is_one_with_optional_filters(tmp_path: Path) -> None:
    (query,) = queries(
        tmp_path,
        "rows = Book.objects.all()\n"
        "if request.GET.get('title'):\n"
        "    rows = rows.filter(title=request.GET['title'])\n"
        "return render(request, 'x.html', {'rows': rows})",
    )
    assert filters(query) == ["title = query.title optional"]


def test_a_tables_words_are_those_of_its_class(tmp_path: Path) -> None:
    made = "class SecurityLog(models.Model):\n    at = models.DateTimeField()\n"
    app = written(tmp_path, {**PROJECT, "shop/models.py": f"from django.db import models\n\n\n{made}"})
    assert {table.words for table in app.tables if table.symbol == "SecurityLog"} == {"shop_security_log"}


PEOPLE = """
from django.db import models
from other_accounts.models import BaseUser


class Author(BaseUser):
    role = models.CharField(max_length=20, default="reader")


class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""


def test_people_of_a_package_are_people_with_the_fields_of_django(tmp_path: Path) -> None:
    files = {
        **PROJECT,
        "site_config/settings.py": PROJECT["site_config/settings.py"] + 'AUTH_USER_MODEL = "shop.Author"\n',
        "site_config/urls.py": "urlpatterns = []\n",
        "shop/models.py": PEOPLE,
    }
    table = written(tmp_path, files).table("shop_author")
    assert table is not None and {"email", "password", "role", "is_staff"} <= {c.name for c in table.columns}


SERIALIZED = """
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.response import Response
from shop.models import Book


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["title", "stock"]

    def update(self, instance, validated_data):
        for name, value in validated_data.items():
            setattr(instance, name, value)
        instance.save()
        return instance


@api_view(["PUT"])
def x(request):
    sent = BookSerializer(Book.objects.get(pk=1), data=request.data)
    sent.is_valid(raise_exception=True)
    sent.save()
    return Response(sent.data)
"""


def test_a_serializer_that_sets_every_field_writes_every_field(tmp_path: Path) -> None:
    urls = "from django.urls import path\nfrom shop.views import x\nurlpatterns = [path('x/', x)]\n"
    files = {**PROJECT, "site_config/urls.py": urls, "shop/models.py": MODELS, "shop/views.py": SERIALIZED}
    changed = [q for q in only(written(tmp_path, files), "PUT /x/").queries if q.operation == "update"]
    assert [sorted(write.column for write in query.writes) for query in changed] == [["stock", "title"]]


def test_a_range_has_two_ends(tmp_path: Path) -> None:
    (query,) = queries(
        tmp_path, "return JsonResponse({'n': list(Book.objects.filter(sold_at__range=(1, 2)))})"
    )
    assert sorted((item.column, item.operator) for item in query.filters) == [
        ("sold_at", "<="),
        ("sold_at", ">="),
    ]


MANAGED = """
from django.conf import settings
from django.db import models


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_staff:
            return self.filter(public=True)
        return self.filter(owner=user)


class ItemManager(models.Manager):
    def get_queryset(self):
        return NoteQuerySet(self.model, using=self._db)

    def visible_to(self, user):
        return self.get_queryset().visible_to(user)


class PublicManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(public=True)


class Entry(models.Model):
    public = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Note(Entry):
    objects = NoteQuerySet.as_manager()


class Item(Entry):
    objects = ItemManager()


class Remark(Entry):
    objects = models.Manager.from_queryset(NoteQuerySet)()


class Page(Entry):
    objects = PublicManager.from_queryset(NoteQuerySet)()
"""

OWN_VIEWS = """
from django.http import JsonResponse
from django.views.generic import DetailView, ListView

from shop.models import Item, Note, Page, Remark


class Notes(ListView):
    model = Note

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class Pages(ListView):
    model = Page


def items(request):
    return JsonResponse({"items": list(Item.objects.visible_to(request.user))})


def remarks(request):
    return JsonResponse({"remarks": list(Remark.objects.visible_to(request.user))})


def pages(request):
    return JsonResponse({"pages": list(Page.objects.visible_to(request.user))})
"""

OWN_URLS = """
from django.urls import path
from shop import views

urlpatterns = [
    path("notes/", views.Notes.as_view()), path("page-list/", views.Pages.as_view()), path("items/", views.items),
    path("remarks/", views.remarks), path("pages/", views.pages),
]
"""


def test_methods_of_a_models_own_manager(tmp_path: Path) -> None:
    files = {"site_config/urls.py": OWN_URLS, "shop/models.py": MANAGED, "shop/views.py": OWN_VIEWS}
    app = written(tmp_path, {**PROJECT, **files})
    ways = [["public = True"], ["owner_id = session.user.id"]]
    for path in ("/notes/", "/items/", "/remarks/"):
        assert [filters(one) for one in only(app, f"GET {path}").queries] == ways, path
    (public,) = only(app, "GET /page-list/").queries
    assert filters(public) == ["public = True"]
    assert [filters(one) for one in only(app, "GET /pages/").queries] == [
        ["public = True", *way] for way in ways
    ]


CLEANED = """
from django.core.exceptions import ValidationError
from django.db import models


class City(models.Model):
    name = models.CharField(max_length=20)

    def clean(self):
        if City.objects.filter(name=self.name).exists():
            raise ValidationError("taken")


class Town(models.Model):
    name = models.CharField(max_length=20)

    def clean(self):
        if Town.objects.filter(name=self.name).exists():
            raise ValidationError("taken")

    def save(self, *args, **kwargs):
        self.full_clean()
        super().save(*args, **kwargs)
"""

CLEANED_VIEWS = """
from django import forms
from django.http import HttpResponse, JsonResponse
from shop.models import City, Town


class CityForm(forms.ModelForm):
    class Meta:
        model = City
        fields = ["name"]


def city(request):
    form = CityForm(request.POST)
    if form.is_valid():
        form.save()
    return HttpResponse()


def town(request):
    Town.objects.create(name=request.POST["name"])
    return JsonResponse({})
"""


def test_what_a_models_own_clean_asks(tmp_path: Path) -> None:
    urls = "from django.urls import path\nfrom shop import views\nurlpatterns = [path('city/', views.city), path('town/', views.town)]\n"
    files = {"site_config/urls.py": urls, "shop/models.py": CLEANED, "shop/views.py": CLEANED_VIEWS}
    app = written(tmp_path, {**PROJECT, **files})
    for path, given in (("/city/", "parsed.name"), ("/town/", "body.name")):
        asked, made = only(app, f"POST {path}").queries
        assert (filters(asked), made.operation) == ([f"name = {given}"], "insert"), path
