"""Django: models and querysets, URLs and views, forms, templates; and Django REST framework beside it."""

from roadworthy.frameworks.django.register import register

__all__ = ["register"]
