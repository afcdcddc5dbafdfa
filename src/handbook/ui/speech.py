"""Reading aloud with the voice that the system has.

What is said goes down a pipe to the system's own program: never through a shell, into its arguments (which every
program on the computer can read) or onto the disk. None of these programs needs a network.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QProcessEnvironment, QStandardPaths, Qt, Signal, Slot

from handbook.domain import is_chinese

Pace = Literal["slow", "normal", "fast"]

_GONE_MS = 1000
"""A program that is killed is gone long before that."""

FASTEST = 100
"""Characters a second; nobody speaks half as fast. Where there is no sound card espeak ends at once, and content."""

_WINDOWS = (
    "[Console]::InputEncoding = New-Object Text.UTF8Encoding $false; Add-Type -AssemblyName System.Speech; "
    "$voice = New-Object Speech.Synthesis.SpeechSynthesizer; "
    "$own = $voice.GetInstalledVoices() | Where-Object {{ $_.VoiceInfo.Culture.TwoLetterISOLanguageName -eq '{0}' }}; "
    "if (-not $own) {{ exit 3 }}; $voice.SelectVoice(@($own)[0].VoiceInfo.Name); $voice.Rate = {1}; "
    "$voice.Speak([Console]::In.ReadToEnd())"
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A program that says what comes down its standard input.

    ``hush`` are the arguments that have it stop what it has handed on to a service; () if it speaks itself.
    """

    program: str
    arguments: tuple[str, ...]
    hush: tuple[str, ...] = ()


def voices(language: str, pace: Pace = "normal", platform: str = sys.platform) -> tuple[Voice, ...]:
    """What may be able to speak ``language`` on this system, the best first."""
    step, chinese = ("slow", "normal", "fast").index(pace), is_chinese(language)
    if platform == "win32":
        script = _WINDOWS.format("zh" if chinese else "en", (-4, -1, 2)[step])
        return (Voice("powershell", ("-NoProfile", "-NonInteractive", "-Command", script)),)
    if platform == "darwin":
        speed = ("-r", str((110, 150, 200)[step]))
        named = (("Tingting",), ("Ting-Ting",)) if chinese else (("Samantha",), ())  # as older systems call her
        return tuple(Voice("say", ("-f", "-", *speed, *(("-v", *name) if name else ()))) for name in named)
    espeak = ("--stdin", "-b", "1", "-s", str((100, 140, 190)[step]), "-v")
    # Before the system's speech service: that one looks for a voice server on this computer (127.0.0.1) when it starts,
    # and without a sound card it waits for ever.
    return (
        Voice("espeak-ng", (*espeak, "cmn" if chinese else "en")),
        Voice("spd-say", ("-e", "-w", "-r", str((-60, -15, 30)[step]), "-l", "zh" if chinese else "en"), ("-C",)),
        Voice("espeak", (*espeak, "zh" if chinese else "en")),
    )


def pipe_text(lines: Sequence[str]) -> bytes:
    """The lines as they go down the pipe; nothing in them can be taken for a command to one of the programs."""
    text = "\n".join(" ".join(line.split()) for part in lines for line in part.splitlines() if line.strip())
    text = text.replace("\u2011", "-").replace("\u200b", "")  # what only keeps lines from breaking, or lets them
    for command in ("!-!", "[["):
        while command in text:
            text = text.replace(command, command[1:])
    return f"{text}\n".encode()


def _environment() -> QProcessEnvironment:
    """What the system's own programs are started with: a frozen program has put its libraries before theirs."""
    made = QProcessEnvironment.systemEnvironment()
    if getattr(sys, "frozen", False):
        before = made.value("LD_LIBRARY_PATH_ORIG")
        made.remove("LD_LIBRARY_PATH")
        if before:
            made.insert("LD_LIBRARY_PATH", before)
    return made


class Speaker(QObject):
    """Says one text at a time, without holding up the window."""

    over = Signal(bool)
    """It is quiet again by itself: everything was said, or (False) no voice of this computer could say it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._voice: Voice | None = None
        self._left: list[Voice] = []
        self._text = b""
        self._begun = QElapsedTimer()

    @property
    def speaking(self) -> bool:
        """Whether something is being said."""
        return self._process is not None

    def say(self, lines: Sequence[str], language: str, pace: Pace = "normal") -> None:
        """Say ``lines`` in the voice of ``language``; what is being said stops. ``over`` follows."""
        self.stop()
        self._text = pipe_text(lines)
        self._left = [*voices(language, pace)]
        self._next()

    def stop(self) -> None:
        """Be quiet at once. ``over`` does not follow."""
        process, voice = self._drop(), self._voice
        self._left, self._text = [], b""
        if process is None or voice is None:
            return
        process.kill()
        process.waitForFinished(_GONE_MS)
        process.deleteLater()
        if voice.hush:
            hush = QProcess()
            hush.setProcessEnvironment(_environment())
            hush.setProgram(process.program())
            hush.setArguments([*voice.hush])
            hush.startDetached()

    def _drop(self) -> QProcess | None:
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._refused)
        return process

    def _next(self) -> None:
        """Try the best voice that is left; one whose program is not there or gives up at once is passed over."""
        while self._left:
            self._voice = self._left.pop(0)
            program = QStandardPaths.findExecutable(self._voice.program)
            if not program:
                continue
            process = QProcess(self)
            process.setProcessEnvironment(_environment())
            process.setStandardOutputFile(QProcess.nullDevice())
            process.setStandardErrorFile(QProcess.nullDevice())
            process.finished.connect(self._finished)
            process.errorOccurred.connect(self._refused, Qt.ConnectionType.QueuedConnection)  # may come within start
            self._process = process
            self._begun.start()
            process.start(program, [*self._voice.arguments])
            if process.state() is not QProcess.ProcessState.NotRunning:
                process.write(self._text)
                process.closeWriteChannel()
            return
        self._text = b""
        self.over.emit(False)

    @Slot(QProcess.ProcessError)
    def _refused(self, error: QProcess.ProcessError) -> None:
        """What is there and is no program. All other errors end it, which is told by itself."""
        if error is QProcess.ProcessError.FailedToStart and (process := self._drop()) is not None:
            process.deleteLater()
            self._next()

    @Slot(int, QProcess.ExitStatus)
    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process = self._drop()
        if process is not None:
            process.deleteLater()
        unheard = self._begun.elapsed() * FASTEST < len(self._text.decode()) * 1000
        if code or status is not QProcess.ExitStatus.NormalExit or unheard:
            self._next()
        else:
            self._left, self._text = [], b""
            self.over.emit(True)
