"""Pictures of every place, in each language, theme and size asked for: for the eye, and for the README."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count, product
from pathlib import Path

from PySide6.QtCore import QBuffer, QDeadlineTimer, QEvent, QIODevice, QThread
from PySide6.QtWidgets import QApplication

from handbook.paths import write_whole
from handbook.ui import batch_work, sample
from handbook.ui.app import application, make_context
from handbook.ui.pages import page_class
from handbook.ui.window import MainWindow

STOPS = (
    ("today", "today", ""),
    ("steps", "steps", ""),
    ("steps-open", "steps", "step-4-infusion"),
    ("symptoms", "symptoms", ""),
    ("medicines", "medicines", ""),
    ("medicines-new", "medicines", "new"),
    ("lookback", "lookback", ""),
    ("diary", "diary", ""),
    ("give", "give", ""),
    ("card", "card", ""),
    ("handbook", "handbook", "what-is-car-t"),
    ("handbook-page", "handbook", "crs"),
    ("team", "team", ""),
    ("kit", "kit", ""),
    ("call", "call", ""),
    ("night", "night", ""),
    ("night-changed", "night", "changed"),
    ("keys", "keys", ""),
    ("settings", "settings", ""),
    ("keep", "keep", ""),
    ("history", "history", ""),
    ("people", "people", ""),
    ("proof", "proof", ""),
    ("screen", "screen", ""),
    ("batch", "batch", ""),
)
"""Name in the file, place, detail."""

ELDER = ("today", "steps", "symptoms", "medicines", "card", "handbook", "call", "settings")
"""The stops that are drawn in the elder view as well; such a picture is called ``today-elder`` …"""

LAYOUT_ROUNDS = 9
"""Heights that follow from widths need a round each for every sheet and column in each other."""

WIDTH, HEIGHT, TALLEST = 1280, 820, 16000

NOW = sample.NOW + timedelta(weeks=4)
"""The moment of every picture: after the day on which the shipped book was last checked, which some of them show."""


def draw_tour(
    folder: Path,
    *,
    languages: Sequence[str] = ("zh-Hans", "en"),
    themes: Sequence[str] = ("day", "night", "contrast"),
    scales: Sequence[int] = (100,),
    stops: Sequence[tuple[str, str, str]] = STOPS,
) -> list[Path]:
    """Draw every stop with the sample family and write ``PLACE-LANGUAGE-THEME-SCALE.png``; returns the paths.

    Those of :data:`ELDER` are drawn in the elder view too; ``PLACE`` then ends in ``-elder``.

    A page that is longer than the window is drawn in its whole length, so that nothing hides below the edge.
    Raises ``MachineError`` if a picture cannot be written.
    """
    return list(_tour(folder, languages, themes, scales, stops))


def _tour(
    folder: Path,
    languages: Sequence[str],
    themes: Sequence[str],
    scales: Sequence[int],
    stops: Sequence[tuple[str, str, str]],
) -> Iterator[Path]:
    for language in languages:  # a family for each, so that its own words are in its own language
        yield from _family(folder, language, themes, scales, stops)


def _family(
    folder: Path, language: str, themes: Sequence[str], scales: Sequence[int], stops: Sequence[tuple[str, str, str]]
) -> Iterator[Path]:
    app = application()
    numbers = count(1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        context = make_context(Path(home), clock=lambda: NOW, new_id=lambda: f"tour-{next(numbers)}")
        context.data_shown = "~/car-t-handbook"
        context.bridge.record.submit(lambda store: sample.fill(store, language, NOW)).result()
        context.bridge.refresh()
        context.keep(language=language, card_language=language)
        context.drafts["batch"] = {"chosen": batch_work.read(sample.people(Path(home), language))}
        window = MainWindow(context, stops[0][1])
        window.show()
        settle(app, window)
        for theme, scale, elder in product(themes, scales, (False, True)):
            context.keep(theme=theme, scale=scale, elder=elder)
            for name, place, detail in stops:
                if elder and name not in ELDER:
                    continue
                window.resize(WIDTH, HEIGHT)
                if page_class(window.place).look:  # only the bar leads out of a look of a page's own
                    window.places.entry("settings").click()
                window.go(place, detail)
                settle(app, window)
                for _ in range(3):  # a tall window has another heading than a low one
                    hidden = window.page.verticalScrollBar().maximum()
                    if hidden:
                        window.resize(WIDTH, min(window.height() + hidden, TALLEST))
                        settle(app, window)
                if (focused := window.focusWidget()) is not None:
                    focused.clearFocus()  # where the cursor happens to be is no part of the picture
                path = folder / f"{name}{'-elder' if elder else ''}-{language}-{theme}-{scale}.png"
                write_whole(path, _png(window))
                yield path
        window.close()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(app: QApplication, window: MainWindow) -> None:
    """Let everything that was asked of the record, the background and the layout happen, for ten seconds at most."""
    deadline = QDeadlineTimer(10_000)
    quiet = 0
    while quiet < LAYOUT_ROUNDS and not deadline.hasExpired():
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if window.starting or window.context.bridge.busy or window.page.busy:
            quiet = 0
            QThread.msleep(1)
        else:
            quiet += 1


def _png(window: MainWindow) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())
