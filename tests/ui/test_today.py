"""Today: day and stage, the line of dates, what comes next, the last 24 hours, the first start."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from handbook.domain import Answer, Medicine, Quantity, Reading, Shift, Site, SymptomCard, Told
from handbook.ui import sample
from handbook.ui.minute import MinuteHand
from handbook.ui.widgets.journey import DateLine
from handbook.ui.widgets.recent import recent, short_date
from handbook.ui.widgets.windows import DayScale, WindowBar


def texts(page):
    return "\n".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def press(page, name):
    return next(b for b in page.findChildren(QPushButton) if b.isVisible() and b.accessibleName() == name)


def enter(qtbot, field, text):
    field.input.setFocus()
    typed = QInputMethodEvent()  # as an input method hands over Chinese
    typed.setCommitString(text)
    QApplication.sendEvent(field.input, typed)
    qtbot.keyClick(field.input, Qt.Key.Key_Return)


def test_the_first_start_says_what_one_can_do_and_asks_for_nothing(window, settled):
    page = window.page
    assert page.empty
    assert page.title == "今天"
    assert page.subtitle == "2026 年 11 月 8 日，星期日"
    assert "什么都不必先填" in texts(page)
    assert not page.findChildren(DateLine)
    for door, place in (("steps", "steps"), ("card", "card"), ("medicines", "medicines"), ("team", "team")):
        window.go("today", "")
        settled()
        window.page.doors[door].click()
        settled()
        assert window.place == place


def test_the_date_is_entered_in_place_and_the_page_counts_from_it(open_window, settled, qtbot):
    window = open_window()
    enter(qtbot, window.page.field, "2026年11月2日")
    settled(window)
    assert window.page.title == "回输后第 6 天"
    assert "回输之后的一个月" in window.page.subtitle
    assert not window.page.doors["steps"].isVisible()
    window.close()
    again = open_window()
    assert again.page.title == "回输后第 6 天"
    assert again.page.field.text == "2026-11-02"
    qtbot.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(again)
    assert again.page.title == "今天"
    assert again.page.field.text == ""


def test_a_planned_date_counts_down(window, settled, qtbot):
    enter(qtbot, window.page.field, "2026-11-20")
    settled()
    assert window.page.title == "离计划回输还有 12 天"
    assert "计划 2026 年 11 月 20 日" in texts(window.page)


def test_what_cannot_be_read_stays_beside_its_sentence(window, settled, qtbot):
    enter(qtbot, window.page.field, "昨天")
    settled()
    assert window.page.field.text == "昨天"
    assert "昨天" in window.page.field.fault_text
    window.go("steps", "")
    window.larger_text()
    window.go("today", "")
    settled()
    assert window.page.field.text == "昨天"
    assert window.page.field.fault_text


def test_own_dates_and_today_lie_on_the_line_in_their_order(sample_window):
    line = sample_window.page.findChild(DateLine)
    stops = [(stop.name, stop.date, stop.above) for stop in line._stops]
    assert stops == [
        ("采集", "10 月 5 日", ""),
        ("化疗", "10 月 28 日", ""),
        ("回输", "11 月 2 日", ""),
        ("", "11 月 8 日", "今天"),
    ]


def test_windows_never_end_and_name_what_is_unset_in_the_same_order_whatever_the_day(sample_window, settled):
    page = sample_window.page
    rows = [(row.name, row.text) for row in page.coming(date(2026, 11, 8))]
    assert rows == [
        ("每天检查", "至少到 2026 年 11 月 16 日，并且要等治疗团队说可以"),
        ("住在医院附近", "至少到 2026 年 11 月 30 日，并且要等治疗团队说可以"),
        ("身边一直有人", "未设定：请问治疗团队"),
        ("不开车、不操作机器", "未设定：请问治疗团队"),
    ]
    assert [(row.name, row.text) for row in page.coming(date(2027, 12, 24))] == rows
    press(page, "身边一直有人：未设定：请问治疗团队").click()
    settled()
    assert sample_window.place == "team"


def test_what_is_set_is_drawn_as_a_bar_that_says_the_same(sample_window):
    bars = sample_window.page.findChildren(WindowBar)
    until = "每天检查：至少到 2026 年 11 月 16 日，并且要等治疗团队说可以。今天 11 月 8 日"
    assert [bar.accessibleName() for bar in bars] == [
        until,
        until.replace("每天检查", "住在医院附近").replace("16", "30"),
    ]
    assert "右边不封口" in texts(sample_window.page)


def painted(bar):
    """Where along a bar the accent, and where the mark of today, is seen; 0 to 1."""
    image = bar.grab().toImage()
    middle = image.height() // 2
    accent, ink = QColor(bar._theme.colours.accent), QColor(bar._theme.colours.ink)
    thick = [x for x in range(image.width()) if image.pixelColor(x, middle - bar._theme.px(5)) == accent]
    mark = [x for x in range(image.width()) if image.pixelColor(x, 1) == ink]
    line = [x for x in range(image.width()) if image.pixelColor(x, middle) == accent]
    return [(min(xs, default=-1) / image.width(), max(xs, default=-1) / image.width()) for xs in (thick, mark, line)]


def test_a_bar_begins_at_the_infusion_and_goes_on_to_the_right_edge(sample_window):
    first, second = sample_window.page.findChildren(WindowBar)
    scale = first._scale
    assert scale == second._scale == DayScale(0, 35)
    thick, mark, line = painted(first)
    assert thick[0] == pytest.approx(0, abs=0.02)
    assert line[1] == pytest.approx(1, abs=0.03)  # on and on, past the day that it reaches at least
    assert mark == pytest.approx((6 / 35, 6 / 35), abs=0.02)
    assert max(x for x in (thick[1],)) > 14 / 35 - 0.02


@pytest.mark.parametrize(
    ("windows", "today", "scale", "held"),
    [
        ((14, 28), 6, (0, 35), True),
        ((14, 28), 50, (0, 51), True),
        ((14, 28), 400, (0, 56), False),
        ((14, 28), -10, (-10, 35), True),
        ((14, 28), -400, (-28, 35), False),
        ((), 0, (0, 8.75), True),
        ((0,), 3, (0, 8.75), True),
    ],
)
def test_the_scale_has_room_for_all_windows_and_today_while_bars_stay_bars(windows, today, scale, held):
    made = DayScale.over(windows, today)
    assert (made.first, made.last) == scale
    assert made.holds(today) is held
    assert 0 <= made.at(today) <= 1
    assert made.at(made.last) == 1


def test_years_later_and_long_before_today_is_an_arrow_at_the_edge(open_window, settled):
    for moment, edge in ((sample.NOW + timedelta(days=800), 1), (sample.NOW - timedelta(days=300), 0)):
        window = open_window(clock=lambda moment=moment: moment)
        window.context.bridge.do(lambda store: store.set_date("infusion", date(2026, 11, 2)))
        window.context.bridge.do(lambda store: store.set_number("near_days", Told("28")))
        settled(window)
        (bar,) = window.page.findChildren(WindowBar)
        image = bar.grab().toImage()
        ink = QColor(bar._theme.colours.ink)
        seen = [
            x / image.width()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y) == ink
        ]
        assert seen
        assert all(abs(x - edge) < 0.1 for x in seen)
        assert "在大箭头那一边" in texts(window.page)
        window.close()


def test_a_window_without_an_infusion_date_has_no_end_date(window, settled, act):
    act(lambda store: store.set_number("near_days", Told("28")))
    settled()
    row = window.page.coming(date(2026, 11, 8))[1]
    assert row.text == "从回输那天起至少 28 天，并且要等治疗团队说可以"


def test_the_last_24_hours_newest_first_with_dates_across_midnight(sample_window):
    shown = texts(sample_window.page)
    order = [
        "今天　11 月 8 日，星期日",
        "07:10",
        "07:08",
        "体温 37.4 ℃，腋下",
        "昨天　11 月 7 日，星期六",
        "22:32",
        "体温 37.9 ℃，腋下",
        "09:50",
    ]
    places = [shown.index(part) for part in order]
    assert places == sorted(places)
    assert "37.2" not in shown
    assert "症状卡，答「没有」2 项" in shown
    assert shown.count("女儿") == 5


def test_a_reading_just_inside_and_just_outside_of_24_hours(window, act):
    for name, hours in (("in", 24), ("out", 24.01)):
        act(
            lambda store, name=name, hours=hours: store.add_reading(
                Reading(name, Quantity.PULSE, 80, sample.NOW - timedelta(hours=hours))
            )
        )
    lines = recent(window.context, sample.NOW - timedelta(hours=24))
    assert [line.text for line in lines] == ["脉搏 80 次/分"]


def test_what_is_listed_of_the_last_24_hours_is_named_where_there_is_nothing(window, settled, act):
    act(lambda store: store.add_medicine(Medicine("m", "阿昔洛韦")))
    assert window.page.say("nothing") in texts(window.page)
    later, card = sample.NOW + timedelta(hours=3), SymptomCard("c", sample.NOW - timedelta(minutes=40))
    act(lambda store: store.add_reading(Reading("ahead", Quantity.PULSE, 80, later)))
    assert window.page.say("nothing") in texts(window.page)  # the future is not the last day
    begins = sample.NOW - timedelta(hours=2)
    act(lambda store: store.add_shift(Shift("s", "女儿", begins, begins + timedelta(hours=1))))
    act(lambda store: store.set_card_note(card, "手有点抖"))
    shown = texts(window.page)
    assert window.page.say("nothing") not in shown
    assert [line.text for line in recent(window.context, begins)] == ["症状卡备注：手有点抖", "女儿交班", "女儿接班"]


def test_times_are_shown_as_the_clock_here_shows_them(window, settled, act):
    at = datetime(2026, 11, 7, 17, 30, tzinfo=UTC)
    act(lambda store: store.add_reading(Reading("r", Quantity.TEMPERATURE, 38.0, at, Site.EAR, observer="护士")))
    settled()
    shown = texts(window.page)
    assert "01:30" in shown
    assert "体温 38.0 ℃，耳朵" in shown
    assert "今天　11 月 8 日，星期日" in shown


def test_the_page_follows_the_clock_over_midnight(open_window, settled):
    moments = [sample.NOW]
    window = open_window(clock=lambda: moments[0])
    window.context.bridge.do(lambda store: store.set_date("infusion", date(2026, 11, 2)))
    settled(window)
    assert days(window) == {"回输后第 6 天"}
    moments[0] = sample.NOW + timedelta(days=1)
    window._hand.look()
    assert days(window) == {"回输后第 7 天"}
    for number, place in enumerate(("call", "symptoms", "today"), 2):  # also before the minute is told
        moments[0] = sample.NOW + timedelta(days=number)
        window.go(place)
        settled(window)
        assert days(window) == {f"回输后第 {6 + number} 天"}
    moments[0] += timedelta(days=1)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    assert days(window) == {"回输后第 11 天"}
    window.close()
    moments[0] += timedelta(days=1)
    window._hand.look()
    assert days(window) == {"回输后第 11 天"}


def days(window):
    """Every day after the infusion that the window names."""
    shown = [part.text() for part in window.findChildren(QLabel) if part.isVisibleTo(window)]
    return {day for text in shown for day in re.findall("回输后第 [0-9]+ 天", text)}


def test_the_time_that_is_shown_is_the_time_that_is_written(open_window, settled):
    moments = [sample.NOW]
    window = open_window(clock=lambda: moments[0])
    window.go("symptoms", "temperature")
    settled(window)
    form = window.page.form
    assert form.when.words.text() == "今天 07:20（现在）"
    moments[0] += timedelta(minutes=40, seconds=20)
    window._hand.look()
    assert form.when.words.text() == "今天 08:00（现在）"
    form.values[Quantity.TEMPERATURE].input.setText("37.2")
    form.submit()
    settled(window)
    (reading,) = window.context.state.readings
    assert f"{reading.at:%H:%M}" == "08:00"


def test_the_hand_rings_as_the_minute_begins(qtbot, qapp):
    moments = [sample.NOW.replace(second=59, microsecond=970_000)]
    hand = MinuteHand(lambda: moments[0], qapp)
    with qtbot.waitSignal(hand.turned, timeout=5_000):
        moments[0] += timedelta(milliseconds=40)
    hand.stop()


def test_buttons_lead_to_the_places_where_things_are_written(window, settled, qtbot):
    for name, place, detail in (
        ("记体温", "symptoms", "temperature"),
        ("今天的症状卡", "symptoms", "new"),
        ("打电话", "call", ""),
    ):
        window.go("today", "")
        settled()
        with qtbot.waitSignal(window.context.go) as went:
            press(window.page, name).click()
        assert went.args == [place, detail]


def test_the_same_instruction_whatever_was_entered(sample_window, settled, act):
    before = [p.text() for p in sample_window.page._frame.findChildren(QLabel)]
    sample_window.context.bridge.do(
        lambda store: store.add_reading(Reading("hot", Quantity.TEMPERATURE, 41.2, sample.NOW))
    )
    settled()
    sample_window.context.bridge.do(lambda store: store.answer(store.begin_card(), "seizure", Answer.YES, observer=""))
    settled()
    assert "41.2" in texts(sample_window.page)
    after = [p.text() for p in sample_window.page._frame.findChildren(QLabel)]
    assert before == after


def test_another_year_is_written_out(window):
    assert short_date(window.context, date(2027, 1, 3)) == "2027 年 1 月 3 日"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(("scale", "width"), [(100, 1280), (200, 1024)])
def test_nothing_is_cut_off(open_window, settled, language, scale, width):
    window = open_window(language=language)
    window.context.keep(scale=scale)
    window.resize(width, 800)
    for fill in (False, True):
        if fill:
            window.context.bridge.record.submit(sample.fill).result()
            window.context.bridge.refresh()
        window.go("today", "")
        settled(window)
        assert window.page.horizontalScrollBar().maximum() == 0
        for part in window.page.findChildren(QLabel):
            if part.isVisible() and part.text():
                assert part.width() >= part.minimumSizeHint().width(), part.text()
                assert part.height() >= part.heightForWidth(part.width()) - 1, part.text()
