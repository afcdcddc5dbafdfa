"""For the doctor, and to take along: every file is read back and compared with the record, entry by entry."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import icalendar
import pypdfium2
import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from handbook import tasks
from handbook.domain import InputError, Medicine, PartialDate, Person, Quantity, Reading, Site, TeamCall
from handbook.exchange.json_record import decode
from handbook.tasks import exchange
from handbook.ui import dialogs, sample
from handbook.ui.pages.give_table import Refused, Understood


@pytest.fixture
def page(sample_window, settled):
    sample_window.go("give", "")
    settled()
    return sample_window.page


@pytest.fixture
def empty(window, settled):
    window.go("give", "import")
    settled()
    return window.page


@pytest.fixture
def target(monkeypatch, tmp_path):
    """Where the next file goes; what the dialog was told."""
    path = tmp_path / "out" / "file"
    path.parent.mkdir()
    asked = []
    monkeypatch.setattr(dialogs, "save_path", lambda _p, title, name, kind: asked.append((title, name, kind)) or path)
    path_of: Callable[[], bytes] = path.read_bytes
    return path_of, asked, path


@pytest.fixture
def choose(monkeypatch, tmp_path, settled):
    """Choose a table on the page."""

    def run(page, data, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        monkeypatch.setattr(dialogs, "open_path", lambda *_: path)
        page.table.choose_button.click()
        settled()

    return run


def text_of(pdf):
    return "".join(sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf))


def texts(widget):
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible() and part.text()]


def record(context, job):
    return context.bridge.record.submit(job).result()


# -- the doctor's pages ------------------------------------------------------------------------------------------------


def test_the_pages_for_the_doctor_are_seen_and_saved_as_the_record_has_them(page, context, settled, act, target):
    act(lambda store: store.add_call(TeamCall("call-1", sample.NOW, "王护士", "女儿", "先观察")))
    assert page.shown.preview.isVisible()
    assert page.shown.preview.count >= 2
    page.visit.save.click()
    settled()
    text = text_of(target[0]())
    for medicine in context.state.medicines:
        assert medicine.name[:6] in text
    for reading in context.state.readings:
        assert f"{reading.at:%H:%M} {reading.value}" in text
    assert "王护士" in text
    assert "2026-10-09" in text  # thirty days
    assert target[1][0][1:] == ("给医生看的记录-2026-11-08.pdf", "PDF (*.pdf)")


def test_what_the_family_leaves_out_is_not_printed_and_named(page, context, settled, act, target):
    act(lambda store: store.add_call(TeamCall("call-1", sample.NOW, "王护士", "女儿", "先观察")))
    page.visit.ticks["calls"].box.click()
    page.visit.ticks["names"].box.click()
    settled()
    page.visit.save.click()
    settled()
    text = text_of(target[0]())
    assert "王护士" not in text
    assert "家人选择不打印：通话" in text
    context.keep(scale=110)  # the window is rebuilt
    settled()
    assert context.drafts["give"]["visit"]["left"] == ["calls", "names"]


def test_since_when_is_the_infusion_days_or_a_day_of_ones_own(page, settled, write, act, target):
    act(lambda store: store.add_reading(Reading("old", Quantity.WEIGHT, 61.5, sample.NOW - timedelta(days=60))))
    visit = page.visit
    assert visit.since == date(2026, 10, 9)
    visit.since_buttons["infusion"].click()
    assert visit.since == date(2026, 11, 2)
    visit.since_buttons["week"].click()
    assert visit.since == date(2026, 11, 1)
    assert visit.day.isHidden()
    visit.since_buttons["own"].click()
    assert visit.day.isVisible()
    assert visit.since is None
    settled()
    assert not page.shown.preview.isVisible()
    visit.save.click()
    assert visit.day.fault_text == "请先写上从哪一天起。"
    write(visit.day.input, "2026-12-24")
    assert visit.since is None
    assert "还没有到" in visit.day.fault_text
    write(visit.day.input, "2026年9月1日")
    settled()
    assert visit.since == date(2026, 9, 1)
    assert visit.day.fault_text == ""
    assert page.shown.preview.isVisible()
    visit.save.click()
    settled()
    text = text_of(target[0]())
    assert "2026-09-01 至 2026-11-08" in text
    assert "61.5" in text  # older than what the pages of the window hold


def test_before_the_infusion_nobody_is_offered_the_time_since(page, context, act):
    page.visit.since_buttons["infusion"].click()
    act(lambda store: store.set_date("infusion", date(2026, 11, 20)))
    assert page.visit.since_buttons["infusion"].isHidden()
    assert page.visit.since_buttons["month"].isChecked()
    assert page.visit.since == date(2026, 10, 9)


# -- files -------------------------------------------------------------------------------------------------------------


def preview(context, data, kind=None):
    """What the handbook itself reads in a file, as if the record were empty."""

    class Nothing:
        medicines = readings = staticmethod(lambda: ())

    words = [context.book.words(language) for language in context.book.languages]
    return exchange.preview_csv(data, kind, store=Nothing(), words=words, now=sample.NOW, new_id=lambda: "new")


def test_every_file_says_what_the_record_says_entry_by_entry(page, context, settled, target):
    page.files["medicines_csv"].click()
    settled()
    found = preview(context, target[0]())
    assert (found.kind, found.refused) == ("medicines", ())
    assert sorted(found.entries, key=lambda one: one.id) == sorted(context.state.medicines, key=lambda one: one.id)
    page.files["readings_csv"].click()
    settled()
    found = preview(context, target[0]())
    assert (found.kind, found.refused) == ("readings", ())
    assert {one.id: one for one in found.entries} == {one.id: one for one in context.state.readings}
    assert [name for _, name, _ in target[1]] == ["用药记录-2026-11-08.csv", "读数-2026-11-08.csv"]
    page.files["record_json"].click()
    settled()
    read = decode(target[0]())
    whole = record(context, exchange.contents)
    assert read.medicines == whole.medicines
    assert set(read.readings) == set(whole.readings)
    assert read.symptom_cards == whole.symptom_cards
    assert (read.journey, read.person, read.numbers) == (whole.journey, whole.person, whole.numbers)
    names = {medicine.name for medicine in context.state.medicines}
    page.files["medicines_json"].click()
    settled()
    assert {one["name"] for one in json.loads(target[0]())["medicines"]} == names
    page.files["medicines_fhir"].click()
    settled()
    bundle = json.loads(target[0]())
    statements = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationStatement"]
    texts = [one["medicationCodeableConcept"]["text"] for one in statements]
    assert len(texts) == len(names)
    assert all(any(name in text for text in texts) for name in names)
    page.files["medicines_html"].click()
    settled()
    html = target[0]().decode()
    assert all(name in html for name in names)
    assert target[1][-1][1:] == ("用药记录-2026-11-08.html", "HTML (*.html)")
    assert [path.name for path in target[2].parent.iterdir()] == ["file"]  # and nothing is left beside it


def test_a_question_to_the_record_is_answered_refused_or_a_bug(context, settled):
    told = {name: [] for name in ("done", "failed", "told", "crashed")}
    context.bridge.failed.connect(told["told"].append)
    context.bridge.crashed.connect(told["crashed"].append)

    def refuse(_store):
        raise InputError("text.control")

    context.bridge.ask(lambda store: store.medicines(), told["done"].append)
    context.bridge.ask(refuse, told["done"].append, told["failed"].append)
    context.bridge.ask(refuse, told["done"].append)
    context.bridge.ask(lambda store: store.no_such_thing, told["done"].append)
    assert context.bridge.busy
    settled()
    assert told["done"] == [()]
    assert [len(told[name]) for name in ("failed", "told", "crashed")] == [1, 1, 1]
    assert isinstance(told["crashed"][0], AttributeError)


def test_a_folder_that_is_gone_is_told_in_one_sentence(page, settled, target, context):
    target[2].parent.rmdir()
    with_words = []
    context.message.connect(with_words.append)
    page.files["medicines_csv"].click()
    settled()
    assert len(with_words) == 1
    assert str(target[2]) in with_words[0]


@pytest.mark.parametrize("place", ["give", "today"])
def test_the_calendar_holds_the_dates_and_never_ends_a_window(sample_window, settled, target, place):
    sample_window.go(place, "")
    settled()
    name = "存成日历文件（.ics）" if place == "give" else "存进日历（.ics）"
    buttons = sample_window.page.findChildren(QPushButton)
    next(one for one in buttons if one.isVisible() and one.accessibleName() == name).click()
    settled()
    events = icalendar.Calendar.from_ical(target[0]()).walk("VEVENT")
    found = {(str(one["summary"]), one["dtstart"].dt) for one in events}
    assert len(found) == 5
    until = "至少到 2026-11-30，并且要等治疗团队说可以"
    assert any(until in summary and day == date(2026, 11, 30) for summary, day in found)
    assert {day for _, day in found} >= {date(2026, 10, 5), date(2026, 10, 28), date(2026, 11, 2)}
    assert not any(one.walk("VALARM") for one in events)
    assert target[1][0][1:] == ("CAR-T 日期.ics", "iCalendar (*.ics)")


def test_without_a_date_there_is_no_calendar_and_the_page_says_how(empty):
    assert not empty.calendar_button.isEnabled()
    assert any("写下回输日期" in text for text in texts(empty.calendar))


# -- reading a table in ------------------------------------------------------------------------------------------------


def test_a_table_is_shown_then_written_in_one_action_that_one_undo_takes_back(empty, context, settled, choose):
    medicines = [Medicine(f"m{n}", f"示例药 {n}", strength="5 毫克", start=PartialDate(2026, 8)) for n in range(12)]
    window = tasks.look_back(context.state.journey, context.today(), 90)
    data = tasks.make_medicines(
        context.book,
        medicines,
        as_="csv",
        window=window,
        person=Person(),
        look_back=(),
        language="zh-Hans",
        printed_on=context.today(),
    )
    choose(empty, data)
    assert context.state.medicines == ()
    assert "读懂了新的 12 条。" in texts(empty.table)
    understood = empty.table.findChild(Understood)
    assert [cell.text() for cell in understood.rows[0]] == [
        "2",
        "示例药 0",
        "5 毫克，2026\u00a0年\u00a08\u00a0月开始",
    ]
    assert empty.table.write_button.text() == "写下 12 条"
    empty.table.write_button.click()
    settled()
    assert {one.id: one for one in context.state.medicines} == {one.id: one for one in medicines}
    assert empty.table.chosen is None
    context.bridge.undo()
    settled()
    assert context.state.medicines == ()


def test_rows_that_are_not_understood_say_row_field_and_reason(empty, context, settled, choose):
    choose(empty, "日期,项目,数值\n2026-11-07,体温,38.2\n2026-11-07,体温,很高\n昨天,脉搏,80\n")
    assert empty.table.kind.currentData() == "readings"
    assert "读懂了新的 0 条，3 行没读懂。" in texts(empty.table)  # none of them says when on the day
    refused = empty.table.findChild(Refused)
    assert [row[0].text() for row in refused.rows] == ["2", "3", "4"]
    assert refused.rows[1][1:] != ()
    assert not empty.table.write_button.isEnabled()
    choose(empty, "日期,时间,项目,数值,部位\n2026-11-07,22:30,体温,38.2,腋下\n2026-11-07,22:40,体温,很高,\n")
    assert "读懂了新的 1 条，1 行没读懂。" in texts(empty.table)
    refused = empty.table.findChildren(Refused)[-1]
    assert [cell.text() for cell in refused.rows[0]][:2] == ["3", "数值"]
    assert "很高" in refused.rows[0][2].text()
    empty.table.write_button.click()
    settled()
    (reading,) = context.state.readings
    assert (reading.quantity, reading.value, reading.site) == (Quantity.TEMPERATURE, 38.2, Site.ARMPIT)
    assert reading.at.isoformat() == "2026-11-07T22:30:00+08:00"


def test_columns_are_named_by_hand_and_what_is_there_already_is_left_alone(empty, context, settled, choose):
    choose(empty, "药,多大,说明\n示例药甲,5 毫克,饭后\n示例药乙,,\n".encode("gb18030"))
    assert empty.table.mapping is not None
    assert "药名" in empty.table._fault.text() or "名称" in empty.table._fault.text()
    assert empty.table.preview is None
    columns = empty.table.mapping.choices
    columns["药"].setCurrentIndex(columns["药"].findData("name"))
    settled()
    assert empty.table.preview is not None
    assert empty.table._fault.isHidden()
    columns["多大"].setCurrentIndex(columns["多大"].findData("strength"))
    columns["说明"].setCurrentIndex(columns["说明"].findData("strength"))  # one field, one column
    settled()
    assert columns["多大"].currentData() == ""
    columns["多大"].setCurrentIndex(columns["多大"].findData("strength"))
    columns["说明"].setCurrentIndex(columns["说明"].findData("note"))
    settled()
    empty.table.write_button.click()
    settled()
    found = [(one.name, one.strength, one.note) for one in context.state.medicines]
    assert sorted(found) == [("示例药乙", "", ""), ("示例药甲", "5 毫克", "饭后")]


def test_entries_that_the_record_has_are_named_and_not_written_again(page, context, settled, choose, target):
    page.files["medicines_csv"].click()
    settled()
    choose(page, target[0]())
    count = len(context.state.medicines)
    assert f"读懂了新的 0 条，{count} 行记录里已经有了。" in texts(page.table)
    assert not page.table.write_button.isEnabled()
    gone = context.state.medicines[0]
    context.bridge.do(lambda store: store.delete_medicine(gone.id))
    settled()
    assert f"读懂了新的 1 条，{count - 1} 行记录里已经有了。" in texts(page.table)
    page.table.write_button.click()
    settled()
    assert gone in context.state.medicines


def test_an_unlikely_value_is_asked_about_before_it_is_taken_in(empty, context, settled, choose):
    choose(empty, "日期,时间,项目,数值\n2026-11-02,08:00,体温,385\n2026-11-02,09:00,体温,38.5\n")
    settled()
    assert empty.table._unusual.isVisible()
    assert "可能是打错了：2。" in empty.table._unusual.text()
    assert not context.state.readings
    empty.table.write_button.click()
    settled()
    assert sorted(one.value for one in context.state.readings) == [38.5, 385]
    assert not empty.table._unusual.isVisible()


def test_the_kind_may_be_changed_and_the_table_put_away(empty, settled, choose):
    choose(empty, "名称,备注\n示例药,a\n")
    assert empty.table.kind.currentData() == "medicines"
    empty.table.kind.setCurrentIndex(1)
    empty.table.kind.activated.emit(1)
    settled()
    assert empty.table.chosen.kind == "readings"
    assert empty.table.preview is None
    assert empty.table._fault.isVisible()
    empty.table.forget_button.click()
    assert empty.table.chosen is None
    assert not empty.table._fault.isVisible()
    assert empty.table._why.isVisible()


def test_a_file_that_is_no_table_is_told_in_one_sentence(empty, choose, context):
    crashes = []
    context.bridge.crashed.connect(crashes.append)
    for data in (b"", b"\x00\x01\x02\xff\xfe", b"PK\x03\x04 not a table", "只有一行".encode(), b"\n\n\n"):
        choose(empty, data)
        assert crashes == []
        assert empty.table._fault.isVisible()
        assert "\n" not in empty.table._fault.text()
        assert empty.table.preview is None


def test_a_table_that_is_looked_at_survives_another_text_size_and_language(empty, window, settled, choose):
    choose(empty, "名称,备注\n示例药,a\n")
    window.context.keep(scale=150, language="en")
    settled()
    assert window.page is not empty
    assert "New entries understood: 1." in texts(window.page.table)
    assert window.page.table.write_button.text() == "Write entries: 1"


def test_many_rows_are_counted_and_sixty_are_shown(empty, context, settled, choose):
    rows = "".join(f"示例药 {n},\n" for n in range(500))
    choose(empty, f"名称,备注\n{rows}")
    assert len(empty.table.findChild(Understood).rows) == 60
    assert "还有 440 行，这里没有列出。" in texts(empty.table)
    empty.table.write_button.click()
    settled()
    assert len(context.state.medicines) == 500


# -- the ways there ----------------------------------------------------------------------------------------------------


def test_the_page_is_reached_from_where_one_would_look(window, settled):
    for place, name in (("medicines", "更多给医生的"), ("diary", "给医生、带走"), ("settings", "给医生、带走")):
        window.go(place, "")
        settled()
        buttons = window.page.findChildren(QPushButton)
        next(one for one in buttons if one.isVisible() and one.accessibleName() == name).click()
        settled()
        assert window.place == "give"


@pytest.mark.parametrize(("language", "scale"), [("zh-Hans", 200), ("en", 200), ("en", 100)])
def test_nothing_of_an_open_table_is_cut_off(window, settled, choose, language, scale):
    window.context.keep(language=language, scale=scale)
    window.resize(1024, 640)
    window.go("give", "import")
    settled()
    choose(
        window.page,
        "药名在这里,Strength,怎么吃\n一种名字很长很长的示例药（胶囊）,Verylongwordwithoutanyspaces,\n,5 mg,\n",
    )
    columns = window.page.table.mapping.choices
    columns["药名在这里"].setCurrentIndex(columns["药名在这里"].findData("name"))
    settled()
    assert window.page.table.findChild(Refused).rows
    assert window.page.horizontalScrollBar().maximum() == 0
    assert window.page.content.width() <= window.page.viewport().width()
    for part in window.page.findChildren(QLabel):
        if part.isVisible() and part.text() and part.wordWrap():
            assert part.height() >= part.heightForWidth(part.width()) - 1, part.text()
    spoken = [one.accessibleName() for one in window.page.findChildren(QPushButton) if one.isVisible()]
    assert len(spoken) == len(set(spoken))
