"""The sentences of the program in the language of the window: one catalogue for the window and the command line.

Kept as TOML under resources/translations, a file a language, because the command line needs them without Qt.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from handbook import resources
from handbook.domain import FaultList, HandbookError, MachineError
from handbook.sentences import Sentences

NO_RESOURCES = "程序自己的文件不完整，请重新安装。 / The program's own files are damaged; please install it again."
"""What is said where there is no catalogue to take a sentence from."""


class Phrases:
    """Sentences by dotted key, for example ``phrases("undo.done", action="…")``."""

    def __init__(self, language: str, sentences: Sentences, folder: Path) -> None:
        self.language = language
        self._sentences = sentences
        self._folder = folder

    @classmethod
    def load(cls, language: str, root: Path | None = None) -> Phrases:
        """The catalogue of ``language`` (``zh-Hans`` or ``en``).

        What of it cannot be read is left out: its sentences then come in the other language. Raises
        ``MachineError("resources.missing")`` where no file can be read.
        """
        folder = (root or resources.root()) / "translations"
        texts = list(_texts(folder, f"*.{language}.toml"))
        if not texts:
            raise MachineError("resources.missing", where=str(folder))
        return cls(language, Sentences(texts, damaged=_nothing), folder)

    @property
    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return self._sentences.keys

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence with its parameters filled in. An unknown key is a bug and raises ``KeyError``."""
        sentence = self._sentences.get(key) or self._spare[key]
        return sentence.format(**params) if params else sentence

    @cached_property
    def _spare(self) -> Sentences:
        """The sentences of all languages: asked only in a damaged installation, or for a key that is a bug."""
        return Sentences(_texts(self._folder, "*.toml"), damaged=_nothing)

    def error(self, error: HandbookError) -> list[str]:
        """One line a fault: where, what is wrong, what to do."""
        if isinstance(error, FaultList):
            return [line for fault in error.faults for line in self.error(fault)]
        sentence = self(f"error.{error.code}", **error.params)
        if not error.where:
            return [sentence]  # beside a field of the window there is nothing to name
        colon = "：" if self.language.startswith("zh") else ": "
        return [colon.join(part for part in (error.where, str(error.params.get("key", "")), sentence) if part)]


def sentences(language: str, error: HandbookError) -> list[str]:
    """A fault in words, one line each, whatever has happened to the catalogues."""
    try:
        return Phrases.load(language).error(error)
    except (HandbookError, KeyError):
        return [NO_RESOURCES]


def _texts(folder: Path, names: str) -> Iterator[str]:
    for path in sorted(folder.glob(names)):
        try:
            yield path.read_text(encoding="utf-8")
        except (OSError, ValueError):  # ValueError: not UTF-8
            continue


def _nothing() -> None:
    """A table that cannot be read says nothing."""
