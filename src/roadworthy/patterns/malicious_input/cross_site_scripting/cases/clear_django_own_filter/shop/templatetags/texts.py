from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter(name="paragraphs")
def in_paragraphs(value):
    return mark_safe("<p>" + escape(value).replace("\n", "</p><p>") + "</p>")
