"""The call page: numbers, the fixed text, and what to read out, as it was entered."""

from datetime import timedelta

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.domain import (
    Answer,
    ClinicKit,
    ClinicNumbers,
    Dose,
    Medicine,
    PartialDate,
    Quantity,
    Reading,
    SymptomCard,
    Told,
)
from handbook.record import keys
from handbook.ui import sample
from handbook.ui.pages.call import Digits
from handbook.ui.saving import SheetOut
from handbook.ui.widgets.book import CallFrame
from handbook.ui.widgets.callframe import in_lines, whose_call


def shown(page):
    return [part.text() for part in page.findChildren(QLabel) if part.isVisible()]


def said(page, row):
    return page.findChild(QLabel, f"say_{row}").text()


def huge(page):
    return [p.text() for p in page.findChildren(QLabel) if p.isVisible() and p.property("role") == "huge"]


@pytest.fixture
def call(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    settled()
    return window


def test_without_a_number_the_fixed_text_comes_first_then_where_to_write_it(call, settled):
    page = call.page
    words = shown(page)
    assert words.index(in_lines(call.context.words("fixed.call"))) < words.index("24 小时电话还没有写")
    assert huge(page) == ["120"]
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "写下号码").click()
    settled()
    assert (call.place, call.detail) == ("team", "phone_24h")


def test_who_it_is_stays_blank_and_an_empty_list_says_only_that_nothing_was_written(call):
    blank = "＿＿＿＿＿＿"
    for row in ("name", "product", "infusion", "day"):
        assert said(call.page, row) == blank
    assert said(call.page, "temperatures") == "最近 31 天没有写下"
    for row in ("yes", "doses", "medicines"):
        assert said(call.page, row) == "没有写下"
    assert any("没有写下，不等于没有" in words for words in shown(call.page))


def test_numbers_are_large_and_the_owner_of_the_words_is_named(call, settled, act):
    act(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    act(lambda store: store.set_number("phone_day", Told("021-2222 3333")))
    settled()
    assert huge(call.page) == ["021-0000 1111", "120", "021-2222 3333"]
    digits = [p for p in call.page.findChildren(QLabel) if p.property("role") == "huge" and p.isVisible()]
    assert [p.font().pixelSize() for p in digits] == [53, 53, 53]  # 40 pt
    assert whose_call(call.context) in shown(call.page)


def test_the_number_of_the_pocket_card_counts_too(call, settled, act):
    act(lambda store: store.set_person("phone_24h", "010-7777 8888"))
    settled()
    assert huge(call.page)[0] == "010-7777 8888"


def test_the_clinics_own_words_are_marked_as_theirs(call, settled):
    numbers = ClinicNumbers(words={"zh-Hans": {"call": "先按铃，再打总机。"}})
    call.context.kit = ClinicKit(numbers, version="1")
    call.context.bridge.refresh()
    settled()
    frame = next(f for f in call.page.findChildren(CallFrame) if f.isVisible())
    assert [p.text() for p in frame.findChildren(QLabel)] == [
        "先按铃，再打总机。",
        call.context.words("fixed.call_owner_clinic"),
    ]


def test_what_to_read_out_is_what_was_entered(sample_window, settled):
    sample_window.go("call", "")
    settled()
    page = sample_window.page
    assert said(page, "name") == "样张·张某"
    assert said(page, "product") == "示例产品（CD19）"
    assert said(page, "infusion") == "2026 年 11 月 2 日"
    assert said(page, "day") == "回输后第 6 天"
    assert said(page, "temperatures").splitlines() == [
        "今天　11 月 8 日 07:08　37.4 ℃，腋下",
        "昨天　11 月 7 日 22:32　37.9 ℃，腋下",
        "昨天　11 月 7 日 09:50　37.6 ℃，腋下",
    ]
    assert "心跳" in said(page, "yes")
    assert "07:10" in said(page, "yes")
    medicines = said(page, "medicines")
    assert "阿昔洛韦片，规格 0.2 克，一次 2 片，一天 2 次" in medicines
    assert "泼尼松片" not in medicines
    assert "样张·张某" in next(line for line in shown(page) if line.startswith("你好"))


def test_the_cursor_stays_on_its_button_when_the_record_changes_under_the_page(call, settled, act, qtbot):
    act(lambda store: store.set_number("fever_line", Told("38.0")))
    call.page._print.setFocus()
    qtbot.keyClick(call, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert call.focusWidget() is call.page._print
    qtbot.keyClick(call, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert call.focusWidget() is call.page._print


def test_yes_since_yesterday_and_not_before(call, settled, act):
    now = sample.NOW
    midnight = now.replace(hour=0, minute=0)
    for item, at in (
        ("fever", midnight - timedelta(days=1)),
        ("seizure", midnight - timedelta(days=1, minutes=1)),
    ):
        act(lambda store, item=item, at=at: store.answer(store.begin_card(), item, Answer.YES, observer="女儿", at=at))
    settled()
    names = {i.id: i.text["zh-Hans"] for g in call.context.book.symptoms for i in g.items}
    assert names["fever"] in said(call.page, "yes")
    assert names["seizure"] not in said(call.page, "yes")


def test_a_medicine_on_hold_or_taken_when_needed_is_read_out_as_such(call, settled, act):
    act(lambda store: store.add_medicine(Medicine(id="a", name="甲药", on_hold=True)))
    act(lambda store: store.add_medicine(Medicine(id="b", name="乙药", dose="1 片", as_needed=True)))
    settled()
    words = call.context.words
    assert said(call.page, "medicines").splitlines() == [
        f"乙药，1 片，{words('medicine_list.as_needed')}",
        f"甲药，{words('medicine_list.on_hold')}",
    ]
    call.go("night", "medicine")
    settled()
    presses = [press.accessibleName() for press in call.page.panel.presses]
    assert f"甲药 {words('medicine_list.on_hold')}" in presses


def test_a_medicine_whose_last_day_is_still_to_come_is_read_out_and_can_be_given(call, settled, act):
    last = PartialDate.exact(sample.NOW.date() + timedelta(days=10))
    act(lambda store: store.add_medicine(Medicine(id="a", name="甲药", on_hold=True, end=last)))
    words = call.context.words
    assert said(call.page, "medicines") == f"甲药，{words('medicine_list.on_hold')}"
    call.go("medicines", "dose")
    settled()
    assert call.page.doses._medicine.currentData() == "a"
    call.go("night", "medicine")
    settled()
    assert call.page.panel.presses[0].property("medicine") == "a"


def test_notes_and_doses_are_read_out_with_their_times(call, settled, act):
    now = sample.NOW
    act(lambda store: store.add_medicine(Medicine(id="a", name="甲药", strength="0.2 克")))
    for name, medicine, hours in (("new", "a", 24), ("gone", "deleted", 3), ("old", "a", 25)):
        dose = Dose(name, medicine, now - timedelta(hours=hours), amount=name)
        act(lambda store, dose=dose: store.add_dose(dose))
    for card, ago, note in (("today", 0, "03:12 说胡话\n\n没有时间的一句"), ("before", 40, "前天的话")):
        begun = SymptomCard(card, now - timedelta(hours=ago))
        act(lambda store, begun=begun, note=note: store.set_card_note(begun, note))
    settled()
    assert said(call.page, "doses").splitlines() == [
        "今天　11 月 8 日 04:20　不在清单上的药，gone",
        "昨天　11 月 7 日 07:20　甲药，0.2 克，new",
    ]
    assert said(call.page, "yes").splitlines() == [
        "今天　11 月 8 日 07:20　备注：没有时间的一句",
        "今天　11 月 8 日 03:12　备注：说胡话",
    ]


@pytest.fixture
def jobs(monkeypatch):
    """What is sent to the printer, in place of the system's dialog: the PDF's text, as it can be searched."""
    made = []

    def take(_self, _title, job, **_):
        document = pypdfium2.PdfDocument(job())
        made.append("\n".join(page.get_textpage().get_text_range() for page in document))
        document.close()

    monkeypatch.setattr(SheetOut, "print", take)
    return made


def test_one_key_prints_what_the_page_shows(sample_window, settled, qtbot, jobs):
    window = sample_window
    qtbot.keyClick(window, Qt.Key.Key_F1)
    settled()
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.place == "call"
    (text,) = jobs
    words = "".join(text.split())
    rows = ("name", "product", "infusion", "day", "temperatures", "yes", "doses", "medicines")
    lines = [line for row in rows for line in said(window.page, row).splitlines()]
    assert len(lines) == 11
    for line in (*lines, "000-1234 5678", "120", window.context.words("fixed.call")):
        assert "".join(line.split()) in words
    next(b for b in window.page.findChildren(QPushButton) if b.text().startswith("打印这一页")).click()
    assert jobs == [text, text]


def test_elsewhere_the_same_key_leads_to_the_pocket_card(window, settled, qtbot, jobs):
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert (window.place, jobs) == ("card", [])


@pytest.fixture
def locked(sample_window, settled, monkeypatch):
    """Locks the sample family's record, without what ``left_out`` names on the card, and opens the call page."""
    monkeypatch.setattr(keys, "COST", keys.Cost(64, 1, 1))

    def lock(*left_out):
        for key in left_out:
            sample_window.context.bridge.do(lambda store, key=key: store.set_on_card(key, shown=False))
        sample_window.context.bridge.do(
            lambda store: store.add_dose(Dose("d", "sample-0", sample.NOW - timedelta(hours=1), amount="2 片"))
        )
        settled()
        sample_window.context.bridge.record.set_passphrase("一句长长的话", keys.new_recovery_code()).result()
        sample_window.lock()
        settled()
        sample_window.go("call", "")
        settled()
        return sample_window

    return lock


def test_locked_there_is_the_card_and_the_fixed_text_and_nothing_is_said_of_the_rest(locked, jobs, qtbot, settled):
    window = locked()
    page = window.page
    assert huge(page) == ["000-1234 5678", "120"]
    words = shown(page)
    assert in_lines(window.context.words("fixed.call")) in words
    assert said(page, "name") == "样张·张某"
    assert said(page, "infusion") == "2026 年 11 月 2 日"
    for row in ("temperatures", "yes", "doses", "medicines"):
        assert page.findChild(QLabel, f"say_{row}") is None
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled()
    for secret in ("阿昔洛韦", "37.4", "心跳", "没有写下"):
        assert secret not in jobs[0] + " ".join((*words, *page.aloud.lines()))
    assert "记录没有打开" in jobs[0]
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "打开记录").click()
    settled()
    assert window.place == "shut"


def test_locked_without_a_number_on_the_card_the_record_is_not_said_to_have_none(locked):
    window = locked("phone_24h", "name", "infusion_date")
    words = shown(window.page)
    assert huge(window.page) == ["120"]
    assert words.index(in_lines(window.context.words("fixed.call"))) < words.index("急救")
    assert "记录没有打开，卡片上没有 24 小时电话" in words
    assert "24 小时电话还没有写" not in words
    assert said(window.page, "name") == said(window.page, "day") == "＿＿＿＿＿＿"


def test_a_temperature_without_a_site_says_only_what_is_known(call, settled, act):
    act(lambda store: store.add_reading(Reading("r", Quantity.TEMPERATURE, 38.0, sample.NOW)))
    settled()
    assert said(call.page, "temperatures") == "今天　11 月 8 日 07:20　38.0 ℃"


def test_a_planned_date_is_called_planned(call, settled, act):
    act(lambda store: store.set_person("infusion_date", "2026-11-20"))
    settled()
    assert said(call.page, "infusion") == "计划 2026 年 11 月 20 日"
    assert said(call.page, "day") == "离计划回输还有 12 天"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(("scale", "width"), [(100, 1280), (200, 1024)])
def test_nothing_is_cut_off(open_window, settled, language, scale, width):
    window = open_window(language=language)
    window.context.bridge.record.submit(sample.fill).result()
    window.context.bridge.refresh()
    window.context.keep(scale=scale)
    window.resize(width, 800)
    window.go("call", "")
    settled(window)
    assert window.page.horizontalScrollBar().maximum() == 0
    for part in window.page.findChildren(QLabel):
        if part.isVisible() and part.text():
            assert part.width() >= part.minimumSizeHint().width(), part.text()
            assert part.height() >= part.heightForWidth(part.width()) - 1, part.text()


@pytest.mark.parametrize("number", ["13912345678", "+8613912345678", "1234567890" * 4])
@pytest.mark.parametrize(
    ("look", "size"), [((200, False), (1024, 640)), ((150, True), (1024, 640)), ((100, False), (640, 480))]
)
def test_no_digit_of_a_number_is_cut_off(open_window, settled, number, look, size):
    window = open_window()
    window.context.bridge.do(lambda store: store.set_number("phone_24h", Told(number)))
    window.context.keep(scale=look[0], elder=look[1])
    window.resize(*size)
    window.go("call", "")
    settled(window)
    assert window.page.content.width() <= window.page.viewport().width()
    digits = next(part for part in window.page.findChildren(Digits) if part.text() != "120")
    (corner,) = (part for part in window.heading.phone.findChildren(QLabel) if part.property("role") == "digits")
    for shown in (digits, corner):
        lines = shown.text().split("\n")
        assert "".join(lines) == number
        assert max(map(shown.fontMetrics().horizontalAdvance, lines)) <= shown.contentsRect().width()
        assert shown.height() >= shown.fontMetrics().lineSpacing() * len(lines)
    edge = window.heading.phone.mapTo(window, window.heading.phone.rect().bottomRight())
    assert window.rect().contains(edge)


@pytest.mark.parametrize(("key", "held", "place"), [("F1", "", "call"), ("/", "Ctrl+", "keys")])
def test_what_is_opened_to_be_read_is_opened_at_its_top(sample_window, settled, qtbot, key, held, place):
    window = sample_window
    window.resize(1024, 640)
    for before in ("symptoms", "medicines", place):
        if before == place:
            window.page.verticalScrollBar().setValue(300)
        else:
            window.go(before, "temperature" if before == "symptoms" else "")
        settled()
        code = Qt.Key.Key_F1 if key == "F1" else Qt.Key.Key_Slash
        qtbot.keyClick(window, code, Qt.KeyboardModifier.ControlModifier if held else Qt.KeyboardModifier.NoModifier)
        settled()
        qtbot.wait(200)  # what had the focus is looked for once more when the page has been laid out
        assert (window.place, window.page.verticalScrollBar().value()) == (place, 0)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.page.content.isAncestorOf(window.focusWidget()), "Tab leads to its first control"


def test_a_long_observer_does_not_widen_today(open_window, settled):
    window = open_window(language="en")
    who = "女儿王小明和护工李阿姨, Daughter Mei (night shift)"
    reading = Reading("r", Quantity.TEMPERATURE, 38.0, sample.NOW, observer=who)
    window.context.bridge.do(lambda store: store.add_reading(reading))
    window.context.keep(scale=200)
    window.resize(1024, 640)
    window.go("today", "")
    settled(window)
    assert window.page.content.width() <= window.page.viewport().width()
