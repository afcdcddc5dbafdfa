"""A time that nobody can take for another day's: also in the night, when today is two days."""

from datetime import datetime, timedelta

import pytest

from handbook.ui import sample
from handbook.ui.widgets.moment import moment_words

MIDNIGHT = sample.NOW.replace(hour=0, minute=30)
"""Half past midnight of Sunday, 8 November."""


@pytest.mark.parametrize(
    ("language", "now", "at", "words"),
    [
        ("zh-Hans", MIDNIGHT, MIDNIGHT, "今天 00:30（星期六到星期日的夜里）"),
        ("zh-Hans", MIDNIGHT, MIDNIGHT - timedelta(minutes=60), "昨天 23:30（星期六）"),
        ("zh-Hans", MIDNIGHT, MIDNIGHT - timedelta(days=1), "昨天 00:30（星期五到星期六的夜里）"),
        ("zh-Hans", sample.NOW, MIDNIGHT, "今天 00:30（星期六到星期日的夜里）"),
        ("zh-Hans", sample.NOW, sample.NOW - timedelta(hours=9), "昨天 22:20"),
        ("zh-Hans", MIDNIGHT, MIDNIGHT - timedelta(days=3), "2026\u00a0年\u00a011\u00a0月\u00a05\u00a0日 00:30"),
        ("en", MIDNIGHT, MIDNIGHT, "today 00:30 (the night from Saturday to Sunday)"),
        ("en", MIDNIGHT, MIDNIGHT - timedelta(minutes=60), "yesterday 23:30 (Saturday)"),
    ],
)
def test_after_midnight_both_days_are_named(open_window, language, now, at, words):
    window = open_window(language=language, clock=lambda: now)
    assert moment_words(window.context, at) == words


def test_an_entry_of_the_night_is_offered_with_both_days_and_five_minutes_less(open_window, settled):
    window = open_window(clock=lambda: MIDNIGHT)
    window.go("symptoms", "temperature")
    settled(window)
    when = window.page.form.when
    assert when.words.text() == "今天 00:30（星期六到星期日的夜里）（现在）"
    for minus in (*when.minus, when.minus[2]):
        minus.click()
    assert when.words.text() == "昨天 22:10（星期六）"
    assert when.at == datetime.fromisoformat("2026-11-07T22:10:00+08:00")
    when.now.click()
    assert when.at == MIDNIGHT
