"""What this computer remembers about the window: typed, in one TOML file, nothing about a patient."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from handbook import domain
from handbook.paths import machine_error, write_whole

FILE_NAME = "settings.toml"
PACES = ("slow", "normal", "fast")
SCALES = (100, 125, 150, 175, 200)


class Screen(msgspec.Struct, frozen=True):
    """What was measured on a screen with a bank card: device pixels in a millimetre, and on which day."""

    dots: Annotated[float, msgspec.Meta(ge=1, le=60)]
    measured: date


class View(msgspec.Struct, frozen=True):
    """How one person reads: the text size in per cent, and whether the elder view is on."""

    scale: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    elder: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings with their defaults. Unknown keys in the file are ignored, so that an older program still starts."""

    language: Literal["zh-Hans", "en"] = "zh-Hans"
    theme: Literal["system", "day", "night", "contrast"] = "system"
    scale: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    elder: bool = False
    """Both of whoever has no view of his own."""
    views: dict[str, View] = {}  # msgspec copies it
    """By the name of the record's folder in the data folder, which says nothing about a person."""
    card_format: Literal["booklet", "fold", "bank", "large-print"] = "booklet"
    card_language: Literal["zh-Hans", "en", "zh-Hans+en"] = "zh-Hans"
    card_qr: bool = False
    paper: Literal["a4", "letter"] = "a4"
    """What lies in the printer."""
    screens: dict[str, Screen] = {}  # msgspec copies it
    """What was measured on each screen, by the system's name of the screen."""
    look_back_days: Annotated[int, msgspec.Meta(ge=30, le=180)] = 90
    speech_pace: Literal["slow", "normal", "fast"] = "slow"
    """How fast a page is read aloud."""
    observer: str = ""
    temperature_unit: Literal["", "°F"] = ""
    """In which the family's thermometer shows; "" is ℃."""
    lock_after: Literal[0, 5, 15, 30] = 15
    """Minutes without a key or click after which a record with a passphrase is locked; 0 never."""
    person_folder: str = ""
    """The folder, in the data folder, of the record that was open last. Its name says nothing about a person."""
    printers: dict[str, domain.PrinterSides] = {}  # msgspec copies it
    """What was measured on the proof of each printer, by the system's name of the printer."""
    card_columns: dict[str, str] = {}  # msgspec copies it
    """What the headings of a clinic's lists mean: heading and field, "" for one that is not used."""
    last_page: str = ""
    """The page of the book that was read last, and how far down it the reader was (0 to 1)."""
    last_position: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0


def load(folder: Path) -> Settings:
    """The settings kept in ``folder``; the defaults where there is no file or it cannot be understood."""
    try:
        return msgspec.toml.decode((folder / FILE_NAME).read_bytes(), type=Settings)
    except (OSError, ValueError, msgspec.DecodeError):  # ValueError: not UTF-8
        return Settings()


def save(folder: Path, settings: Settings) -> None:
    """Keep ``settings`` in ``folder``. Raises ``MachineError`` as :func:`handbook.paths.write_whole` does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from error
    import tomli_w  # noqa: PLC0415  # most runs only read

    plain = msgspec.to_builtins(settings, builtin_types=(date,))  # TOML has dates of its own
    write_whole(folder / FILE_NAME, tomli_w.dumps(plain).encode())


def forget_observer(folder: Path) -> None:
    """Take out who wrote last: a record in ``folder`` has been encrypted. Raises as :func:`save`."""
    settings = load(folder)
    if settings.observer:
        save(folder, msgspec.structs.replace(settings, observer=""))


def with_language(settings: Settings, language: str) -> Settings:
    """The same settings in another language of the window, checked; not written to disk."""
    return msgspec.convert({**msgspec.to_builtins(settings), "language": language}, Settings)
