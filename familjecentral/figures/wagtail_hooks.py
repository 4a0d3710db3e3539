"""The figures in the CMS, among the reports: a plot of the days, and pages × languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from familjecentral.core import formats, languages
from familjecentral.core.models import BasePage
from familjecentral.figures.models import Figures, figures

DAYS, MOST_PAGES = 30, 40
HEIGHT, STEP = 120, 10
"""Of the plot: the highest bar, and what a day takes of its width, in its own units."""


def show(request: HttpRequest) -> HttpResponse:
    last = timezone.localdate()
    found = figures(last - dt.timedelta(days=DAYS - 1), last)
    return render(
        request,
        "figures/admin/figures.html",
        {
            "header_title": pgettext("cms", "Visits"),
            "found": found,
            "bars": bars(found),
            "height": HEIGHT,
            "width": DAYS * STEP,
            "total": sum(found.days.values()),
            "highest": max(found.days.values()),
            "languages": languages.PUBLIC,
            "rows": rows(found),
        },
    )


def bars(found: Figures) -> list[dict[str, Any]]:
    """A bar for each day, as SVG draws it: from above; Mondays have their date below."""
    highest = max(found.days.values()) or 1
    code = languages.active()
    return [
        {
            "x": number * STEP,
            "height": round(HEIGHT * count / highest),
            "y": HEIGHT - round(HEIGHT * count / highest),
            "count": count,
            "date": formats.date(day, code),
            "label": formats.short_date(day, code) if day.isoweekday() == 1 else "",
        }
        for number, (day, count) in enumerate(found.days.items())
    ]


def rows(found: Figures) -> list[dict[str, Any]]:
    """Each page with its name, how one came to it, and a cell a language; `share`: of the largest number, in tenths."""
    home = BasePage.objects.filter(depth=2).order_by("path").first()
    start = home.url_path if home else "/"
    names = dict(BasePage.objects.values_list("url_path", "title_sv"))
    shown = found.rows[:MOST_PAGES]
    largest = max((number for row in shown for number in row.in_language.values()), default=0) or 1
    return [
        {
            "name": names.get(f"{start}{row.address}") or row.address,
            "address": f"/{languages.SOURCE}/{row.address}",
            "row": row,
            "by_link": max(0, row.visits - row.by_code - row.by_search),
            "cells": [
                {"number": number, "share": -(-10 * number // largest)}
                for number in (row.in_language.get(language.code, 0) for language in languages.PUBLIC)
            ],
        }
        for row in shown
    ]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("reports/visits/", show, name="figures")]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return MenuItem(pgettext_lazy("cms", "Visits"), reverse("figures"), icon_name="view", order=100)
