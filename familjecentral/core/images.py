"""The form of a picture: a file that cannot be drawn is refused where it is sent in, not on a visitor's page."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from familjecentral.core.source_edits import SourceForm


class PictureField(WagtailImageField):
    """Wagtail looks at a file's first bytes; a transfer that broke off is only seen by drawing it."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
            f.image.resize((1, 1))
        except (OSError, SyntaxError, ValueError, EOFError) as broken:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from broken
        f.seek(0)


class ImageForm(SourceForm, BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=file.label, required=file.required, help_text=file.help_text, widget=file.widget
            )
