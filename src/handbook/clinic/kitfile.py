"""A whole kit: ``kit.toml``, logo, own pages and signature; from a ``.handbook-kit`` file or its maker's folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.clinic.archive import LONGEST_MEMBER, MOST_MEMBERS, pack, unpack
from handbook.clinic.kit import KIT_FILE, LONGEST_KIT_FILE, parse_kit
from handbook.clinic.logo import PNG, SVG, read_logo
from handbook.clinic.signing import SIGNATURE, fingerprint, sign, signer
from handbook.domain import ClinicKit, FaultList, HandbookError, InputError, Signature
from handbook.paths import is_file, is_folder, read_bytes, unreadable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from handbook.clinic.trusted import TrustedKey

LONGEST_ARCHIVE = 20 * 1024 * 1024
PAGES = "pages"
LONGEST_PAGE = 200 * 1024
_PAGE = re.compile(r"pages/(?:zh-Hans|en)/[a-z0-9][a-z0-9-]{0,60}\.md")


@dataclass(frozen=True, slots=True)
class KitFile:
    """A kit that has been read and checked. ``data`` is the file as it was; ``public_key`` (32 bytes) who signed it."""

    kit: ClinicKit
    members: Mapping[str, bytes]
    data: bytes
    public_key: bytes | None = None

    @property
    def fingerprint(self) -> str:
        """The signer's fingerprint in groups of four digits; "" for an unsigned kit."""
        return fingerprint(self.public_key) if self.public_key else ""

    @property
    def logo(self) -> str:
        """``logo.svg``, ``logo.png`` or ""."""
        return next((name for name in (SVG, PNG) if name in self.members), "")

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of the clinic's own pages, such as ``pages/en/our-ward.md``."""
        return tuple(sorted(name for name in self.members if name.startswith(f"{PAGES}/")))


def read_kit(path: Path, *, trusted: Iterable[TrustedKey] = ()) -> ClinicKit:
    """What printing needs of the kit at ``path``. Arguments and errors as for :func:`open_kit`."""
    return open_kit(path, trusted=trusted).kit


def open_kit(path: Path, *, trusted: Iterable[TrustedKey] = (), pages: bool = False) -> KitFile:
    """Read and check the kit at ``path``: a ``.handbook-kit`` file, or a folder with ``kit.toml`` in it.

    A folder is work in progress and always counts as unsigned. A kit past its ``review_by`` is read like any other:
    its telephone number stays in sight, and whoever shows or prints it adds the notice.

    Args:
        path: The file or folder.
        trusted: The keys that this computer trusts.
        pages: Whether to check what stands on the clinic's own pages too; that takes half a second.

    Raises:
        FaultList: every fault at once: those of :func:`handbook.clinic.kit.parse_kit`, ``clinic.unknown-member``
            (``key``), ``clinic.two-logos``, those of :func:`handbook.clinic.logo.check_logo` and
            :func:`handbook.clinic.pages.page_faults`.
        InputError: ``clinic.no-kit-file``, ``clinic.newer``, ``clinic.forged``, the faults of
            :func:`handbook.clinic.archive.unpack` and of :func:`handbook.paths.read_bytes`.
    """
    if is_folder(path):
        members = _from_folder(path)
        return _checked(members, pack(members), where=str(path / KIT_FILE), trusted=(), pages=pages)
    return kit_from_bytes(read_bytes(path, longest=LONGEST_ARCHIVE), where=str(path), trusted=trusted, pages=pages)


def kit_from_bytes(data: bytes, *, where: str, trusted: Iterable[TrustedKey] = (), pages: bool = False) -> KitFile:
    """The kit in the zip ``data``; ``where`` names it in sentences. Raises as :func:`open_kit`."""
    return _checked(unpack(data, where=where), data, where=where, trusted=trusted, pages=pages)


def build_kit(folder: Path) -> bytes:
    """The unsigned kit made of ``folder``, checked in full. Raises as :func:`open_kit`."""
    if not is_folder(folder):
        raise InputError("clinic.no-folder", where=str(folder))
    return open_kit(folder, pages=True).data


def sign_kit(path: Path, key: Ed25519PrivateKey) -> bytes:
    """The kit at ``path`` with the signature of ``key``, checked in full first. Raises as :func:`open_kit`."""
    return pack(sign(open_kit(path, pages=True).members, key))


def _checked(
    members: dict[str, bytes], data: bytes, *, where: str, trusted: Iterable[TrustedKey], pages: bool
) -> KitFile:
    if KIT_FILE not in members:
        raise InputError("clinic.no-kit-file", where=where)
    faults: list[HandbookError] = []
    kit = parse_kit(members[KIT_FILE], where=where, faults=faults)
    public_key = signer(members, where=where)
    if public_key and data != pack(members):
        # The signature is over the members only; so that nothing else can be changed, there is one zip of them.
        raise InputError("clinic.damaged", where=where)
    faults += _member_faults(members, where)
    logo = _logo(members, where, faults)
    if pages and any(map(_PAGE.fullmatch, members)):
        from handbook.clinic.pages import page_faults  # noqa: PLC0415  # a card does not need them

        faults += page_faults({name: text for name, text in members.items() if _PAGE.fullmatch(name)}, where=where)
    if faults or kit is None:
        raise FaultList(faults)
    kit = replace(kit, signature=_state(public_key, trusted), logo=logo)
    return KitFile(kit, members, data, public_key)


def _state(public_key: bytes | None, trusted: Iterable[TrustedKey]) -> Signature:
    if public_key is None:
        return Signature.NONE
    known = any(key.public_key == public_key for key in trusted)
    return Signature.TRUSTED if known else Signature.UNKNOWN


def _member_faults(members: Mapping[str, bytes], where: str) -> list[HandbookError]:
    """What is wrong with the names of the members, and with their sizes."""
    faults: list[HandbookError] = []
    for name, content in sorted(members.items()):
        if name in {KIT_FILE, SIGNATURE, PNG, SVG}:
            continue
        if not _PAGE.fullmatch(name):
            faults.append(InputError("clinic.unknown-member", where=where, key=name[:60]))
        elif len(content) > LONGEST_PAGE:
            faults.append(InputError("clinic.page-large", where=where, key=name, longest=LONGEST_PAGE // 1024))
    if PNG in members and SVG in members:
        faults.append(InputError("clinic.two-logos", where=where, key=PNG))
    return faults


def _logo(members: Mapping[str, bytes], where: str, faults: list[HandbookError]) -> bytes:
    """The logo as it is drawn; empty where there is none, or none that may be."""
    logo = b""
    for name in (PNG, SVG):
        if name in members:
            try:
                logo = read_logo(name, members[name], where=where)
            except InputError as error:
                faults.append(error)
    return logo


def _from_folder(folder: Path) -> dict[str, bytes]:
    """``kit.toml``, everything called logo, and everything below ``pages/``; notes beside it are left out."""
    if not is_file(folder / KIT_FILE):
        raise InputError("clinic.no-kit-file", where=str(folder))
    try:
        found = [path for path in folder.iterdir() if path.name == KIT_FILE or path.stem.lower() == "logo"]
        for path in (folder / PAGES).rglob("*"):
            if not (path.name.startswith(".") or path.is_dir()):
                found.append(path)
            if len(found) > MOST_MEMBERS:
                raise InputError("clinic.too-large", where=str(folder))
    except OSError as error:
        raise unreadable(error, folder) from None
    members: dict[str, bytes] = {}
    for path in found:
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise InputError("clinic.unsafe", where=str(folder), member=name[:60])
        longest = LONGEST_KIT_FILE if name == KIT_FILE else LONGEST_MEMBER
        members[name] = read_bytes(path, longest=longest)
    return members
