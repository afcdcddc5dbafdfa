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
    heard: dict[str, dict[str, set[str]]] = {key: {} for key in asked}
    early: dict[str, date] = {}
    for answer in answers:
        if answer.question in asked and (not answer.month or answer.month in months):
            heard[answer.question].setdefault(answer.heard.value, set()).add(answer.month)
            if not asked[answer.question].older and not answer.covers(window):
                early[answer.question] = max(answer.at.date(), early.get(answer.question, date.min))
    if not any(heard.values()):
        return ()
    found: dict[str, list[str]] = {}
    for key, question in asked.items():
        told = set().union(*heard[key].values())
        silent = {month for month in months if month not in told} if question.monthly else {""} - told
        said = heard[key] | ({"": silent} if silent and (not question.monthly or "" not in told) else {})
        for how, when in said.items():
            part = when < set(months) or ("" not in when and window.anchor > today)
            named = [words("visit.join").join(sorted(when))] if question.monthly and part and when != {""} else []
            named += [words("visit.asked_on", date=early[key])] if how and key in early else []
            text = question.text[language]
            found.setdefault(how, []).append(words("diary.by", what=text, who=apart.join(named)) if named else text)
    lines = [
        f"{words(f'visit.heard.{how}')}{words('diary.colon')}{apart.join(found[how])}"
        for how in Heard if how.value in found
    ]  # fmt: skip
    return (*lines, *([words("visit.unanswered", items=apart.join(found[""]))] if "" in found else []))


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
