from pathlib import Path

import pytest

from familjecentral.core import messages
from familjecentral.core.messages import Message


def python(source: str, name: str = "news/views.py") -> dict[messages.Key, Message]:
    return {message.key: message for message in messages.read_python(source, name)}


def template(source: str, name: str = "templates/base.html") -> dict[messages.Key, Message]:
    return {message.key: message for message in messages.read_template(source, name)}


def test_python_calls_are_found_with_context_and_plural() -> None:
    found = python(
        """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext_lazy, pgettext_lazy
a = _("Open "
      "now")
b = pgettext_lazy("hours", "Closed")
c = ngettext("%(count)s result", "%(count)s results", n)
d = npgettext_lazy("child", "%(n)s month", "%(n)s months")
e = _(variable)
"""
    )
    assert set(found) == {
        (None, "Open now"),
        ("hours", "Closed"),
        (None, "%(count)s result"),
        ("child", "%(n)s month"),
    }
    assert found[None, "%(count)s result"].plural == "%(count)s results"
    assert found["child", "%(n)s month"].plural == "%(n)s months"


def test_template_tags_are_found_with_context_plural_and_trimming() -> None:
    found = template(
        """{% load i18n %}
<a title="{% translate 'Menu' %}">{{ _("Search") }}</a>
    {% translate "Close" context "button" as closing %}
  {% include "x.html" with label=_("It's open") %}
      {% blocktranslate trimmed with title=reading.title %}
        Read more:
        {{ title }}
      {% endblocktranslate %}
{% blocktranslate count count=n context "search" %}{{ count }} hit{% plural %}{{ count }} hits{% endblocktranslate %}
{% blocktranslate %}100 % free{% endblocktranslate %} it's "quoted ( text' {{ x|default:_("None") }}
"""
    )
    assert set(found) == {
        (None, "Menu"),
        (None, "Search"),
        ("button", "Close"),
        (None, "It's open"),
        (None, "Read more: %(title)s"),
        ("search", "%(count)s hit"),
        (None, "100 %% free"),
        (None, "None"),
    }
    assert found["search", "%(count)s hit"].plural == "%(count)s hits"


def test_notes_to_translators_are_kept() -> None:
    found = template('{# Translators: the button of the menu #}\n{% translate "Open" %}\n')
    assert found[None, "Open"].comments == ["Translators: the button of the menu"]


def test_names_of_fields_and_panels_are_texts_of_the_cms_only() -> None:
    found = python(
        """
class Centre(Model):
    area = CharField(_("Area"), help_text=_("As people call it"),
        validators=[RegexValidator(r".", _("Write a letter"))], choices=[("a", _("North"))])
    panels = [FieldPanel("area", heading=_("Where")), MultiFieldPanel([], _("Facts"))]

    class Meta:
        verbose_name = _("centre")

    def clean(self):
        errors["area"] = _("Wrong area")

    def state(self):
        return _("Open now")
""",
        "locations/models.py",
    )
    assert {msgid for (_, msgid), message in found.items() if not message.cms} == {"North", "Open now"}


def test_a_help_text_on_a_line_of_its_own_is_a_text_of_the_cms() -> None:
    source = 'a = models.CharField(\n    help_text=_(\n        "Kept where the agreement is."\n    ),\n)\n'
    assert python(source, "news/models.py")[None, "Kept where the agreement is."].cms


def test_labels_of_a_visitor_s_form_are_not_texts_of_the_cms() -> None:
    assert not python('name = CharField(label=_("Your message"))', "news/forms.py")[None, "Your message"].cms


def test_a_text_can_be_marked_as_the_cms_s() -> None:
    assert python('x = pgettext_lazy("cms", "Sun: arch")')["cms", "Sun: arch"].cms


def project(root: Path, **files: str) -> Path:
    for package in messages.PACKAGES:
        (root / package).mkdir()
    (root / "templates").mkdir()
    for name, text in files.items():
        folder, _, stem = name.partition("_")
        (root / folder / stem).with_suffix(".html" if folder == "templates" else ".py").write_text(text)
    return root


def test_the_same_text_in_two_files_is_one_message(tmp_path: Path) -> None:
    root = project(
        tmp_path, news_a='_("Open")', news_models='x = F(help_text=_("Open"))', templates_b='{{ _("Open") }}'
    )
    found = messages.find_messages(root)
    assert found[None, "Open"].files == {"news/a.py", "news/models.py", "templates/b.html"}
    assert not found[None, "Open"].cms


def test_two_plurals_of_one_text_are_an_error(tmp_path: Path) -> None:
    root = project(tmp_path, news_a='ngettext("hit", "hits", n)', news_b='ngettext("hit", "hitz", n)')
    with pytest.raises(ValueError, match="another plural"):
        messages.find_messages(root)
