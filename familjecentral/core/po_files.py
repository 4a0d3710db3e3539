"""The interface's catalogues, locale/*/LC_MESSAGES/django.po: merged with the source, checked and compiled.

Pure but for the files named by the caller; no gettext tools. Page content is not here: see core/catalogues.py.
"""

import gettext
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel import Locale
from babel.plural import to_gettext
from django.conf import locale as django_locale
from django.utils.translation import to_locale

from familjecentral.core import formats, languages
from familjecentral.core.messages import Key, Message

CMS_LANGUAGES = ("sv", "en")

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%([sd])|%%")
_REVIEWED = re.compile(r"no|n/a|\d{4}-\d\d-\d\d")


@dataclass(slots=True)
class Report:
    """What `check` says of one catalogue: how much is translated, and every fault in words."""

    code: str
    total: int = 0
    translated: int = 0
    faults: list[str] = field(default_factory=list)


def catalogue_path(root: Path, code: str) -> Path:
    return root / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"


# ------------------------------------------------------------------------- texts that are filled in by us

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Django's name of each month, and its abbreviation (Associated Press style).
_MONTHS = {
    "January": "Jan.",
    "February": "Feb.",
    "March": "March",
    "April": "April",
    "May": "May",
    "June": "June",
    "July": "July",
    "August": "Aug.",
    "September": "Sept.",
    "October": "Oct.",
    "November": "Nov.",
    "December": "Dec.",
}


def date_names(code: str) -> dict[Key, str]:
    """Django's own texts for days and months, in languages that Django lacks or gets wrong; else nothing.

    Django's Sorani has the months of a Kurdish solar calendar: 3 August would be the wrong month.
    """
    if code != "ckb" and _django_catalogue(code):
        return {}
    names: dict[Key, str] = {}
    for number, day in enumerate(_DAYS, start=1):
        names[None, day] = formats.weekday_name(number, code)
        names[None, day[:3]] = formats.weekday_name(number, code, short=True)
    for number, (month, abbreviation) in enumerate(_MONTHS.items(), start=1):
        name, short = formats.month_name(number, code), formats.month_name(number, code, short=True)
        names[None, month] = names["alt. month", month] = name
        names[None, month[:3].lower()] = names["abbrev. month", abbreviation] = short
    return names


def _django_catalogue(code: str) -> Path | None:
    """Django's catalogue for the language, or for the one it is a variant of (sv for sv-simple)."""
    base = Path(django_locale.__file__).parent
    for candidate in (code, code.partition("-")[0]):
        path = base / to_locale(candidate) / "LC_MESSAGES" / "django.po"
        if path.exists():
            return path
    return None


# --------------------------------------------------------------------------------------------- merging


def new_catalogue(code: str) -> polib.POFile:
    """An empty catalogue; plural forms as in Django's own catalogue, else as CLDR has them."""
    ours = polib.POFile()
    ours.header = f"The site's interface texts: {languages.by_code(code).name}"
    shipped = _django_catalogue(code)
    ours.metadata = {
        "Project-Id-Version": "familjecentral",
        "Language": to_locale(code),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": (
            " ".join(polib.pofile(str(shipped)).metadata["Plural-Forms"].split())
            if shipped
            else to_gettext(Locale.parse(code, sep="-").plural_form)
        ),
        "X-Reviewed-By-Native": "n/a" if code == languages.SOURCE else "no",
    }
    return ours


def merge(catalogue: polib.POFile, messages: Iterable[Message], code: str) -> polib.POFile:
    """A catalogue of exactly these messages, sorted, with the translations that the old one has."""
    merged = polib.POFile()
    merged.header, merged.metadata = catalogue.header, dict(catalogue.metadata)
    old = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    wanted = {message.key: message for message in messages}
    fixed = date_names(code)
    for key in fixed:
        wanted.setdefault(key, Message(key[1], key[0], comments=["Django's; filled from core/formats.py"]))
    for key in sorted(wanted, key=lambda key: (key[1].lower(), key[1], key[0] or "")):
        merged.append(_entry(wanted[key], old.get(key), plural_count(merged), code, fixed.get(key)))
    return merged


def _entry(
    message: Message, old: polib.POEntry | None, forms: int, code: str, fixed: str | None
) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.msgid,
        msgctxt=message.context,
        comment="\n".join(message.comments),
        occurrences=[(name, "") for name in sorted(message.files)],
    )
    if _PLACEHOLDER.search(message.msgid + (message.plural or "")):
        entry.flags.append("python-format")
    if old:
        entry.tcomment = old.tcomment
        entry.flags += [flag for flag in old.flags if flag == "fuzzy"]
    if message.plural:
        kept = old.msgstr_plural if old else {}
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {index: kept.get(index, "") for index in range(forms)}
        if old and not old.msgid_plural:
            entry.msgstr_plural[0] = old.msgstr
        if code == "en":
            entry.msgstr_plural = {0: message.msgid, 1: message.plural}
    else:
        # A text that lost its plural keeps its general form, which is the last.
        entry.msgstr = (old.msgstr or dict(old.msgstr_plural).get(forms - 1, "")) if old else ""
        if code == "en":
            entry.msgstr = message.msgid
        if fixed is not None:
            entry.msgstr = fixed
    return entry


def update(root: Path, code: str, messages: dict[Key, Message]) -> bool:
    """Bring one catalogue file up to date, making it where it is missing; True when it changed."""
    path = catalogue_path(root, code)
    catalogue = polib.pofile(str(path)) if path.exists() else new_catalogue(code)
    text = str(merge(catalogue, messages.values(), code))
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


# -------------------------------------------------------------------------------------------- checking


def check(catalogue: polib.POFile, messages: dict[Key, Message], code: str, *, public: bool) -> Report:
    """Compare a catalogue with the source. What is untranslated is a fault in public languages only."""
    report = Report(code)
    report.faults += _header_faults(catalogue, code)
    wanted = dict.fromkeys(date_names(code), False) | {
        key: message.cms and code not in CMS_LANGUAGES for key, message in messages.items()
    }
    entries = [entry for entry in catalogue if not entry.obsolete]
    by_key = {(entry.msgctxt, entry.msgid): entry for entry in entries}
    report.faults += [f"missing: {key[1]!r}" for key in wanted if key not in by_key]
    report.faults += [f"stale: {key[1]!r}" for key in by_key if key not in wanted]
    report.faults += [f"stale: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
    if len(by_key) < len(entries):
        report.faults.append("the same message stands there twice")
    forms = plural_count(catalogue)
    for key, optional in wanted.items():
        entry = by_key.get(key)
        filled = entry is not None and all(
            entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        )
        report.translated += filled and not optional
        report.total += not optional
        if entry is None:
            continue
        if public and not optional and not filled:
            report.faults.append(f"untranslated: {key[1]!r}")
        plural = messages[key].plural if key in messages else None
        report.faults += [f"{fault}: {key[1]!r}" for fault in _entry_faults(entry, plural, forms)]
    return report


def _header_faults(catalogue: polib.POFile, code: str) -> Iterator[str]:
    header = catalogue.metadata
    if header.get("Language") != to_locale(code):
        yield f"header Language is not {to_locale(code)}"
    if not _REVIEWED.fullmatch(header.get("X-Reviewed-By-Native", "")):
        yield "header X-Reviewed-By-Native is neither no, n/a nor a date"
    try:
        plural = gettext.c2py(_plural_rule(catalogue)[1])
        if any(plural(number) >= plural_count(catalogue) for number in range(200)):
            yield "header Plural-Forms counts more forms than nplurals"
    except (ValueError, IndexError):
        yield "header Plural-Forms cannot be read"


def _entry_faults(entry: polib.POEntry, plural: str | None, forms: int) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if (plural or "") != (entry.msgid_plural or ""):
        yield "stale plural"
    if not entry.msgid_plural:
        if entry.msgstr and placeholders(entry.msgstr) != placeholders(entry.msgid):
            yield "placeholders differ"
        return
    if len(entry.msgstr_plural) != forms:
        yield f"{len(entry.msgstr_plural)} plural forms, not {forms}"
    given = placeholders(entry.msgid_plural)
    for text in filter(None, entry.msgstr_plural.values()):
        used = placeholders(text)
        # A form for exactly one or two may say the number in words: one placeholder can be left out.
        if not (used <= given and len(given - used) <= 1):
            yield "placeholders differ"


def placeholders(text: str) -> set[str]:
    """The names (or bare letters) of a text's Python placeholders."""
    return {name or bare for name, bare in _PLACEHOLDER.findall(text) if name or bare}


def _plural_rule(catalogue: polib.POFile) -> tuple[str, str]:
    count, _, rule = catalogue.metadata.get("Plural-Forms", "").partition(";")
    return count.partition("=")[2], rule.partition("=")[2].strip().rstrip(";")


def plural_count(catalogue: polib.POFile) -> int:
    """How many forms the header promises; 0 where it cannot be read."""
    count = _plural_rule(catalogue)[0].strip()
    return int(count) if count.isdigit() else 0


# ------------------------------------------------------------------------------------------- compiling


def compile_catalogue(path: Path) -> bool:
    """Write the .mo file beside a .po file; True when it changed. A reader never meets half a file."""
    data = polib.pofile(str(path)).to_binary()
    target = path.with_suffix(".mo")
    if target.exists() and target.read_bytes() == data:
        return False
    draft = target.with_suffix(".mo.new")
    draft.write_bytes(data)
    draft.replace(target)
    return True
