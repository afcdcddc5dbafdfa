"""What every page is given: the book, the sentences, the record's door, the settings, the look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from handbook import content, tasks
from handbook import settings as settings_file
from handbook.domain import HandbookError
from handbook.phrases import Phrases
from handbook.settings import View
from handbook.ui import people, theme
from handbook.ui.bridge import Bridge
from handbook.ui.kit_in_use import KitInUse
from handbook.ui.system_look import SystemLook

if TYPE_CHECKING:
    from handbook.content import Book, FixedWords
    from handbook.domain import ClinicKit, ClinicNumbers
    from handbook.record import Record
    from handbook.settings import Settings
    from handbook.ui.bridge import Snapshot
    from handbook.ui.theme import Theme


class Context(QObject):
    """Shared by all pages of one window."""

    looks_changed = Signal()
    """Language, theme or text size: the window rebuilds itself."""
    go = Signal(str, str)
    """Open a place (``today``, ``steps`` …) and, in it, a detail (a page id of the book, a medicine's id, or "")."""
    back = Signal()
    """Where the reader was before, as Esc does."""
    change = Signal(object)
    """Show another record: carries its :class:`Context`; this one is closed and forgotten."""
    lock = Signal()
    """Lock the record now."""
    minute = Signal()
    """The clock shows another minute."""
    message = Signal(str)
    """A sentence for the bar at the foot of the window."""
    offered = Signal(str, str, object, bool)
    """The same with a button: its words, what it calls, and whether both stay until the next sentence."""

    def __init__(
        self,
        *,
        data_dir: Path,
        record: Record | None,
        book: Book,
        settings: Settings,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        kit: ClinicKit | None = None,
        folder: Path | None = None,
        closed: HandbookError | None = None,
        shown: Snapshot | None = None,
    ) -> None:
        """Without a ``record``, ``closed`` says why and ``shown`` is what can be seen all the same."""
        super().__init__()
        self.data_dir = data_dir
        self.folder = folder or data_dir / people.FIRST
        """The folder of the record that is open, or would be."""
        self.closed = closed
        self.unlocking = False
        """Whether a passphrase is being tried; at most one is."""
        self.data_shown = str(data_dir)
        """The same in words; pictures of the window show another one, so that they are the same each time."""
        self.book = book
        self.clock = clock
        self.new_id = new_id
        self.kit = kit
        self.kit_in_use = KitInUse()
        self.bridge = Bridge(record, clock, self, shown=shown)
        self.drafts: dict[str, dict[str, Any]] = {}
        """What was typed and not yet written down, by place: it survives a rebuild of the window."""
        self.settings = settings
        self._unwritten = False
        self.phrases = Phrases.load(settings.language)
        self.system = SystemLook(self)
        self._system = self.system.name()
        self.system.changed.connect(self._system_changed)
        self.theme = self.look()

    @property
    def view(self) -> View:
        """How the person whose record this is reads."""
        return self.settings.views.get(self._own, View(self.settings.scale, self.settings.elder))

    @property
    def _own(self) -> str:
        """The name under which a person's view is kept; "" for a record outside of the data folder."""
        return self.folder.name if self.folder.parent == self.data_dir else ""

    def look(self, own: str = "") -> Theme:
        """The theme of the settings, or that of a page that has colours of its ``own``, as this person reads it."""
        chosen = self.system.name() if self.settings.theme == "system" else self.settings.theme
        name = chosen if chosen == "contrast" else own or chosen  # whoever needs the contrast needs it at night too
        return theme.load(name, self.view.scale, elder=self.view.elder)

    @Slot()
    def _system_changed(self) -> None:
        """The system turned dark or light: whoever follows it is drawn anew, once a turn."""
        before, self._system = self._system, self.system.name()
        if self.settings.theme == "system" and self._system != before:
            self.looks_changed.emit()

    def wear(self, own: str) -> None:
        """Have everything that is made from now on made in that look."""
        self.theme = self.look(own)

    @property
    def state(self) -> Snapshot:
        """The record as it stands on disk."""
        return self.bridge.snapshot

    @property
    def language(self) -> str:
        """The language of the window."""
        return self.settings.language

    @property
    def words(self) -> FixedWords:
        """The book's fixed words in the language of the window."""
        return self.book.words(self.settings.language)

    @property
    def numbers(self) -> ClinicNumbers:
        """The clinic's numbers: the kit over what the family wrote down."""
        return tasks.own_numbers(self.state.numbers, self.kit)

    def load_kit(self) -> None:
        """Read the clinic's kit that is installed here; one that cannot be read is left out, with its fault kept.

        The clinic's own pages make it another book: whoever shows pages must be drawn anew.
        """
        self.kit_in_use = KitInUse.read(self.data_dir)
        self.kit = self.kit_in_use.kit
        own = tasks.own_pages(self.kit_in_use.file) if self.kit_in_use.file else None
        if own != self.book.own:
            self.book = content.load(self.book.root, own=own)

    def now(self) -> datetime:
        """The time with its offset."""
        return self.clock()

    def today(self) -> date:
        """Today's date here."""
        return self.clock().date()

    def remember(self, **changes: object) -> None:
        """Change settings that nobody waits for; :meth:`flush` writes them when the window closes."""
        before, self.settings = self.settings, msgspec.structs.replace(self.settings, **changes)
        self._unwritten = self._unwritten or self.settings != before

    def _to_keep(self) -> Settings:
        """Beside a record that is locked, no file says who wrote in it."""
        if self.closed is None and not self.bridge.gone and self.bridge.record.passphrase_set_at is None:
            return self.settings
        return msgspec.structs.replace(self.settings, observer="")

    def flush(self) -> None:
        """Write what was only remembered."""
        if self._unwritten:
            self.keep()

    def keep(self, **changes: object) -> None:
        """Change settings and keep them; a change of language or looks rebuilds the window.

        ``scale`` and ``elder`` are those of the person whose record this is.
        """
        looks = bool({"language", "theme", "scale", "elder"} & changes.keys())
        if self._own and (view := {key: changes.pop(key) for key in ("scale", "elder") if key in changes}):
            changes["views"] = {**self.settings.views, self._own: msgspec.structs.replace(self.view, **view)}
        self.settings = msgspec.structs.replace(self.settings, **changes)
        if looks:
            if "language" in changes:
                self.phrases = Phrases.load(self.settings.language)
            self.theme = self.look()
            self.looks_changed.emit()
        self._unwritten = False
        try:
            settings_file.save(self.data_dir, self._to_keep())
        except HandbookError as error:
            # The change still holds for this session; the sentence says that it could not be kept.
            self.message.emit(self.phrases.error(error)[0])
