"""How hard a page is to read: long sentences, and for English the Flesch–Kincaid grade. A report, no faults.

Source: J. P. Kincaid et al., Derivation of New Readability Formulas for Navy Enlisted Personnel, 1975.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from handbook.content.report import Readability
from handbook.domain import is_chinese

LONGEST = {True: 25, False: 20}
"""Chinese characters, or words, that a sentence may have without being called long; by ``is_chinese``."""

_SENTENCE = re.compile(r"[。！？；;!?\n]+|(?<=[a-z)\]])[.:](?=\s|$)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’.,-][A-Za-z0-9]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def size(text: str, language: str) -> int:
    """Chinese characters plus Latin words for Chinese, words for any other language."""
    return len(_WORD.findall(text)) + (len(_HAN.findall(text)) if is_chinese(language) else 0)


def measure(file: str, language: str, lines: Iterable[str]) -> Readability:
    """Measure the running text of a page, a line of it at a time."""
    sentences = [part.strip() for line in lines for part in _SENTENCE.split(line) if size(part, language)]
    sizes = [size(sentence, language) for sentence in sentences]
    longest = max(zip(sizes, sentences, strict=True), default=(0, ""))[1]
    long = sum(1 for length in sizes if length > LONGEST[is_chinese(language)])
    return Readability(file, language, len(sentences), long, longest, _grade(sentences) if language == "en" else None)


def _grade(sentences: list[str]) -> float:
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59, 1)


def _syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end; at least one."""
    groups = len(_VOWELS.findall(word))
    silent = word.endswith(("e", "es", "ed")) and not word.endswith(("le", "ted", "ded", "ses", "ches", "shes"))
    return max(1, groups - silent)
