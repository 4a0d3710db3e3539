"""Mail to each language's translators what has fallen behind lately. For cron, once a day or a week."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from familjecentral.translations import digest

MOST_DAYS = 3660


class Command(BaseCommand):
    help = "Mail translators what became missing or outdated in the last days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="how far back, in days (7)")
        parser.add_argument("--dry-run", action="store_true", help="print the mails, send none")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if not 0 < days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 1 to {MOST_DAYS}")
        found = list(digest.mails(timezone.now() - timedelta(days=days)))
        if not dry_run and found:
            get_connection().send_messages(found)
        for mail in found:
            self.stdout.write(f"{', '.join(mail.to)}: {mail.subject}")
            if dry_run:
                self.stdout.write(str(mail.body))
        self.stdout.write(f"{len(found)} mails")
