"""A clinic's kit line by line, in words: for the sheet that a second person checks, for showing and for comparing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

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


def kit_notes(kit: ClinicKit | None, words: FixedWords, today: date) -> tuple[str, ...]:
    """What must be said beside the numbers of a kit: that no known signer stands behind it, that it is overdue."""
    if kit is None:
        return ()
    signer = () if kit.signature is Signature.TRUSTED else (words(f"card.kit_{kit.signature}"),)
    return (*signer, words("card.kit_old", date=kit.review_by)) if kit.expired(today) else signer
