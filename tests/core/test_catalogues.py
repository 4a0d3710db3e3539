"""Segments as PO files, and back."""

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.core import catalogues
from familjecentral.core.catalogues import Reason, Translation
from familjecentral.core.segments import Kind, Segment, State, fingerprint, state_of

UUID = "0b6f0c1e-5b5e-4b0c-8a51-3f1f7e0a9d11"
SEGMENTS = [
    Segment("title", Kind.PLAIN, "Rubrik", "Barnavårdscentral"),
    Segment(f"body.{UUID}#p1", Kind.RICH, "Brödtext › Text", 'Ring <a id="a1">1177</a> &amp; boka'),
    Segment(f"body.{UUID}#p2", Kind.RICH, "Brödtext › Text", "Det är gratis"),
]
WANTED = catalogues.entries_for("bvc", SEGMENTS, {UUID: "what"})
TITLE, FIRST, SECOND = WANTED


def made(text: str, source: str, state: State = State.DRAFT) -> Translation:
    return Translation(text, fingerprint(source), state)


TRANSLATIONS = {
    TITLE: made("مركز صحة الطفل", "Barnavårdscentral", State.REVIEWED),
    FIRST: made('اتصل <a id="a1">1177</a> &amp; احجز', SEGMENTS[1].source),
}


def parsed(text: str) -> polib.POFile:
    return polib.pofile(text)


def written(translations: dict[str, Translation] = TRANSLATIONS, **options: dict[str, str]) -> str:
    return str(catalogues.write("ar", WANTED, translations, **options))


def with_swedish(context: str, source: str) -> dict[str, Segment]:
    old = WANTED[context]
    return {**WANTED, context: Segment(old.id, old.kind, old.label, source)}


def test_contexts_are_readable_where_names_are_given() -> None:
    assert list(WANTED) == ["bvc/title", "bvc/body/what#p1", "bvc/body/what#p2"]
    assert list(catalogues.entries_for("bvc", SEGMENTS))[1] == f"bvc/body/{UUID}#p1"


def test_two_segments_never_share_a_context() -> None:
    twice = [Segment("body.a", Kind.PLAIN, "", "A"), Segment("body.b", Kind.PLAIN, "", "B")]
    with pytest.raises(ValueError, match=r"Two segments have the context bvc/body/x: body\.a and body\.b"):
        catalogues.entries_for("bvc", twice, {"a": "x", "b": "x"})


def test_a_catalogue_has_an_entry_for_each_segment_and_a_deterministic_header() -> None:
    text = written(headers={"X-Object": "bvc"})
    assert text == written(headers={"X-Object": "bvc"})
    po = parsed(text)
    assert [entry.msgctxt for entry in po] == list(WANTED)
    assert [entry.comment for entry in po] == ["Rubrik", "Brödtext › Text", "Brödtext › Text"]
    assert [entry.fuzzy for entry in po] == [False, True, False]
    assert (po.metadata["Language"], po.metadata["X-Object"], po.metadata["X-Source-Language"]) == (
        "ar",
        "bvc",
        "sv",
    )
    assert "Date" not in text


def test_what_is_written_reads_back_the_same_and_the_missing_stays_missing() -> None:
    translations, report = catalogues.read(parsed(written()), WANTED)
    assert translations == TRANSLATIONS
    assert (report.read, bool(report)) == (2, False)
    assert written(translations) == written()


# Characters that a form or a text file does not bring are left out.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from('\n\t\\"n#~|'))


@given(TEXT.filter(str.strip), TEXT.filter(str.strip))
def test_any_text_survives_a_catalogue(source: str, target: str) -> None:
    wanted = {"a/lead": Segment("lead", Kind.PLAIN, "Ingress", source)}
    given_translations = {"a/lead": made(target, source)}
    translations, report = catalogues.read(
        parsed(str(catalogues.write("so", wanted, given_translations))), wanted
    )
    assert not report
    assert translations == given_translations


@given(st.text())
def test_a_text_with_control_characters_is_still_read(text: str) -> None:
    wanted = {"a/lead": Segment("lead", Kind.PLAIN, "Ingress", f"Hej {text}")}
    po = parsed(str(catalogues.write("so", wanted, {"a/lead": made(f"x{text}", f"Hej {text}")})))
    translations, report = catalogues.read(po, wanted)
    assert not report
    assert translations["a/lead"].source == fingerprint(f"Hej {text}")


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_fuzzy_is_a_draft_and_not_fuzzy_is_reviewed() -> None:
    po = parsed(written())
    for entry in po:
        entry.fuzzy = not entry.fuzzy
    translations, _ = catalogues.read(po, WANTED)
    assert (translations[TITLE].state, translations[FIRST].state) == (State.DRAFT, State.REVIEWED)


def test_changed_unknown_and_repeated_entries_are_reported_with_their_line_and_not_read() -> None:
    text = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "bvc/title"
msgid "BVC"
msgstr "a"

msgctxt "bvc/gone"
msgid "Barnavårdscentral"
msgstr "b"

msgctxt "bvc/body/what#p2"
msgid "Det är gratis"
msgstr "c"

msgctxt "bvc/body/what#p2"
msgid "Det  är gratis"
msgstr "d"

msgid "Barnavårdscentral"
msgstr "e"

#~ msgctxt "bvc/body/what#p1"
#~ msgid "x"
#~ msgstr "f"
"""
    translations, report = catalogues.read(parsed(text), WANTED)
    assert {context: translation.text for context, translation in translations.items()} == {SECOND: "c"}
    assert [(problem.line, problem.context, problem.reason) for problem in report.problems] == [
        (4, TITLE, Reason.CHANGED_SOURCE),
        (8, "bvc/gone", Reason.UNKNOWN_CONTEXT),
        (16, SECOND, Reason.REPEATED),
        (20, "Barnavårdscentral", Reason.UNKNOWN_CONTEXT),
    ]
    assert str(report.problems[0]) == "line 4: bvc/title: the Swedish text has changed since"


def test_a_swedish_that_only_wraps_differently_has_not_changed() -> None:
    translations, report = catalogues.read(parsed(written()), with_swedish(TITLE, "Barnavårdscentral\n"))
    assert TITLE in translations
    assert not report


@pytest.mark.parametrize(
    ("language", "about", "reason"),
    [("so", "bvc", Reason.WRONG_LANGUAGE), ("ar", "om", Reason.WRONG_OBJECT)],
)
def test_a_catalogue_of_something_else_is_not_read(language: str, about: str, reason: Reason) -> None:
    po = parsed(written(headers={"X-Object": "bvc"}))
    translations, report = catalogues.read(po, WANTED, language=language, about=about)
    assert translations == {}
    assert [problem.reason for problem in report.problems] == [reason]
    assert catalogues.read(po, WANTED, language="ar", about="bvc")[1].read == 2


def test_the_language_header_may_be_a_locale() -> None:
    po = catalogues.write("sv_Simple", WANTED, TRANSLATIONS)
    assert catalogues.read(po, WANTED, language="sv-simple")[1].read == 2


def test_a_translation_that_lost_a_link_is_found() -> None:
    po = parsed(written())
    assert catalogues.links_at_fault(po) == []
    po[1].msgstr = "اتصل 1177"
    assert [problem.context for problem in catalogues.links_at_fault(po)] == [FIRST]


# --- Outdated --------------------------------------------------------------------------------------------------------

BEHIND = {TITLE: made("مركز", "BVC", State.REVIEWED)}


def test_an_outdated_translation_is_fuzzy_with_the_earlier_swedish() -> None:
    po = parsed(written(BEHIND, previous={TITLE: "BVC"}))
    assert po[0].fuzzy
    assert po[0].previous_msgid == "BVC"
    assert catalogues.read(po, WANTED)[0] == {TITLE: made("مركز", "BVC")}


def test_an_outdated_translation_stays_outdated_when_the_earlier_swedish_is_not_known() -> None:
    po = parsed(written(BEHIND))
    translation = catalogues.read(po, WANTED)[0][TITLE]
    assert translation == made("مركز", "BVC")
    entry = {"source": translation.source, "state": translation.state}
    assert state_of("Barnavårdscentral", translation.text, entry) is State.OUTDATED


def test_taking_fuzzy_away_makes_an_outdated_translation_reviewed() -> None:
    po = parsed(written(BEHIND))
    po[0].fuzzy = False
    assert catalogues.read(po, WANTED)[0] == {TITLE: made("مركز", "Barnavårdscentral", State.REVIEWED)}


# --- Refreshing ------------------------------------------------------------------------------------------------------


def test_refreshing_without_a_change_changes_nothing() -> None:
    for text in (written(), written(BEHIND), written(BEHIND, previous={TITLE: "BVC"})):
        assert str(catalogues.merge_catalogue(parsed(text), WANTED)) == text


def test_a_changed_swedish_keeps_the_old_translation_fuzzy_with_the_old_swedish() -> None:
    wanted = with_swedish(TITLE, "Barnhälsovård")
    po = catalogues.merge_catalogue(parsed(written()), wanted)
    assert (po[0].msgid, po[0].msgstr, po[0].previous_msgid) == (
        "Barnhälsovård",
        TRANSLATIONS[TITLE].text,
        "Barnavårdscentral",
    )
    assert po[0].fuzzy
    assert po[1].previous_msgid is None
    translations, report = catalogues.read(parsed(str(po)), wanted)
    assert translations[TITLE].source == fingerprint("Barnavårdscentral")
    assert not report


def test_a_swedish_changed_twice_keeps_the_one_the_translation_was_made_from() -> None:
    once = catalogues.merge_catalogue(parsed(written()), with_swedish(TITLE, "Barnhälsovård"))
    twice = catalogues.merge_catalogue(once, with_swedish(TITLE, "Barnhälsa"))
    assert twice[0].previous_msgid == "Barnavårdscentral"
    back = catalogues.merge_catalogue(twice, WANTED)
    assert back[0].previous_msgid is None


def test_a_missing_translation_is_not_fuzzy_after_a_change() -> None:
    po = catalogues.merge_catalogue(parsed(written()), with_swedish(SECOND, "Det kostar inget"))
    assert (po[2].msgid, po[2].msgstr, po[2].fuzzy) == ("Det kostar inget", "", False)


def test_what_is_not_wanted_is_kept_as_obsolete_and_comes_back() -> None:
    fewer = {context: segment for context, segment in WANTED.items() if context != FIRST}
    po = parsed(str(catalogues.merge_catalogue(parsed(written()), fewer)))
    assert [entry.msgctxt for entry in po if not entry.obsolete] == [TITLE, SECOND]
    assert [entry.msgctxt for entry in po.obsolete_entries()] == [FIRST]
    assert catalogues.read(po, WANTED)[0].keys() == {TITLE}
    assert catalogues.read(catalogues.merge_catalogue(po, WANTED), WANTED)[0] == TRANSLATIONS


def test_a_translators_comment_and_the_header_are_kept() -> None:
    po = parsed(written())
    po.header, po[0].tcomment = "Arabic, by the agency", "Checked with BVC"
    merged = catalogues.merge_catalogue(po, WANTED)
    assert merged.header == "Arabic, by the agency"
    assert merged[0].tcomment == "Checked with BVC"
