"""A clinic's kit line by line, in words: for the sheet that a second person checks, for showing and for comparing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from handbook.content.model import Page
from handbook.content.words import FixedWords, clinic_text
from handbook.domain import NUMBER_KEYS, WORD_KEYS, ClinicKit, Signature

PHONES = ("phone_24h", "phone_day")


@dataclass(frozen=True, slots=True)
class KitRow:
    """One field: its key in kit.toml (or the name of a file of the kit), what it is called, and its value in words.

    ``text`` is "" where the kit says nothing.
    """

    key: str
    label: str
    text: str

    @property
    def is_phone(self) -> bool:
        """Whether it is a telephone number, which stands first and large everywhere."""
        return self.key in PHONES


def kit_rows(
    kit: ClinicKit, words: FixedWords, *, fingerprint: str = "", files: Mapping[str, str] | None = None
) -> tuple[KitRow, ...]:
    """Every field of ``kit``, set or not, telephone numbers first.

    Args:
        kit: The kit.
        words: The language of labels and values.
        fingerprint: The signer's, "" for none.
        files: The other files of the kit by name, with something that tells two versions apart.
    """
    return tuple(_rows(kit, words, fingerprint, files or {}))


def _rows(kit: ClinicKit, words: FixedWords, fingerprint: str, files: Mapping[str, str]) -> Iterator[KitRow]:
    for key in sorted(NUMBER_KEYS, key=lambda key: PHONES.index(key) if key in PHONES else len(PHONES)):
        value = getattr(kit.numbers, key)
        yield KitRow(key, words(f"numbers.{key}"), "" if value is None else clinic_text(key, kit.numbers, words))
    for language in sorted({*kit.languages, *kit.numbers.words}, reverse=True):
        for key in WORD_KEYS:
            label = words("kit.in_language", what=words(f"kit.words_{key}"), language=words(f"kit.language_{language}"))
            yield KitRow(f"words.{language}.{key}", label, kit.numbers.words.get(language, {}).get(key, ""))
    languages = words("kit.join").join(words(f"kit.language_{language}") for language in kit.languages)
    review_by, approved_on = (words.date(day) if day else "" for day in (kit.review_by, kit.approved_on))
    others = {
        "version": kit.version, "review_by": review_by, "languages": languages,
        "approved_content": kit.approved_content, "approved_by": kit.approved_by, "approved_on": approved_on,
        "accent": kit.accent, "signature": words(f"kit.signature_{kit.signature}"), "fingerprint": fingerprint,
    }  # fmt: skip
    for key, text in others.items():
        yield KitRow(key, words(f"kit.{key}"), text)
    for name in sorted(files):
        yield KitRow(name, words("kit.file", name=name), files[name])


def approval(kit: ClinicKit | None, words: FixedWords, version: str, today: date) -> str:
    """Who approved the book of that version, or that nobody has yet; one that is overdue is never plainly approved."""
    if kit is None or not kit.approves(version):
        return words("fixed.not_approved")
    return approved(kit, kit.approved_by, words, today)


def page_approval(page: Page, kit: ClinicKit | None, words: FixedWords, version: str, today: date) -> str:
    """The same for one page. A page of the clinic's own is approved by whom it names, if a trusted kit brings it.

    A page of the manual says that it holds nothing a clinician could approve.
    """
    if page.manual:
        return words("fixed.manual")
    if not page.own:
        by_book = page.approved_by and not (kit and kit.approves(version))
        return words("fixed.approved", by=page.approved_by) if by_book else approval(kit, words, version, today)
    if kit is None or kit.signature is not Signature.TRUSTED or not page.approved_by:
        return words("fixed.not_approved")
    return approved(kit, page.approved_by, words, today)


def approved(kit: ClinicKit, by: str, words: FixedWords, today: date) -> str:
    """Approved by somebody; and when that was due for review, once the day is over."""
    if kit.expired(today):
        return words("fixed.approved_old", by=by, date=kit.review_by)
    return words("fixed.approved", by=by)


def standing(kit: ClinicKit | None, words: FixedWords, version: str, today: date) -> tuple[str, ...]:
    """Approval and :func:`kit_notes` for a line on paper; that an approval is overdue says it of the data too."""
    notice, notes = approval(kit, words, version, today), kit_notes(kit, words, today)
    overdue = kit is not None and kit.approves(version) and kit.expired(today)
    return (notice,) if overdue else (notice, *notes)


def kit_notes(kit: ClinicKit | None, words: FixedWords, today: date) -> tuple[str, ...]:
    """What must be said beside the numbers of a kit: that no known signer stands behind it, that it is overdue."""
    if kit is None:
        return ()
    signer = () if kit.signature is Signature.TRUSTED else (words(f"card.kit_{kit.signature}"),)
    return (*signer, words("card.kit_old", date=kit.review_by)) if kit.expired(today) else signer
