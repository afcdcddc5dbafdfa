"""The curve on the symptom page: spans, the same as a table, and marks that stand where the geometry says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.domain import UNKNOWN, Medicine, PartialDate, Quantity, Reading, Site, TeamCall, Told
from handbook.ui import sample
from handbook.ui.widgets.curve import BarStrip, CurveView, MarkStrip, PanelPlot, TimeScale


def reading(number, hours, value, quantity=Quantity.TEMPERATURE, site=Site.ARMPIT):
    return Reading(f"r{number}", quantity, value, sample.NOW - timedelta(hours=hours), site)


@pytest.fixture
def page(window, act, settled):
    act(lambda store: store.set_number("fever_line", Told("38.0")))
    act(lambda store: store.add_many([reading(1, 5, 37.2), reading(2, 3, 38.4), reading(3, 30, 36.9)]))
    act(lambda store: store.add_reading(reading(4, 4, 96, Quantity.OXYGEN, Site.NOT_SAID)))
    act(lambda store: store.add_medicine(Medicine("m1", "阿昔洛韦片", start=PartialDate.exact(sample.NOW.date()))))
    act(lambda store: store.add_call(TeamCall("c1", sample.NOW - timedelta(hours=2), who="值班")))
    window.go("symptoms", "")
    settled()
    return window.page


def view(page):
    return page.curve.findChild(CurveView)


def words(page):
    return [part.text() for part in page.curve.findChildren(QLabel) if part.isVisibleTo(page.curve)]


def test_readings_medicines_and_calls_stand_on_one_axis_with_the_clinics_line(page):
    drawn = view(page)
    assert [plot._panel.name for plot in drawn.findChildren(PanelPlot)] == ["temperature", "oxygen"]
    assert len(drawn.findChildren(BarStrip)) == 1
    assert len(drawn.findChildren(MarkStrip)) == 1
    assert "本院发热线 38.0 ℃" in words(page)
    strips = [*drawn.findChildren(PanelPlot), *drawn.findChildren(BarStrip), *drawn.findChildren(MarkStrip)]
    assert len({strip._x(0.5) for strip in strips}) == 1


def test_without_a_line_of_the_clinic_none_is_drawn(window, page, act, settled):
    act(lambda store: store.set_number("fever_line", None))
    settled()
    assert view(page).findChildren(PanelPlot)[0]._panel.line_y is None
    assert any(text.startswith("本院发热线未设定") for text in words(page))


@pytest.mark.parametrize(("days", "temperatures"), [("1", 2), ("3", 3), ("7", 3), ("30", 3)])
def test_the_span_is_chosen_and_one_always_holds(page, settled, days, temperatures):
    page.curve.span.press(days).click()
    settled()
    assert page.curve.span.press(days).isChecked()
    assert view(page).findChildren(PanelPlot)[0]._panel.series[0].count == temperatures
    if days == "3":
        return
    page.curve.span.press(days).click()  # a second press does not leave it without a span
    assert page.curve.span.press(days).isChecked()


def test_a_reading_is_painted_where_it_belongs(page):
    plot = view(page).findChildren(PanelPlot)[0]
    point = plot._panel.series[0].strokes[-1][-1]
    picture = plot.grab().toImage()
    ratio = picture.devicePixelRatio()
    at = picture.pixelColor(round(plot._x(point.x) * ratio), round(plot._y(point.y) * ratio))
    assert at == QColor(page.theme.colours.ink)


def test_the_words_of_the_time_do_not_lie_on_each_other(page):
    scale = view(page).findChildren(TimeScale)[0]
    picture = scale.grab(QRect(0, 0, scale.width(), scale.height())).toImage()
    ground = QColor(page.theme.colours.sheet)
    dark = [
        any(picture.pixelColor(x, y) != ground for y in range(0, picture.height(), 2)) for x in range(picture.width())
    ]
    gaps = "".join("x" if one else "." for one in dark).split("........")
    assert len([part for part in gaps if "x" in part]) >= 4


def test_the_table_says_the_same_newest_first(page, settled):
    page.curve.kind.click()
    settled()
    said = words(page)
    first = said.index("本院发热线 38.0 ℃")
    days = "2026\u00a0年\u00a011\u00a0月\u00a08\u00a0日起\n仍在用"
    assert said[first : first + 4] == ["本院发热线 38.0 ℃", "用药", days, "阿昔洛韦片"]
    lines = [text for text in said[first + 4 :] if "℃" in text or "%" in text or "值班" in text]
    assert [next(mark for mark in ("值班", "38.4", "96%", "37.2", "36.9") if mark in line) for line in lines] == [
        "值班", "38.4", "96%", "37.2", "36.9",
    ]  # fmt: skip
    page.curve.kind.click()
    settled()
    assert view(page) is not None


def test_the_table_names_every_medicine_that_is_drawn_and_no_other(window, page, act, settled):
    day, month = PartialDate.exact, sample.NOW.date() - timedelta(days=31)
    for medicine in (
        Medicine("m2", "退热药", "0.5 g", start=day(month), as_needed=True, on_hold=True),
        Medicine("m3", "停了的", start=UNKNOWN, end=day(sample.NOW.date())),
        Medicine("m4", "早停了的", start=UNKNOWN, end=day(month)),
    ):
        act(lambda store, medicine=medicine: store.add_medicine(medicine))
    act(lambda store: store.set_number("fever_line", None))
    settled()
    drawn = {strip._bar.medicine.name for strip in view(page).findChildren(BarStrip)}
    page.curve.kind.click()
    settled()
    said = words(page)
    assert drawn == {"阿昔洛韦片", "退热药", "停了的"}
    assert {"退热药 0.5 g；需要时才用", "停了的"} <= set(said)
    assert said[said.index("退热药 0.5 g；需要时才用") - 1].endswith("日起\n暂停")
    assert said[said.index("停了的") - 1] == "哪天开始不清楚\n至 2026\u00a0年\u00a011\u00a0月\u00a08\u00a0日"
    assert "早停了的" not in said
    assert any(text.startswith("本院发热线未设定") for text in said)


def test_a_long_table_is_shown_whole_on_demand(page, act, settled):
    act(lambda store: store.add_many([reading(f"n{n}", n / 2, 37.0) for n in range(60)]))
    page.curve.kind.click()
    settled()
    shown = sum("37.0" in text for text in words(page))
    more = next(one for one in page.curve.findChildren(QPushButton) if one.text().startswith("再列"))
    assert more.text() == f"再列 {65 - 40} 条（一共 65 条）"
    more.click()
    settled()
    assert shown < sum("37.0" in text for text in words(page)) == 60
    assert not any(one.text().startswith("再列") for one in page.curve.findChildren(QPushButton))


def test_what_was_measured_together_is_one_action(window, page, settled, write):
    form = page.form
    form.more.click()
    write(form.values[Quantity.SYSTOLIC].input, "120")
    write(form.values[Quantity.DIASTOLIC].input, "80")
    before = len(window.context.state.readings)
    form.submit()
    settled()
    assert len(window.context.state.readings) == before + 2
    window.context.bridge.undo()
    settled()
    assert len(window.context.state.readings) == before
