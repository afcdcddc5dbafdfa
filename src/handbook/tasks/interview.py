"""The look-back interview as it is printed and handed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from handbook.domain import Heard, months_of

if TYPE_CHECKING:
    from handbook.content import Book
    from handbook.domain import LookBack, LookBackAnswer
    from handbook.paper import Question


_Said = tuple[str, date | None]
"""How a question was answered, and on which day if what it speaks of was not over then."""

_SILENT: _Said = ("", None)
_ORDER = [how.value for how in Heard]


def look_back_questions(book: Book) -> tuple[Question, ...]:
    """The questions of the interview as they are printed."""
    from handbook.paper import Question  # noqa: PLC0415  # most jobs print nothing

    return tuple(
        Question(question.id, question.text, older=group.older, monthly=group.monthly)
        for group in book.lookback
        for question in group.questions
    )


def said_lines(
    book: Book, answers: Sequence[LookBackAnswer], window: LookBack, language: str, *, today: date
) -> tuple[str, ...]:
    """What the interview found in a few lines: yes, none, not known, not answered, each with its questions.

    Behind a question of which only some months of the window were answered so, these months are named. () if nothing
    was asked.
    """
    words, months = book.words(language), months_of(window, today)
    apart = words("medicine_list.comma")  # the questions have commas of their own
    asked = {question.id: question for question in look_back_questions(book)}
    heard: dict[str, dict[_Said, set[str]]] = {key: {} for key in asked}
    for answer in answers:
        if answer.question in asked and (not answer.month or answer.month in months):
            said = (answer.heard.value, answer.asked_early(window, older=asked[answer.question].older))
            heard[answer.question].setdefault(said, set()).add(answer.month)
    if not any(heard.values()):
        return ()
    found: dict[_Said, list[str]] = {}
    for key, question in asked.items():
        told = set().union(*heard[key].values())
        silent = {month for month in months if month not in told} if question.monthly else {""} - told
        said_of = heard[key] | ({_SILENT: silent} if silent and (not question.monthly or "" not in told) else {})
        for how, when in said_of.items():
            part = when < set(months) or ("" not in when and window.anchor > today)
            named = words("visit.join").join(sorted(when)) if question.monthly and part else ""
            text = question.text[language]
            found.setdefault(how, []).append(words("diary.by", what=text, who=named) if named else text)
    lines = []
    for heard_, early in sorted(
        found.keys() - {_SILENT}, key=lambda said: (_ORDER.index(said[0]), said[1] or date.min)
    ):
        how_said = words(f"visit.heard.{heard_}")
        if early:
            how_said = words("diary.by", what=how_said, who=words("visit.asked_on", date=early))
        lines.append(f"{how_said}{words('diary.colon')}{apart.join(found[heard_, early])}")
    return (*lines, *([words("visit.unanswered", items=apart.join(found[_SILENT]))] if _SILENT in found else []))


def none_taken(
    questions: Sequence[Question], answers: Sequence[LookBackAnswer], window: LookBack, *, today: date
) -> bool:
    """Whether the family said "none" to every question about the look-back, of those by month to every month of it.

    Never before the look-back is over, nor by an answer from before its own time was: nobody can have said what will be
    taken.
    """
    if window.anchor > today:
        return False
    asked = {question.id: question for question in questions if not question.older}
    said: dict[str, set[str]] = {key: set() for key in asked}
    for answer in answers:
        if answer.question in asked:
            if answer.heard is not Heard.NONE or not answer.covers(window):
                return False
            said[answer.question].add(answer.month)
    months = set(months_of(window, today))
    return bool(asked) and all(
        "" in said[key] or (question.monthly and months <= said[key]) for key, question in asked.items()
    )
