"""Options that several commands share, and the two ends of a job: what is read and what is written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handbook import tasks
from handbook.commands.front import Front, clock
from handbook.domain import LANGUAGES, ClinicKit, ClinicNumbers, InputError, Signature, UsageError, parse_day
from handbook.paths import write_whole
from handbook.tasks import STANDARD_STREAM

if TYPE_CHECKING:
    from handbook.clinic import KitFile, TrustedKey
    from handbook.record import Store

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

_LOST = {
    "record.damaged", "record.lost", "record.foreign",
    "record.key-lost", "record.key-damaged", "record.key-foreign", "record.other-key",
}  # fmt: skip
"""After these faults a backup is the way back."""


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
    file = read_clinic_file(front, path)
    return (file.kit, file.kit.numbers) if file else (None, ClinicNumbers())


def read_clinic_file(front: Front, path: Path | None) -> KitFile | None:
    """The whole kit of ``--clinic``, with its own pages; used and told as by :func:`read_clinic`."""
    if path is None:
        return None
    from handbook.clinic import open_kit  # noqa: PLC0415  # start-up is part of every job

    file = open_kit(path, trusted=trusted(front))
    tell_state(front, file.kit, path)
    return file


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


def record_secret(front: Front) -> Callable[[], str]:
    """Asks for the passphrase of a locked record, or its recovery code."""

    def ask() -> str:
        from handbook.commands import secrets  # noqa: PLC0415  # most records are not locked

        return secrets.passphrase(front, ask="ask.record-passphrase")

    return ask


@contextmanager
def way_back(front: Front, folder: Path) -> Iterator[None]:
    """A record that cannot be opened any more is told with its newest backup, if it has one."""
    try:
        yield
    except InputError as error:
        if error.code not in _LOST:
            raise
        from handbook import record  # noqa: PLC0415  # start-up is part of every job

        front.tell(error)
        if found := record.newest(folder):
            front.notice("record.way-back", file=found.path, folder=folder)
        raise click.exceptions.Exit(error.exit_code) from None


def with_store(front: Front, folder: Path, job: Callable[[Store], T]) -> T:
    """Run ``job`` on a family's record, asking for its passphrase where it has one."""
    with way_back(front, folder):
        return tasks.with_store(folder, job, clock=clock, secret=record_secret(front))
