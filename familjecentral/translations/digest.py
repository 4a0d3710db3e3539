"""The mail that tells a language's translators what has fallen behind. Building it sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import npgettext, override, pgettext

from familjecentral.core import languages
from familjecentral.core.languages import Language
from familjecentral.core.models import User
from familjecentral.translations import roles
from familjecentral.translations.models import Standing


def mails(since: datetime) -> Iterator[EmailMessage]:
    """One mail a person and language, with all that waits in what changed since then; none where nothing did."""
    for language in roles.TARGETS:
        rows = list(
            Standing.objects.filter(language=language.code, newest__gte=since)
            .select_related("subject")
            .order_by("oldest", "subject__title")
        )
        if rows:
            for user in readers(language):
                yield mail(language, rows, user)


def readers(language: Language) -> Iterator[User]:
    """Who works on a language, has an address and may log in."""
    groups = [roles.translators(language), roles.reviewers(language)]
    yield from (
        User.objects.filter(~Q(email=""), is_active=True, groups__name__in=groups).distinct().order_by("pk")
    )


def mail(language: Language, rows: list[Standing], user: User) -> EmailMessage:
    """The mail to one person, in the language of the person's CMS."""
    profile = getattr(user, "wagtail_userprofile", None)
    with override(profile.preferred_language if profile and profile.preferred_language else languages.SOURCE):
        count = sum(row.outdated + row.missing for row in rows)
        subject = npgettext(
            "cms",
            "%(language)s: %(count)d text waits for a translation",
            "%(language)s: %(count)d texts wait for a translation",
            count,
        ) % {"language": language.name, "count": count}
        lines = [_line(row) for row in rows]
        everything = settings.SITE_URL + reverse("translations_matrix") + f"?language={language.code}"
        body = "\n\n".join([*lines, pgettext("cms", "All of it: %s") % everything])
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])


def _line(row: Standing) -> str:
    address = reverse("translations_edit", args=[row.subject.label, row.subject.object_id, row.language])
    counts = pgettext("cms", "outdated %(outdated)d, missing %(missing)d") % {
        "outdated": row.outdated,
        "missing": row.missing,
    }
    return f"{row.subject.title}: {counts}\n{settings.SITE_URL}{address}"
