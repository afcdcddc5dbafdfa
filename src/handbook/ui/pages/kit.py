"""The clinic's kit: look at a file before it is used, old beside new; verify who signed it; go back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from handbook import clinic, tasks
from handbook.clinic import KitFile, TrustedKey
from handbook.content import approval
from handbook.domain import HandbookError, Signature
from handbook.tasks import KitDifference
from handbook.ui import background, dialogs
from handbook.ui.context import Context
from handbook.ui.kit_in_use import known_keys
from handbook.ui.pages.base import Page
from handbook.ui.widgets import Columns, Sheet, button, flow, label, row, rule
from handbook.ui.widgets.logo import LogoView
from handbook.ui.widgets.measure import Measure

CANDIDATE = "candidate"
"""The file that is being looked at, kept with the drafts: it survives a change of language or text size."""

SIGNATURE = frozenset({"signature", "fingerprint"})
"""What each sheet says of its own kit above the comparison."""


class KitPage(Page):
    """Nothing is used before it was shown. Every step keeps the kit before it, so nothing asks "are you sure"."""

    place = "kit"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        self._reading = 0
        self._body: QWidget | None = None
        self._shown: object = None
        self._faults: list[str] = []
        self._show_all()

    @property
    def busy(self) -> bool:
        """Whether a file is being checked."""
        return self._reading > 0

    @property
    def candidate(self) -> KitFile | None:
        """The file that was chosen and is not in use."""
        found = self.draft.get(CANDIDATE)
        return found if isinstance(found, KitFile) else None

    def refresh(self) -> None:
        """The family's own numbers stand in the comparison, so it follows the record."""
        if self._shown != self._state():
            self._show_all()

    def _state(self) -> object:
        return self.context.state.numbers, self.context.kit_in_use, self.candidate, self._faults

    # -- drawing -----------------------------------------------------------------------------------------------

    def _show_all(self) -> None:
        self._shown = self._state()
        if self._body is not None:
            self._body.hide()
            self._body.deleteLater()
            self.column.removeWidget(self._body)
        new, now = self.candidate, self.context.kit_in_use.file
        sheets: list[QWidget] = []
        if new is not None:
            sheets.append(self._new(new, now))
        if now is not None:
            sheets.append(self._now(now))
        elif new is None:
            sheets.append(self._none())
        cards = button(self.phrases("place.batch.open"), self._cards)
        ways = flow(button(self.say("settings"), self._settings), cards, gap=self.theme.px(8))
        self._body = _stack(*sheets, ways, gap=self.theme.px(18))
        self.column.insertWidget(0, self._body)
        if self.column.count() == 1:
            self.column.addStretch(1)

    def _none(self) -> Sheet:
        sheet = Sheet(self.theme, self.say("none"))
        sheet.add(Measure(self.theme, label(self.say("none_why"))))
        if self.context.kit_in_use.fault is not None:
            sheet.add(Measure(self.theme, self._error(self.phrases.error(self.context.kit_in_use.fault))))
        sheet.add(*self._choosing("choose", primary=True), *self._previous())
        return sheet

    def _now(self, file: KitFile) -> Sheet:
        sheet = Sheet(self.theme, self.say("in_use"), gap=12)
        sheet.add(*self._about(file))
        sheet.add(*self._own_pages(file))
        sheet.add(*self._signer(file))
        if self.candidate is None:
            sheet.add(*self._choosing("choose_other"))
        sheet.add(*self._previous())
        self.remove_button = button(self.say("remove"), self._remove, role="")
        sheet.add(flow(self.remove_button), label(self.say("removed_note"), "soft"))
        return sheet

    def _new(self, file: KitFile, now: KitFile | None) -> Sheet:
        sheet = Sheet(self.theme, self.say("candidate"), gap=12)
        sheet.add(*self._about(file))
        known = now is not None and now.kit.signature is Signature.TRUSTED
        if known and now is not None and now.public_key != file.public_key:
            sheet.add(Measure(self.theme, label(self.say("not_same_signer"), "strong")))
        sheet.add(*self._signer(file))
        own = tasks.own_numbers(self.context.state.numbers, None)
        fields = tasks.compare_kits(now, file, self.context.words, own=own)
        found = [difference for difference in fields if difference.key not in SIGNATURE]
        changed = [difference for difference in found if difference.changed]
        sheet.add(label(self.say("changes" if changed else "changes_none"), "heading" if changed else "strong"))
        for difference in changed:
            sheet.add(rule(), self._difference(difference))
        if changed and len(found) > len(changed):
            sheet.add(rule(), label(self.say("same", count=len(found) - len(changed)), "soft"))
        self.accept_button = button(self.say("accept"), self._accept, role="primary")
        self.reject_button = button(self.say("reject"), self._reject, role="")
        sheet.add(flow(self.accept_button, self.reject_button, gap=self.theme.px(8)))
        if self._faults:
            sheet.add(Measure(self.theme, self._error(self._faults)))
        return sheet

    def _difference(self, difference: KitDifference) -> QWidget:
        """One field, old beside new; below each other where there is no room."""
        role = "heading" if difference.key in ("phone_24h", "phone_day") else ""
        pair = Columns(least=self.theme.px(240), gap=self.theme.px(14), weights=(1, 1))
        texts = [text or self.say("unset") for text in (difference.old, difference.new)]
        for when, text, weight in zip(("old", "new"), texts, (role, role or "strong"), strict=True):
            value = label(text, weight, selectable=True)
            value.setAccessibleName(
                self.say("changed", what=difference.label, old=texts[0], new=texts[1]) if when == "new" else text
            )
            value.setObjectName(f"{when}.{difference.key}")
            pair.add(_stack(label(self.say(when), "soft"), value))
        return _stack(label(difference.label, "accent"), pair, gap=self.theme.px(4))

    def _about(self, file: KitFile) -> list[QWidget]:
        """Who, the number, which version, until when; an overdue one says so."""
        kit = file.kit
        number = label(kit.numbers.phone_24h or "", "digits", selectable=True)
        lines: list[QWidget] = [
            label(" · ".join(filter(None, (kit.numbers.name, kit.numbers.department))), "strong"),
            row(number, stretch=True),
            self._pair("version", kit.version),
        ]
        if kit.review_by is not None:
            date = self.context.words.date(kit.review_by)
            lines.append(self._pair("review_by", date))
            if kit.expired(self.context.today()):
                lines.append(Measure(self.theme, label(self.say("overdue", date=date), "strong")))
        lines.append(self._pair("state", self.say(f"state_{kit.signature}")))
        version = self.context.book.version
        lines.append(self._pair("approval", approval(kit, self.context.words, version, self.context.today())))
        if kit.logo:
            lines.insert(0, LogoView(self.theme, kit.logo, self.say("logo", name=kit.numbers.name)))
        return lines

    def _own_pages(self, file: KitFile) -> list[QWidget]:
        """The way to the clinic's own pages, and which of them cannot be read."""
        if not file.pages:
            return []
        book, shown = self.context.book, self.context.language
        made: list[QWidget] = []
        if pages := [page for page in book.pages(shown) if page.own]:
            self.pages_button = button(self.say("own_pages", n=len(pages)), self._read)
            made.append(flow(self.pages_button))
        faults = [fault.error() for fault in book.left_out if fault.file in file.members]
        if faults:
            lines = [line for fault in faults for line in self.phrases.error(fault)]
            made.append(Measure(self.theme, self._error([self.say("own_left_out"), *lines])))
        return made

    @Slot()
    def _read(self) -> None:
        pages = self.context.book.pages(self.context.language)
        self.context.go.emit("handbook", next(page.id for page in pages if page.own))

    def _pair(self, key: str, text: str) -> QWidget:
        pair = Columns(least=self.theme.px(150), gap=self.theme.px(14), weights=(1, 4), below=self.theme.px(2))
        pair.add(label(self.say(key), "soft"))
        pair.add(label(text, selectable=True))
        return pair

    def _signer(self, file: KitFile) -> list[QWidget]:
        """The fingerprint, large enough to be read out, and what to do with it."""
        if not file.fingerprint:
            return []
        digits = file.fingerprint.split(" ")
        shown = label("  ".join(digits[:4]) + "\n" + "  ".join(digits[4:]), "heading", selectable=True)
        shown.setAccessibleName(self.say("fingerprint") + " " + file.fingerprint)
        shown.setObjectName("fingerprint")
        sheet = Sheet(self.theme, role="wash")
        if file.kit.signature is Signature.TRUSTED:
            since = next(key.since for key in self.context.kit_in_use.trusted if key.public_key == file.public_key)
            note = self.say("verified_note", date=self.context.words.date(since))
            press = button(self.say("distrust"), self._distrust, role="")
            sheet.add(label(self.say("fingerprint"), "soft"), shown, label(note, "soft"), flow(press))
        else:
            press = button(self.say("verified"), self._trust)
            sheet.add(label(self.say("verify"), "strong"), Measure(self.theme, label(self.say("verify_how"))))
            sheet.add(shown, flow(press))
        press.setProperty("candidate", file is self.candidate)
        press.setObjectName("trust")
        return [sheet]

    def _choosing(self, key: str, *, primary: bool = False) -> list[QWidget]:
        self.choose_button = button(self.say(key), self._choose, role="primary" if primary else "second")
        self._waiting = label(self.say("reading"), "soft")
        made: list[QWidget] = [flow(self.choose_button), self._waiting]
        self._waiting.hide()
        if self._faults:
            made.append(Measure(self.theme, self._error(self._faults)))
        return made

    def _error(self, sentences: list[str]) -> QWidget:
        made = label("\n".join(sentences), "error", selectable=True)
        made.setObjectName("faults")
        return made

    def _previous(self) -> list[QWidget]:
        file = clinic.previous_kit(self.context.data_dir)
        if file is None or self.candidate is not None:
            return []
        which = label(self.say("before", name=file.kit.numbers.name, version=file.kit.version), "soft")
        self.back_button = button(self.say("back"), self._take_back)
        return [which, flow(self.back_button)]

    # -- choosing ----------------------------------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        path = dialogs.open_path(self, self.say("choose_title"), self.say("filter"))
        if path is not None:
            self.look_into(path)

    def look_into(self, path: Path) -> None:
        """Read a file off the GUI thread and show what is in it; nothing is used yet."""
        if self._reading:
            return
        if self.candidate is not None:  # the one before it was only looked at
            self._reject()
        self._reading += 1
        self._waiting.show()
        # Without its own pages checked a kit could bring broken ones into the book.
        job = partial(clinic.open_kit, path, trusted=self.context.kit_in_use.trusted, pages=True)
        background.run(job, done=self._opened, failed=self._refused, bug=self._bug)

    @Slot(object)
    def _opened(self, file: KitFile) -> None:
        self._reading -= 1
        self._faults = []
        self.draft[CANDIDATE] = file
        self._show_all()
        self.reject_button.setFocus()  # not the other one: a second press of Enter must not use what nobody has read
        self.verticalScrollBar().setValue(0)

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._reading -= 1
        self._tell(error)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._reading -= 1
        self.context.bridge.crashed.emit(error)

    def _tell(self, error: HandbookError) -> None:
        """Put what is wrong beside the button that was pressed."""
        self._faults = self.phrases.error(error)
        self._show_all()

    # -- taking and going back ---------------------------------------------------------------------------------

    @Slot()
    def _accept(self) -> None:
        file = self.candidate
        if file is not None and self._done(partial(clinic.install_kit, self.context.data_dir, file)):
            self.draft.pop(CANDIDATE, None)
            self._now_in_use("installed", file)

    @Slot()
    def _reject(self) -> None:
        self.draft.pop(CANDIDATE, None)
        self._faults = []
        self._show_all()

    @Slot()
    def _take_back(self) -> None:
        if self._done(partial(clinic.take_back, self.context.data_dir)):
            self.context.load_kit()
            self._now_in_use("taken_back", self.context.kit_in_use.file)

    @Slot()
    def _remove(self) -> None:
        if self._done(partial(clinic.remove_kit, self.context.data_dir)):
            self._now_in_use("removed", None)

    @Slot()
    def _trust(self) -> None:
        file = self._pressed_for()
        if file is None or file.public_key is None:
            return
        name = file.kit.numbers.name or ""
        key = TrustedKey(name=name, public_key=file.public_key, since=self.context.today())
        if self._done(partial(clinic.trust, self.context.data_dir, key)):
            self._signer_changed(self.say("trusted", name=name))

    @Slot()
    def _distrust(self) -> None:
        file = self._pressed_for()
        if file is None or file.public_key is None:
            return
        if self._done(partial(clinic.distrust, self.context.data_dir, file.public_key)):
            self._signer_changed(self.say("distrusted"))

    def _pressed_for(self) -> KitFile | None:
        sender = self.sender()
        of_candidate = sender is not None and sender.property("candidate")
        return self.candidate if of_candidate else self.context.kit_in_use.file

    def _signer_changed(self, sentence: str) -> None:
        """Read everything again: what stands behind a kit is decided when it is read."""
        if self.candidate is not None:
            known, _ = known_keys(self.context.data_dir)
            self.draft[CANDIDATE] = clinic.kit_from_bytes(self.candidate.data, where="", trusted=known)
        self._rebuild(sentence)

    def _now_in_use(self, key: str, file: KitFile | None) -> None:
        names = {"name": file.kit.numbers.name, "version": file.kit.version} if file else {}
        self._rebuild(self.say(key, **names))

    def _rebuild(self, sentence: str) -> None:
        """Every page shows numbers of the kit, so the window is made anew; then the sentence stands at its foot."""
        self.context.load_kit()
        self.context.looks_changed.emit()
        self.context.message.emit(sentence)

    def _done(self, step: partial[None]) -> bool:
        try:
            step()
        except HandbookError as error:
            self._tell(error)
            return False
        return True

    @Slot()
    def _cards(self) -> None:
        self.context.go.emit("batch", "")

    @Slot()
    def _settings(self) -> None:
        self.context.go.emit("settings", "")


def _stack(*widgets: QWidget, gap: int = 0) -> QWidget:
    """Widgets below each other."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return made
