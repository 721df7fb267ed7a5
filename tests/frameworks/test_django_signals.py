"""Django's signals: what listens for rows runs as the requests that save and delete them do."""

from __future__ import annotations

from pathlib import Path

from app_text import written

PROJECT = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_config.settings')\n",
    "site_config/__init__.py": "",
    "site_config/settings.py": "ROOT_URLCONF = 'site_config.urls'\nMIDDLEWARE = []\nINSTALLED_APPS = ['shop']\n",
    "site_config/urls.py": """
    from django.urls import path
    from shop import views

    urlpatterns = [path("add/", views.add), path("rename/", views.rename), path("remove/", views.remove),
                   path("many/", views.many)]
    """,
    "shop/__init__.py": "",
    "shop/models.py": """
    from django.db import models

    class Order(models.Model):
        note = models.CharField(max_length=80)

    class Log(models.Model):
        text = models.CharField(max_length=80)

    class Parcel(models.Model):
        note = models.CharField(max_length=80)
    """,
    "shop/views.py": """
    from django.http import JsonResponse
    from shop.models import Order

    def add(request):
        Order.objects.create(note=request.POST["note"])
        return JsonResponse({})

    def rename(request):
        order = Order.objects.get(pk=request.POST["id"])
        order.note = request.POST["note"]
        order.save()
        return JsonResponse({})

    def remove(request):
        Order.objects.get(pk=request.POST["id"]).delete()
        return JsonResponse({})

    def many(request):
        Order.objects.filter(note="").update(note="none")
        return JsonResponse({})
    """,
    "shop/signals.py": """
    from django.db.models.signals import post_delete, post_save, pre_save
    from django.dispatch import receiver
    from shop.models import Log, Order, Parcel

    @receiver(post_save, sender=Order)
    def note(sender, instance, created, **kwargs):
        if created:
            Log.objects.create(text=instance.note)
            instance.note = "seen"
            instance.save()

    def removed(sender, instance, **kwargs):
        Log.objects.create(text="removed")

    post_delete.connect(removed, sender="shop.Order")

    @receiver([pre_save, post_save], sender=Parcel)
    def sent(sender, instance, **kwargs):
        Log.objects.create(text="sent")
    """,
}


def test_what_listens_runs_with_the_request(tmp_path: Path) -> None:
    app = written(tmp_path, PROJECT)
    asked = {e.path: [(q.operation, q.table) for q in e.queries] for e in app.endpoints}
    assert asked["/add/"] == [("insert", "shop_order"), ("insert", "shop_log"), ("update", "shop_order")]
    assert asked["/rename/"] == [("select", "shop_order"), ("update", "shop_order")]
    assert asked["/remove/"] == [("select", "shop_order"), ("delete", "shop_order"), ("insert", "shop_log")]
    assert asked["/many/"] == [("update", "shop_order")]


def test_what_nobody_was_seen_to_set_off_is_a_job(tmp_path: Path) -> None:
    jobs = {job.subject for job in written(tmp_path, PROJECT).jobs}
    assert jobs == {"signal sent"}
