"""The symptom card and the readings as a carer uses them at the bedside."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.content import call_text
from handbook.domain import Answer, InputError, MachineError, Quantity, Reading, Site, Told, read_off
from handbook.record import Store
from handbook.ui import dialogs, measure, sample
from handbook.ui.measure import Typed
from handbook.ui.tour import settle
from handbook.ui.widgets.callframe import in_lines


@pytest.fixture
def page(window, settled):
    window.go("symptoms", "")
    settled()
    return window.page


def shown(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def line(page, item):
    return next(row for row in page._rows if row.item == item)


def tick(page, item, key):
    line(page, item).answers.press(key).click()


def down(page, item):
    answers = line(page, item).answers
    return [key for key in ("yes", "no") if answers.press(key).isChecked()]


def value(page, quantity=Quantity.TEMPERATURE):
    return page.form.values[quantity]


# -- ticking -----------------------------------------------------------------------------------------------------


def test_every_item_of_the_book_is_there_and_none_is_ticked(window, page):
    items = [item for group in window.context.book.symptoms for item in group.items]
    assert sorted(row.item for row in page._rows) == sorted(item.id for item in items)
    assert all(down(page, item.id) == [] for item in items)
    assert all(row.answers.press("yes").accessibleName() for row in page._rows)


def test_a_press_is_on_disk_with_time_and_observer(window, page, settled, qtbot):
    qtbot.keyClicks(page.who.input, "Li")
    qtbot.keyClick(page.who.input, Qt.Key.Key_Return)
    tick(page, "confused", "yes")
    settled()
    (card,) = window.context.state.cards
    (answer,) = card.answers
    assert (answer.item, answer.answer, answer.observer, answer.at) == ("confused", Answer.YES, "Li", sample.NOW)
    assert window.context.settings.observer == "Li"
    assert "糊涂" in window.foot.text
    assert down(page, "confused") == ["yes"]


def test_pressing_again_takes_it_back_to_not_asked(window, page, settled):
    tick(page, "fever", "yes")
    settled()
    tick(page, "fever", "no")
    settled()
    assert window.context.state.cards[0].answer("fever").answer is Answer.NO
    tick(page, "fever", "no")
    settled()
    assert down(page, "fever") == []
    assert window.context.state.cards == ()


def test_quick_presses_go_onto_one_card(window, page, settled):
    for row in page._rows:
        row.answers.press("no").click()
    settled()
    (card,) = window.context.state.cards
    assert len(card.answers) == len(page._rows)


def test_none_of_the_rest_fills_only_what_was_not_asked_and_is_one_step(window, page, settled, qtbot):
    tick(page, "fever", "yes")
    settled()
    qtbot.keyClick(page.rest, Qt.Key.Key_Space)
    settled()
    card = window.context.state.cards[0]
    assert card.answer("fever").answer is Answer.YES
    assert {a.item for a in card.answers if a.answer is Answer.NO} == {row.item for row in page._rows} - {"fever"}
    window.context.bridge.undo()
    settled()
    assert [a.item for a in window.context.state.cards[0].answers] == ["fever"]
    assert down(page, "headache") == []


def test_undoing_the_first_answer_leaves_an_empty_card_that_redo_fills_again(window, page, settled):
    tick(page, "fever", "yes")
    settled()
    window.context.bridge.undo()
    settled()
    assert down(page, "fever") == []
    window.context.bridge.redo()
    settled()
    assert down(page, "fever") == ["yes"]


def test_the_fixed_words_do_not_change_with_what_is_ticked(window, page, settled):
    context = window.context
    words = in_lines(call_text(context.numbers, context.words))
    before = [text for text in shown(page) if words in text]
    assert before
    for row in page._rows:
        row.answers.press("yes").click()
    settled()
    assert [text for text in shown(page) if words in text] == before
    styles = {row.styleSheet() + str(row.property("role")) for row in page._rows}
    assert len(styles) == 1


def test_the_clinics_line_or_the_note_stands_with_the_fever_item(window, page, settled, act):
    assert any(window.context.words("unset") in text for text in shown(line(page, "fever")))
    assert window.context.words("fixed.fever_note") in shown(line(page, "fever"))
    tick(page, "fever", "no")
    act(lambda store: store.set_number("fever_line", Told("38.3")))
    assert any("38.3" in text for text in shown(line(page, "fever")))
    assert window.context.words("fixed.fever_note") not in shown(line(page, "fever"))
    assert down(page, "fever") == ["no"]
    tick(page, "fever", "yes")
    settled()
    assert window.context.state.cards[0].answer("fever").answer is Answer.YES


def test_a_new_card_and_the_earlier_one_to_read(window, page, settled, qtbot):
    tick(page, "fever", "yes")
    page.note.input.setPlainText("rang at 07:15")
    page.note.keep()
    settled()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert down(page, "fever") == []
    assert page.note.input.toPlainText() == ""
    tick(page, "headache", "no")
    settled()
    assert len(window.context.state.cards) == 2
    (first,) = [press for press in page.findChildren(QPushButton) if press.property("card") and press.isVisible()]
    first.click()
    settled()
    assert page.say("note_read", note="rang at 07:15") in shown(page)
    assert not line(page, "fever").answers.isVisible()
    assert any(text.startswith("有") and "07:20" in text for text in shown(line(page, "fever")))
    assert page.say("not_asked") in shown(line(page, "headache"))
    page.back.click()
    settled()
    assert down(page, "headache") == ["no"]
    assert line(page, "headache").answers.isVisible()


def test_a_card_begun_by_key_is_not_begun_again_when_the_text_grows(window, page, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    tick(page, "fever", "yes")
    settled()
    window.context.keep(scale=125)
    settled()
    assert down(window.page, "fever") == ["yes"]
    tick(window.page, "headache", "yes")
    settled()
    assert len(window.context.state.cards) == 1


def test_the_next_day_begins_a_new_card(open_window, tmp_path, qapp):
    now = [sample.NOW]
    window = open_window(tmp_path / "data", clock=lambda: now[0])
    window.go("symptoms", "")
    tick(window.page, "fever", "yes")
    settle(qapp, window)
    window.go("settings", "")
    window.go("symptoms", "")
    assert down(window.page, "fever") == ["yes"]
    now[0] += timedelta(days=1)
    window.go("settings", "")
    window.go("symptoms", "")
    settle(qapp, window)
    assert down(window.page, "fever") == []
    tick(window.page, "fever", "no")
    settle(qapp, window)
    assert [card.begun.day for card in window.context.state.cards] == [9, 8]


def test_what_was_noticed_earlier_is_answered_with_its_own_time(window, page, settled):
    assert not page.when.isVisible()
    page.earlier.click()
    page.when.minus[2].click()
    line(page, "fever").answers.press("yes").click()
    page.rest.click()
    settled()
    (card,) = window.context.state.cards
    hour = timedelta(hours=1)
    assert card.begun == sample.NOW - hour
    assert {one.at for one in card.answers} == {sample.NOW - hour}
    window.go("today")
    window.go("symptoms")
    settled()
    assert not page.when.isVisible()
    line(page, "fever").answers.press("no").click()
    settled()
    assert window.context.state.cards[0].answer("fever").at == sample.NOW, "whoever comes back writes of now"


def test_a_page_left_open_overnight_begins_a_new_card(open_window, settled):
    now = [sample.NOW]
    window = open_window(clock=lambda: now[0])
    window.go("symptoms")
    settled(window)
    tick(window.page, "fever", "yes")
    settled(window)
    now[0] += timedelta(days=1)
    window._minute_turned()
    tick(window.page, "fever", "no")
    settled(window)
    assert [(card.begun.date(), card.answer("fever").answer) for card in window.context.state.cards] == [
        (now[0].date(), Answer.NO), (sample.NOW.date(), Answer.YES),
    ]  # fmt: skip


def test_an_answer_of_long_ago_and_one_of_now_are_on_two_cards(window, page, write, settled):
    page.earlier.click()
    page.when.other.click()
    write(page.when.day, (sample.NOW - timedelta(days=40)).date().isoformat())
    write(page.when.clock, "08:00")
    tick(page, "fever", "yes")
    settled()
    assert line(page, "fever").answers.press("yes").isChecked()
    page.when.now.click()
    tick(page, "confused", "yes")
    settled()
    assert [card.begun.date() for card in window.context.state.cards] == [
        sample.NOW.date(), (sample.NOW - timedelta(days=40)).date(),
    ]  # fmt: skip
    window.go("call")
    settled()
    assert "糊涂" in " ".join(label.text() for label in window.page.findChildren(QLabel))


def test_a_time_that_cannot_be_read_keeps_the_answer_from_being_written(window, page, write, settled):
    page.earlier.click()
    page.when.other.click()
    write(page.when.clock, "25:99")
    line(page, "fever").answers.press("yes").click()
    settled()
    assert window.context.state.cards == ()
    assert not line(page, "fever").answers.press("yes").isChecked()
    assert window.focusWidget() is page.when.clock


def test_a_note_that_cannot_be_written_stays_in_its_box(window, page, settled, qtbot, monkeypatch):
    page.note.input.setFocus()
    qtbot.keyClicks(page.note.input, "could not sleep")
    with monkeypatch.context() as patch:

        def full(*_args):
            raise MachineError("record.no-space")

        patch.setattr(Store, "set_card_note", full)
        page.note.input.left.emit()
        settled()
    assert page.note.input.toPlainText() == "could not sleep"
    assert window.context.state.cards == ()
    assert window.foot.isVisible()
    page.note.input.left.emit()
    settled()
    assert window.context.state.cards[0].note == "could not sleep"
    assert "note" not in page.draft


def test_a_note_is_one_action_when_the_cursor_leaves_it_or_the_window_is_closed(window, page, settled, qtbot, reopen):
    page.note.input.setFocus()
    qtbot.keyClicks(page.note.input, "could not sleep")
    settled()
    assert window.context.state.cards == ()
    qtbot.keyClicks(page.note.input, " again")
    page.note.input.left.emit()
    settled()
    assert window.context.state.cards[0].note == "could not sleep again"
    assert window.context.state.undoable.number == 1
    page.note.input.setFocus()
    qtbot.keyClick(page.note.input, Qt.Key.Key_End)
    qtbot.keyClicks(page.note.input, " at 4")
    assert reopen(window).context.state.cards[0].note == "could not sleep again at 4"


def test_an_observer_is_chosen_by_one_press(sample_window, settled):
    sample_window.go("symptoms", "")
    settled()
    page = sample_window.page
    assert page.who.name == ""
    (name,) = page.who.offered
    name.click()
    assert page.who.name == "女儿"
    assert sample_window.context.settings.observer == "女儿"
    assert page.who.offered == []


def test_what_could_not_be_written_comes_up_again(window, page, settled):
    line(page, "fever").answers.press("yes").setChecked(True)
    window.context.bridge.failed.emit(InputError("record.read-only", holder="x"))
    assert down(page, "fever") == []


# -- readings ----------------------------------------------------------------------------------------------------


def test_a_temperature_by_keyboard(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    settled()
    page = window.page
    box = value(page).input
    assert window.focusWidget() is box
    box.setText("３８，２")
    page.form.site.press(Site.ARMPIT.value).click()
    page.form.when.minus[1].click()
    page.form.when.minus[0].click()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settled()
    (reading,) = window.context.state.readings
    assert (reading.quantity, reading.value, reading.site) == (Quantity.TEMPERATURE, 38.2, Site.ARMPIT)
    assert reading.at == sample.NOW - timedelta(minutes=20)
    assert box.text() == ""
    assert "体温 38.2 ℃" in shown(page)
    assert "38.2" in window.foot.text


def test_a_doubtful_number_is_asked_about_never_changed_never_refused(window, page, settled, qtbot):
    box = value(page).input
    qtbot.keyClicks(box, "385")
    page.form.submit()
    assert value(page).asking
    assert box.text() == "385"
    assert not window.context.state.readings
    assert "38.5" in value(page).take.text()
    value(page).take.click()
    assert box.text() == "38.5"
    assert not window.context.state.readings
    box.setText("385")
    page.form.submit()
    value(page).stay.click()
    page.form.submit()
    settled()
    assert [reading.value for reading in window.context.state.readings] == [385.0]


def test_no_number_has_a_sentence_beside_it(window, page, settled, qtbot):
    qtbot.keyClicks(value(page).input, "high")
    page.form.submit()
    assert value(page).field.fault_text == " ".join(page.phrases.error(InputError("record.no-number")))
    assert value(page).input.text() == "high"
    value(page).input.clear()
    page.form.submit()
    assert value(page).field.fault_text == page.say("empty_measure")


def test_all_readings_at_once_and_deleting_with_undo(window, page, settled):
    assert not value(page, Quantity.PULSE).isVisible()
    page.form.more.click()
    for quantity, text in zip(Quantity, ("37", "96", "118", "75", "97", "61,5"), strict=True):
        value(page, quantity).input.setText(text)
    page.form.submit()
    settled()
    kept = {reading.quantity: reading.value for reading in window.context.state.readings}
    assert kept == dict(zip(Quantity, (37.0, 96.0, 118.0, 75.0, 97.0, 61.5), strict=True))
    assert "体温 37.0 ℃" in shown(page)
    pulse = next(r for r in window.context.state.readings if r.quantity is Quantity.PULSE)
    (delete,) = [b for b in page.findChildren(QPushButton, f"delete {pulse.id}") if b.isVisible()]
    delete.click()
    settled()
    assert pulse not in window.context.state.readings
    window.foot.undo.click()
    settled()
    assert pulse in window.context.state.readings


def test_what_is_typed_survives_larger_text_and_language(window, page, settled, qtbot):
    qtbot.keyClicks(value(page).input, "37")
    page.form.more.click()
    qtbot.keyClicks(value(page, Quantity.WEIGHT).input, "60")
    page.form.when.minus[2].click()
    window.context.keep(scale=200)
    window.context.keep(language="en")
    settled()
    again = window.page
    assert value(again).input.text() == "37"
    assert value(again, Quantity.WEIGHT).input.text() == "60"
    assert "06:20" in again.form.when.words.text()
    again.form.submit()
    settled()
    assert len(window.context.state.readings) == 2


def test_long_lists_show_the_newest_and_open_on_demand(window, page, settled):
    for number in range(20):
        value(page).input.setText(f"37.{number % 10}")
        page.form.submit()
        settled()
    deletes = [b for b in page._list_cell.findChildren(QPushButton) if b.property("reading") and b.isVisible()]
    assert len(deletes) == 12
    assert page._list_cell.height() > page.form.height() == page.form.heightForWidth(page.form.width())
    next(b for b in page._list_cell.findChildren(QPushButton) if b.text() == page.say("readings_more")).click()
    settled()
    deletes = [b for b in page._list_cell.findChildren(QPushButton) if b.property("reading") and b.isVisible()]
    assert len(deletes) == 20


def test_the_blank_sheet_is_saved(window, page, settled, tmp_path, monkeypatch, qtbot):
    monkeypatch.setattr(dialogs, "save_path", lambda *_: tmp_path / "sheet.pdf")
    page.print.click()
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("quantity", "text", "expected"),
    [
        (Quantity.TEMPERATURE, "", None),
        (Quantity.TEMPERATURE, " 38,5 ", Typed(38.5)),
        (Quantity.TEMPERATURE, "３８．５", Typed(38.5)),
        (Quantity.TEMPERATURE, "38。5", Typed(38.5)),
        (Quantity.TEMPERATURE, "38.5 ℃", Typed(38.5)),
        (Quantity.TEMPERATURE, "41.9", Typed(41.9)),
        (Quantity.TEMPERATURE, "385", Typed(385.0, asked=True, instead=38.5)),
        (Quantity.TEMPERATURE, "3850", Typed(3850.0, asked=True, instead=38.5)),
        (Quantity.TEMPERATURE, "101.3", Typed(101.3, asked=True, instead=38.5)),
        (Quantity.TEMPERATURE, "12", Typed(12.0, asked=True)),
        (Quantity.OXYGEN, "97%", Typed(97.0)),
        (Quantity.OXYGEN, "970", Typed(970.0, asked=True, instead=97.0)),
        (Quantity.WEIGHT, "61.5 kg", Typed(61.5)),
    ],
)
def test_reading_a_number(quantity, text, expected):
    assert measure.read(quantity, text) == expected


@pytest.mark.parametrize(("text", "instead"), [("1013", 101.3), ("10.13", None), ("500", None)])
def test_a_forgotten_point_is_seen_in_fahrenheit_too(text, instead):
    assert measure.read(Quantity.TEMPERATURE, text, fahrenheit=True) == Typed(float(text), asked=True, instead=instead)


def test_two_readings_alike_are_told_apart_by_ear(window, settled, act):
    for key, site in (("a", Site.ARMPIT), ("b", Site.EAR)):
        act(
            lambda store, key=key, site=site: store.add_reading(
                Reading(key, Quantity.TEMPERATURE, 38.0, sample.NOW, site)
            )
        )
    window.go("symptoms", "")
    settled()
    names = [
        part.accessibleName() for part in window.page.findChildren(QPushButton) if part.objectName()[:7] == "delete "
    ]
    assert len(names) == len(set(names)) == 2


@pytest.mark.parametrize("text", ["x", "38..5", "-38", "38 5", "1e3", "nan", "38.5.1"])
def test_no_number(text):
    with pytest.raises(InputError, match=r"record\.no-number"):
        measure.read(Quantity.TEMPERATURE, text)


def test_a_thermometer_in_fahrenheit_is_written_down_as_it_was_read(window, page, settled, qtbot):
    page.form.unit.press("°F").click()
    qtbot.keyClicks(value(page).input, "101.3")
    page.form.submit()
    settled()
    (reading,) = window.context.state.readings
    assert (read_off(reading), round(reading.value, 1)) == ((101.3, "°F"), 38.5)
    assert "体温 101.3 °F" in shown(page)
    window.go("call", "")
    settled()
    assert any("101.3 °F" in text for text in shown(window.page))
    window.go("symptoms", "")
    assert window.page.form.unit.press("°F").isChecked()  # the next one is read off the same thermometer
    window.page.form.unit.press("celsius").click()
    assert window.context.settings.temperature_unit == ""


def test_a_number_in_celsius_typed_as_fahrenheit_is_asked_about(page, qtbot):
    page.form.unit.press("°F").click()
    qtbot.keyClicks(value(page).input, "38.5")
    page.form.submit()
    assert value(page).asking


def test_a_reading_that_is_sent_twice_before_the_disk_answers_is_written_once(window, settled):
    window.go("symptoms", "temperature")
    settled()
    form = window.page.form
    form.values[Quantity.TEMPERATURE].input.setText("38")
    form.submit()
    form.submit()
    settled()
    assert [one.value for one in window.context.state.readings] == [38]
