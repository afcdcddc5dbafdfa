"""What this computer remembers about the window: typed, in one TOML file, nothing about a patient."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import tomli_w

from handbook.paths import machine_error, write_whole

FILE_NAME = "settings.toml"
SCALES = (100, 125, 150, 175, 200)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings with their defaults. Unknown keys in the file are ignored, so that an older program still starts."""

    language: Literal["zh-Hans", "en"] = "zh-Hans"
    theme: Literal["day", "night", "contrast"] = "day"
    scale: Annotated[int, msgspec.Meta(ge=100, le=200)] = 100
    card_format: Literal["booklet", "bank"] = "booklet"
    card_language: Literal["zh-Hans", "en", "zh-Hans+en"] = "zh-Hans"
    look_back_days: Annotated[int, msgspec.Meta(ge=30, le=180)] = 90
    observer: str = ""
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
    write_whole(folder / FILE_NAME, tomli_w.dumps(msgspec.to_builtins(settings)).encode())


def with_language(settings: Settings, language: str) -> Settings:
    """The same settings in another language of the window, checked; not written to disk."""
    return msgspec.convert({**msgspec.to_builtins(settings), "language": language}, Settings)
