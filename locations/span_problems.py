"""What is said of spans that cannot be: names the spans, in the editor's language."""

from django.utils.translation import pgettext

from familjecentral.core import formats, languages
from locations.schedules import Problem, Span
from locations.stored_hours import clock


def span_name(span: Span) -> str:
    """ "måndag 09:00–12:00"; without the weekday where a span holds every day."""
    times = f"{clock(span.opens)}–{clock(span.closes)}"
    if not span.weekday:
        return times
    return f"{formats.weekday_name(span.weekday, languages.active())} {times}"


def problem_text(problem: Problem) -> str:
    """One sentence in the active language."""
    name = span_name(problem.span)
    match problem.kind:
        case "backward":
            return pgettext("cms", "%(span)s ends before it begins.") % {"span": name}
        case "outside":
            return pgettext("cms", "%(span)s does not lie within one day.") % {"span": name}
    other = span_name(problem.other) if problem.other else ""
    return pgettext("cms", "%(span)s overlaps %(other)s.") % {"span": name, "other": other}
