"""The button that asks the machine for drafts, where a provider is set."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import npgettext, pgettext
from django.views.decorators.http import require_POST

from familjecentral.translations import machine, permissions, work
from familjecentral.translations.editor_screens import save_typed


@require_POST
def draft(request: HttpRequest, label: str, pk: int, language: str) -> HttpResponse:
    permissions.require_translator(request, language)
    if not settings.MACHINE_TRANSLATION:
        raise Http404
    try:
        opened = work.work(label, pk, language)
    except LookupError as error:
        raise Http404(str(error)) from error
    if not permissions.may_save(request.user, language, opened.row):
        raise PermissionDenied
    # What a person has written comes first: the machine fills in the rest.
    if unsaved := save_typed(request, opened):
        return unsaved
    try:
        saved = machine.draft(work.work(label, pk, language), user=request.user)
    except (machine.Failed, work.Locked) as error:
        messages.error(request, pgettext("cms", "No machine drafts: %s") % error)
    else:
        count = len(saved.written)
        said = npgettext("cms", "%d machine draft. Read it.", "%d machine drafts. Read them.", count) % count
        if count:
            messages.success(request, said)
        if saved.skipped:
            messages.warning(
                request,
                pgettext("cms", "Left out, because tags or placeholders were lost: %d") % len(saved.skipped),
            )
        elif not count:
            messages.info(request, pgettext("cms", "Nothing was changed."))
    return redirect("translations_edit", label, pk, language)


urlpatterns = [path("<str:label>/<int:pk>/<str:language>/machine/", draft, name="translations_machine")]
