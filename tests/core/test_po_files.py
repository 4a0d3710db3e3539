import gettext
import io
import shutil
from pathlib import Path

import polib
import pytest

from familjecentral.core import languages, po_files
from familjecentral.core.messages import Key, Message

ROOT = Path(__file__).parents[2]
COUNTS = (0, 1, 2, 5, 11, 22, 100)
PLURALS = {
    "sv": (1, 0, 1, 1, 1, 1, 1),
    "sv-simple": (1, 0, 1, 1, 1, 1, 1),
    "en": (1, 0, 1, 1, 1, 1, 1),
    "fi": (1, 0, 1, 1, 1, 1, 1),
    "ar": (0, 1, 2, 3, 4, 4, 5),
    "so": (1, 0, 1, 1, 1, 1, 1),
    "tr": (0, 0, 1, 1, 1, 1, 1),
    "es": (2, 0, 2, 2, 2, 2, 2),
    "fa": (0, 0, 1, 1, 1, 1, 1),
    "pl": (2, 0, 1, 2, 2, 1, 2),
    "ckb": (1, 0, 1, 1, 1, 1, 1),
    "ti": (0, 0, 1, 1, 1, 1, 1),
}


def catalogue(code: str, *entries: polib.POEntry) -> polib.POFile:
    made = po_files.new_catalogue(code)
    made.extend(entries)
    return made


def checked(code: str, entry: polib.POEntry, message: Message, public: bool = True) -> list[str]:
    found = {message.key: message}
    return po_files.check(catalogue(code, entry), found, code, public=public).faults


# --------------------------------------------------------------------------- the catalogues that we have


@pytest.mark.parametrize("code", languages.CODES)
def test_plural_headers_choose_the_right_form(code: str) -> None:
    entry = polib.POEntry(msgid="n", msgid_plural="ns", msgstr_plural=dict.fromkeys(range(6), "x"))
    made = polib.POFile()
    made.metadata = polib.pofile(str(po_files.catalogue_path(ROOT, code))).metadata
    entry.msgstr_plural = {index: str(index) for index in range(po_files.plural_count(made))}
    made.append(entry)
    compiled = gettext.GNUTranslations(io.BytesIO(made.to_binary()))
    assert tuple(int(compiled.ngettext("n", "ns", count)) for count in COUNTS) == PLURALS[code]


@pytest.mark.parametrize("code", languages.CODES)
def test_every_catalogue_has_a_sound_header(code: str) -> None:
    found = polib.pofile(str(po_files.catalogue_path(ROOT, code)))
    faults = po_files.check(found, {}, code, public=False).faults
    assert [fault for fault in faults if fault.startswith("header")] == []
    assert found.metadata["X-Reviewed-By-Native"] == ("n/a" if code == "sv" else "no")


@pytest.mark.parametrize("code", ["so", "ti", "ckb"])
def test_languages_that_django_lacks_or_gets_wrong_have_all_date_names(code: str) -> None:
    found = polib.pofile(str(po_files.catalogue_path(ROOT, code)))
    translations = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in found}
    names = po_files.date_names(code)
    assert len(names) == 7 + 7 + 4 * 12
    assert names.items() <= translations.items()


@pytest.mark.parametrize("code", [code for code in languages.CODES if code not in {"so", "ti", "ckb"}])
def test_the_others_keep_djangos_date_names(code: str) -> None:
    assert po_files.date_names(code) == {}


def test_the_directory_is_named_as_django_wants_it() -> None:
    assert po_files.catalogue_path(Path("x"), "sv-simple") == Path("x/locale/sv_Simple/LC_MESSAGES/django.po")


# --------------------------------------------------------------------------------------------- merging


def merged(code: str, old: list[polib.POEntry], *wanted: Message) -> polib.POFile:
    return po_files.merge(catalogue(code, *old), wanted, code)


def test_translations_are_kept_and_obsolete_ones_dropped() -> None:
    old = [polib.POEntry(msgid="Open", msgstr="Auki"), polib.POEntry(msgid="Gone", msgstr="Poissa")]
    result = merged("fi", old, Message("Open"), Message("Closed"))
    assert [(entry.msgid, entry.msgstr) for entry in result] == [("Closed", ""), ("Open", "Auki")]


def test_the_same_text_in_another_context_is_another_message() -> None:
    old = [polib.POEntry(msgid="Open", msgctxt="button", msgstr="Avaa")]
    result = merged("fi", old, Message("Open"), Message("Open", "button"))
    assert [(entry.msgctxt, entry.msgstr) for entry in result] == [(None, ""), ("button", "Avaa")]


def test_references_name_files_without_lines() -> None:
    result = merged("fi", [], Message("Open", files={"templates/b.html", "news/a.py"}))
    assert "#: news/a.py templates/b.html\n" in str(result)


def test_new_plurals_get_as_many_forms_as_the_language_has() -> None:
    result = merged("ar", [], Message("%(n)s hit", plural="%(n)s hits"))
    assert result[0].msgstr_plural == dict.fromkeys(range(6), "")
    assert result[0].flags == ["python-format"]


def test_a_text_that_gains_or_loses_a_plural_keeps_what_fits() -> None:
    single = polib.POEntry(msgid="hit", msgstr="osuma")
    double = polib.POEntry(msgid="hit", msgid_plural="hits", msgstr_plural={0: "osuma", 1: "osumaa"})
    assert merged("fi", [single], Message("hit", plural="hits"))[0].msgstr_plural == {0: "osuma", 1: ""}
    assert merged("fi", [double], Message("hit"))[0].msgstr == "osumaa"


def test_english_is_filled_with_the_text_itself() -> None:
    result = merged("en", [], Message("Open"), Message("hit", plural="hits"))
    assert result[0].msgstr_plural == {0: "hit", 1: "hits"}
    assert result[1].msgstr == "Open"


def test_names_of_days_cannot_drift_from_the_formats() -> None:
    result = merged("so", [polib.POEntry(msgid="Monday", msgstr="wrong")])
    assert result.find("Monday").msgstr == "Isniin"


def test_an_update_is_repeatable_and_makes_what_is_missing(tmp_path: Path) -> None:
    found: dict[Key, Message] = {(None, "Open"): Message("Open", files={"news/a.py"})}
    assert po_files.update(tmp_path, "pl", found)
    assert not po_files.update(tmp_path, "pl", found)
    made = polib.pofile(str(po_files.catalogue_path(tmp_path, "pl")))
    assert made.metadata["Language"] == "pl"
    assert made.metadata["Plural-Forms"].startswith("nplurals=4;")


# -------------------------------------------------------------------------------------------- checking


def test_a_complete_catalogue_has_no_faults() -> None:
    entry = polib.POEntry(msgid="Open at %(time)s", msgstr="Öppnar kl. %(time)s")
    report = po_files.check(
        catalogue("sv", entry), {(None, entry.msgid): Message(entry.msgid)}, "sv", public=True
    )
    assert (report.total, report.translated, report.faults) == (1, 1, [])


def test_missing_stale_and_obsolete_texts_are_named() -> None:
    old = [
        polib.POEntry(msgid="Old", msgstr="Vanha"),
        polib.POEntry(msgid="Older", msgstr="Vanhempi", obsolete=True),
    ]
    report = po_files.check(catalogue("fi", *old), {(None, "New"): Message("New")}, "fi", public=True)
    assert report.faults == ["missing: 'New'", "stale: 'Old'", "stale: 'Older'"]


def test_an_untranslated_text_is_a_fault_in_public_languages_only() -> None:
    entry = polib.POEntry(msgid="Open")
    assert checked("fi", entry, Message("Open")) == ["untranslated: 'Open'"]
    assert checked("fi", entry, Message("Open"), public=False) == []


def test_one_empty_plural_form_is_untranslated() -> None:
    entry = polib.POEntry(msgid="hit", msgid_plural="hits", msgstr_plural={0: "osuma", 1: ""})
    assert checked("fi", entry, Message("hit", plural="hits")) == ["untranslated: 'hit'"]


@pytest.mark.parametrize(("code", "faults"), [("fi", []), ("sv", ["untranslated: 'Area'"])])
def test_texts_of_the_cms_need_the_cms_s_languages_only(code: str, faults: list[str]) -> None:
    assert checked(code, polib.POEntry(msgid="Area"), Message("Area", cms=True)) == faults


def test_fuzzy_texts_are_faults_everywhere() -> None:
    entry = polib.POEntry(msgid="Open", msgstr="Auki", flags=["fuzzy"])
    assert checked("fi", entry, Message("Open"), public=False) == ["fuzzy: 'Open'"]


@pytest.mark.parametrize("text", ["Auki", "Auki %(aika)s", "Auki %(time)s %(day)s", "Auki %s"])
def test_placeholders_have_to_be_the_same(text: str) -> None:
    message = Message("Open %(time)s")
    assert checked("fi", polib.POEntry(msgid=message.msgid, msgstr=text), message) == [
        "placeholders differ: 'Open %(time)s'"
    ]


def test_a_percent_sign_is_no_placeholder() -> None:
    assert po_files.placeholders("100 %% of %(name)s and %s") == {"name", "s"}


def test_a_plural_form_may_say_its_number_in_words() -> None:
    forms = ["لا نتائج", "نتيجة واحدة", "نتيجتان", "%(n)s نتائج", "%(n)s نتيجة", "%(n)s نتيجة"]
    entry = polib.POEntry(msgid="%(n)s hit", msgid_plural="%(n)s hits", msgstr_plural=dict(enumerate(forms)))
    assert checked("ar", entry, Message("%(n)s hit", plural="%(n)s hits")) == []
    entry.msgstr_plural[3] = "%(x)s"
    assert checked("ar", entry, Message("%(n)s hit", plural="%(n)s hits")) == [
        "placeholders differ: '%(n)s hit'"
    ]


def test_the_number_of_plural_forms_has_to_be_the_language_s() -> None:
    entry = polib.POEntry(msgid="hit", msgid_plural="hits", msgstr_plural={0: "wynik", 1: "wyniki"})
    assert checked("pl", entry, Message("hit", plural="hits")) == ["2 plural forms, not 4: 'hit'"]


@pytest.mark.parametrize(
    ("header", "value", "fault"),
    [
        ("Language", "pl", "header Language is not fi"),
        ("X-Reviewed-By-Native", "yes", "header X-Reviewed-By-Native is neither no, n/a nor a date"),
        ("Plural-Forms", "nplurals=2; plural=n;", "header Plural-Forms counts more forms than nplurals"),
        ("Plural-Forms", "many", "header Plural-Forms cannot be read"),
    ],
)
def test_a_wrong_header_is_a_fault(header: str, value: str, fault: str) -> None:
    broken = catalogue("fi")
    broken.metadata[header] = value
    assert po_files.check(broken, {}, "fi", public=True).faults == [fault]


# ------------------------------------------------------------------------------------------- compiling


def test_compiling_skips_what_has_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    shutil.copy(po_files.catalogue_path(ROOT, "so"), path)
    assert po_files.compile_catalogue(path)
    assert not po_files.compile_catalogue(path)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Monday") == "Isniin"
    assert compiled.pgettext("alt. month", "August") == "Agosto"
    assert [found.name for found in tmp_path.iterdir() if found.suffix == ".new"] == []


def test_untranslated_texts_are_left_to_the_fallback(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    catalogue("fi", polib.POEntry(msgid="Open", msgstr="")).save(str(path))
    po_files.compile_catalogue(path)
    assert len(polib.mofile(str(path.with_suffix(".mo")))) == 0
