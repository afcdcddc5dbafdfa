"""Take everything away: first the list of what goes, then the second press."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox

from handbook.domain import HandbookError
from handbook.paths import machine_error
from handbook.record import Store, all_files
from handbook.ui import people
from handbook.ui.context import Context
from handbook.ui.errands import Errands
from handbook.ui.widgets import Sheet, label
from handbook.ui.widgets.measure import Measure
from handbook.ui.widgets.twosteps import TwoSteps

COUNTED = (
    "medicines", "answers", "cards", "readings", "doses", "calls", "shifts", "passport", "photos", "notes", "dates",
    "numbers", "fields", "prepared", "stars", "bin", "actions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Goes:
    """What there is: how many of each kind, the backups within reach, and where more of them may lie."""

    counts: dict[str, int]
    backups: tuple[Path, ...]
    beyond: Path | None


class EraseSheet(Sheet):
    """Backups within reach, those in the second folder too, go with it if the box is ticked; others are named."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, context.phrases("erase.title"), gap=10)
        self._context = context
        self._errands = Errands(context, self)
        self._goes: Goes | None = None
        say, theme = context.phrases, context.theme
        self.add(Measure(theme, label(say("erase.why"), "soft"), size=15))
        self.list = label("", selectable=True)
        self.add(Measure(theme, self.list))
        self.backups = QCheckBox(say("erase.backups_too"))
        self.backups.toggled.connect(self._say_what)
        self.add(self.backups)
        self.steps = TwoSteps(
            theme, say("erase.first"), sure=say("erase.sure"), leave=say("erase.leave"), pressed=self._erase
        )
        self.add(self.steps)

    def refresh(self) -> None:
        """Count again."""
        self._context.bridge.ask(partial(_goes, folder=self._context.folder), self._counted)

    @Slot(object)
    def _counted(self, goes: Goes) -> None:
        self._goes = goes
        say = self._context.phrases
        lines = [
            say("erase.count", what=say(f"erase.count_{key}"), n=goes.counts[key])
            for key in COUNTED
            if goes.counts.get(key)
        ]
        self.list.setText("\n".join(lines) or say("erase.nothing"))
        self.steps.first.setEnabled(bool(lines))
        self.backups.setVisible(bool(goes.backups))
        self._say_what()

    @Slot()
    def _say_what(self) -> None:
        if self._goes is None:
            return
        say, goes = self._context.phrases, self._goes
        words = [say("erase.what", n=sum(goes.counts[key] for key in COUNTED if key in goes.counts))]
        if goes.backups:
            own = self._context.folder
            names = "\n".join(path.name if path.is_relative_to(own) else str(path) for path in goes.backups)
            words.append(say("erase.backups_go" if self.backups.isChecked() else "erase.backups_stay", names=names))
        if goes.beyond is not None:
            words.append(say("erase.beyond", path=str(goes.beyond)))
        words.append(say("erase.elsewhere"))
        self.steps.say("\n".join(words))

    def _erase(self) -> None:
        self._context.drafts.clear()  # before, so that nothing half-written is kept again behind it
        paths = self._goes.backups if self._goes is not None and self.backups.isChecked() else ()
        self._context.bridge.ask(
            partial(_erased, folder=self._context.folder, backups=paths), self._done, self._refused
        )

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        """Some of it may be gone all the same: show what there is."""
        self._errands.tell(error)
        self._context.bridge.refresh()

    @Slot(object)
    def _done(self, _counts: object) -> None:
        self._context.keep(observer="")
        self._context.message.emit(self._context.phrases("erase.done"))
        self._context.bridge.refresh()


def _goes(store: Store, folder: Path) -> Goes:
    return Goes(store.counts(), *all_files(folder))


def _erased(store: Store, folder: Path, backups: tuple[Path, ...]) -> dict[str, int]:
    gone = store.erase_everything()
    people.forget(folder)
    for path in backups:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise machine_error(error, path) from error
    return gone
