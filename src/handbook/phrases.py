"""The sentences of the program in the language of the window: one catalogue for the window and the command line.

Kept as TOML under resources/translations, a file a language, because the command line needs them without Qt.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from handbook import resources
from handbook.domain import FaultList, HandbookError


class Phrases:
    """Sentences by dotted key, for example ``phrases("undo.done", action="…")``."""

    def __init__(self, language: str, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    @classmethod
    def load(cls, language: str, root: Path | None = None) -> Phrases:
        """Read the catalogue of ``language`` (``zh-Hans`` or ``en``)."""
        folder = (root or resources.root()) / "translations"
        tables: dict[str, str] = {}
        for path in sorted(folder.glob(f"*.{language}.toml")):
            _flatten(tomllib.loads(path.read_text(encoding="utf-8")), "", tables)
        return cls(language, tables)

    @property
    def keys(self) -> frozenset[str]:
        """Every key of the catalogue."""
        return frozenset(self._sentences)

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


def _flatten(table: Mapping[str, object], prefix: str, into: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _flatten(value, f"{prefix}{key}.", into)
        else:
            into[prefix + key] = str(value)
