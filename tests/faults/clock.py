"""The site with a clock that the faults set: the file that FAULTS_CLOCK names holds seconds beside the true time."""

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

OFFSET = Path(os.environ["FAULTS_CLOCK"])
true_now = timezone.now


def now() -> dt.datetime:
    return true_now() + dt.timedelta(seconds=float(OFFSET.read_text()))


timezone.now = now

from familjecentral.wsgi import application  # noqa: E402, F401
