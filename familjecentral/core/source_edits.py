"""What an editor says of a change of the Swedish: a minor one, or one whose old translations must not be read."""

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from familjecentral.core.changes import Edit, note_edit
from familjecentral.core.languages import SOURCE
from familjecentral.core.texts import texts_of


class SourceForm(forms.ModelForm):
    """A form of Swedish texts. The ticks travel inside the draft, and take effect when it is published."""

    minor_edit = forms.BooleanField(
        label=pgettext_lazy("cms", "Minor edit: the translations still say the same"),
        required=False,
        help_text=pgettext_lazy(
            "cms", "A misspelling, a comma. What was translated and up to date stays up to date."
        ),
    )
    critical_change = forms.BooleanField(
        label=pgettext_lazy("cms", "Critical change: nobody may read the old translations"),
        required=False,
        help_text=pgettext_lazy(
            "cms",
            "The texts you changed are shown in Swedish in every language until they are translated again.",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = [texts_of(self.instance, SOURCE)] if self.instance.pk else []
        if not self._before:
            # What is new has no translations yet.
            for name in ("minor_edit", "critical_change"):
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("minor_edit") and cleaned.get("critical_change"):
            self.add_error(
                "critical_change",
                pgettext_lazy("cms", "A change is minor or critical, not both. Untick one."),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        edit = self._edit()
        if edit and self.instance.pk:
            stored = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
            live = [texts_of(stored, SOURCE)] if stored else []
            note_edit(
                self.instance.translation_state,
                [*live, *self._before],
                texts_of(self.instance, SOURCE),
                edit,
            )
        return super().save(commit=commit)

    def _edit(self) -> Edit | None:
        if self.cleaned_data.get("critical_change"):
            return Edit.CRITICAL
        return Edit.MINOR if self.cleaned_data.get("minor_edit") else None


class SourcePageForm(SourceForm, WagtailAdminPageForm):
    """The Swedish form of a page."""


class SourceRecordForm(SourceForm, WagtailAdminModelForm):
    """The Swedish form of any other record."""


def edit_panel() -> MultiFieldPanel:
    """Both ticks. Without one, whatever says something else is outdated in every language once it is published."""
    return MultiFieldPanel(
        [FieldPanel("minor_edit"), FieldPanel("critical_change")],
        pgettext_lazy("cms", "What this change means for the translations"),
        classname="collapsed",
    )
