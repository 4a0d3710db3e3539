"""A catalogue as XLIFF 2 and back, for translators whose tools read no gettext catalogues. Pure.

The context is the unit's `name`, because an `id` may hold no slash. State "reviewed" or "final" is a translation that
is right; any other is a draft. Rich text stands in it escaped, as it does in a catalogue.
"""

import re
from typing import Any

import polib
from django.utils.translation import pgettext
from translate.storage.xliff2 import Xliff2File

from familjecentral.core.languages import SOURCE

_COMMENT, _PREVIOUS = "comment", "previous"
_RIGHT = {"reviewed", "final"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML cannot hold."""


class Invalid(ValueError):
    """The file is no XLIFF 2. The message begins with the line where that is known."""


def write(po: polib.POFile) -> bytes:
    """The same entries as XLIFF 2."""
    file = Xliff2File()
    file.setsourcelanguage(SOURCE)
    file.settargetlanguage(po.metadata.get("Language", ""))
    headers = {name: text for name, text in po.metadata.items() if name.startswith("X-") and text}
    _note(file, file.body, headers)
    for number, entry in enumerate(po, 1):
        unit = file.addsourceunit(_UNFIT.sub(" ", entry.msgid))
        unit.setid(f"u{number}")
        if entry.msgstr:
            unit.target = _UNFIT.sub(" ", entry.msgstr)
        state = "initial" if not entry.msgstr else "translated" if entry.fuzzy else "reviewed"
        unit.xmlelement.set("state", state)
        element = unit.getunitelement()
        element.set("name", entry.msgctxt)
        _note(file, element, {_COMMENT: entry.comment, _PREVIOUS: entry.previous_msgid or ""})
    return bytes(file)


def read(text: str) -> polib.POFile:
    """The entries of an XLIFF 2 file, each with its line. Raises Invalid."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Invalid(pgettext("cms", "The file declares a document type, which XLIFF has not."))
    try:
        # The text is decoded already, whatever its first line says.
        file = Xliff2File.parsestring(_blank(text).encode())
    except (ValueError, SyntaxError, AssertionError) as error:
        line = getattr(error, "lineno", None)
        raise Invalid(pgettext("cms", "Line %s: the file is not XLIFF 2.") % (line or "?")) from error
    root = file.document.getroot()
    po = polib.POFile()
    po.metadata = {"Language": root.get("trgLang", "")}
    for holder in root.iterchildren(file.namespaced("file")):
        po.metadata |= {name: said for name, said in _notes(file, holder).items() if name.startswith("X-")}
    for element in root.iter(file.namespaced("unit")):
        po.append(_entry(file, element))
    return po


def _blank(text: str) -> str:
    return _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)


def _entry(file: Any, element: Any) -> polib.POEntry:
    notes = _notes(file, element)
    # A tool may have split a text into sentences.
    parts = [part for part in element if part.tag in map(file.namespaced, ("segment", "ignorable"))]
    states = {part.get("state") for part in parts if part.tag == file.namespaced("segment")}
    entry = polib.POEntry(
        msgctxt=element.get("name") or element.get("id") or "",
        msgid="".join(_said(file, part, "source") for part in parts),
        msgstr="".join(_said(file, part, "target") for part in parts),
        comment=notes.get(_COMMENT, ""),
        previous_msgid=notes.get(_PREVIOUS) or None,
        flags=[] if states <= _RIGHT else ["fuzzy"],
    )
    entry.linenum = element.sourceline
    return entry


def _said(file: Any, part: Any, name: str) -> str:
    found = part.find(file.namespaced(name))
    if found is None and part.tag == file.namespaced("ignorable"):
        found = part.find(file.namespaced("source"))
    return "" if found is None else "".join(found.itertext())


def _note(file: Any, element: Any, notes: dict[str, str]) -> None:
    holder = element.makeelement(file.namespaced("notes"))
    for category, text in notes.items():
        if text:
            note = holder.makeelement(file.namespaced("note"), {"category": category})
            note.text = _UNFIT.sub(" ", text)
            holder.append(note)
    if len(holder):
        element.insert(0, holder)


def _notes(file: Any, element: Any) -> dict[str, str]:
    holder = element.find(file.namespaced("notes"))
    found = [] if holder is None else holder.iterchildren(file.namespaced("note"))
    return {note.get("category", ""): "".join(note.itertext()) for note in found}
