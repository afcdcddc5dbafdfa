"""The elder view: larger, fewer things on a page, the same data; entered and left on the first page."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QImage
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from handbook import settings as settings_file
from handbook.settings import View
from handbook.ui import opening, theme
from handbook.ui.pages import ESSENTIAL, MAIN, MODULES
from handbook.ui.tour import STOPS, draw_tour
from handbook.ui.widgets.cards import LinkButton
from handbook.ui.widgets.more import More

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)


def named(window):
    """What can be pressed or filled in on the page that is shown, by name."""
    parts = [part for kind in CONTROLS for part in window.page.content.findChildren(kind)]
    return {
        part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        for part in parts
        if part.isVisible()
    }


def link(window, key):
    """The way into or out of the elder view on the first page."""
    words = window.context.phrases(f"elder.{key}")
    return next(part for part in window.page.findChildren(LinkButton) if part.accessibleName() == words)


def test_it_is_entered_and_left_by_one_press_on_the_first_page_and_kept(sample_window, settled, reopen):
    window = sample_window
    link(window, "enter").click()
    settled()
    look = window.context.theme
    assert (look.elder, look.text("body"), look.target) == (True, 24, 60)
    window = reopen(window)
    assert window.context.theme.elder
    body = next(
        part for part in window.findChildren(QLabel) if part.text() == window.context.phrases("place.today.call")
    )
    assert body.isVisible()
    assert {
        QFontInfo(part.font()).pixelSize() for part in window.findChildren(QLabel) if not part.property("role")
    } == {24}
    link(window, "leave").click()
    settled(window)
    assert not window.context.theme.elder
    assert window.context.theme.text("body") == 18


def test_who_enters_it_by_keyboard_can_leave_it_by_the_same_key(sample_window, settled, qtbot):
    window = sample_window
    link(window, "enter").setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    assert window.focusWidget() is link(window, "leave")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    settled()
    assert window.focusWidget() is link(window, "enter")


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_nothing_is_lost_it_is_folded_away(sample_window, settled, language):
    window = sample_window
    window.context.keep(language=language)
    full, fewer = {}, 0
    for place in MODULES:
        window.go(place, "")
        settled()
        full[place] = named(window)
    window.context.keep(elder=True)
    say = window.context.phrases
    for place in MODULES:
        window.go(place, "")
        settled()
        least = min(
            part.height()
            for kind in CONTROLS
            for part in window.findChildren(kind)
            if part.isVisible() and not isinstance(part, QCheckBox)
        )
        assert least >= 60, place
        at_first = named(window)
        for folded in window.page.findChildren(More):
            folded.press.click()
        settled()
        unfolded = named(window)
        missing = full[place] - unfolded - {say("elder.enter"), f"{say('place.settings.scale')} 175 %"}
        assert missing - {f"{say('place.settings.scale')} 200 %"} == set(), place
        fewer += bool(full[place] - at_first - {say("elder.enter")})
    assert fewer >= 4


def test_the_bar_has_the_places_that_are_needed_and_the_others_behind_more(sample_window, settled):
    window = sample_window
    window.context.keep(elder=True)
    settled()

    def seen():
        return {place for place in (*MAIN, "settings") if window.places.entry(place).isVisible()}

    assert seen() == set(ESSENTIAL)
    window.places.more.click()
    assert seen() == {*MAIN, "settings"}
    for place in (*MAIN, "settings"):
        window.places.more.click()
        if not window.places.entry(place).isVisible():
            window.places.more.click()
        window.places.entry(place).click()
        settled()
        assert window.place == place
        assert seen() == (set(ESSENTIAL) if place in ESSENTIAL else {*MAIN, "settings"})


def test_the_next_own_date_stands_on_the_first_page(sample_window, settled, act):
    window = sample_window
    window.context.keep(elder=True)
    act(lambda store: store.set_date("infusion", date(2026, 11, 20)))
    say = window.context.phrases
    planned = say("place.today.planned", date=window.context.words.date(date(2026, 11, 20)))
    words = say("place.today.soon", name=say("place.today.stop_infusion"), text=planned)
    assert any(part.text() == words and part.isVisible() for part in window.page.findChildren(QLabel))


def test_size_and_view_belong_to_a_person_and_say_nothing_about_him(sample_window, settled):
    window = sample_window
    first = window.context
    first.keep(scale=125, elder=True)
    second = opening.beside(first, first.data_dir / "record-2")
    window.change(second)
    settled()
    assert (second.view, window.context.theme.scale) == (View(), 100)
    assert settings_file.load(second.data_dir).views == {"record": View(scale=125, elder=True)}
    second.keep(scale=200)
    window.change(opening.beside(second, first.folder))
    settled()
    look = window.context.theme
    assert (window.context.view, round(look.scale), look.elder) == (View(scale=125, elder=True), 167, True)
    window.change(opening.beside(window.context, second.folder))
    settled()
    assert window.context.theme.scale == 200
    text = (second.data_dir / settings_file.FILE_NAME).read_text(encoding="utf-8")
    assert "样张" not in text
    assert set(settings_file.load(second.data_dir).views) == {"record", "record-2"}


def test_a_record_elsewhere_reads_as_the_computer_does(sample_window, settled, tmp_path):
    window = sample_window
    here = window.context
    here.keep(scale=150)
    shutil.copytree(here.folder, tmp_path / "stick", ignore=shutil.ignore_patterns("record.lock"))
    window.change(opening.beside(here, tmp_path / "stick"))
    settled()
    assert window.context.theme.scale == 100
    window.context.keep(scale=175)
    kept = settings_file.load(here.data_dir)
    assert (kept.scale, kept.views) == (175, {"record": View(scale=150)})


def test_the_elder_view_never_grows_beyond_what_a_small_window_holds(window, settled):
    assert theme.scales(elder=True) == (100, 125, 150)
    window.context.keep(scale=200)
    window.context.keep(elder=True)
    settled()
    assert window.context.theme.scale == theme.MOST
    assert not window.places.larger.isEnabled()
    window.smaller_text()
    settled()
    assert window.context.view.scale == 125
    window.normal_text()
    settled()
    assert window.context.theme.text("body") == 24


def test_in_the_elder_view_a_medicine_is_two_presses_away(sample_window, settled):
    window = sample_window
    window.context.keep(elder=True)
    settled()
    press = next(
        part
        for part in window.page.findChildren(QWidget)
        if part.accessibleName() == window.context.phrases("elder.dose")
    )
    press.click()
    settled()
    assert window.place == "medicines"
    assert window.page.doses.draft is not None


def test_the_tour_stops_at_every_place(qapp):
    assert {place for _, place, _ in STOPS} == set(MODULES) - {"shut"}


def test_the_tour_draws_both_views(qapp, tmp_path):
    stops = [stop for stop in STOPS if stop[0] in {"settings", "keys"}]
    drawn = draw_tour(tmp_path, languages=["en"], themes=["night"], scales=[100], stops=stops)
    assert [path.name for path in drawn] == [
        "keys-en-night-100.png", "settings-en-night-100.png", "settings-elder-en-night-100.png",
    ]  # fmt: skip
    full, elder = (QImage(str(drawn[number])) for number in (1, 2))
    assert (full.width(), elder.width()) == (1280, 1280)
    assert full != elder
