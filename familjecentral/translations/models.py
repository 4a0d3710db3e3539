"""What the workbench lists and remembers. All of it follows from the records, and can be made again from them,
except old wordings: `manage.py refresh_standings`.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import pgettext_lazy

from familjecentral.core import languages


class Subject(models.Model):
    """One live record that has something to translate, as the matrix lists it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    uid = models.UUIDField(unique=True)
    label = models.CharField(max_length=100)
    """`app.model`, as the registry and the addresses name it."""
    title = models.CharField(max_length=255)
    group = models.CharField(max_length=255, blank=True, db_index=True)
    """The Swedish title of the page it is filed under: a centre."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_subject_a_record")
        ]

    def __str__(self) -> str:
        return self.title


def _permissions() -> list[tuple[str, str]]:
    return [
        (f"{action}_{language.code.replace('-', '_')}", f"Can {action} {language.name}")
        for language in languages.LANGUAGES
        if language.code != languages.SOURCE
        for action in ("translate", "review")
    ]


class Standing(models.Model):
    """How many of a record's texts are in which state in one language, as readers have them now."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="standings")
    language = models.CharField(max_length=12)
    missing = models.PositiveIntegerField(default=0)
    draft = models.PositiveIntegerField(default=0)
    outdated = models.PositiveIntegerField(default=0)
    reviewed = models.PositiveIntegerField(default=0)
    # Since when the oldest text that is missing or outdated has been so.
    oldest = models.DateTimeField(null=True, blank=True)
    # And the youngest of them.
    newest = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        permissions: ClassVar[Any] = _permissions()
        verbose_name = pgettext_lazy("cms", "translation")
        verbose_name_plural = pgettext_lazy("cms", "translations")
        constraints = [
            models.UniqueConstraint(fields=["subject", "language"], name="one_standing_a_language")
        ]
        indexes = [models.Index(fields=["language", "oldest"], name="standing_oldest")]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.language}"


class Wording(models.Model):
    """A Swedish text that was live once: the old text beside the new one, for whoever translated the old."""

    fingerprint = models.CharField(max_length=12, unique=True)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Rendering(models.Model):
    """A translation that was live once, of whatever stood in Swedish then: offered where the same is said again."""

    fingerprint = models.CharField(max_length=12)
    """Of the Swedish it was made from."""
    language = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    """Of the translation."""
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "language", "target"], name="one_rendering_of_a_text"
            )
        ]

    def __str__(self) -> str:
        return self.text
