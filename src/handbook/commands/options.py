"""Options that several commands share, and the two ends of a job: what is read and what is written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handbook.commands.front import Front
from handbook.domain import LANGUAGES, ClinicKit, ClinicNumbers, InputError, Signature, UsageError, parse_day
from handbook.paths import write_whole
from handbook.tasks import STANDARD_STREAM

if TYPE_CHECKING:
    from handbook.clinic import TrustedKey

F = TypeVar("F", bound=Callable[..., Any])


def output(metavar: str) -> Callable[[F], F]:
    """``-o``: a file, or ``-`` for standard output."""
    return click.option("-o", "output", required=True, metavar=metavar)


def language(default: str | None = "zh-Hans") -> Callable[[F], F]:
    """``--language``: one language of the book, or both."""
    return click.option("--language", type=click.Choice(LANGUAGES), default=default)


paper = click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4")
clinic = click.option("--clinic", metavar="KIT", type=click.Path(path_type=Path))


def read_clinic(front: Front, path: Path | None) -> tuple[ClinicKit | None, ClinicNumbers]:
    """The kit of ``--clinic``, if any, and its numbers.

    A kit that nobody signed, or somebody unknown, or that is past its date, is used, with a notice.
    """
    if path is None:
        return None, ClinicNumbers()
    from handbook.clinic import read_kit  # noqa: PLC0415  # start-up is part of every job

    kit = read_kit(path, trusted=trusted(front))
    tell_state(front, kit, path)
    return kit, kit.numbers


def trusted(front: Front) -> tuple[TrustedKey, ...]:
    """The keys that this person trusts; nobody, with a notice, where their file is damaged."""
    from handbook.clinic import trusted_keys  # noqa: PLC0415  # as above

    try:
        return trusted_keys(front.data_dir)
    except InputError as error:
        front.tell(error)
        return ()


def tell_state(front: Front, kit: ClinicKit, path: Path) -> None:
    """Say what keeps a kit from being beyond doubt: nobody known signed it, it is past its date."""
    if kit.signature is not Signature.TRUSTED:
        front.notice(f"notice.kit-{kit.signature}", kit=path)
    if kit.expired(front.today()):
        front.notice("notice.kit-expired", kit=path, date=kit.review_by)


def day(text: str | None, option: str) -> date | None:
    """The date of an option. Raises ``UsageError("usage.date")``."""
    if text is None:
        return None
    try:
        return parse_day(text)
    except InputError:
        raise UsageError("usage.date", name=option, value=text[:40]) from None


def deliver(out: str, data: bytes) -> None:
    """Write the result to the file ``out``, whole or not at all, or to standard output if it is ``-``."""
    if out != STANDARD_STREAM:
        write_whole(Path(out), data)
        return
    # A stream that takes no more is told by the group, as for every other command.
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
