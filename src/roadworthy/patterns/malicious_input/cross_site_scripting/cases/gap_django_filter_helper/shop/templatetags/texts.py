import bleach
from django import template
from django.utils.safestring import mark_safe

register = template.Library()


def with_breaks(value):
    if not value:
        return bleach.clean(value)
    return value.replace("\n", "<br>")


@register.filter(name="paragraphs")
def in_paragraphs(value):
    return mark_safe(with_breaks(value))
