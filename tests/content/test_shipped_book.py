"""The book that is shipped: complete, in our own words, and found by the words a carer would type."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from handbook import content, resources

DATA = Path(__file__).parents[1] / "data"
RUN = 13
FIRST = {
    "热": "fever",
    "发热": "fever",
    "fare": "fever",
    "fr": "fever",
    "fever": "fever",
    "高烧": "fever",
    "CRS": "crs",
    "激素": "steroid",
    "治愈": "cure-leukaemia",
    "流血": "bleeding",
    "抽筋": "seizure",
    "打疫苗": "infections-and-vaccines",
    "多少钱": "paying",
    "昏迷": "unconscious",
    "confused": "confusion",
    "吃什么": "food",
    "pets": "pets",
    "pregnant": "contraception",
    "age": "who-can-have-it",
}
"""What a carer types, and the id of what must stand first."""


@pytest.fixture(scope="module")
def book():
    return content.load()


@pytest.mark.parametrize(("query", "first"), FIRST.items())
def test_the_page_a_carer_wants_stands_first(book, query, first):
    assert book.search(query)[0].id == first


def test_every_topic_of_the_article_is_covered_in_both_languages(book):
    assert len(book.article) == 25
    for language in ("zh-Hans", "en"):
        covered = {topic for page in book.pages(language) for topic in page.article}
        assert covered == set(book.article)


def test_there_are_sixty_terms_with_a_plain_sentence_in_both_languages(book):
    assert len(book.glossary) >= 60
    assert all(term.plain[language] for term in book.glossary.values() for language in ("zh-Hans", "en"))


def test_the_chinese_pages_share_no_long_run_with_the_article():
    """Facts carry over, sentences never do. The fixture holds hashes of the article's runs of 13 Han characters."""
    known = set((DATA / "article-runs.txt").read_text("ascii").split())
    assert len(known) > 4000
    shared = [
        (path.name, run)
        for path in sorted((resources.root() / "content" / "zh-Hans").glob("*.md"))
        for run in _runs(path.read_text("utf-8"))
        if sha256(run.encode()).hexdigest()[:10] in known
    ]
    assert shared == []


def test_the_fixture_knows_the_article():
    """A sentence of the article must be caught, or the test above cannot fail."""
    known = set((DATA / "article-runs.txt").read_text("ascii").split())
    assert sha256("告知您的医生最近个月内所有".encode()).hexdigest()[:10] in known


def _runs(text):
    han = "".join(re.findall(r"[\u3400-\u9fff]", text))
    return {han[start : start + RUN] for start in range(len(han) - RUN + 1)}
