"""The mail to translators: who gets it, what it says, and when there is none."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from familjecentral.home.models import InfoPage
from familjecentral.translations import digest
from familjecentral.translations.models import Standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def info(content: None, translator: Any) -> InfoPage:
    """Everything was behind since long ago; then one lead changed."""
    Standing.objects.update(oldest=None, newest=None)
    found = InfoPage.objects.live().first()
    assert found is not None
    found.lead_sv = "En ny ingress"
    found.save_revision().publish()
    return found


def test_a_translator_is_told_of_what_changed_in_the_own_language(info: InfoPage, translator: Any) -> None:
    [sent] = digest.mails(timezone.now() - timedelta(days=1))
    assert sent.to == [translator.email]
    assert "العربية" in sent.subject
    assert info.title_sv in sent.body
    assert f"/cms/translations/home.infopage/{info.pk}/ar/" in sent.body


def test_the_mail_counts_texts_not_records(info: InfoPage) -> None:
    info.title_sv = "Även en ny rubrik"
    info.save_revision().publish()
    [sent] = digest.mails(timezone.now() - timedelta(days=1))
    assert sent.subject == "العربية: 2 texter väntar på översättning"


def test_there_is_no_mail_when_nothing_changed(info: InfoPage) -> None:
    assert list(digest.mails(timezone.now() + timedelta(hours=1))) == []


def test_who_may_not_log_in_or_has_no_address_gets_none(info: InfoPage, translator: Any) -> None:
    for change in ({"is_active": False}, {"is_active": True, "email": ""}):
        for name, value in change.items():
            setattr(translator, name, value)
        translator.save()
        assert list(digest.mails(timezone.now() - timedelta(days=1))) == []


def test_the_command_sends_and_a_dry_run_only_prints(info: InfoPage) -> None:
    out = io.StringIO()
    call_command("send_translation_digest", dry_run=True, stdout=out)
    assert info.title_sv in out.getvalue()
    assert mail.outbox == []
    call_command("send_translation_digest", stdout=out)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("days", [0, -3, 10**11])
def test_days_that_make_no_sense_are_refused(db: None, days: int) -> None:
    with pytest.raises(CommandError, match="--days"):
        call_command("send_translation_digest", days=days)
