"""The side-by-side editor: Swedish left, translation right; saving, publishing, previewing and sharing from one screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import npgettext, override, pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import AbstractPage, PreviewableMixin

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.core.segments import State, fingerprint
from familjecentral.translations import editor_rows, machine, permissions, registry, work
from familjecentral.translations.work import Edit, Locked, NotPublishable, Saved, Work

SHARED_FOR_DAYS = 14
_SALT = "translations.shared"


def _open(request: HttpRequest, label: str, pk: int, language: str) -> Work:
    permissions.require_translator(request, language)
    try:
        return work.work(label, pk, language)
    except LookupError as error:
        raise Http404(str(error)) from error


def edit(request: HttpRequest, label: str, pk: int, language: str) -> HttpResponse:
    opened = _open(request, label, pk, language)
    if request.method != "POST":
        may_save = permissions.may_save(request.user, language, opened.row)
        return _screen(request, opened, may_save=may_save)
    if unsaved := save_typed(request, opened):
        return unsaved
    if "publish" in request.POST:
        _publish(request, opened)
    if "submit" in request.POST:
        _submit(request, opened)
    return redirect("translations_edit", label, pk, language)


def save_typed(request: HttpRequest, opened: Work) -> HttpResponse | None:
    """Save what the form sent, if it did. Where not all of it could be, the screen with everything that was typed.

    PermissionDenied for whoever may not save.
    """
    if not any(name.startswith("text:") for name in request.POST):
        return None
    if not permissions.may_save(request.user, opened.language, opened.row):
        raise PermissionDenied
    typed = dict(_typed(request, opened))
    try:
        saved = work.save(opened.label, opened.row.pk, opened.language, typed, user=request.user)
    except Locked as error:
        messages.error(request, str(error))
        return _screen(request, opened, may_save=True, typed=typed)
    _report(request, saved)
    if not saved.skipped:
        return None
    again = work.work(opened.label, opened.row.pk, opened.language)
    kept = {segment: typed[segment] for segment in saved.skipped}
    return _screen(request, again, may_save=True, typed=kept, saved=saved)


def _typed(request: HttpRequest, opened: Work) -> Iterator[tuple[str, Edit]]:
    """What the form sent: also of texts that are no longer in the Swedish, so that they can be reported.

    A text that the translator left alone is left out when it changed meanwhile: there is nothing to save or to lose.
    """
    current = {piece.segment.id: piece.seen for piece in opened.pieces}
    may_review = permissions.may_review(request.user, opened.language)
    for name, text in request.POST.items():
        kind, _, segment = name.partition(":")
        if kind != "text" or not isinstance(text, str):
            continue
        seen, right = request.POST.get(f"seen:{segment}", ""), f"right:{segment}" in request.POST
        ticked = f"reviewed:{segment}" in request.POST
        was_ticked = f"was:{segment}" in request.POST
        is_touched = right or ticked != was_ticked or fingerprint(text) != seen.partition("|")[2]
        if is_touched or current.get(segment) == seen:
            yield segment, Edit(text, seen, reviewed=ticked if may_review else None, still_right=right)


def _report(request: HttpRequest, saved: Saved) -> None:
    if saved.written:
        count = len(saved.written)
        said = npgettext("cms", "%d text is saved.", "%d texts are saved.", count) % count
        messages.success(request, said)
    if saved.skipped:
        messages.warning(request, pgettext("cms", "Some texts were not saved. What you wrote is kept below."))
    elif not saved.written:
        messages.info(request, pgettext("cms", "Nothing was changed."))


def _publish(request: HttpRequest, opened: Work) -> None:
    try:
        published = work.publish(opened.label, opened.row.pk, opened.language, user=request.user)
    except (NotPublishable, Locked) as error:
        messages.error(request, str(error))
        return
    if published.segments:
        messages.success(request, pgettext("cms", "Published: readers have it now."))


def _may_submit(user: Any, row: Any) -> bool:
    """Whether Wagtail's workflow is open to somebody: then an approver publishes the page with its translation."""
    return isinstance(row, AbstractPage) and bool(row.permissions_for_user(user).can_submit_for_moderation())


def _submit(request: HttpRequest, opened: Work) -> None:
    page = type(opened.row)._default_manager.get(pk=opened.row.pk)
    workflow = page.get_workflow() if _may_submit(request.user, page) else None
    if workflow and not page.workflow_in_progress:
        workflow.start(page, request.user)
        messages.success(request, pgettext("cms", "Sent for approval."))


def _screen(
    request: HttpRequest,
    opened: Work,
    *,
    may_save: bool,
    typed: dict[str, Edit] | None = None,
    saved: Saved | None = None,
) -> HttpResponse:
    language = languages.by_code(opened.language)
    skipped = saved.skipped if saved else {}
    gone = [typed[key].text for key, why in skipped.items() if typed and why is work.Skip.GONE]
    states = [piece.state for piece in opened.pieces]
    context = {
        "work": opened,
        "language": language,
        "groups": editor_rows.groups(opened, typed, skipped),
        "gone": gone,
        "counts": [(str(state), states.count(state)) for state in State if states.count(state)],
        "title": registry.title_of(opened.row),
        "others": [one for one in permissions.languages_of(request.user) if one != language],
        "may_save": may_save,
        "may_review": permissions.may_review(request.user, opened.language),
        "may_publish": work.has_drafts(type(opened.row))
        and permissions.may_publish(request.user, opened.row),
        "may_submit": _may_submit(request.user, opened.row),
        "has_drafts": work.has_drafts(type(opened.row)),
        "waiting": len(work.waiting(opened)),
        "can_preview": isinstance(opened.row, PreviewableMixin),
        "machine": machine.offered() if may_save else "",
        "edit_url": registry.edit_url(opened.row, request.user),
        "shared": request.session.pop("translations_shared", ""),
        "shared_until": timezone.localdate() + timedelta(days=SHARED_FOR_DAYS),
        "header_title": f"{registry.title_of(opened.row)} · {language.name}",
    }
    return render(request, "translations/admin/editor.html", context)


@require_POST
def publish(request: HttpRequest, label: str, pk: int, language: str) -> HttpResponse:
    _publish(request, _open(request, label, pk, language))
    return redirect("translations_edit", label, pk, language)


# --- Looking at a draft ----------------------------------------------------------------------------------------------


@xframe_options_sameorigin
def preview(request: HttpRequest, label: str, pk: int, language: str) -> HttpResponse:
    """The newest version as a reader of that language would see it."""
    return _shown(_open(request, label, pk, language), request)


def _shown(opened: Work, request: HttpRequest | None) -> HttpResponse:
    if not isinstance(opened.obj, PreviewableMixin):
        raise Http404
    response: HttpResponse = opened.obj.make_preview_request(request, opened.language)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def share(request: HttpRequest, label: str, pk: int, language: str) -> HttpResponse:
    """Make a link that shows the newest version to whoever has it, without a login, for some days."""
    opened = _open(request, label, pk, language)
    # What is being written belongs to the draft that is to be read.
    if unsaved := save_typed(request, opened):
        return unsaved
    token = signing.dumps([opened.label, opened.row.pk, language], salt=_SALT)
    address = reverse("translation_shared", args=[token])
    request.session["translations_shared"] = request.build_absolute_uri(address)
    return redirect("translations_edit", label, pk, language)


@never_cache
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What a shared link shows; 404 where it was not made here, with a word of explanation once its days are over."""
    try:
        label, pk, language = signing.loads(token, salt=_SALT, max_age=SHARED_FOR_DAYS * 86_400)
        opened = work.work(label, pk, language)
    except signing.SignatureExpired:
        context = {"language": languages.by_code(languages.active())}
        expired = render(request, "translations/shared_expired.html", context, status=404)
        expired["X-Robots-Tag"] = "noindex"
        return expired
    except (signing.BadSignature, LookupError, ValueError, TypeError) as error:
        raise Http404 from error
    with override(language):
        # Without the visitor's own request: whoever is logged in sees the same as everybody.
        return _shown(opened, None)


# --- Where the CMS leads to it ---------------------------------------------------------------------------------------


@hooks.register("register_page_header_buttons")
def page_button(page: BasePage, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a page's Swedish to its translations."""
    offered = permissions.languages_of(user)
    specific = page.specific_class
    if offered and specific and registry.label_of(specific) in registry.registered():
        address = reverse("translations_edit", args=[registry.label_of(specific), page.pk, offered[0].code])
        yield Button(pgettext_lazy("cms", "Translations"), address, icon_name="globe", priority=45)


_AT = "<str:label>/<int:pk>/<str:language>/"
urlpatterns = [
    path(_AT, edit, name="translations_edit"),
    path(f"{_AT}publish/", publish, name="translations_publish"),
    path(f"{_AT}preview/", preview, name="translations_preview"),
    path(f"{_AT}share/", share, name="translations_share"),
]
public_urlpatterns = [path("utkast/<str:token>/", shared, name="translation_shared")]
