"""The cards of a run: which quiz, one question, stopped, which answer to change. All of them private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.quiz import steps
from bot.quiz.attempt import current, given
from bot.quiz.questionnaire import before, chosen, progress
from bot.texts import say
from bot.ui import Button, Buttons, Card, Progress, Reply, Select, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.library.library import Library
    from bot.library.quiz_schema import Question, QuizFile
    from bot.ports import Attempt
    from bot.ui import Block


def private(card: Card, *, again: bool = False, attempt: Attempt | None = None) -> Reply:
    """A reply that nobody else sees, in the place of the card that was pressed."""
    return Reply(card, private=True, again=steps.resume(attempt) if again and attempt else None, replace=True)


def sentence(text: str, *buttons: Button) -> Reply:
    return private(Card("", (Text(text), *((Buttons(buttons),) if buttons else ()))))


def menu_card(library: Library, under_way: Sequence[tuple[QuizFile, Attempt]], language: str, said: str = "") -> Card:
    """Every quiz of the library, and the runs to go on with."""
    blocks: list[Block] = [Text(said)] if said else []
    quizzes = library.quizzes.values()
    if not quizzes:
        return Card(say(language, "quiz.menu"), (*blocks, Text(say(language, "quiz.none"))))
    told = (f"- **{library.local(q.title, language)}**: {library.local(q.summary, language)}" for q in quizzes)
    blocks.append(Text("\n".join(told)))
    options = tuple(Button(library.local(q.title, language), steps.begin(q.id)) for q in quizzes)
    blocks.append(Select(say(language, "quiz.choose"), options))
    if under_way:
        blocks.append(Buttons(tuple(_go_on(library, quiz, attempt, language) for quiz, attempt in under_way)))
    return Card(say(language, "quiz.menu"), tuple(blocks), say(language, "quiz.private"))


def under_way_card(library: Library, quiz: QuizFile, attempt: Attempt, language: str) -> Card:
    """A run that was begun: go on with it, or begin again."""
    title = library.local(quiz.title, language)
    told = Text(say(language, "quiz.under_way", title=title, done=len(given(quiz, attempt))))
    anew = Button(say(language, "quiz.anew"), steps.begin(quiz.id, anew=True))
    return Card(title, (told, Buttons((_resume(attempt, language), anew))), say(language, "quiz.private"))


def question_card(library: Library, quiz: QuizFile, attempt: Attempt, question: Question, language: str) -> Card:
    """One question with its choices, how far the run is, and the ways back and out."""
    number, total = progress(quiz, attempt.answers, question.id)
    local = library.local
    blocks: list[Block] = [Progress(number, total), Text(f"**{local(question.ask, language)}**")]
    if question.why:
        blocks.append(Text(f"*{local(question.why, language)}*"))
    answered = chosen(question, attempt.answers)
    if answered is not None:
        blocks.append(Text(say(language, "quiz.answered", label=local(answered.label, language))))
    choices = tuple(
        Button(local(choice.label, language), steps.answer(attempt, question.id, choice.id))
        for choice in question.choices
    )
    blocks.append(Select(say(language, "quiz.pick"), choices))
    ways = [Button(say(language, "quiz.stop"), steps.stop(attempt))]
    if before(quiz, attempt.answers, question.id) is not None:
        ways.insert(0, Button(say(language, "quiz.back"), steps.back(attempt)))
    blocks.append(Buttons(tuple(ways)))
    return Card(local(quiz.title, language), tuple(blocks), say(language, "quiz.private"))


def stopped_card(library: Library, quiz: QuizFile, attempt: Attempt, days: int, language: str) -> Card:
    told = Text(say(language, "quiz.stopped", done=len(given(quiz, attempt)), days=days))
    return Card(library.local(quiz.title, language), (told, Buttons((_resume(attempt, language),))))


def change_card(library: Library, quiz: QuizFile, attempt: Attempt, language: str) -> Card:
    """The answers that were given, to choose the one to change."""
    options = tuple(
        Button(_item(library, question, choice, language), steps.change(attempt, question.id))
        for question, choice in given(quiz, attempt)
    )
    blocks = (Select(say(language, "quiz.change.pick"), options), Buttons((_resume(attempt, language),)))
    return Card(library.local(quiz.title, language), blocks)


def with_said(card: Card, said: str) -> Card:
    """A card with a sentence above it."""
    return Card(card.title, (Text(said), *card.blocks), card.footer) if said else card


def is_open(quiz: QuizFile, attempt: Attempt) -> Question | None:
    """The question to show, if any is to be shown."""
    return current(quiz, attempt) if attempt.state == "running" else None


def _go_on(library: Library, quiz: QuizFile, attempt: Attempt, language: str) -> Button:
    title = library.local(quiz.title, language)
    return Button(say(language, "quiz.go_on", title=title), steps.resume(attempt))


def _resume(attempt: Attempt, language: str) -> Button:
    return Button(say(language, "quiz.resume"), steps.resume(attempt))


def _item(library: Library, question: Question, choice: str, language: str) -> str:
    label = next(found.label for found in question.choices if found.id == choice)
    ask = library.local(question.ask, language)
    return say(language, "quiz.change.item", question=ask, label=library.local(label, language))
