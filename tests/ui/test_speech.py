"""Reading aloud: what goes to the system's own program, how it is stopped, and what is said where there is none."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from handbook.domain import Told
from handbook.ui import speech
from handbook.ui.speech import pipe_text, voices
from handbook.ui.widgets.read_aloud import ReadAloud

SKIPPED = "!-[\u2011\u200b"


class Programs:
    """Stand-ins for the system's voices: each writes down its arguments and what it was given to say."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()

    def put(self, name, then=""):
        """``then``: what the program does when it has heard everything."""
        script = self.folder / name
        script.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{self.folder}/{name}.arguments"\n'
            f'case "$1" in -C) exit 0;; esac\necho $$ > "{self.folder}/{name}.pid"\n'
            f'/bin/cat > "{self.folder}/{name}.part"\n'
            f'/bin/mv "{self.folder}/{name}.part" "{self.folder}/{name}.heard"\n{then}\n',
            encoding="utf-8",
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    def heard(self, name="spd-say"):
        return (self.folder / f"{name}.heard").read_text(encoding="utf-8").splitlines()

    def arguments(self, name="spd-say"):
        return (self.folder / f"{name}.arguments").read_text(encoding="utf-8").splitlines()

    def alive(self, name="spd-say"):
        return Path(f"/proc/{(self.folder / f'{name}.pid').read_text().strip()}").exists()


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """None of the computer's own voices; the test puts some there."""
    monkeypatch.setattr(speech.sys, "platform", "linux")
    monkeypatch.setattr(speech, "FASTEST", 10**12)  # they do not speak
    made = Programs(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(made.folder))
    return made


def reader_of(window):
    """The button on the page that is shown."""
    return next(part for part in window.page.findChildren(ReadAloud) if part.isVisible())


def press(window, qtbot):
    reader_of(window).press.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    return reader_of(window)


def quiet(reader, qtbot):
    qtbot.waitUntil(lambda: not reader.speaker.speaking, timeout=10_000)


def test_the_call_page_is_said_in_order_and_nothing_of_it_is_an_argument(sample_window, settled, qtbot, programs):
    programs.put("spd-say")
    window = sample_window
    window.go("call", "")
    settled()
    reader = press(window, qtbot)
    assert reader.press.text() == "停下，不读了"
    quiet(reader, qtbot)
    assert reader.press.text() == "读给我听"
    said, words = programs.heard(), window.context.words
    assert said[0] == words("fixed.call")
    assert said[1].endswith("0 0 0 1 2 3 4 5 6 7 8")
    assert said[2].endswith("1 2 0")
    assert [line.split("：")[0] for line in said[3:7]] == ["姓名", "产品", "回输日期", "第几天"]
    assert "样张·张某" in said[3]
    assert "37.4" in said[7]
    assert programs.arguments() == ["-e", "-w", "-r", "-60", "-l", "zh"]
    assert not window.foot.isVisible()


def test_what_is_blank_is_said_to_be(window, settled, qtbot, programs):
    programs.put("spd-say")
    window.go("call", "")
    settled()
    quiet(press(window, qtbot), qtbot)
    said = programs.heard()
    assert said[1].endswith("空着")
    assert said[3] == "姓名：空着"


def test_a_page_of_the_book_is_said_whole_in_its_own_language_and_pace(open_window, settled, qtbot, programs):
    programs.put("spd-say")
    window = open_window(language="en")
    window.context.keep(speech_pace="fast")
    window.go("handbook", "crs")
    settled(window)
    quiet(press(window, qtbot), qtbot)
    said, book = programs.heard(), window.context.book
    assert said[0] == book.page("crs", "en").title
    assert window.context.words("fixed.call") in " ".join(said)
    headings = [title for title in said if title in {h.text() for h in window.page.reader.parts if hasattr(h, "text")}]
    assert len(headings) > 2
    assert len(said) > 15
    assert programs.arguments() == ["-e", "-w", "-r", "30", "-l", "en"]


def test_it_stops_at_once_and_the_service_behind_it_too(sample_window, settled, qtbot, programs):
    programs.put("spd-say", then="exec /bin/sleep 60")
    window = sample_window
    window.go("call", "")
    settled()
    reader = press(window, qtbot)
    qtbot.waitUntil((programs.folder / "spd-say.heard").exists, timeout=10_000)
    assert programs.alive()
    press(window, qtbot)
    assert not programs.alive()
    assert not reader.speaker.speaking
    assert reader.press.text() == "读给我听"
    qtbot.waitUntil(lambda: programs.arguments()[-1] == "-C", timeout=10_000)


@pytest.mark.parametrize("how", ["page", "language", "close"])
def test_it_ends_with_its_page_and_with_the_program(sample_window, settled, qtbot, programs, how):
    programs.put("spd-say", then="exec /bin/sleep 60")
    window = sample_window
    window.go("handbook", "crs")
    settled()
    press(window, qtbot)
    qtbot.waitUntil((programs.folder / "spd-say.heard").exists, timeout=10_000)
    if how == "page":
        qtbot.keyClick(window, Qt.Key.Key_F2)
        settled()
        assert window.page.findChildren(ReadAloud) == []  # no sound on the night page
    elif how == "language":
        window.context.keep(language="en")
        settled()
    else:
        window.close()
    assert not programs.alive()


def test_another_page_of_the_book_is_another_text(sample_window, settled, qtbot, programs):
    programs.put("spd-say", then="exec /bin/sleep 60")
    window = sample_window
    window.go("handbook", "crs")
    settled()
    press(window, qtbot)
    qtbot.waitUntil((programs.folder / "spd-say.heard").exists, timeout=10_000)
    window.go("handbook", "what-is-car-t")
    settled()
    assert not programs.alive()
    assert reader_of(window).press.text() == "读给我听"


def test_a_voice_that_fails_is_passed_over_and_the_next_says_all_of_it(sample_window, settled, qtbot, programs):
    programs.put("espeak-ng", then="exit 1")
    programs.put("spd-say")
    window = sample_window
    window.go("call", "")
    settled()
    quiet(press(window, qtbot), qtbot)
    assert programs.heard() == programs.heard("espeak-ng")
    assert programs.arguments("espeak-ng") == ["--stdin", "-b", "1", "-s", "100", "-v", "cmn"]
    assert not window.foot.isVisible()


@pytest.mark.parametrize("there", ["nothing", "broken"])
def test_where_nothing_can_speak_that_is_said_plainly(sample_window, settled, qtbot, programs, there):
    if there == "broken":
        programs.put("spd-say", then="exit 1")
        (programs.folder / "espeak").write_bytes(b"\x7fELF no")
        (programs.folder / "espeak").chmod(0o755)
    window = sample_window
    window.go("call", "")
    settled()
    quiet(press(window, qtbot), qtbot)
    qtbot.waitUntil(window.foot.isVisible, timeout=10_000)
    assert window.foot.text == window.context.phrases("speech.none_linux")
    assert reader_of(window).press.text() == "读给我听"


def test_a_voice_that_is_done_before_anybody_could_have_heard_it_has_said_nothing(
    sample_window, settled, qtbot, programs, monkeypatch
):
    """As espeak does where there is no sound card."""
    monkeypatch.setattr(speech, "FASTEST", 100)
    programs.put("espeak-ng")
    sample_window.go("call", "")
    settled()
    quiet(press(sample_window, qtbot), qtbot)
    assert programs.heard("espeak-ng")
    assert sample_window.foot.text == sample_window.context.phrases("speech.none_linux")


@pytest.mark.parametrize("before", ["", "/own"])
def test_a_frozen_program_does_not_lend_its_libraries(window, settled, qtbot, programs, monkeypatch, before):
    programs.put("spd-say", then=f'echo "libraries:$LD_LIBRARY_PATH" > "{programs.folder}/libraries"')
    monkeypatch.setattr(speech.sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/frozen")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    window.go("call", "")
    settled()
    quiet(press(window, qtbot), qtbot)
    assert (programs.folder / "libraries").read_text(encoding="utf-8").strip() == f"libraries:{before}"


def test_the_pace_is_chosen_in_the_settings(window, settled, qtbot):
    window.go("settings", "")
    settled()
    assert window.context.settings.speech_pace == "slow"
    fast = next(p for p in window.page.findChildren(QPushButton.__mro__[1]) if p.accessibleName() == "朗读的快慢 快")
    fast.click()
    settled()
    assert window.context.settings.speech_pace == "fast"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_on_every_system_text_comes_by_standard_input(platform, language):
    paces = [[voice.arguments for voice in voices(language, pace, platform)] for pace in ("slow", "normal", "fast")]
    assert paces[0] != paces[1] != paces[2]
    reads = {"spd-say": "-e", "espeak-ng": "--stdin", "espeak": "--stdin", "say": "-"}
    for voice in voices(language, "normal", platform):
        if voice.program == "powershell":
            assert "[Console]::In.ReadToEnd()" in voice.arguments[-1]
            assert "{" in voice.arguments[-1]
            assert "{{" not in voice.arguments[-1]
        else:
            assert reads[voice.program] in voice.arguments


@given(st.lists(st.text(max_size=40) | st.sampled_from(["!-!SET", "a[[volm 1]]", "!-!-!", "[[[", "\n\n", "二\n行"])))
def test_no_text_is_a_command_and_no_word_is_lost(lines):
    said = pipe_text(lines).decode()
    assert "!-!" not in said
    assert "[[" not in said
    assert "" not in said.splitlines()[:-1] or not said.strip()
    kept = "".join(char for char in "".join(lines) if not char.isspace() and char not in SKIPPED)
    assert "".join(char for char in said if not char.isspace() and char not in SKIPPED) == kept


def test_the_number_of_the_team_is_said_digit_by_digit(window, settled, act, qtbot, programs):
    programs.put("spd-say")
    act(lambda store: store.set_number("phone_24h", Told("021-5550 0199 转 3")))
    window.go("call", "")
    settled()
    quiet(press(window, qtbot), qtbot)
    assert programs.heard()[1].endswith("0 2 1 5 5 5 0 0 1 9 9 转 3")
    assert os.environ["PATH"] == str(programs.folder)
