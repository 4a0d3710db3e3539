"""Files in the CMS: a catalogue to download, and one to send back, shown before anything is written."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import npgettext, pgettext

from familjecentral.translations import files, permissions, work
from familjecentral.translations.files import Format, Only, Plan, Problem

_KEPT = "translations_file"
"""Where the session keeps a file between looking at it and importing it."""


def export(request: HttpRequest) -> HttpResponse:
    """A catalogue of one record (`label` and `pk`) or of the whole language; `only` narrows it."""
    language = request.GET.get("language", "")
    permissions.require_translator(request, language)
    asked = request.GET.get("only", "all")
    only = Only(asked) if asked in list(Only) else Only.ALL
    form = Format.XLIFF if request.GET.get("format") == Format.XLIFF else Format.PO
    label = request.GET.get("label", "")
    try:
        works = (
            [work.work(label, request.GET.get("pk", ""), language)] if label else files.everything(language)
        )
    except LookupError as error:
        raise Http404(str(error)) from error
    name = f"{label.replace('.', '-')}-{request.GET.get('pk')}-{language}" if label else language
    data = files.render(files.export(language, works, only), form)
    response = HttpResponse(data, content_type=form.mime)
    response["Content-Disposition"] = f'attachment; filename="{name}{form.ending}"'
    return response


def import_file(request: HttpRequest) -> HttpResponse:
    """First the file is sent and what it would change is shown; then the same file is imported."""
    if not permissions.languages_of(request.user):
        raise Http404
    context: dict[str, Any] = {"header_title": pgettext("cms", "Translations from a file")}
    if request.method == "POST":
        data = _data(request)
        try:
            if data is None:
                raise files.Unreadable(
                    pgettext("cms", "The file you looked at is no longer kept here. Send it again.")
                )
            made = files.plan(data, user=request.user, shown=_shown(request))
        except files.Unreadable as error:
            context["error"] = str(error)
        else:
            if "confirm" in request.POST:
                return _import(request, made)
            request.session[_KEPT] = {"file": data.decode("utf-8", "replace"), "replaced": made.replaced}
            context |= {"plan": made, "total": made.units, "mark": _mark(data)}
    return render(request, "translations/admin/import.html", context)


def _data(request: HttpRequest) -> bytes | None:
    """What was sent, or kept since it was; no more of it than tells that it is too large.

    None when what is confirmed is not what is kept: another file was looked at since, in another tab.
    """
    if "confirm" in request.POST:
        kept = str(_kept(request).get("file", "")).encode()
        return kept if _mark(kept) == request.POST["confirm"] else None
    sent = request.FILES.get("file")
    return sent.read(files.MAX_BYTES + 1) if sent else b""


def _shown(request: HttpRequest) -> dict[str, str] | None:
    """What the plan that is now confirmed would have replaced."""
    return _kept(request).get("replaced", {}) if "confirm" in request.POST else None


def _kept(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(_KEPT) or {})


def _mark(data: bytes) -> str:
    return sha256(data).hexdigest()


def _import(request: HttpRequest, made: Plan) -> HttpResponse:
    # Of what was agreed to; what was refused before that has been said.
    problems: list[Problem] = [problem for problem in made.problems if problem.context in (made.shown or ())]
    written = 0
    for record, saved in files.apply(made, user=request.user):
        written += len(saved.written)
        problems += files.problems_of(record, saved)
    request.session.pop(_KEPT, None)
    messages.success(request, npgettext("cms", "%d text is saved.", "%d texts are saved.", written) % written)
    for problem in problems:
        messages.warning(request, str(problem))
    return redirect("translations_matrix")


urlpatterns = [
    path("export/", export, name="translations_export"),
    path("import/", import_file, name="translations_import"),
]
