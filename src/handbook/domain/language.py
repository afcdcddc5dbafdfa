"""The languages of the book and of paper."""

from __future__ import annotations

from collections.abc import Mapping

SOURCE_LANGUAGE = "zh-Hans"
ENGLISH = "en"

Words = Mapping[str, str]
"""One short text per language tag, for example ``{"zh-Hans": "发热", "en": "fever"}``."""


def is_chinese(language: str) -> bool:
    """Whether ``language`` (a tag such as ``zh-Hans``) is written in Chinese characters."""
    return language.split("-", maxsplit=1)[0] == "zh"


def paper_languages(choice: str) -> tuple[str, ...]:
    """The languages of ``--language``: ``zh-Hans+en`` gives both, in the order named."""
    return tuple(choice.split("+"))
