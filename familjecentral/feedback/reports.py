"""`/<language>/tillganglighet/rapport/`: tell of something that cannot be used. Without a name, a cookie or a script."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from familjecentral.core import languages, visitor_forms
from familjecentral.feedback.models import AccessibilityReport

PURPOSE = "report"

MOST, WITHIN = 5, 60 * 60
"""Reports from one address within so many seconds."""


class Words(forms.CharField):
    """What somebody writes. Too long is said in words of ours: Django's own are not there in every language."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        if len(written) > self.most:
            text = gettext("This is too long. Write at most %(number)s characters.")
            raise forms.ValidationError(text % {"number": self.most})
        return written


class ReportForm(forms.Form):
    what = Words(
        2000,
        label=gettext_lazy("What does not work?"),
        error_messages={"required": gettext_lazy("Write what does not work.")},
        help_text=gettext_lazy("Do not write names or personal identity numbers."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    where = Words(
        300,
        label=gettext_lazy("Where on the website?"),
        required=False,
        help_text=gettext_lazy("The name or the address of the page. You can leave it empty."),
    )
    aid = Words(
        200,
        label=gettext_lazy("Do you use an aid?"),
        required=False,
        help_text=gettext_lazy("For example a screen reader. You can leave it empty."),
    )

    # The browser would refuse in its own language, and lets nobody past 2000 letters see what was too much.
    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="report-%s")
        for name, field in self.fields.items():
            described = f"report-{name}-help"
            if name in self.errors:
                described += f" report-{name}-error"
                field.widget.attrs["aria-invalid"] = "true"
            field.widget.attrs |= {"aria-describedby": described, "dir": "auto"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Whatever goes wrong, what was written stands in the form again."""
    today = timezone.localdate()
    context: dict[str, Any] = {"stamp": visitor_forms.stamp(PURPOSE, today), "trap": visitor_forms.TRAP}
    if request.method != "POST":
        is_sent = request.GET.get("tack") == "ja"
        return render(request, "feedback/report.html", {**context, "form": ReportForm(), "is_sent": is_sent})
    form = ReportForm({name: request.POST.get(name, "").replace("\0", "") for name in ReportForm.base_fields})
    if form.is_valid():
        if not visitor_forms.is_ours(request, PURPOSE, today):
            form.add_error(
                None, gettext("It could not be sent. What you wrote is still here: send it once more.")
            )
        elif visitor_forms.is_too_often(request, PURPOSE, MOST, WITHIN, today):
            form.add_error(None, gettext("We cannot take more reports just now. Contact us instead."))
        else:
            AccessibilityReport.objects.create(language=languages.active(), **form.cleaned_data)
            response = HttpResponseRedirect(f"{request.path}?tack=ja")
            response.status_code = 303
            return response
    return render(request, "feedback/report.html", {**context, "form": form, "is_sent": False}, status=422)
