"""The call page: numbers, the fixed text, and what to read out, as it was entered."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from handbook.domain import Answer, ClinicKit, ClinicNumbers, Quantity, Reading, Told
from handbook.ui import sample
from handbook.ui.widgets.book import CallFrame
from handbook.ui.widgets.rows import unbroken


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
    assert words.index(unbroken(call.context.words("fixed.call"))) < words.index("24 小时电话还没有写")
    assert huge(page) == ["120"]
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "写下号码").click()
    settled()
    assert (call.place, call.detail) == ("team", "phone_24h")


def test_what_is_not_written_down_stays_blank(call):
    blank = "＿＿＿＿＿＿"
    for row in ("name", "product", "infusion", "day", "temperatures", "yes", "medicines"):
        assert said(call.page, row) == blank


def test_numbers_are_large_and_the_owner_of_the_words_is_named(call, settled, act):
    act(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    act(lambda store: store.set_number("phone_day", Told("021-2222 3333")))
    settled()
    assert huge(call.page) == ["021-0000 1111", "120"]
    assert "021-2222 3333" in shown(call.page)
    digits = next(p for p in call.page.findChildren(QLabel) if p.property("role") == "huge")
    assert digits.font().pixelSize() == 53  # 40 pt
    assert call.context.words("fixed.call_owner") in shown(call.page)


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
        "11 月 6 日 22:20　37.2 ℃，腋下",
    ]
    assert "心跳" in said(page, "yes")
    assert "07:10" in said(page, "yes")
    medicines = said(page, "medicines")
    assert "阿昔洛韦片，0.2 克，一次 2 片，一天 2 次" in medicines
    assert "泼尼松片" not in medicines
    assert "样张·张某" in next(line for line in shown(page) if line.startswith("你好"))


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
