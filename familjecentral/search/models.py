"""What can be found, in each language; and words that stand on no page: an editor says what they mean."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import pgettext_lazy

from familjecentral.search.matching import words


class Kind(models.TextChoices):
    PAGE = "page"
    NEWS = "news"
    SERVICE = "service"
    ACTIVITY = "activity"


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def on(self, day: datetime.date) -> "SearchDocumentQuerySet":
        """Without the news and activities that are over."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day))


class SearchDocument(models.Model):
    """The words of one record in one language, and the page that it leads to. Written by documents.refresh() alone.

    A page leads to itself, a kind of service to its information page, an activity to its centre. Texts have a passage
    on each line: as they are written, for the reader; and their normalised words, once each, for the search.
    """

    uid = models.UUIDField()
    """The record's: of a page, a service type or an activity."""
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Kind)
    page = models.ForeignKey("core.BasePage", on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    title_words = models.TextField()
    lead_words = models.TextField(blank=True)
    body_words = models.TextField(blank=True)
    until = models.DateField(null=True)
    is_example = models.BooleanField(default=False)
    mark = models.BigIntegerField()
    """A checksum of what the index is made of."""

    objects = SearchDocumentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid", "language"], name="one_document_a_language")]
        indexes = [models.Index(fields=["language", "mark"], name="documents_of_a_language")]

    def __str__(self) -> str:
        return f"{self.title.partition(chr(10))[0]} ({self.language})"

    @property
    def text(self) -> str:
        return "\n".join(filter(None, [self.title, self.lead, self.body]))


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def within(self, query: str) -> list["Synonym"]:
        """Those that a query holds, in the order they were made. One query."""
        asked = words(query)
        return [synonym for synonym in self.order_by("pk") if synonym.is_in(asked)]


class Synonym(models.Model):
    """ "öppis" means "öppen förskola"; in whatever language somebody searches."""

    written = models.CharField(
        pgettext_lazy("cms", "What people write"),
        max_length=200,
        help_text=pgettext_lazy("cms", "One or several, with commas between them: öppis, öppna förskolan"),
    )
    means = models.CharField(
        pgettext_lazy("cms", "Search for this too"),
        max_length=100,
        help_text=pgettext_lazy("cms", "Words that stand on the page: öppen förskola"),
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        ordering = ["written", "pk"]
        verbose_name = pgettext_lazy("cms", "search word")
        verbose_name_plural = pgettext_lazy("cms", "search words")

    def __str__(self) -> str:
        return f"{self.written} → {self.means}"

    def clean(self) -> None:
        super().clean()
        no_word = pgettext_lazy("cms", "Write at least one word.")
        errors = {name: no_word for name in ("written", "means") if not words(getattr(self, name) or "")}
        if errors:
            raise ValidationError(errors)

    @property
    def names(self) -> tuple[str, ...]:
        """The normalised words of all that people write."""
        return words(self.written)

    def is_in(self, asked: Iterable[str]) -> bool:
        """Whether one of the written ones stands in a query, all its words beside each other."""
        text = f" {' '.join(asked)} "
        found = (words(part) for part in self.written.split(","))
        return any(f" {' '.join(part)} " in text for part in found if part)
