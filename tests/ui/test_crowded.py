"""Long numbers and long sentences in small windows at large sizes: nothing of the frame is cut."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from test_reach import cut

from handbook.domain import Told

LOOKS = [(200, False, (1024, 640)), (150, True, (1024, 640)), (200, False, (1366, 768)), (100, False, (1024, 640))]
LONG = ("010-1234 5678 转 8001", "+86 10 1234 5678 ext. 8001")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(("scale", "elder", "size"), LOOKS)
@pytest.mark.parametrize("number", [*LONG, "010-1234 5678 / 138 0013 8000 转 8001"])
def test_the_number_in_the_corner_is_never_cut(open_window, settled, language, scale, elder, size, number):
    window = open_window(language=language)
    window.context.bridge.record.submit(lambda store: store.set_number("phone_24h", Told(number))).result()
    window.context.bridge.refresh()
    window.context.keep(scale=scale, elder=elder)
    window.resize(*size)
    for place in ("today", "call", "night"):
        window.go(place)
        settled(window)
        assert cut(window) == [], place
        shown = " ".join(part.text() for part in window.heading.phone.findChildren(QLabel)).replace("\n", " ")
        assert number in shown, place
        assert window.heading.phone.rect().contains(window.heading.phone.childrenRect()), place


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize(("scale", "elder", "size"), LOOKS)
def test_fixed_text_and_foot_share_a_low_window(sample_window, settled, qtbot, language, scale, elder, size):
    window = sample_window
    window.context.keep(language=language, scale=scale, elder=elder)
    window.resize(*size)
    settled(window)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    settled(window)
    window.page.doors["changed"].click()
    settled(window)
    window.page.panel.items["short-of-breath"].click()
    settled(window)
    assert window.foot.isVisible()
    assert cut(window) == []
    window.go("symptoms")
    settled(window)
    assert cut(window) == []
