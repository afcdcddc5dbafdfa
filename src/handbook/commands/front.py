"""What every command is given: folders, the language of messages, the clock; and how faults are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from handbook import paths, resources, settings
from handbook.domain import HandbookError, UsageError
from handbook.phrases import Phrases, sentences

if TYPE_CHECKING:
    from handbook.domain import MachineError

UI_LANGUAGES = ("zh-Hans", "en")

STOPPED = 130
"""What a shell expects of a program that was stopped with Ctrl+C."""


def clock() -> datetime:
    """Now, with the offset of this computer."""
    return datetime.now().astimezone()


class Front:
    """One run of the command line. ``chosen`` is the language asked for by ``--ui-language``, or ""."""

    def __init__(self, data_dir: Path, chosen: str = "") -> None:
        self.data_dir, self.chosen = data_dir, chosen

    @classmethod
    def of(cls, args: Sequence[str]) -> Front:
        """Read the two global options from raw arguments: faults must be told before these could be parsed."""
        data_dir, chosen = _value(args, "--data-dir"), _value(args, "--ui-language")
        return cls(Path(data_dir) if data_dir else paths.data_dir(), chosen if chosen in UI_LANGUAGES else "")

    @cached_property
    def language(self) -> str:
        """The language of messages: as asked for, else as set in the window, else Chinese."""
        return self.chosen or settings.load(self.data_dir).language

    @cached_property
    def say(self) -> Phrases:
        """The sentences; read only by a run that has something to say."""
        return Phrases.load(self.language)

    def today(self) -> date:
        """The date for paper: SOURCE_DATE_EPOCH if it is set, else today. Raises ``UsageError("usage.epoch")``."""
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        if not epoch:
            return clock().date()
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError("usage.epoch", value=epoch[:40]) from None

    def tell(self, error: HandbookError) -> None:
        """Write one line a fault to standard error."""
        for line in sentences(self.language, error):
            note(line)

    def run(self, job: Callable[[], object]) -> int:
        """Do ``job`` and return its exit code (1 input, 2 usage, 3 machine); every fault becomes a sentence here."""
        try:
            code = job()
        except HandbookError as error:
            self.tell(error)
            return error.exit_code
        except KeyboardInterrupt:
            return STOPPED
        except OSError as error:
            if error.filename is not None:
                raise  # a file: whoever opens one turns its faults into sentences, so this is a bug
            fault = stdout_fault(error)
            self.tell(fault)
            return fault.exit_code
        except (LookupError, ValueError):
            if (damage := resources.fault(read=True)) is None:
                raise  # a bug
            self.tell(damage)
            return damage.exit_code
        return code if isinstance(code, int) else 0

    def notice(self, key: str, **params: object) -> None:
        """Write one sentence that is no fault to standard error."""
        note(self.say(key, **params))


def note(line: str) -> None:
    """Write one line to standard error. What a file said is quoted in it, so nothing in it may steer a terminal."""
    safe = "".join(char if char.isprintable() or char == "\u3000" else f"\\u{ord(char):04x}" for char in line)
    with suppress(OSError):  # standard error takes no more either: the exit code is all that is left to say
        sys.stderr.write(f"{safe}\n")
        sys.stderr.flush()


def stdout_fault(error: OSError) -> MachineError:
    """Standard output takes no more: the fault to tell. What is left in its buffer is given up.

    Python would flush it once more at its end, fail, and say so in its own words.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return paths.machine_error(error, "-")


def _value(args: Sequence[str], option: str) -> str:
    for place, arg in enumerate(args):
        if arg == option:
            return args[place + 1] if place + 1 < len(args) else ""
        if arg.startswith(f"{option}="):
            return arg.split("=", 1)[1]
        if not arg.startswith("-") and (place == 0 or args[place - 1] not in ("--data-dir", "--ui-language")):
            break  # a command begins; what follows is its own
    return ""
