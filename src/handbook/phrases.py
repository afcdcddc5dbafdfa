"""The sentences of the program in the language of the window: one catalogue for the window and the command line.

Kept as TOML under resources/translations, a file a language, because the command line needs them without Qt.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from handbook import resources
from handbook.domain import FaultList
from handbook.sentences import Sentences

if TYPE_CHECKING:
    from handbook.domain import HandbookError


class Phrases:
    """Sentences by dotted key, for example ``phrases("undo.done", action="…")``."""

    def __init__(self, language: str, sentences: Sentences) -> None:
        self.language = language
        self._sentences = sentences

    @classmethod
    def load(cls, language: str, root: Path | None = None) -> Phrases:
        """The catalogue of ``language`` (``zh-Hans`` or ``en``)."""
        folder = (root or resources.root()) / "translations"
        files = sorted(folder.glob(f"*.{language}.toml"))
        return cls(language, Sentences(path.read_text(encoding="utf-8") for path in files))

    @property
    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return self._sentences.keys

    def __call__(self, key: str, /, **params: object) -> str:
        """The sentence with its parameters filled in. An unknown key is a bug and raises ``KeyError``."""
        sentence = self._sentences[key]
        return sentence.format(**params) if params else sentence

    def error(self, error: HandbookError) -> list[str]:
        """One line a fault: where, what is wrong, what to do."""
        if isinstance(error, FaultList):
            return [line for fault in error.faults for line in self.error(fault)]
        sentence = self(f"error.{error.code}", **error.params)
        if not error.where:
            return [sentence]  # beside a field of the window there is nothing to name
        colon = "：" if self.language.startswith("zh") else ": "
        return [colon.join(part for part in (error.where, str(error.params.get("key", "")), sentence) if part)]
