"""`/<language>/synpunkt/`: one tap says whether a page is right. The answer is counted, and the page says thank you."""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from familjecentral.core import languages, visitor_forms
from familjecentral.core.models import BasePage
from familjecentral.feedback import models

PURPOSE = "feedback"

RIGHT, WRONG, LATER = "ja", "nej", "senare"
"""What was answered, and as `?tack=` what the page then says; `senare`: the answer was not counted."""

MOST, WITHIN = 30, 60 * 60
"""Answers from one address within so many seconds: a whole waiting room may share one."""

KEY = re.compile(r"[0-9]{1,9}")


@never_cache
@csrf_exempt
def answer(request: HttpRequest) -> HttpResponse:
    """403 for what was not sent from a page of ours; 404 for a page that is not there and for another answer."""
    if request.method != "POST":
        return HttpResponseRedirect(f"/{languages.active()}/")
    today = timezone.localdate()
    if not visitor_forms.is_ours(request, PURPOSE, today):
        raise PermissionDenied
    page, said = _page(request.POST.get("sida", "")), request.POST.get("svar")
    if page is None or said not in (RIGHT, WRONG):
        raise Http404
    if visitor_forms.is_too_often(request, PURPOSE, MOST, WITHIN, today):
        said = LATER
    else:
        models.count(page, languages.active(), today, is_right=said == RIGHT)
    response = HttpResponseRedirect(f"{page.get_url(request)}?tack={said}#tack")
    response.status_code = 303
    return response


def _page(text: str) -> BasePage | None:
    """The published page with this key."""
    if not KEY.fullmatch(text):
        return None
    return BasePage.objects.live().public().filter(pk=int(text)).first()
