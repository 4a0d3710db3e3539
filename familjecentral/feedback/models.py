"""What visitors say of the site: how many find a page right or wrong, and what they cannot use. Never who they are."""

import datetime as dt
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F, Sum
from django.utils.text import Truncator
from django.utils.translation import pgettext_lazy

from familjecentral.core import languages
from familjecentral.core.models import BasePage


@dataclass(frozen=True)
class Summary:
    """The answers about one page in one language; `latest` is the day of the last one."""

    page: BasePage
    language: languages.Language
    right: int
    wrong: int
    latest: dt.date


class DailyAnswers(models.Model):
    """The answers about one page in one language on one day."""

    page = models.ForeignKey("core.BasePage", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    day = models.DateField()
    right = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("cms", "answers about a page")
        constraints = [
            models.UniqueConstraint(fields=["page", "language", "day"], name="one_count_of_answers_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.language} {self.day}"


@transaction.atomic
def count(page: BasePage, language: str, day: dt.date, *, is_right: bool) -> None:
    """One more answer."""
    answers, _ = DailyAnswers.objects.get_or_create(page=page, language=language, day=day)
    column = "right" if is_right else "wrong"
    DailyAnswers.objects.filter(pk=answers.pk).update(**{column: F(column) + 1})


def summaries(since: dt.date, most: int) -> list[Summary]:
    """What was answered since a day, most often wrong first; at most so many pages × languages. Two queries."""
    rows = (
        DailyAnswers.objects.filter(day__gte=since)
        .values("page", "language")
        .annotate(yes=Sum("right"), no=Sum("wrong"), latest=models.Max("day"))
        .order_by("-no", "-yes", "page", "language")[:most]
    )
    found = list(rows)
    pages = BasePage.objects.in_bulk([row["page"] for row in found])
    return [
        Summary(pages[row["page"]], languages.by_code(row["language"]), row["yes"], row["no"], row["latest"])
        for row in found
        if row["language"] in languages.CODES
    ]


class AccessibilityReport(models.Model):
    """Something that somebody cannot use, in their own words."""

    what = models.TextField(pgettext_lazy("cms", "What does not work"))
    where = models.CharField(pgettext_lazy("cms", "Where"), max_length=300, blank=True)
    aid = models.CharField(pgettext_lazy("cms", "Aid"), max_length=200, blank=True)
    language = models.CharField(pgettext_lazy("cms", "Language"), max_length=12)
    sent = models.DateTimeField(pgettext_lazy("cms", "Sent"), auto_now_add=True)
    is_handled = models.BooleanField(
        pgettext_lazy("cms", "Handled"),
        default=False,
        help_text=pgettext_lazy(
            "cms", "Tick when it is mended, or written into the accessibility statement."
        ),
    )

    class Meta:
        ordering = ["is_handled", "-sent", "-pk"]
        verbose_name = pgettext_lazy("cms", "accessibility report")
        verbose_name_plural = pgettext_lazy("cms", "accessibility reports")

    def __str__(self) -> str:
        return Truncator(self.what).chars(80)
