"""``handbook content``: check, list, show, search and print the book."""

from __future__ import annotations

from pathlib import Path

import click

from handbook import content, tasks
from handbook.commands import options
from handbook.commands.front import Front
from handbook.commands.help import Command, Group, pass_front
from handbook.domain import ClinicNumbers, paper_languages


@click.command(cls=Group, name="content")
def command() -> None:
    """Look into the book."""


@command.command(cls=Command, name="check")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@pass_front
def check(front: Front, *, folder: Path | None) -> None:
    """Check every file of the book."""
    report = content.check(folder)
    for line in report.readability:
        click.echo(line)
    if report.faults:
        raise content.fault_list(report.faults)
    click.echo(front.say("content.checked", pages=report.pages, covered=report.topics_covered, topics=report.topics))


@command.command(cls=Command, name="list")
@pass_front
def list_pages(front: Front) -> None:
    """List the pages."""
    book = content.load()
    for language in book.languages:
        for page in (*book.pages(language), *book.manual(language)):
            click.echo("\t".join((page.id, language, page.title, ",".join(page.article))))
    _tell_left_out(front, book)


@command.command(cls=Command, name="show")
@click.argument("page_id", metavar="ID")
@options.language()
def show(*, page_id: str, language: str) -> None:
    """Print a page as text."""
    book = content.load()
    for one in paper_languages(language):
        page = book.page(page_id, one)
        click.echo(f"# {page.title}\n")
        click.echo(content.plain_text(page.blocks, ClinicNumbers(), book.words(one), book) + "\n")


@command.command(cls=Command, name="search")
@click.argument("words", metavar="WORDS", nargs=-1, required=True)
@pass_front
def search(front: Front, *, words: tuple[str, ...]) -> None:
    """Search pages and glossary, best first."""
    book = content.load()
    query = " ".join(words)
    hits = book.search(query)
    for hit in hits:
        click.echo("\t".join((hit.id, hit.title, " ".join(hit.snippet.split()))))
    if not hits:
        front.notice("content.nothing-found", words=query[:100])
    _tell_left_out(front, book)


@command.command(cls=Command, name="print")
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@options.output("OUT.pdf")
@options.language()
@options.clinic
@click.option("--large-print", is_flag=True)
@click.option("--printed-on", metavar="DATE")
@pass_front
def print_pages(
    front: Front,
    *,
    ids: tuple[str, ...],
    output: str,
    language: str,
    clinic: Path | None,
    large_print: bool,
    printed_on: str | None,
) -> None:
    """Make a handout of pages, chapters or the whole book."""
    on = options.day(printed_on, "--printed-on") or front.today()
    file = options.read_clinic_file(front, clinic)
    kit = file.kit if file else None
    book = content.load(own=tasks.own_pages(file))
    numbers = kit.numbers if kit else ClinicNumbers()
    pdf = tasks.make_handout(
        book, ids, numbers=numbers, kit=kit, language=language, large_print=large_print, printed_on=on
    )
    options.deliver(output, pdf)
    _tell_left_out(front, book)


def _tell_left_out(front: Front, book: content.Book) -> None:
    """A page that cannot be read is left out of the book, and said so."""
    for fault in book.left_out:
        front.tell(fault.error())
