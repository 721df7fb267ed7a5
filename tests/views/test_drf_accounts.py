"""What a REST app on Django does with new passwords, codes that were sent out, and callbacks of a payment service."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.detect import detect as access
from roadworthy.patterns.malicious_input.unlimited_requests.detect import detect as limits
from roadworthy.patterns.malicious_input.unvalidated_input.detect import detect as inputs
from tests.frameworks.app_text import written

SETTINGS = """
INSTALLED_APPS = ["django.contrib.auth", "rest_framework", "shop"]
ROOT_URLCONF = "site_config.urls"
"""
MODELS = """
from django.db import models


class EmailOTP(models.Model):
    email = models.EmailField(unique=True)
    otp_hash = models.CharField(max_length=255)


class Order(models.Model):
    order_id = models.CharField(max_length=20, primary_key=True)
    status = models.CharField(max_length=20)
"""
VIEWS = """
from hashlib import sha256

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import EmailOTP, Order


class NewPassword(serializers.Serializer):
    new_password = serializers.CharField()

    RULE


class Change(APIView):
    permission_classes = [IsAuthenticated]

    def post(self, request):
        sent = NewPassword(data=request.data)
        sent.is_valid(raise_exception=True)
        request.user.set_password(sent.validated_data["new_password"])
        request.user.save()
        return Response({"changed": True})


class ResetSent(serializers.Serializer):
    email = serializers.EmailField()
    otp = serializers.CharField()
    new_password = serializers.CharField(min_length=10, max_length=100)


class Reset(APIView):
    def post(self, request):
        sent = ResetSent(data=request.data)
        sent.is_valid(raise_exception=True)
        email = sent.validated_data["email"]
        digest = sha256(sent.validated_data["otp"].encode()).hexdigest()
        if not EmailOTP.objects.filter(email=email, otp_hash=digest).exists():
            return Response({"error": "wrong code"}, status=400)
        user = User.objects.get(email=email)
        user.set_password(sent.validated_data["new_password"])
        user.save()
        return Response({"changed": True})


class Code(APIView):
    def post(self, request):
        EmailOTP.objects.filter(email=request.data["email"]).delete()
        EmailOTP.objects.create(email=request.data["email"], otp_hash="x")
        return Response({"sent": True})


class Callback(APIView):
    def post(self, request):
        order = Order.objects.get(order_id=request.data["order"])
        order.status = request.data["status"]
        order.save()
        return Response({"taken": True})
"""
URLS = """
from django.urls import path

from shop.views import Callback, Change, Code, Reset

urlpatterns = [
    path("password/", Change.as_view()),
    path("reset-password/", Reset.as_view()),
    path("code/", Code.as_view()),
    path("payments/callbackurl/", Callback.as_view()),
]
"""
RULE = "def validate_new_password(self, value):\n        validate_password(value)\n        return value"


def of(folder: Path, rule: str) -> App:
    return written(
        folder,
        {
            "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_config.settings')\n",
            "site_config/__init__.py": "",
            "site_config/settings.py": SETTINGS,
            "site_config/urls.py": URLS,
            "shop/__init__.py": "",
            "shop/models.py": MODELS,
            "shop/views.py": VIEWS.replace("RULE", rule),
        },
    )


def test_a_method_of_the_serializer_that_looks_at_a_password_is_a_rule(tmp_path: Path) -> None:
    def told(name: str, rule: str) -> set[str]:
        return {one.subject for one in inputs(of(tmp_path / name, rule)) if one.verdict == "gap"}

    assert "POST /password/" in told("a", "")
    assert "POST /password/" not in told("b", RULE)


def test_a_code_is_taken_back_and_a_callback_needs_a_signature(tmp_path: Path) -> None:
    told = {one.subject for one in access(of(tmp_path, RULE)) if one.verdict == "gap"}
    assert told == {"POST /payments/callbackurl/"}


def test_six_digits_that_open_an_account_can_be_guessed(tmp_path: Path) -> None:
    told = {one.subject for one in limits(of(tmp_path, RULE)) if one.verdict == "gap"}
    assert "POST /reset-password/" in told
