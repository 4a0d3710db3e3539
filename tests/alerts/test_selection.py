"""Facts about which messages are shown at a moment, and in what order."""

import datetime as dt
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from familjecentral.alerts.choices import Level
from familjecentral.alerts.selection import MOST, URGENCY, changes, shown

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Sent:
    pk: int
    level: str = "warning"
    starts: dt.datetime = NOON - dt.timedelta(hours=1)
    ends: dt.datetime = NOON + dt.timedelta(hours=1)


def keys(messages: list[Sent]) -> list[int]:
    return [message.pk for message in messages]


def test_the_most_urgent_comes_first_then_the_newest_then_the_first_written() -> None:
    newer = NOON - dt.timedelta(minutes=1)
    sent = [Sent(1, "info"), Sent(2), Sent(3), Sent(4, starts=newer), Sent(5, "danger")]
    assert keys(shown(sent, NOON)) == [5, 4, 2]


def test_a_message_is_shown_from_its_first_moment_and_no_longer_at_its_last() -> None:
    sent = Sent(1, starts=NOON, ends=NOON + dt.timedelta(minutes=5))
    assert shown([sent], sent.starts) == [sent]
    assert shown([sent], sent.ends - dt.timedelta(microseconds=1)) == [sent]
    assert shown([sent], sent.ends) == []
    assert shown([sent], sent.starts - dt.timedelta(microseconds=1)) == []


def test_changes_are_every_beginning_and_end_to_come() -> None:
    later = Sent(2, starts=NOON + dt.timedelta(hours=2), ends=NOON + dt.timedelta(hours=3))
    assert changes([later, Sent(1)], NOON) == [Sent(1).ends, later.starts, later.ends]


moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
messages = st.lists(
    st.builds(Sent, st.integers(1, 99), st.sampled_from(Level.values), moments, moments), max_size=8
)


@given(messages, moments)
def test_what_is_shown_holds_is_ordered_and_stays_the_same_until_the_next_change(
    sent: list[Sent], moment: dt.datetime
) -> None:
    found = shown(sent, moment)
    assert len(found) <= MOST
    assert all(message.starts <= moment < message.ends for message in found)
    assert [URGENCY[message.level] for message in found] == sorted(
        URGENCY[message.level] for message in found
    )
    next_change = min(changes(sent, moment), default=moment + dt.timedelta(days=1))
    assert shown(sent, next_change - dt.timedelta(microseconds=1)) == found
