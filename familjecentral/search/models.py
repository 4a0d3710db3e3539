"""Words that people search for and that stand on no page: an editor says what they mean."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import pgettext_lazy

from familjecentral.search.matching import words


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def meanings(self, query: str) -> list[str]:
        """What the words of a query mean too, in the order they were written. One query."""
        asked = words(query)
        return [synonym.means for synonym in self.order_by("pk") if synonym.is_in(asked)]


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

    def is_in(self, asked: Iterable[str]) -> bool:
        """Whether one of the written ones stands in a query, all its words beside each other."""
        text = f" {' '.join(asked)} "
        found = (words(part) for part in self.written.split(","))
        return any(f" {' '.join(part)} " in text for part in found if part)
