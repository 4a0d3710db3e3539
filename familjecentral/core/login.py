"""The login of the CMS: whoever guesses passwords, for one account or from one address, has to wait."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import pgettext
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from familjecentral.core import limits

MOST, WITHIN = 10, 15 * 60
"""Wrong passwords within so many seconds, for an account and from an address alike."""


class LoginForm(WagtailLoginForm):
    """While one has to wait the right password is refused too: nobody learns by it that it was right."""

    def clean(self) -> dict[str, Any]:
        today = timezone.localdate()
        account = self.cleaned_data.get("username", "").casefold()
        guessed = [("login-account", account), ("login-address", limits.address_of(self.request))]
        if any(limits.counted(purpose, who, today) >= MOST for purpose, who in guessed):
            text = pgettext("cms", "Too many wrong passwords. Wait %(number)s minutes and try again.")
            raise ValidationError(text % {"number": WITHIN // 60}, code="wait")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            for purpose, who in guessed:
                limits.count(purpose, who, WITHIN, today)
            raise
        return cleaned
