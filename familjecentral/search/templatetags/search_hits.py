"""Shows which words of a text answer what was searched for."""

from collections.abc import Collection

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from familjecentral.search.matching import parts

register = template.Library()


@register.simple_tag
def marked_hits(hits: Collection[str], text: str) -> SafeString:
    """The text, escaped, with a mark element around the words that answer."""
    pieces = [format_html("<mark>{}</mark>", piece) if hit else piece for piece, hit in parts(hits, text)]
    return format_html_join("", "{}", ((piece,) for piece in pieces))
