"""The matrix in the CMS: which text is behind, in which language, and for how long."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from familjecentral.core.segments import State
from familjecentral.translations import matrix, permissions
from familjecentral.translations.matrix import Filters

STATES = {
    State.OUTDATED: pgettext_lazy("cms", "Outdated"),
    State.MISSING: pgettext_lazy("cms", "Missing"),
    State.DRAFT: pgettext_lazy("cms", "Draft"),
    State.REVIEWED: pgettext_lazy("cms", "Reviewed"),
}


class FilterForm(forms.Form):
    """The filters, in the address: a filtered matrix can be bookmarked and sent to somebody."""

    language = forms.ChoiceField(label=pgettext_lazy("cms", "Language"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("cms", "State"), required=False, choices=[("", ""), *STATES.items()]
    )
    type = forms.ChoiceField(label=pgettext_lazy("cms", "Type"), required=False)
    group = forms.ChoiceField(label=pgettext_lazy("cms", "Centre"), required=False)
    owner = forms.TypedChoiceField(
        label=pgettext_lazy("cms", "Responsible"), required=False, coerce=int, empty_value=None
    )
    sort = forms.ChoiceField(
        label=pgettext_lazy("cms", "Sort"),
        required=False,
        choices=[
            ("oldest", pgettext_lazy("cms", "Longest behind first")),
            ("title", pgettext_lazy("cms", "By name")),
        ],
    )

    def __init__(self, data: Any, languages: Any) -> None:
        super().__init__(data)
        everything = ("", pgettext("cms", "All"))
        offered = matrix.choices() | {"language": [(one.code, one.name) for one in languages]}
        offered["state"] = list(STATES.items())
        for name, choices in offered.items():
            self.fields[name].choices = [everything, *choices]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was asked for; what is no choice here narrows nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Filters(**asked)


def show(request: HttpRequest) -> HttpResponse:
    languages = permissions.languages_of(request.user)
    if not languages:
        raise PermissionDenied
    form = FilterForm(request.GET or None, languages)
    filters = form.filters() if form.is_bound else Filters()
    number = request.GET.get("p", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    rows, at = matrix.rows(filters, languages, page)
    context = {
        "form": form,
        "filters": filters,
        "rows": rows,
        "page": at,
        "query": "".join(f"&{name}={value}" for name, value in _asked(request).items()),
        "totals": [cell for cell in matrix.totals(languages) if filters.language in ("", cell.language.code)],
        "interface": [
            one for one in matrix.interface(languages) if filters.language in ("", one.language.code)
        ],
        "names": {str(state): label for state, label in STATES.items()},
        "header_title": pgettext("cms", "Translations"),
    }
    return render(request, "translations/admin/matrix.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: quote(str(value)) for name, value in request.GET.items() if name in FilterForm.base_fields}


class TranslationsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(permissions.languages_of(request.user))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    label = pgettext_lazy("cms", "Translations")
    return TranslationsItem(label, reverse("translations_matrix"), icon_name="globe", order=120)


urlpatterns = [path("", show, name="translations_matrix")]
