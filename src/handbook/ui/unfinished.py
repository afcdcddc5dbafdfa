"""Half-written forms, so that closing the program loses none: kept in the record a moment after the last key.

The record keeps them encrypted like everything else; nothing of them ever lies in a file of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot

from handbook.domain import HandbookError
from handbook.record import Store

if TYPE_CHECKING:
    from handbook.domain import Medicine
    from handbook.record import Record
    from handbook.ui.context import Context

PAUSE_MS = 2000
"""So often it is seen whether something was typed."""

PLACES = ("today", "steps", "symptoms", "medicines", "lookback", "diary", "card", "team", "notes", "night", "people")
"""Whose drafts are forms about this person. Those of other places hold what is being looked at or another list."""

OF_NOBODY = ("batch", "kit", "proof", "screen")
"""Whose drafts are about no person: they stay while the window turns to another record."""

_SEEN_ONLY = {
    "symptoms": ("card", "asked_on", "read", "curve"),
    "medicines": ("open", "different", "waiting"),
    "lookback": ("part", "how_known"),
    "diary": ("handover",),
    "card": ("which",),
}
"""What else lies in the drafts of a place: how it was looked at."""

_ASIDE = frozenset({"id", "page", "kind", "card", "medicine", "at", "observer", "site", "kept", "waiting", "begun"})
"""Parts of a form that a program fills in, or that mean nothing without the others."""


BEGUN = "begun"
"""The part of a draft of the diary that says how its form was when it was opened."""

_OWN = frozenset({"id", BEGUN, "waiting", "sure"})


def load(record: Record) -> dict[str, dict[str, Any]]:
    """What was half-written when the record was closed, by place."""
    return {place: msgspec.json.decode(text) for place, text in record.submit(Store.drafts).result().items()}


def bring(old: Context, new: Context) -> None:
    """Put the forms half-written in ``old`` among those that the record of ``new`` kept, each as a whole."""
    for place, text in written(old).items():
        kept, typed = new.drafts.setdefault(place, {}), msgspec.json.decode(text)
        if "forms" in typed:
            typed["forms"] = {**kept.get("forms", {}), **typed["forms"]}
        kept |= typed


def written(context: Context) -> dict[str, str]:
    """What of the drafts is worth keeping, as the record keeps it. Forms in which nothing was typed are left out."""
    kept: dict[str, str] = {}
    for place in PLACES:
        seen = _SEEN_ONLY.get(place, ())
        said = {k: part for k, part in context.drafts.get(place, {}).items() if k not in seen and _worth(place, part)}
        if "forms" in said:
            said["forms"] = _changed(said["forms"], context.state.medicines)
        if any(said.values()):
            kept[place] = msgspec.json.encode(_settled(said), order="sorted").decode()
    return kept


def _changed(forms: Mapping[str, Any], medicines: Sequence[Medicine]) -> dict[str, Any]:
    """The forms of medicines that say something else than the record."""
    from handbook.ui.pages.medicine_fields import unchanged  # noqa: PLC0415  # pages are imported when visited

    known = {one.id: one for one in medicines}
    return {key: form for key, form in forms.items() if not unchanged(form, known.get(key))}


def _worth(place: str, part: object) -> bool:
    return touched(part) if place == "diary" and isinstance(part, Mapping) else _speaks(part)


def _speaks(part: object) -> bool:
    """Whether somebody's words stand in it."""
    if isinstance(part, Mapping):
        return any(_speaks(inner) for key, inner in part.items() if key not in _ASIDE)
    if isinstance(part, list):
        return any(map(_speaks, part))
    return isinstance(part, str) and bool(part.strip())


def _settled(part: object) -> object:
    """Without what only holds while the record is asked to write it down."""
    if isinstance(part, Mapping):
        return {key: _settled(inner) for key, inner in part.items() if key != "waiting"}
    return part


def touched(draft: Mapping[str, Any]) -> bool:
    """Whether a form of the diary says something else than when it was opened."""
    begun = draft.get(BEGUN)
    said = {key: value for key, value in draft.items() if key not in _OWN}
    return _speaks(said) if begun is None else said != begun


def as_begun(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`touched` compares it with later."""
    return {key: value for key, value in draft.items() if key not in _OWN}


def offer_back(context: Context, place: str, forms: dict[str, Any], key: str, form: object) -> None:
    """Say that a half-written form was put aside; for half a minute one press has it back among ``forms``."""
    say = context.phrases
    again = partial(_back, context, place, forms, key, form)
    context.offered.emit(say("unfinished.aside"), say("unfinished.again"), again, False)


def _back(context: Context, place: str, forms: dict[str, Any], key: str, form: object) -> None:
    other, forms[key] = forms.get(key), form
    context.go.emit(place, "")
    if other is not None and other is not form and _speaks(other):  # begun in its place meanwhile
        offer_back(context, place, forms, key, other)


class Unfinished(QObject):
    """Keeps the drafts of one open record as they change."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._kept = written(context)
        self._told = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        self._timer.start(PAUSE_MS)

    @Slot()
    def keep(self) -> None:
        """Have the drafts kept if they have changed."""
        drafts = written(self._context)
        if drafts != self._kept:
            self._kept = drafts
            bridge = self._context.bridge
            bridge.follow(bridge.record.submit(_keep(drafts)), self._done, self._refused)

    def stop(self) -> None:
        """The last time, before the record is closed; whoever waits for the record hears from it first."""
        self._timer.stop()
        with suppress(HandbookError):  # a fault was told when it was new
            self._context.bridge.record.submit(Store.drafts).result()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)
        self.keep()

    @Slot(object)
    def _done(self, _nothing: object) -> None:
        self._told = ""

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        """Try again at the next look; say why once."""
        self._kept = {}
        if error.code != self._told:
            self._told = error.code
            why = " ".join(self._context.phrases.error(error))
            self._context.message.emit(self._context.phrases("unfinished.not_kept", why=why))


def _keep(drafts: Mapping[str, str]) -> Callable[[Store], None]:
    return lambda store: store.keep_drafts(drafts)
