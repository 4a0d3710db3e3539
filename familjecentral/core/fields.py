"""Model fields for facts: telephone numbers and lists of choices."""

from collections.abc import Callable, Iterable
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import pgettext_lazy

from familjecentral.core import formats


class PhoneFormField(forms.CharField):
    """Shows a stored number the way it is written in Sweden."""

    def prepare_value(self, value: Any) -> Any:
        return formats.phone(value) if isinstance(value, str) and value.startswith("+") else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(initial, data) and self.prepare_value(initial) != data)


class PhoneField(models.CharField):
    """A telephone number, written freely and stored as E.164 ("+468…"), or a national short number as dialled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        text = super().clean(value, model_instance)
        if not text:
            return ""
        digits = text.replace(" ", "").replace("-", "")
        if digits in formats.SHORT_NUMBERS:
            return digits
        try:
            number = phonenumbers.parse(text, "SE")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                pgettext_lazy("cms", "Write a telephone number such as 08-123 456 78."), code="phone"
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def formfield(self, **kwargs: Any) -> Any:
        # The form accepts longer input than is stored: spaces, dashes, "+46 (0)8 …".
        return super().formfield(**{"form_class": PhoneFormField, "max_length": 40, **kwargs})


class ChoiceListField(models.JSONField):
    """A list of codes out of a fixed set, ticked as checkboxes; `options` gives (code, name) pairs when shown."""

    def __init__(
        self, *args: Any, options: Callable[[], Iterable[tuple[str, Any]]] | None = None, **kwargs: Any
    ) -> None:
        self.options = options
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        # JSONField.formfield adds an encoder that a multiple choice does not know.
        return models.Field.formfield(
            self,
            choices_form_class=None,
            form_class=forms.MultipleChoiceField,
            choices=self.options or (),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            initial=list,
            # Django would compare with a hidden copy that the CMS's panels do not draw: every save a change.
            show_hidden_initial=False,
        )
