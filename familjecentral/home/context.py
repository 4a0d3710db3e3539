"""The frame around every page: name, menu, languages, footer, addresses. Everything is read when a template asks."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Site

from familjecentral.alerts.models import Message, messages
from familjecentral.core import formats, languages, visitor_forms
from familjecentral.core.freshness import KEPT_FOR, changes_at, is_for_a_phone, is_kept
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading, Text
from familjecentral.feedback import views as feedback
from familjecentral.home import permalinks, structured_data
from familjecentral.home.emergency import EMERGENCY_NUMBERS
from familjecentral.home.models import SiteSettings
from locations.moments import moment_of

STEP = BasePage.steplen


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor; a page's own context may name the language itself."""
    return {
        "frame": Frame(request),
        "language": languages.by_code(languages.active()),
        "LANGUAGE_CODE": get_language(),
    }


def in_language(path: str, code: str) -> str:
    """The same address under another language's prefix; addresses without a prefix are the home page."""
    steps = path.split("/", 2)
    known = len(steps) == 3 and steps[1] in languages.CODES
    return f"/{code}/{steps[2] if known else ''}"


@dataclass(frozen=True)
class Link:
    """A link to a page of ours; `current` when the reader is on it or below it."""

    title: Text
    url: str
    current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language; `exists` is False where only the Swedish text would be shown."""

    language: languages.Language
    url: str
    current: bool
    exists: bool


class Frame:
    """What base.html shows around a page. Without a page (search, errors) the page's own parts are empty."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.code = languages.active()

    @property
    def page(self) -> BasePage | None:
        return getattr(self.request, "page", None)

    @cached_property
    def site(self) -> Reading | None:
        """The site's settings, read in the active language; None before the site is filled."""
        site = Site.find_for_request(self.request)
        record = (
            SiteSettings.objects.select_related("contact_page").filter(site=site).first() if site else None
        )
        return Reading(record, self.code) if record else None

    @cached_property
    def _pages(self) -> list[BasePage]:
        """The pages that menu, footer and breadcrumb need, in the order of the tree, with one query."""
        wanted = Q(show_in_menus=True) | Q(show_in_footer=True)
        if self.page:
            own = self.page.path
            wanted |= Q(path__in=[own[: STEP * depth] for depth in range(2, len(own) // STEP)])
        return list(BasePage.objects.live().filter(wanted).order_by("path"))

    def _link(self, page: BasePage) -> Link:
        current = bool(self.page and self.page.path.startswith(page.path))
        return Link(Reading(page, self.code).title, page.get_url(self.request) or "", current)

    @cached_property
    def menu(self) -> list[Link]:
        return [self._link(page) for page in self._pages if page.show_in_menus]

    @cached_property
    def footer_links(self) -> list[Link]:
        return [self._link(page) for page in self._pages if page.show_in_footer]

    @cached_property
    def breadcrumb(self) -> list[Link]:
        """The way from the home page to the page above this one; empty on the home page."""
        if not self.page:
            return []
        beside = [self._link(self.page)] if self.view else []
        above = [
            page for page in self._pages if page.pk != self.page.pk and self.page.path.startswith(page.path)
        ]
        return [*(self._link(page) for page in above), *beside]

    @property
    def view(self) -> str:
        """Another way to look at the page, by the last step of its address; empty on the page itself."""
        view: str = getattr(self.request, "page_view", "")
        return view

    @cached_property
    def emergency(self) -> list[dict[str, Any]]:
        numbers = self.site.obj.emergency_numbers if self.site else []
        return [
            {"number": number, "text": EMERGENCY_NUMBERS[number]}
            for number in numbers
            if number in EMERGENCY_NUMBERS
        ]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The public languages, each with the address of this page in it."""
        path = self.path or f"/{self.code}/"
        return [
            LanguageLink(
                language,
                in_language(path, language.code),
                language.code == self.code,
                self.page.exists_in(language.code) if self.page else True,
            )
            for language in languages.PUBLIC
        ]

    @cached_property
    def path(self) -> str:
        """The page's address, or for other views the requested one, without parameters; empty on an error page."""
        if self.page:
            address = self.page.get_url(self.request) or ""
            return f"{address}{self.view}/" if self.view else address
        return self.request.path if getattr(self.request, "resolver_match", None) else ""

    @cached_property
    def kept(self) -> str:
        """On a page that is read later, when it was made: "måndag 23 november 2026 kl. 10.20"; else empty."""
        if not self.page or not is_kept(self.request):
            return ""
        return formats.date_time(moment_of(self.request), self.code, weekday=True)

    @cached_property
    def alerts(self) -> list[Message]:
        """The messages above the page; the answer is kept no longer than until one begins or ends.

        On a page that is read later, those alone that will still hold then.
        """
        holding = KEPT_FOR if is_kept(self.request) else datetime.timedelta()
        shown, changes = messages(self.page, moment_of(self.request), self.code, holding)
        changes_at(self.request, *changes)
        return shown

    @cached_property
    def feedback(self) -> dict[str, Any] | None:
        """What the question "Is the information right?" needs; none where there is no page, or no way to answer."""
        if not self.page or not self.page.pk or is_kept(self.request) or self.view:
            return None
        said = self.request.GET.get("tack")
        return {
            "page": self.page.pk,
            "stamp": visitor_forms.stamp(feedback.PURPOSE, timezone.localdate()),
            "trap": visitor_forms.TRAP,
            "thanks": said if said in (feedback.RIGHT, feedback.WRONG, feedback.LATER) else "",
        }

    @cached_property
    def counterpart(self) -> LanguageLink | None:
        """From the Swedish to the easy Swedish and back, where this page exists there."""
        code = languages.COUNTERPARTS.get(self.code)
        return next((link for link in self.languages if link.language.code == code and link.exists), None)

    @property
    def origin(self) -> str:
        """The public address of the site, whatever host a request names."""
        return settings.SITE_URL

    @cached_property
    def canonical(self) -> str:
        """Absolute address of this page: in Swedish where the page does not exist in the active language."""
        if not self.path:
            return ""
        exists = self.page is None or self.page.exists_in(self.code)
        return settings.SITE_URL + (self.path if exists else in_language(self.path, languages.SOURCE))

    @cached_property
    def indexed(self) -> bool:
        """Whether search engines may keep this page: not what repeats the Swedish, a preview, or old news."""
        language = languages.by_code(self.code)
        shown = self.page and self.page.exists_in(self.code) and not self.view
        return bool(shown and language.public and not is_for_a_phone(self.request))

    @cached_property
    def alternates(self) -> list[dict[str, str]]:
        """hreflang: the languages in which the page exists, and x-default. Easy Swedish has no tag of its own."""
        if not self.page or not self.indexed:
            return []
        found = [
            {"hreflang": link.language.tag, "url": settings.SITE_URL + link.url}
            for link in self.languages
            if link.exists and link.language.tag == link.language.code
        ]
        return [
            *found,
            {"hreflang": "x-default", "url": settings.SITE_URL + in_language(self.path, languages.SOURCE)},
        ]

    @cached_property
    def is_example(self) -> bool:
        """Whether anything shown here is invented example data, in the page or in the frame itself."""
        in_frame = bool(self.site and self.site.obj.is_example)
        return in_frame or bool(self.page and self.page.shows_example())

    @cached_property
    def permalink(self) -> str:
        """The page's permanent address, absolute; empty while it was never published."""
        if not self.page or not self.page.pk:
            return ""
        # Known from the routing of a visit; asked for in a preview.
        code = getattr(self.page, "permalink_code", None) or self._permalink_code()
        return permalinks.absolute(code) if code else ""

    def _permalink_code(self) -> str | None:
        link = self.page.permalinks.first() if self.page else None
        return link.code if link else None

    @cached_property
    def _reading(self) -> Reading | None:
        """The page as it is read here; one for all parts of the frame, so that its texts are merged once."""
        return Reading(self.page, self.code) if self.page else None

    @cached_property
    def updated(self) -> datetime.datetime | None:
        """When this language's text last changed."""
        return self._reading.changed_at if self._reading else None

    @cached_property
    def title(self) -> Text:
        """For the title element, search engines and cards of shared links."""
        return self._first("seo_title", "title")

    @cached_property
    def description(self) -> Text:
        return self._first("search_description", "lead")

    def _first(self, *names: str) -> Text:
        """The page's first of these texts that is in the reader's language; where none is, the first in Swedish."""
        reading = self._reading
        found = [text for name in names if reading and (text := getattr(reading, name))]
        nothing = Text("", languages.by_code(self.code), is_fallback=False)
        return min(found, key=lambda text: text.is_fallback, default=nothing)

    @cached_property
    def structured_data(self) -> SafeString:
        """The page's schema.org descriptions as one JSON text, safe inside a script element.

        JSON does not say that a text is Swedish: what has no translation is left out.
        """
        reading = self._reading
        if not self.page or not reading or not self.indexed or self.kept:
            return SafeString("")
        parts = self.page.structured_data(reading, self.request)
        if self.breadcrumb:
            steps = [
                (str(link.title), settings.SITE_URL + link.url)
                for link in self.breadcrumb
                if not link.title.is_fallback
            ]
            parts = [
                *parts,
                structured_data.breadcrumb([*steps, (str(reading.title), settings.SITE_URL + self.path)]),
            ]
        text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return mark_safe(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S308
