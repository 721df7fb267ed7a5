import mistune
from django import template
from django.utils.safestring import mark_safe

register = template.Library()


def as_markup(text):
    read = mistune.create_markdown(escape=False, plugins=["strikethrough", "url"])
    return (read(text) or "").strip()


@register.filter(name="paragraphs")
def in_paragraphs(value):
    return mark_safe(as_markup(value))
