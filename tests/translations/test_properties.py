"""Whatever editors and translators do, in whatever order: no translation is lost, none is called reviewed wrongly."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familjecentral.core.changes import Edit as Tick
from familjecentral.core.changes import note_edit
from familjecentral.core.reading import Reading
from familjecentral.core.segments import State, fingerprint, is_withdrawn
from familjecentral.core.texts import texts_of
from familjecentral.home.models import InfoPage
from familjecentral.translations import standings, work
from familjecentral.translations.work import Edit

pytestmark = pytest.mark.django_db

LABEL = "home.infopage"
LANGUAGES = ("ar", "fi")
FIELDS = ("title", "lead")
words = st.sampled_from(["ett", "två", "tre"])

steps = st.one_of(
    st.tuples(st.just("swedish"), st.sampled_from(FIELDS), words, st.sampled_from([None, *Tick])),
    st.tuples(st.just("publish")),
    st.tuples(st.just("revert"), st.integers(0, 9)),
    st.tuples(
        st.just("translate"), st.sampled_from(LANGUAGES), st.sampled_from(FIELDS), words, st.booleans()
    ),
    st.tuples(st.just("still right"), st.sampled_from(LANGUAGES), st.sampled_from(FIELDS)),
    st.tuples(st.just("publish language"), st.sampled_from(LANGUAGES)),
)

Known = set[tuple[str, str, str, str]]
"""(language, field, translation, Swedish): what somebody said is a translation of what."""


class History:
    """One page, what was done to it, and what may therefore be said of its translations."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
        self.reviewed: Known = set()
        self.live: Known = set()
        self.written: dict[tuple[str, str], str] = {}
        """What was last translated, by language and field: nothing but another translation replaces it."""
        row = self.row()
        for code in LANGUAGES:
            for name in FIELDS:
                self.reviewed |= self.pair(row, code, name)
        self.note_live()

    def row(self) -> Any:
        return InfoPage.objects.get(pk=self.pk)

    def pair(self, obj: Any, code: str, name: str) -> Known:
        entry = obj.translation_state.get(code, {}).get(name, {})
        if entry.get("state") != "reviewed":
            return set()
        return {(code, name, getattr(obj, f"{name}_{code}"), getattr(obj, f"{name}_sv"))}

    def note_live(self) -> None:
        row = self.row()
        for code in LANGUAGES:
            for name, text in texts_of(row, code).items():
                if entry := row.translation_state.get(code, {}).get(name):
                    self.live.add((code, name, text, entry["source"]))

    # --- What people do ---

    def swedish(self, name: str, text: str, tick: Tick | None) -> None:
        row, draft = self.row(), work.newest(self.row())
        before = [texts_of(row, "sv"), texts_of(draft, "sv")]
        setattr(draft, f"{name}_sv", text)
        after = texts_of(draft, "sv")
        if tick:
            note_edit(draft.translation_state, before, after, tick)
        if tick is Tick.MINOR:
            said = {texts[name] for texts in before}
            self.reviewed |= {
                (code, field, target, text)
                for code, field, target, source in self.reviewed
                if field == name and source in said
            }
        draft.save_revision()

    def publish(self) -> None:
        if revision := self.row().latest_revision:
            revision.publish()

    def revert(self, number: int) -> None:
        """As the CMS does it: the Swedish of an earlier version in the form, saved over the newest version."""
        revisions = list(self.row().revisions.order_by("pk"))
        if revisions:
            earlier = revisions[number % len(revisions)].as_object()
            draft = work.newest(self.row())
            for name in FIELDS:
                setattr(draft, f"{name}_sv", getattr(earlier, f"{name}_sv"))
            draft.save_revision()

    def translate(self, code: str, name: str, text: str, is_reviewed: bool) -> None:
        piece: Any = work.work(LABEL, self.pk, code).piece(name)
        target = f"{text} {code}"
        work.save(LABEL, self.pk, code, {name: Edit(target, piece.seen, reviewed=is_reviewed)})
        self.written[code, name] = target
        if is_reviewed:
            self.reviewed.add((code, name, target, piece.segment.source))

    def still_right(self, code: str, name: str) -> None:
        piece: Any = work.work(LABEL, self.pk, code).piece(name)
        work.save(LABEL, self.pk, code, {name: Edit(piece.target, piece.seen, still_right=True)})

    def publish_language(self, code: str) -> None:
        before, drafted = self.row(), texts_of(work.newest(self.row()), "sv")
        work.publish(LABEL, self.pk, code)
        row = self.row()
        for other in {"sv", *LANGUAGES} - {code}:
            assert texts_of(row, other) == texts_of(before, other)
        assert texts_of(work.newest(row), "sv") == drafted
        was = {piece.segment.id: piece.target for piece in work.assemble(before, before, code).pieces}
        for piece in work.assemble(row, row, code).pieces:
            if piece.target != was.get(piece.segment.id):
                assert piece.state is not State.OUTDATED

    # --- What must hold ---

    def check(self) -> None:
        self.note_live()
        row = self.row()
        newest = {code: texts_of(work.newest(row), code) for code in LANGUAGES}
        for (code, name), text in self.written.items():
            assert newest[code].get(name) == text
        for obj in (row, work.newest(row)):
            for code in LANGUAGES:
                for piece in work.assemble(row, obj, code).pieces:
                    name = piece.segment.id
                    if piece.state is State.REVIEWED and name in FIELDS:
                        assert (code, name, piece.target, piece.segment.source) in self.reviewed
        for code, _name, text, source in self.live:
            assert text in standings.offers([source], code).get(source, [])
        self.check_readers(row)

    def check_readers(self, row: Any) -> None:
        """A reader is never given a text that a critical change has hidden."""
        for code in LANGUAGES:
            for name in FIELDS:
                entry = row.translation_state.get(code, {}).get(name)
                if is_withdrawn(getattr(row, f"{name}_sv"), entry):
                    assert str(getattr(Reading(row, code), name)) == getattr(row, f"{name}_sv")


@given(done=st.lists(steps, min_size=3, max_size=12))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_translation_is_lost_or_called_reviewed_of_another_swedish(content: None, done: list[Any]) -> None:
    with transaction.atomic():
        history = History(InfoPage.objects.live().values_list("pk", flat=True)[0])
        for name, *given_ in done:
            getattr(history, name.replace(" ", "_"))(*given_)
            history.check()
        transaction.set_rollback(True)


def test_two_texts_with_the_same_fingerprint_say_the_same() -> None:
    assert fingerprint("ett  två") == fingerprint("ett två ")
    assert fingerprint("ett") != fingerprint("två")
