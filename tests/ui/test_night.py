"""The night page and the sheet of shortcuts."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sheets_of_paper import Chosen

from handbook.domain import FAHRENHEIT, Answer, MachineError, Medicine, PartialDate, Quantity, Site, Told
from handbook.record import Store, keys
from handbook.ui import dialogs, sample, shortcuts
from handbook.ui.pages.night import QUIET_SECONDS
from handbook.ui.widgets.book import CallFrame
from handbook.ui.widgets.callframe import whose_call


class Clock:
    """A clock that stands until it is set."""

    def __init__(self):
        self.now = sample.NOW.replace(hour=3, minute=12)

    def __call__(self):
        return self.now

    def go_on(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def window(open_window, clock):
    """One window at 03:12."""
    return open_window(clock=clock)


@pytest.fixture
def night(window, settled, act, qtbot):
    """The night page of a family with two medicines, one of them stopped, in the colours of the day."""
    act(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    act(lambda store: store.add_medicine(Medicine(id="a", name="甲药", strength="0.2 克", dose="一次 2 片")))
    act(lambda store: store.add_medicine(Medicine(id="b", name="停了的药", end=PartialDate(2026, 10, 1))))
    window.context.keep(observer="女儿")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    settled()
    return window


def shown(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def background(window):
    """The lightness of the window's lower corners, 0 to 255."""
    image = window.grab().toImage()
    return [QColor(image.pixel(x, image.height() - 3)).lightness() for x in (2, image.width() - 3)]


def fixed_text(window):
    """The fixed call text on the page that is shown."""
    words = window.context.words("fixed.call")
    return next(part for part in window.page.band.findChildren(QLabel) if part.accessibleName() == words)


def doors(page):
    return [door for door in page.doors.values() if door.isVisible()]


def write_temperature(window, qtbot, text):
    qtbot.keyClicks(window.page.panel.value.input, text)
    qtbot.keyClick(window.page.panel.value.input, Qt.Key.Key_Return)


def test_the_quiet_page_is_dark_and_shows_only_what_the_night_needs(night):
    page = night.page
    assert night.place == "night"
    assert night.heading.title.text() == "现在 03:12"
    assert max(background(night)) < 30
    assert not night.places.isVisible()
    assert [door.accessibleName() for door in doors(page)] == ["量了体温", "有变化", "给了药", "打电话"]
    assert all(door.height() >= 96 for door in doors(page))
    assert fixed_text(night).isVisible()
    assert "021-0000 1111" in [part.text() for part in night.heading.phone.findChildren(QLabel)]
    assert night.context.settings.theme == "system"


def test_escape_leads_back_to_the_colours_of_the_day(night, settled, qtbot):
    qtbot.keyClick(night, Qt.Key.Key_Escape)
    settled()
    assert night.place == "today"
    assert min(background(night)) > 200
    assert night.places.isVisible()


def test_the_page_is_left_by_mouse_too(night, settled):
    night.page.leave_button.click()
    settled()
    assert night.place == "today"


def test_a_temperature_is_two_actions_and_bears_the_time_of_the_night(night, settled, qtbot, context, clock):
    night.page.doors["temperature"].click()
    settled()
    assert night.focusWidget() is night.page.panel.value.input
    assert fixed_text(night).isVisible()
    clock.go_on(100)
    write_temperature(night, qtbot, "38,2")
    settled()
    (reading,) = context.state.readings
    assert (reading.quantity, reading.value, reading.site) == (Quantity.TEMPERATURE, 38.2, Site.NOT_SAID)
    assert (reading.at, reading.observer) == (clock.now, "女儿")
    assert len(doors(night.page)) == 4
    assert night.foot.isVisible()
    assert night.foot._timer.interval() == 30_000
    assert "38.2" in night.foot.text
    night.foot.undo.click()
    settled()
    assert context.state.readings == ()
    assert night.place == "night"


def test_a_doubtful_number_is_asked_about_beside_it(night, settled, qtbot, context):
    night.page.doors["temperature"].click()
    write_temperature(night, qtbot, "385")
    settled()
    panel = night.page.panel
    assert context.state.readings == ()
    assert panel.value.asking
    panel.value.take.click()
    panel.site.press(Site.EAR.value).click()
    panel.submit_button.click()
    settled()
    assert [(one.value, one.site) for one in context.state.readings] == [(38.5, Site.EAR)]


def test_an_empty_temperature_is_told_beside_the_field(night, settled, qtbot, context):
    night.page.doors["temperature"].click()
    night.page.panel.submit_button.click()
    settled()
    assert night.page.panel.value.field.fault_text == context.phrases("place.symptoms.empty_measure")
    assert context.state.readings == ()


def test_the_unit_of_the_thermometer_is_the_familys(night, settled, qtbot, context):
    night.page.doors["temperature"].click()
    night.page.panel.unit.press(FAHRENHEIT).click()
    write_temperature(night, qtbot, "100.4")
    settled()
    assert [(round(one.value, 2), one.unit) for one in context.state.readings] == [(38.0, FAHRENHEIT)]
    assert context.settings.temperature_unit == FAHRENHEIT


def test_something_changed_is_a_yes_on_todays_card(night, settled, context, clock):
    night.page.doors["changed"].click()
    settled()
    night.page.panel.items["headache"].click()
    settled()
    (card,) = context.state.cards
    given = card.answer("headache")
    assert (given.answer, given.at, given.observer) == (Answer.YES, clock.now, "女儿")
    assert len(doors(night.page)) == 4


def test_a_second_time_begins_a_card_so_that_both_times_are_kept(night, settled, context, clock):
    for item in ("headache", "fever", "headache"):
        night.page.doors["changed"].click()
        night.page.panel.items[item].click()
        settled()
        clock.go_on(3600)
    newest, first = context.state.cards
    assert {answer.item for answer in first.answers} == {"headache", "fever"}
    assert [answer.item for answer in newest.answers] == ["headache"]
    night.page.doors["changed"].click()
    settled()
    assert night.page.panel.items["headache"].accessibleName().endswith("今天 05:12 记过")


def test_a_line_of_words_is_added_to_the_note_with_its_time(night, settled, write, qtbot, context, clock):
    for words in ("说胡话", "又好了"):
        night.page.doors["changed"].click()
        write(night.page.panel.input, words)
        qtbot.keyClick(night.page.panel.input, Qt.Key.Key_Return)
        settled()
        clock.go_on(60)
    (card,) = context.state.cards
    assert card.note == "03:12 说胡话\n03:13 又好了"
    night.page.doors["changed"].click()
    assert night.page.panel.input.text() == ""
    night.page.panel.write.click()  # nothing is written of nothing
    settled()
    assert context.state.cards == (card,)


def test_a_medicine_given_is_two_presses(night, settled, context, clock):
    night.page.doors["medicine"].click()
    settled()
    (press,) = night.page.panel.presses
    assert press.accessibleName() == "甲药 0.2 克、一次 2 片"
    press.click()
    press.click()  # a shaking hand
    settled()
    (dose,) = context.state.doses
    assert (dose.medicine, dose.amount, dose.at, dose.observer) == ("a", "一次 2 片", clock.now, "女儿")


def test_without_a_medicine_on_the_list_its_name_is_written_with_the_dose(
    window, settled, write, qtbot, context, clock
):
    window.go("night", "medicine")
    settled()
    assert window.focusWidget() is window.page.panel.input
    window.page.panel.write.click()  # nothing is written of nothing
    write(window.page.panel.input, " 新开的药 ")
    window.page.panel.write.click()
    window.page.panel.write.click()  # a shaking hand
    settled()
    ((medicine,), (dose,)) = context.state.medicines, context.state.doses
    assert (medicine.name, dose.medicine, dose.at) == ("新开的药", medicine.id, clock.now)
    assert "新开的药" in window.foot.text
    window.foot.undo.click()
    settled()
    assert (context.state.medicines, context.state.doses) == ((), ())


def test_a_name_that_is_half_typed_is_kept_and_stands_ready(night, settled, write):
    night.page.doors["medicine"].click()
    write(night.page.panel.input, "新开")
    night.page.close_panel()
    night.page.doors["medicine"].click()
    assert night.page.panel.input.text() == "新开"
    assert night.focusWidget() is night.page.panel.input
    night.larger_text()
    settled()
    assert night.focusWidget() is night.page.panel.input
    assert (night.page.panel.input.text(), night.page.panel.input.selectedText()) == ("新开", "")


def test_a_window_that_changes_under_a_half_typed_number_does_not_swallow_it(night, settled, qtbot):
    night.page.doors["temperature"].click()
    qtbot.keyClicks(night.page.panel.value.input, "38")
    for change in (night.larger_text, lambda: night.resize(700, 500)):
        change()
        settled()
        qtbot.keyClicks(night.focusWidget(), "1")
    assert night.page.panel.value.input.text() == "3811"
    night.page.close_panel()
    night.page.doors["temperature"].click()
    assert night.page.panel.value.input.selectedText() == "3811"


def test_the_infusion_date_is_asked_for_only_while_there_is_none(night, settled, qtbot, context):
    page = night.page
    page.date_button.click()
    settled()
    assert night.detail == "date"
    assert not page.date_button.isVisible()
    qtbot.keyClicks(page.panel.field.input, "2026-13-01")
    page.panel.write.click()
    assert page.panel.field.fault_text
    page.close_panel()
    page.date_button.click()
    assert page.panel.field.text == "2026-13-01"
    page.panel.field.input.selectAll()
    qtbot.keyClicks(page.panel.field.input, "2026-11-02")
    page.panel.write.click()
    settled()
    assert context.state.journey.infusion == date(2026, 11, 2)
    assert page.panel is None
    assert not page.date_button.isVisible()
    assert page.draft.get("date") is None


@pytest.mark.parametrize("leaving", ["escape", "call", "size", "quiet"])
def test_a_date_that_is_half_typed_is_written_by_no_way_of_leaving(night, settled, qtbot, context, clock, leaving):
    night.page.date_button.click()
    qtbot.keyClicks(night.page.panel.field.input, "2026-11-2")  # on the way to the 20th
    if leaving == "quiet":
        clock.go_on(QUIET_SECONDS + 1)
        night.page.look_at_the_clock()
    else:
        key = {"escape": Qt.Key.Key_Escape, "call": Qt.Key.Key_F1, "size": Qt.Key.Key_Plus}[leaving]
        held = Qt.KeyboardModifier.ControlModifier if leaving == "size" else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(night, key, held)
    settled()
    assert context.state.journey.infusion is None
    night.go("night", "date")
    settled()
    assert night.page.panel.field.text == "2026-11-2"
    qtbot.keyClick(night.page.panel.field.input, Qt.Key.Key_Return)
    settled()
    assert context.state.journey.infusion == date(2026, 11, 2)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_window_that_may_only_read_leaves_the_fixed_text_whole(open_window, settled, tmp_path, qtbot, language):
    open_window(tmp_path / "data", language=language)
    second = open_window(tmp_path / "data", language=language)
    second.context.keep(scale=200)
    second.resize(1024, 640)
    second.go("night", "temperature")
    settled(second)
    write_temperature(second, qtbot, "38.5")
    settled(second)
    text = fixed_text(second)
    assert not second.elsewhere.isHidden()
    assert not second.foot.isHidden()
    assert text.height() >= text.heightForWidth(text.width())
    for bar in (second.elsewhere, second.foot):
        assert all(part.height() >= part.heightForWidth(part.width()) for part in bar.findChildren(QLabel))
    assert second.foot.text == second.context.phrases("elsewhere.not_written")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_fixed_text_is_seen_whole_on_every_panel_of_the_lowest_window(open_window, settled, clock, language):
    window = open_window(language=language, clock=clock)
    window.resize(1024, 640)
    window.context.keep(scale=200)
    for detail in ("", "temperature", "changed", "medicine", "date"):
        window.go("night", detail)
        settled(window)
        text = fixed_text(window)
        frame = next(iter(window.page.band.findChildren(CallFrame)))
        place = QRect(text.mapTo(window, QPoint(0, 0)), text.size())
        assert text.isVisible()
        assert window.rect().contains(place)
        assert text.height() >= text.heightForWidth(text.width())
        page = QRect(window.page.mapTo(window, QPoint(0, 0)), window.page.size())
        assert not page.intersects(QRect(frame.mapTo(window, QPoint(0, 0)), frame.size()))
        assert page.height() >= window.height() * 0.4  # enough is left to work in
        focused = window.focusWidget()
        at = QRect(focused.mapTo(window, QPoint(0, 0)), focused.size())
        assert window.page.rect().translated(page.topLeft()).intersects(at), detail
    owner = [part.text() for part in window.page.content.findChildren(QLabel) if part.isVisibleTo(window.page)]
    assert whose_call(window.context) in owner


class Hands:
    """Two actions and no more: a press of a key on what has the focus is one, a typed value with its Enter is one."""

    def __init__(self, window, settled, write, qtbot):
        self.window, self.settled, self.write, self.qtbot = window, settled, write, qtbot
        self.count = 0

    def reach(self, control):
        """Tab is the way there, and no action."""
        for _ in range(60):
            if self.window.focusWidget() is control:
                return
            self.qtbot.keyClick(self.window.focusWidget(), Qt.Key.Key_Tab)
        raise AssertionError("out of reach")

    def press(self, control):
        """By keyboard."""
        self.reach(control)
        self.qtbot.keyClick(self.window.focusWidget(), Qt.Key.Key_Space)
        self.count += 1
        self.settled()

    def type(self, text):
        """Into what has the focus, then Enter."""
        control = self.window.focusWidget()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(control, event)
        self.qtbot.keyClick(control, Qt.Key.Key_Return)
        self.count += 1
        self.settled()

    def done(self):
        """How many it took; the next task begins on the quiet page."""
        taken, self.count = self.count, 0
        self.window.go("night", "")
        self.settled()
        return taken


def test_every_task_takes_at_most_two_actions_from_the_night_page(
    window, settled, write, qtbot, context, tmp_path, monkeypatch
):
    printed = Chosen(tmp_path / "card.pdf")
    monkeypatch.setattr(dialogs, "choose_printer", printed)
    monkeypatch.setattr(dialogs, "turns_sheets", lambda _: True)
    qtbot.keyClick(window, Qt.Key.Key_F2)  # the first start asks for nothing
    settled()
    page, hands = window.page, Hands(window, settled, write, qtbot)

    hands.press(page.date_button)
    hands.type("2026-11-02")
    assert hands.done() == 2
    assert context.state.journey.infusion == date(2026, 11, 2)

    for name in ("甲药", "乙药"):
        hands.press(page.doors["medicine"])
        hands.reach(page.panel.input)
        hands.type(name)
        assert hands.done() == 2
    assert {medicine.name for medicine in context.state.medicines} == {"甲药", "乙药"}

    hands.press(page.doors["medicine"])
    hands.press(page.panel.presses[0])
    assert hands.done() == 2
    assert len(context.state.doses) == 3

    hands.press(page.doors["changed"])
    hands.press(page.panel.items["headache"])
    assert hands.done() == 2
    assert context.state.cards[0].answer("headache").answer is Answer.YES

    hands.press(page.doors["temperature"])
    hands.type("38.2")
    assert hands.done() == 2
    assert context.state.readings[0].value == 38.2

    hands.press(page.card_button)
    assert window.place == "card"
    hands.press(window.page.print_button)
    qtbot.waitUntil(lambda: not window.page.busy, timeout=20_000)
    assert hands.done() == 2
    assert printed.path.exists()

    kept = {entry.name for entry in context.bridge.record.submit(lambda store: store.history()).result()}
    assert kept == {"date.set", "dose.new", "dose.add", "symptom.answer", "reading.add"}

    hands.press(window.page.doors["call"])
    assert window.place == "call"
    assert hands.done() == 1


def test_held_keys_and_double_clicks_press_once(night, settled, context, qapp):
    door = night.page.doors["medicine"]
    key = (QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
    qapp.sendEvent(door, QKeyEvent(*key))
    settled()
    press = night.page.panel.presses[0]
    qapp.sendEvent(press, QKeyEvent(*key, autorep=True))
    at, left = QPointF(press.rect().center()), Qt.MouseButton.LeftButton
    for kind in (QMouseEvent.Type.MouseButtonDblClick, QMouseEvent.Type.MouseButtonRelease):
        qapp.sendEvent(press, QMouseEvent(kind, at, press.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier))
    settled()
    assert context.state.doses == ()
    assert night.page.panel is not None


def test_calling_keeps_the_dark_and_leads_back(night, settled, qtbot):
    night.page.doors["call"].click()
    settled()
    assert night.place == "call"
    assert max(background(night)) < 40
    qtbot.keyClick(night, Qt.Key.Key_Escape)
    settled()
    assert night.place == "night"
    night.page.doors["call"].click()
    settled()
    night.places.entry("today").click()
    settled()
    assert min(background(night)) > 200


def test_the_dark_stays_however_far_one_goes_until_the_bar_is_used(night, settled, qtbot):
    night.page.doors["call"].click()
    night.go("team", "")
    night.go("settings", "")
    settled()
    assert max(background(night)) < 40
    night.places.entry("medicines").click()
    night.go("lookback", "")
    settled()
    assert min(background(night)) > 200
    qtbot.keyClick(night, Qt.Key.Key_Escape)
    qtbot.keyClick(night, Qt.Key.Key_Escape)
    settled()
    assert night.place == "settings"
    assert max(background(night)) < 40
    qtbot.keyClick(night, Qt.Key.Key_F2)
    night.go("medicines", "")
    settled()
    assert max(background(night)) < 40


def test_after_a_while_without_a_key_the_page_is_quiet_again(night, settled, qtbot, clock):
    night.page.doors["temperature"].click()
    qtbot.keyClicks(night.page.panel.value.input, "38")
    clock.go_on(QUIET_SECONDS - 1)
    night.page.look_at_the_clock()
    assert night.page.panel is not None
    qtbot.keyClick(night.windowHandle(), Qt.Key.Key_Shift)
    clock.go_on(QUIET_SECONDS - 1)
    night.page.look_at_the_clock()
    assert night.page.panel is not None
    clock.go_on(1)
    night.page.look_at_the_clock()
    settled()
    assert night.page.panel is None
    assert night.heading.title.text() == "现在 03:15"
    assert night.focusWidget() is night.page.doors["temperature"]
    night.page.doors["temperature"].click()
    assert night.page.panel.value.input.text() == "38"


def test_escape_closes_a_panel_first_and_the_clock_stands_while_unseen(night, settled, qtbot):
    clock = night.page._clock
    assert clock.isActive()
    night.page.doors["medicine"].click()
    qtbot.keyClick(night, Qt.Key.Key_Escape)
    assert night.place == "night"
    assert (night.page.panel, night.detail) == (None, "")
    night.context.keep(theme="night")
    settled()
    page = night.page
    night.go("today", "")
    settled()
    assert not page._clock.isActive()


def _refuse(*_):
    raise MachineError("record.io")


def test_a_refused_entry_leaves_what_was_typed(night, settled, write, context, monkeypatch):
    monkeypatch.setattr(Store, "set_card_note", _refuse)
    night.page.doors["changed"].click()
    write(night.page.panel.input, "说胡话")
    night.page.panel.write.click()
    settled()
    assert night.page.panel.input.text() == "说胡话"
    assert night.foot.text == context.phrases("error.record.io")
    night.page.panel.items["fever"].click()
    settled()
    assert context.state.cards[0].answer("fever") is not None


def test_what_was_told_is_still_told_after_leaving(night, settled, qtbot):
    night.page.doors["medicine"].click()
    night.page.panel.presses[0].click()
    settled()
    told = night.foot.text
    qtbot.keyClick(night, Qt.Key.Key_Escape)
    settled()
    assert (night.place, night.foot.text) == ("today", told)
    assert night.foot.isVisible()
    assert night.foot.undo.isVisible()
    assert night.foot._timer.isActive()


def test_a_note_that_is_being_typed_is_kept_before_the_night_begins(window, settled, qtbot, context):
    window.go("symptoms", "")
    settled()
    window.page.note.input.setFocus()
    qtbot.keyClicks(window.page.note.input, "half")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    settled()
    assert context.state.cards[0].note == "half"


def test_the_list_follows_the_record_and_the_frame_the_clinics_words(night, settled, act):
    night.page.doors["medicine"].click()
    act(lambda store: store.add_medicine(Medicine(id="c", name="乙药")))
    assert [press.accessibleName() for press in night.page.panel.presses] == ["乙药", "甲药 0.2 克、一次 2 片"]
    frame = night.page.band.findChild(CallFrame)
    act(lambda store: store.set_number("near_days", Told("28")))
    settled()
    assert [one for one in night.page.band.findChildren(CallFrame) if one.isVisible()] != [frame]


# -- the sheet of shortcuts ------------------------------------------------------------------------------------


def test_the_sheet_names_every_key_of_the_one_table(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.place == "keys"
    words = shown(window.page)
    for one in (*shortcuts.OPEN, *shortcuts.DO, *shortcuts.BOOK):
        assert "\n".join(one.shown) in words
        assert window.page.say(f"does_{one.name}") in words
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert window.place == "today"


def test_night_page_and_sheet_are_reached_from_the_settings(window, settled):
    for place in ("night", "keys"):
        window.go("settings", "")
        settled()
        words = window.context.phrases(f"place.{place}.open")
        next(press for press in window.page.findChildren(QPushButton) if press.text() == words).click()
        settled()
        assert window.place == place


def test_a_lock_at_night_stays_dark_and_opens_the_sheet_but_no_record(night, settled, qtbot, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(64, 1, 1))
    night.context.bridge.record.set_passphrase("一句长长的话", keys.new_recovery_code()).result()
    night.lock()
    settled(night)
    assert night.place == "shut"
    assert max(background(night)) < 40
    qtbot.keyClick(night, Qt.Key.Key_F2)
    settled(night)
    assert night.place == "shut"
    qtbot.keyClick(night, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    settled(night)
    assert night.place == "keys"


def test_no_key_stands_for_two_things():
    used = [key for one in (*shortcuts.OPEN, *shortcuts.DO, *shortcuts.BOOK) for key in one.keys]
    assert len(used) == len(set(used))
