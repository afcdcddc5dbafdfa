"""A clinic's kit as both fronts show it: its fields in words, the sheet for a second person, old beside new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from handbook import paper
from handbook.clinic import KIT_FILE, KitFile
from handbook.content import Book, FixedWords, KitRow, OwnPages, kit_rows
from handbook.domain import NUMBER_KEYS, ClinicKit, ClinicNumbers

_SIGNATURE_FILE = "signature"


@dataclass(frozen=True, slots=True)
class KitDifference:
    """One field in two kits: its key, what it is called, the old and the new value in words ("" where not set)."""

    key: str
    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


def rows_of(file: KitFile, words: FixedWords, *, own: ClinicNumbers | None = None) -> tuple[KitRow, ...]:
    """Every field of a kit in words, telephone numbers first; logo and pages with the beginning of their SHA-256.

    ``own``: what the family wrote down, which holds where the kit says nothing.
    """
    files = {
        name: sha256(content).hexdigest()[:8]
        for name, content in file.members.items()
        if name not in {KIT_FILE, _SIGNATURE_FILE}
    }
    kit = replace(file.kit, numbers=file.kit.numbers.over(own)) if own else file.kit
    return kit_rows(kit, words, fingerprint=file.fingerprint, files=files)


def own_pages(file: KitFile | None) -> OwnPages | None:
    """The clinic's own pages, for the book to be opened with; None where there are none."""
    if file is None or not file.pages:
        return None
    pages = {name: file.members[name] for name in file.pages}
    return OwnPages(file.kit.numbers.name or "", file.kit.signature, pages)


def compare_kits(
    old: KitFile | None, new: KitFile, words: FixedWords, *, own: ClinicNumbers | None = None
) -> tuple[KitDifference, ...]:
    """What is set in either kit, old beside new, telephone numbers first.

    Args:
        old: The kit before; None if there was none, and then only what the family wrote down is old.
        new: The kit to come.
        words: The language of labels and values.
        own: What the family wrote down; a number that a kit replaces is shown as the old one.
    """
    if old is None:
        bare = kit_rows(ClinicKit(own or ClinicNumbers(), version=""), words)
        before = {row.key: row for row in bare if row.key in NUMBER_KEYS}
    else:
        before = {row.key: row for row in rows_of(old, words, own=own)}
    after = {row.key: row for row in rows_of(new, words, own=own)}
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        texts = [table[key].text if key in table else "" for table in (before, after)]
        if any(texts):
            found.append(KitDifference(key, (after.get(key) or before[key]).label, *texts))
    return tuple(found)


def make_kit_sheet(book: Book, file: KitFile, *, language: str, printed_on: date) -> bytes:
    """The check sheet that a second person signs, as PDF. Raises as :func:`handbook.paper.kit_sheet`."""
    return paper.kit_sheet(
        book,
        rows_of(file, book.words(language)),
        kit=file.kit,
        language=language,
        printed_on=printed_on,
    )
