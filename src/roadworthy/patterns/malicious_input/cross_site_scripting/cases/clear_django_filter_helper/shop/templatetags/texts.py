import bleach
from django import template
from django.utils.safestring import mark_safe

register = template.Library()


def with_breaks(value):
    return bleach.clean(value.replace("\n", "<br>"), tags={"br"})


@register.filter(name="paragraphs")
def in_paragraphs(value):
    return mark_safe(with_breaks(value))
