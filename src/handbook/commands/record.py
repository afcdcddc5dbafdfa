"""``handbook record``: make, show, back up, test, restore, lock and hand on a family's record."""

from __future__ import annotations

import codecs
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from handbook import content, settings, tasks
from handbook.commands import options, secrets
from handbook.commands.front import Front, clock
from handbook.commands.help import Command, Group, pass_front
from handbook.domain import InputError, MachineError
from handbook.paths import is_folder, read_bytes
from handbook.tasks.records import RECORD_FILE

if TYPE_CHECKING:
    from handbook.record import Record, Store
    from handbook.record.keys import Envelope

_Path = click.Path(path_type=Path)
_folder = click.argument("folder", metavar="DIR", type=_Path)


@click.command(cls=Group, name="record")
def command() -> None:
    """Work on a family's record."""


@command.command(cls=Command, name="new")
@_folder
@click.option("--name", default="")
@pass_front
def new(front: Front, *, folder: Path, name: str) -> None:
    """Make an empty record."""
    from handbook.record import Record  # noqa: PLC0415  # start-up is part of every job

    if (folder / RECORD_FILE).exists():
        raise InputError("record.exists", where=str(folder))
    with closing(Record.open(folder, clock=clock, new_id=_new_id)) as record:
        if name:
            record.submit(lambda store: store.set_person("name", name)).result()
    front.notice("record.made", folder=folder)


@command.command(cls=Command, name="show")
@_folder
@pass_front
def show(front: Front, *, folder: Path) -> None:
    """Print what a record holds, in numbers only, and its backups."""
    from handbook.record import newest  # noqa: PLC0415

    with _opened(front, folder) as record:
        counts = record.submit(lambda store: store.counts()).result()
        name = record.submit(lambda store: store.person().get("name", "")).result()
        set_at = record.passphrase_set_at
    last = newest(folder)
    click.echo(f"{front.say('record.name')}\t{name}")
    for kind, count in counts.items():
        click.echo(f"{front.say(f'record.count-{kind}')}\t{count}")
    click.echo(f"{front.say('record.passphrase')}\t{set_at.date() if set_at else front.say('record.none')}")
    click.echo(f"{front.say('record.last-backup')}\t{last.path.name if last else front.say('record.none')}")


@command.command(cls=Command, name="import")
@_folder
@click.argument("file", metavar="FILE.csv|FILE.json", type=_Path)
@click.option("--kind", type=click.Choice(["medicines", "readings"]))
@click.option("--dry-run", is_flag=True)
@pass_front
def import_(
    front: Front, *, folder: Path, file: Path, kind: Literal["medicines", "readings"] | None, dry_run: bool
) -> None:
    """Take in a table of medicines or readings, in one action; or a whole record into one that is empty."""
    from handbook.tasks import exchange  # noqa: PLC0415

    if str(file) == tasks.STANDARD_STREAM:
        data = sys.stdin.buffer.read(exchange.LONGEST_IMPORT + 1)
    else:
        data = read_bytes(file, longest=exchange.LONGEST_IMPORT)
    book = content.load()
    words = [book.words(language) for language in ("zh-Hans", "en")]

    def take(store: Store) -> exchange.ImportPreview:
        found = exchange.preview_csv(data, kind, store=store, words=words, now=clock(), new_id=_new_id, where=str(file))
        if not dry_run:
            exchange.import_csv(store, found)
        return found

    with _opened(front, folder) as record:
        if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            if dry_run:
                whole = record.submit(lambda store: exchange.read_json(store, data, where=str(file))).result()
                front.notice("record.would-import", new=exchange.entries_of(whole), present=0, refused=0)
                return
            written = record.submit(lambda store: exchange.import_json(store, data, where=str(file))).result()
            front.notice("record.imported-json", actions=written)
            return
        found = record.submit(take).result()
    for refused in found.refused:
        front.tell(refused.error)
    counts = {"new": len(found.entries), "present": len(found.present), "refused": len(found.refused)}
    done = "record.imported" if found.entries else "record.imported-nothing"
    front.notice("record.would-import" if dry_run else done, **counts)
    if found.unusual:
        front.notice("record.import-unusual", rows=", ".join(map(str, found.unusual)))
    if found.changed:
        front.notice("record.import-changed", rows=", ".join(map(str, found.changed)))
    if found.refused:
        raise click.exceptions.Exit(1)


@command.command(cls=Command, name="export")
@_folder
@options.output("FILE.json")
@pass_front
def export(front: Front, *, folder: Path, output: str) -> None:
    """Write the whole record as JSON."""
    from handbook.tasks import exchange  # noqa: PLC0415

    now, version = clock(), content.load().version
    options.deliver(
        output,
        options.with_store(
            front, folder, lambda store: exchange.export_json(store, exported_at=now, content_version=version)
        ),
    )


@command.command(cls=Command, name="backup")
@_folder
@options.output("FILE")
@pass_front
def backup(front: Front, *, folder: Path, output: str) -> None:
    """Copy the whole record to one file."""
    if output == tasks.STANDARD_STREAM:
        options.deliver(output, _backup_bytes(front, folder))
        return
    target = Path(output)
    if not is_folder(target.parent):
        raise MachineError("file.no-folder", where=output)
    if target.exists():
        raise InputError("record.backup-exists", where=output)
    with _opened(front, folder) as record:
        record.back_up(target).result()
    front.notice("record.backed-up", file=output)


def _backup_bytes(front: Front, folder: Path) -> bytes:
    from handbook.record.backup import HALF  # noqa: PLC0415

    # Beside the other backups: nowhere else may a record without a passphrase lie, not even for a moment.
    passing = folder / "backups" / f"standard-output{HALF}"
    with _opened(front, folder) as record:
        record.back_up(passing).result()
        try:
            return passing.read_bytes()
        finally:
            passing.unlink()


@command.command(cls=Command, name="verify")
@click.argument("file", metavar="FILE", type=_Path)
@pass_front
def verify(front: Front, *, file: Path) -> None:
    """Test a backup without restoring it."""
    from handbook.record import try_backup  # noqa: PLC0415

    def key(envelope: Envelope) -> bytes | None:
        front.notice("record.opens-with", date=envelope.set_at.date())
        given = options.record_secret(front)()
        return envelope.open(given) if given else None

    found = try_backup(file, key)
    if found.entries is None:
        front.notice("record.whole-but-locked")
        return
    last = f"{found.last:%Y-%m-%d %H:%M}" if found.last else front.say("record.none")
    click.echo(front.say("record.tested", name=found.name or "—", entries=found.entries, last=last))


@command.command(cls=Command, name="restore")
@click.argument("file", metavar="FILE", type=_Path)
@_folder
@pass_front
def restore(front: Front, *, file: Path, folder: Path) -> None:
    """Make a record of a backup, in a folder of its own."""
    from handbook.record import is_locked, passphrase_set_on, restore  # noqa: PLC0415

    restore(file, folder)
    front.notice("record.restored", folder=folder)
    if is_locked(folder):
        front.notice("record.opens-with", date=passphrase_set_on(folder))


@command.command(cls=Command, name="passphrase")
@_folder
@click.option("--off", is_flag=True)
@click.option("--new-code", is_flag=True)
@pass_front
def passphrase(front: Front, *, folder: Path, off: bool, new_code: bool) -> None:
    """Set, change or take off the passphrase."""
    from handbook.record import new_recovery_code  # noqa: PLC0415

    with _opened(front, folder) as record:
        if off:
            left = record.take_off_passphrase().result()
            front.notice("record.passphrase-off")
        else:
            locked = record.passphrase_set_at is not None
            variable = secrets.NEW_VARIABLE if locked else secrets.VARIABLE
            given = secrets.passphrase(front, new=True, ask="ask.record-new-passphrase", variable=variable)
            if not given:
                raise InputError("record.empty-passphrase")
            code = new_recovery_code() if new_code or not locked else ""
            left = record.set_passphrase(given, code).result()
            settings.forget_observer(folder.resolve().parent)
            if code:
                click.echo(code)
                front.notice("record.keep-code")
            front.notice("record.passphrase-set")
    for path in left:
        front.notice("record.left-as-it-was", file=path)


@command.command(cls=Command, name="export-key")
@_folder
@pass_front
def export_key(front: Front, *, folder: Path) -> None:
    """Print the raw key, for any SQLCipher tool."""
    from handbook.record import unlock  # noqa: PLC0415

    if not (folder / RECORD_FILE).exists():
        raise InputError("record.absent", where=str(folder))
    with options.way_back(front, folder):
        given = options.record_secret(front)()
        if not given:
            raise InputError("record.locked")
        click.echo(unlock(folder, given).hex())
    front.notice("record.key-how")


@contextmanager
def _opened(front: Front, folder: Path) -> Iterator[Record]:
    with options.way_back(front, folder):
        record = tasks.open_record(folder, clock=clock, new_id=_new_id, secret=options.record_secret(front))
        with closing(record):
            yield record


def _new_id() -> str:
    return uuid.uuid4().hex
