"""Invented example data: which records hold it, and the form that asks when a real value replaces it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class HoldsFacts(models.Model):
    """Abstract: a record with addresses, phone numbers or other facts, which may be invented examples."""

    is_example = models.BooleanField(
        pgettext_lazy("cms", "Example data"),
        default=False,
        help_text=pgettext_lazy(
            "cms", "The facts here are invented. Every page that shows them says EXAMPLE."
        ),
    )

    # Names of the fields that hold facts: changing one on an example asks whether it is real now.
    fact_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def shows_example(self) -> bool:
        """Whether a page that shows this record shows invented data; pages add the records they show."""
        return self.is_example


class ExampleForm(forms.ModelForm):
    """A form that never keeps the mark EXAMPLE silently when a fact was changed.

    The editor either clears the mark (the value is real now) or ticks that the new value is invented too.
    """

    still_example = forms.BooleanField(
        label=pgettext_lazy("cms", "The new values are invented too"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_example = bool(self.instance.pk and self.instance.is_example)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        changed_facts = set(self.changed_data) & set(self.instance.fact_fields)
        if (
            self.was_example
            and changed_facts
            and cleaned.get("is_example")
            and not cleaned.get("still_example")
        ):
            self.add_error(
                "is_example",
                pgettext_lazy(
                    "cms",
                    "You changed a fact. Clear this mark if the new value is real, or tick that it is invented too.",
                ),
            )
        return cleaned


def example_panel() -> MultiFieldPanel:
    """The mark and the answer to what ExampleForm asks, side by side."""
    return MultiFieldPanel(
        [FieldPanel("is_example"), FieldPanel("still_example")], pgettext_lazy("cms", "Example data")
    )


def example_records() -> Iterator[models.Model]:
    """Every stored record that is marked as example data."""
    for model in apps.get_models():
        # A page's row is found through its base page's; once is enough.
        if issubclass(model, HoldsFacts) and not model._meta.parents:
            yield from model._default_manager.filter(is_example=True).iterator()
