"""``handbook clinic``: make, check, show, compare, sign and trust a clinic's kit."""

from __future__ import annotations

import os
from pathlib import Path

import click

from handbook import clinic, content, resources, tasks
from handbook.commands import options, secrets
from handbook.commands.front import Front, clock
from handbook.commands.help import Command, Group, pass_front
from handbook.domain import FaultList, InputError, UsageError
from handbook.paths import is_file, machine_error, read_bytes, write_whole

FINGERPRINT = "HANDBOOK_TRUST_FINGERPRINT"
"""The fingerprint as it was heard, for :func:`trust_kit` where nobody can be asked."""

_Path = click.Path(path_type=Path)
_language = click.option("--language", type=click.Choice(["zh-Hans", "en"]))


@click.command(cls=Group, name="clinic")
def command() -> None:
    """Work on a clinic's kit."""


@command.command(cls=Command, name="new")
@click.argument("folder", metavar="DIR", type=_Path)
@pass_front
def new(front: Front, *, folder: Path) -> None:
    """Begin a kit: a folder with a commented kit.toml."""
    file = folder / clinic.KIT_FILE
    if is_file(file):
        raise InputError("clinic.exists", where=str(file))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise machine_error(error, folder) from None
    write_whole(file, (resources.root() / "clinic" / clinic.KIT_FILE).read_bytes())
    click.echo(file)
    front.notice("clinic.next-fill-in", folder=folder)


@command.command(cls=Command, name="build")
@click.argument("folder", metavar="DIR", type=_Path)
@options.output("KIT")
@pass_front
def build(front: Front, *, folder: Path, output: str) -> None:
    """Check the folder and make one file of it."""
    data = clinic.build_kit(folder)
    _check_fit(front, clinic.kit_from_bytes(data, where=str(folder)), folder / clinic.KIT_FILE)
    options.deliver(output, data)
    if output != tasks.STANDARD_STREAM:
        front.notice("clinic.next-check", kit=output)


@command.command(cls=Command, name="check")
@click.argument("kit", metavar="KIT", type=_Path)
@click.option("-o", "output", metavar="PAGE.pdf")
@_language
@pass_front
def check(front: Front, *, kit: Path, output: str | None, language: str | None) -> None:
    """Tell all faults at once; without any, print the sheet for a second person."""
    file = clinic.open_kit(kit, trusted=options.trusted(front), pages=True)
    book, chosen = content.load(), language or front.language
    _check_fit(front, file, kit)
    if output is None:
        _print_sheet(file, book.words(chosen))
    else:
        pdf = tasks.make_kit_sheet(book, file, language=chosen, printed_on=front.today())
        options.deliver(output, pdf)
    options.tell_state(front, file.kit, kit)


@command.command(cls=Command, name="show")
@click.argument("kit", metavar="KIT", type=_Path)
@_language
@pass_front
def show(front: Front, *, kit: Path, language: str | None) -> None:
    """Print what a kit says, a line a field."""
    file = clinic.open_kit(kit, trusted=options.trusted(front))
    words = content.load().words(language or front.language)
    for row in tasks.rows_of(file, words):
        if row.text:
            click.echo(f"{row.label}\t{row.text}")
    options.tell_state(front, file.kit, kit)


@command.command(cls=Command, name="compare")
@click.argument("old", metavar="OLD", type=_Path)
@click.argument("new", metavar="NEW", type=_Path)
@_language
@pass_front
def compare(front: Front, *, old: Path, new: Path, language: str | None) -> None:
    """Print what differs, old beside new, telephone numbers first."""
    known = options.trusted(front)
    before, after = (clinic.open_kit(path, trusted=known) for path in (old, new))
    words = content.load().words(language or front.language)
    found = tasks.compare_kits(before, after, words)
    changed = [difference for difference in found if difference.changed]
    unset = words("kit.sheet_unset")
    for difference in changed:
        click.echo(difference.label)
        click.echo(f"  {words('kit.old')}\t{difference.old or unset}")
        click.echo(f"  {words('kit.new')}\t{difference.new or unset}")
    front.notice("clinic.compared", changed=len(changed), same=len(found) - len(changed))


@command.command(cls=Command, name="sign")
@click.argument("kit", metavar="KIT", type=_Path)
@click.option("--key", required=True, metavar="FILE", type=_Path)
@pass_front
def sign(front: Front, *, kit: Path, key: Path) -> None:
    """Check a kit and put a signature into it, in the place of the old file."""
    if kit.is_dir():
        raise InputError("clinic.build-first", where=str(kit))
    pem = read_bytes(key, longest=clinic.LONGEST_KEY_FILE)
    opened = clinic.load_key(pem, secrets.passphrase(front) if clinic.is_locked(pem) else "", where=str(key))
    signed = clinic.sign_kit(kit, opened)
    _check_fit(front, clinic.kit_from_bytes(signed, where=str(kit)), kit)
    write_whole(kit, signed)
    click.echo(clinic.kit_from_bytes(signed, where=str(kit)).fingerprint)
    front.notice("clinic.next-signed", kit=kit)


@command.command(cls=Command, name="trust")
@click.argument("kit", metavar="KIT", type=_Path)
@pass_front
def trust_kit(front: Front, *, kit: Path) -> None:
    """Trust whoever signed this kit, once the fingerprint has been compared on the phone."""
    file = clinic.open_kit(kit)
    name = file.kit.numbers.name or ""
    if file.public_key is None:
        raise InputError("clinic.not-signed", where=str(kit))
    click.echo(f"{name}\n{file.fingerprint}")
    heard = os.environ.get(FINGERPRINT)
    if heard:
        if not clinic.same_fingerprint(heard, file.public_key):
            raise InputError("clinic.other-fingerprint", where=str(kit))
    elif not secrets.on_terminal():
        raise UsageError("usage.trust", name=FINGERPRINT)
    elif not click.confirm(front.say("ask.same-fingerprint", name=name), default=False, err=True):
        front.notice("clinic.not-trusted")
        raise click.exceptions.Exit(1)
    key = clinic.TrustedKey(name=name, public_key=file.public_key, since=clock().date())
    clinic.trust(front.data_dir, key)
    front.notice("clinic.trusted", name=name)


@command.command(cls=Command, name="keygen")
@click.option("-o", "output", required=True, metavar="FILE", type=_Path)
@pass_front
def keygen(front: Front, *, output: Path) -> None:
    """Make a private key to sign kits with."""
    if output.exists():
        # Whoever loses a key must have every family compare a new fingerprint on the phone.
        raise InputError("clinic.key-exists", where=str(output))
    given = secrets.passphrase(front, new=True)
    pem, public_key = clinic.new_key(given)
    write_whole(output, pem, private=True)
    click.echo(clinic.fingerprint(public_key))
    front.notice("clinic.key-made" if given else "clinic.key-open", file=output)


def _check_fit(front: Front, file: clinic.KitFile, where: Path) -> None:
    """Everything of the kit has its place on every kind of paper. Raises all that has not."""
    faults = tasks.kit_faults(content.load(), file.kit, where=str(where), printed_on=front.today())
    if faults:
        raise FaultList(faults)


def _print_sheet(file: clinic.KitFile, words: content.FixedWords) -> None:
    """The sheet as text: telephone numbers spaced out on lines of their own, a box before each field."""
    click.echo(f"{words('kit.sheet_title')}\n{file.kit.numbers.name}  {words('kit.version')} {file.kit.version}\n")
    click.echo(f"{words('kit.sheet_how')}\n")
    for row in tasks.rows_of(file, words):
        if row.is_phone and row.text:
            spaced = "   ".join(" ".join(part) for part in row.text.split())
            click.echo(f"[ ] {row.label}  ·  {words('kit.sheet_dialled')}\n\n      {spaced}\n")
        else:
            click.echo(f"[ ] {row.label}\t{row.text or words('kit.sheet_unset')}")
    for who in ("kit.sheet_made", "kit.sheet_checked"):
        line = "_" * 16
        click.echo(f"\n{words(who)} {line}  {words('kit.sheet_sign')} {line}  {words('kit.sheet_date')} {line}")
