"""Catalogues out and in: nothing changed writes nothing, every change arrives, what does not fit is said by line."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Revision

from familjecentral.core.segments import Kind, State
from familjecentral.core.texts import texts_of
from familjecentral.home.models import InfoPage
from familjecentral.translations import files, registry, standings, work
from familjecentral.translations.files import Only, Refusal, Unreadable
from tests.forms import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def info(content: None) -> InfoPage:
    found = InfoPage.objects.live().first()
    assert found is not None
    return found


def exported(page: Any, language: str = "ar") -> polib.POFile:
    po = files.export(language, [work.work_of(page, language)])
    return files.parse(str(po).encode())


def data(po: polib.POFile) -> bytes:
    return str(po).encode()


def saved(made: files.Plan, **more: Any) -> int:
    return sum(len(saved.written) for _, saved in files.apply(made, **more))


def reasons(made: files.Plan) -> list[str]:
    return [problem.reason for problem in made.problems]


def change_swedish(page: InfoPage, lead: str) -> None:
    page = InfoPage.objects.get(pk=page.pk)
    page.lead_sv = lead
    page.save_revision().publish()


@pytest.mark.parametrize("language", standings.TARGETS)
def test_a_language_that_comes_back_unchanged_writes_nothing(content: None, language: str) -> None:
    revisions = Revision.objects.count()
    po = files.export(language, files.everything(language))
    made = files.plan(data(po))
    assert (made.units, made.problems) == (0, [])
    assert saved(made) == 0
    assert Revision.objects.count() == revisions


@pytest.mark.parametrize("language", ["ar", "fi", "sv-simple"])
def test_every_unit_that_was_changed_is_in_the_text(content: None, language: str) -> None:
    po = files.parse(data(files.export(language, files.everything(language))))
    wanted = {}
    for number, entry in enumerate(po):
        entry.msgstr = f"{entry.msgstr or entry.msgid} {number}"
        entry.fuzzy = True
        wanted[entry.msgctxt] = entry.msgstr
    made = files.plan(data(po))
    # A short name has no room for more in its column; it is said, and nothing is cut.
    assert set(reasons(made)) <= {Refusal.TOO_LONG}
    refused = {problem.context for problem in made.problems}
    assert saved(made) == len(wanted) - len(refused)
    for label, model in registry.registered().items():
        for row in model._default_manager.all():
            for piece in work.work(label, row.pk, language).pieces:
                context = f"{row.uid}/{piece.segment.id.replace('.', '/')}"
                if context in wanted and context not in refused:
                    assert piece.target == wanted[context]
                    assert piece.state is State.DRAFT


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="gettext's own tools are not installed")
def test_a_file_that_an_outside_tool_rewrote_is_read(info: InfoPage, tmp_path: Path) -> None:
    change_swedish(info, "En helt ny ingress.")
    info = InfoPage.objects.get(pk=info.pk)
    (tmp_path / "a.po").write_text(str(files.export("ar", [work.work_of(info, "ar")])), encoding="utf-8")
    entry = next(one for one in polib.pofile(str(tmp_path / "a.po")) if one.msgctxt.endswith("/lead"))
    assert entry.fuzzy
    assert entry.previous_msgid
    subprocess.run(["msgattrib", "--only-fuzzy", "-w", "60", "a.po", "-o", "b.po"], cwd=tmp_path, check=True)
    subprocess.run(
        ["msgattrib", "--clear-fuzzy", "--clear-previous", "b.po", "-o", "c.po"], cwd=tmp_path, check=True
    )
    po = polib.pofile(str(tmp_path / "c.po"))
    next(one for one in po if one.msgctxt.endswith("/lead")).msgstr = "مقدمة جديدة تماما."
    made = files.plan(data(po))
    saved(made)
    piece = work.work(registry.label_of(info), info.pk, "ar").piece("lead")
    assert piece is not None
    assert (piece.target, piece.state) == ("مقدمة جديدة تماما.", State.REVIEWED)


def test_only_what_is_behind_is_exported_on_request(info: InfoPage) -> None:
    change_swedish(info, "En helt ny ingress.")
    found = list(files.export("ar", files.everything("ar"), Only.OUTDATED))
    assert [(entry.msgid, entry.fuzzy) for entry in found] == [("En helt ny ingress.", True)]


def test_a_comment_says_where_the_text_stands_and_what_was_agreed(info: InfoPage) -> None:
    [first, *_] = exported(info)
    assert f"/cms/translations/home.infopage/{info.pk}/ar/" in first.comment
    assert info.title_sv in first.comment


def spoil(change: Callable[[polib.POFile], Any], page: InfoPage) -> files.Plan:
    po = exported(page)
    change(po)
    return files.plan(data(po))


def by_end(po: polib.POFile, end: str) -> polib.POEntry:
    return next(entry for entry in po if entry.msgctxt.endswith(end))


def test_swedish_that_changed_meanwhile_is_left_out_and_the_rest_goes_in(info: InfoPage) -> None:
    po = exported(info)
    by_end(po, "/lead").msgstr = "قديم"
    by_end(po, "/title").msgstr = "عنوان"
    change_swedish(info, "En helt ny ingress.")
    made = files.plan(data(po))
    assert reasons(made) == ["the Swedish text has changed since"]
    assert made.problems[0].line > 0
    assert [unit.new for record in made.records for unit in record.units] == ["عنوان"]


def test_a_translation_that_changed_meanwhile_is_not_overwritten(info: InfoPage) -> None:
    po = exported(info)
    by_end(po, "/title").msgstr = "من الملف"
    other = exported(info)
    by_end(other, "/title").msgstr = "من الشاشة"
    saved(files.plan(data(other)))
    assert reasons(files.plan(data(po))) == [Refusal.CHANGED_TARGET]


def test_what_changed_between_looking_and_confirming_is_left_out_also_without_the_notes_of_a_file(
    cms: Client, info: InfoPage
) -> None:
    """A tool may have dropped the comment that says which translation was exported."""
    po = exported(info)
    for end in ("/title", "/lead"):
        by_end(po, end).msgstr += " två"
    for entry in po:
        entry.comment = ""
    shown = cms.post("/cms/translations/import/", {"file": SimpleUploadedFile("ar.po", data(po))})
    label = registry.label_of(info)
    piece = work.work(label, info.pk, "ar").piece("lead")
    assert piece is not None
    work.save(label, info.pk, "ar", {"lead": work.Edit("أحدث", piece.seen)})
    answer = cms.get(confirm(cms, shown)["Location"])
    pieces = work.work(label, info.pk, "ar")
    assert str(getattr(pieces.piece("lead"), "target", "")) == "أحدث"
    assert str(getattr(pieces.piece("title"), "target", "")).endswith(" två")
    assert "ändrats på webbplatsen" in answer.content.decode()


def test_a_page_that_was_locked_meanwhile_is_said_to_be_locked(
    info: InfoPage, editor: Any, superuser: Any
) -> None:
    po = exported(info)
    by_end(po, "/title").msgstr += " två"
    made = files.plan(data(po))
    info.locked, info.locked_by = True, superuser
    info.save()
    [(record, outcome)] = files.apply(made, user=editor)
    assert [problem.reason for problem in files.problems_of(record, outcome)] == [Refusal.LOCKED]


def test_a_context_that_stands_twice_is_taken_once(info: InfoPage) -> None:
    def twice(po: polib.POFile) -> None:
        entry = by_end(po, "/title")
        entry.msgstr = "أول"
        po.append(polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr="ثان"))

    made = spoil(twice, info)
    assert reasons(made) == ["this context stands above already"]
    assert [unit.new for record in made.records for unit in record.units] == ["أول"]


def test_script_is_left_out_and_said(info: InfoPage) -> None:
    rich = [
        p.segment.id
        for p in work.work_of(info, "ar").pieces
        if p.segment.kind is Kind.RICH and "<a" not in p.target
    ]
    end = "/" + rich[0].replace(".", "/")

    def evil(po: polib.POFile) -> None:
        by_end(po, end).msgstr = 'نص <script>alert(1)</script><b onclick="x()">جديد</b>'

    made = spoil(evil, info)
    assert reasons(made) == [Refusal.NOT_ALLOWED]
    saved(made)
    text = texts_of(work.newest(InfoPage.objects.get(pk=info.pk)), "ar")[rich[0]]
    assert text == "نص <b>جديد</b>"


def test_formatting_that_a_field_does_not_know_is_left_out_and_said(info: InfoPage) -> None:
    def underline(po: polib.POFile) -> None:
        rich(po).msgstr = "<sup>1</sup> och <b>två</b>, 1 < 2 och a = b"

    def rich(po: polib.POFile) -> polib.POEntry:
        return next(entry for entry in po if "#" in entry.msgctxt and "<a" not in entry.msgid)

    made = spoil(underline, info)
    assert reasons(made) == [Refusal.NOT_ALLOWED]
    [[unit]] = [record.units for record in made.records]
    assert unit.new == "1 och <b>två</b>, 1 &lt; 2 och a = b"


def test_signs_that_only_look_like_html_are_text(info: InfoPage) -> None:
    def compare(po: polib.POFile) -> None:
        entry = next(entry for entry in po if "#" in entry.msgctxt and "<a" not in entry.msgid)
        entry.msgstr = "a < b c=d"

    made = spoil(compare, info)
    assert made.problems == []
    assert made.records[0].units[0].new == "a &lt; b c=d"


def test_placeholders_must_be_kept(info: InfoPage) -> None:
    change_swedish(info, "Det finns {antal} platser.")
    made = spoil(
        lambda po: setattr(by_end(po, "/lead"), "msgstr", "توجد أماكن"), InfoPage.objects.get(pk=info.pk)
    )
    assert reasons(made) == [Refusal.PLACEHOLDERS]


def test_a_record_that_is_gone_is_said(info: InfoPage) -> None:
    po = exported(info)
    by_end(po, "/title").msgctxt = "00000000-0000-0000-0000-000000000000/title"
    assert Refusal.NO_RECORD in reasons(files.plan(data(po)))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "not a gettext catalogue"),
        (b"PK\x03\x04\xff\xfe", "UTF-8"),
        ('msgid ""\nmsgstr "Språk"'.encode("latin-1"), "line 2"),
        (b"manage.py", "not a gettext catalogue"),
        (b'msgid "a\nmsgstr', "line"),
        (b'msgid ""\nmsgstr "Language: sv\\n"\n', "not say a language"),
        (b'msgid ""\nmsgstr "Language: xx\\n"\n', "not say a language"),
        (b'msgid ""\nmsgstr "Language: ar\\nX-Site: elsewhere.example\\n"\n', "another site"),
        (b"x" * (files.MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_in_words(content: None, sent: bytes, said: str) -> None:
    with override("en"), pytest.raises(Unreadable, match=re.compile(said, re.IGNORECASE)):
        files.plan(sent)


def test_the_screen_shows_first_and_imports_then(cms: Client, info: InfoPage) -> None:
    po = exported(info)
    by_end(po, "/title").msgstr = "عنوان من ملف"
    revisions = info.revisions.count()
    shown = cms.post("/cms/translations/import/", {"file": SimpleUploadedFile("ar.po", data(po))})
    assert "عنوان من ملف" in soup(shown).get_text()
    assert info.revisions.count() == revisions
    assert confirm(cms, shown).status_code == 302
    assert work.newest(InfoPage.objects.get(pk=info.pk)).title_ar == "عنوان من ملف"


def confirm(cms: Client, shown: Any) -> Any:
    mark = soup(shown).select_one("button[name=confirm]")
    assert mark is not None
    return cms.post("/cms/translations/import/", {"confirm": mark["value"]})


def test_only_the_file_that_was_looked_at_is_imported(cms: Client, info: InfoPage) -> None:
    shown = []
    for title in ("الأول", "الثاني"):
        po = exported(info)
        by_end(po, "/title").msgstr = title
        sent = SimpleUploadedFile("ar.po", data(po))
        shown.append(cms.post("/cms/translations/import/", {"file": sent}))
    answer = confirm(cms, shown[0])
    assert answer.status_code == 200
    assert "Skicka" in answer.content.decode() or "Send it again" in answer.content.decode()
    assert confirm(cms, shown[1]).status_code == 302
    assert work.newest(InfoPage.objects.get(pk=info.pk)).title_ar == "الثاني"


@pytest.mark.parametrize("language", ["ar", "fi", "ti"])
def test_xliff_that_comes_back_unchanged_writes_nothing(content: None, language: str) -> None:
    po = files.export(language, files.everything(language))
    sent = files.render(po, files.Format.XLIFF)
    back = files.parse(sent)
    assert [(e.msgctxt, e.msgid, e.msgstr, e.fuzzy, e.comment) for e in back] == [
        (e.msgctxt, e.msgid, e.msgstr, e.fuzzy or not e.msgstr, e.comment) for e in po
    ]
    made = files.plan(sent)
    assert (made.units, made.problems) == (0, [])


def test_a_change_in_xliff_arrives_with_its_state_and_line(info: InfoPage) -> None:
    po = exported(info)
    by_end(po, "/title").msgstr, by_end(po, "/title").fuzzy = "عنوان", False
    made = files.plan(files.render(po, files.Format.XLIFF))
    assert made.records[0].units[0].line > 0
    saved(made)
    piece = work.work(registry.label_of(info), info.pk, "ar").piece("title")
    assert piece is not None
    assert (piece.target, piece.state) == ("عنوان", State.REVIEWED)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"<html>", "not XLIFF 2"),
        (b"<a/>", "not XLIFF 2"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff/>', "document type"),
        (b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "not XLIFF 2"),
    ],
)
def test_xml_that_is_no_xliff_is_refused_in_words(content: None, sent: bytes, said: str) -> None:
    with override("en"), pytest.raises(Unreadable, match=re.compile(said, re.IGNORECASE)):
        files.plan(sent)


def test_a_file_that_says_it_is_of_another_record_is_refused(info: InfoPage) -> None:
    po = exported(info)
    by_end(po, "/title").msgstr = "عنوان"
    po.metadata["X-Object"] = "00000000-0000-0000-0000-000000000000"
    made = files.plan(data(po))
    assert made.units == 0
    assert set(reasons(made)) == {Refusal.OTHER_RECORD}


def test_a_text_of_nothing_but_script_does_not_empty_the_translation(info: InfoPage) -> None:
    rich = next(p.segment.id for p in work.work_of(info, "ar").pieces if p.segment.kind is Kind.RICH)
    made = spoil(
        lambda po: setattr(by_end(po, "/" + rich.replace(".", "/")), "msgstr", "<script>x</script>"), info
    )
    assert (made.units, reasons(made)) == (0, [Refusal.NOTHING_LEFT])


def test_drafts_are_read_in_bulk(info: InfoPage) -> None:
    pages = list(InfoPage.objects.live())

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            files.export("ar", files.everything("ar"))
        return len(found)

    def draft(page: InfoPage) -> None:
        page.lead_sv = "En ny ingress, inte publicerad."
        page.title_ar = "مسودة"
        page.save_revision()

    draft(pages[0])
    few = queries()
    for page in pages[1:5]:
        draft(page)
    assert queries() == few
    read = {one.row.pk: one.pieces for one in files.everything("ar") if isinstance(one.row, InfoPage)}
    for page in pages:
        assert read[page.pk] == work.work("home.infopage", page.pk, "ar").pieces


@pytest.mark.parametrize("sent", [b"", b"\xff\xfe", b"msgid", b"x" * 50_000_000])
def test_the_screen_says_what_is_wrong_with_a_file(cms: Client, content: None, sent: bytes) -> None:
    answer = cms.post("/cms/translations/import/", {"file": SimpleUploadedFile("ar.po", sent)})
    assert answer.status_code == 200


def test_the_screen_gives_a_file_of_a_page_and_of_a_language(
    cms: Client, translator: Any, info: InfoPage
) -> None:
    address = f"/cms/translations/export/?language=ar&label=home.infopage&pk={info.pk}"
    assert len(files.parse(cms.get(address).content)) == len(work.work_of(info, "ar").pieces)
    assert len(files.parse(cms.get("/cms/translations/export/?language=ar").content)) > 100
    other = Client()
    other.force_login(translator)
    assert other.get(address).status_code == 200
    assert other.get(address.replace("=ar", "=fi")).status_code in (302, 403)


def test_the_commands_write_a_file_and_read_it(info: InfoPage, tmp_path: Path) -> None:
    target = tmp_path / "ar.po"
    quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("export_translations", "ar", object=str(info.uid), output=str(target), **quiet)
    po = polib.pofile(str(target))
    by_end(po, "/title").msgstr = "عنوان من ملف"
    po.save()
    call_command("import_translations", str(target), dry_run=True, **quiet)
    assert work.newest(InfoPage.objects.get(pk=info.pk)).title_ar == info.title_ar
    call_command("import_translations", str(target), **quiet)
    assert work.newest(InfoPage.objects.get(pk=info.pk)).title_ar == "عنوان من ملف"
    with pytest.raises(CommandError):
        call_command("import_translations", str(tmp_path / "none.po"), **quiet)


def test_a_languages_export_takes_the_same_queries_for_more_records(info: InfoPage) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            files.export("ar", files.everything("ar"))
        return len(found)

    few = queries()
    for number in range(5):
        info.copy(update_attrs={"slug": f"kopia-{number}", "title_sv": f"Kopia {number}"}, keep_live=True)
    assert queries() == few
