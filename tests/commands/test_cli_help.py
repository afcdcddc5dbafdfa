"""Help pages: a plain sentence, the options, and examples that do what they say."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from commands_helpers import Ran

from clinic.kits import GOOD, kit, signed
from content.content_helpers import write_book
from handbook import resources
from handbook.clinic import KIT_FILE, fingerprint, new_key, open_kit
from handbook.commands import cli, secrets
from handbook.commands.clinic import FINGERPRINT
from handbook.commands.examples import EXAMPLES
from handbook.phrases import Phrases
from handbook.record import keys

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
NEED_A_SCREEN = {"handbook", "tour"}
"""Their own tests run them in a process with a screen; here their lines are only read as the program reads them."""
OURS = GOOD.replace('languages = ["zh-Hans", "en"]', 'languages = ["zh-Hans"]')
"""In one language a kit is checked in half the time."""
LIST = "名称,开始\n阿昔洛韦片,2026-10-30\n"
PEOPLE = "姓名,24小时电话,产品,回输日期\n" + "".join(
    f"样张{name},000-1234 5678,示例产品,2026-11-02\n" for name in "甲乙丙"
)


def areas(command: click.Command, area: str = "handbook") -> Iterator[str]:
    """Every command and group, as the catalogue calls them."""
    yield area
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from areas(below, name if area == "handbook" else f"{area}-{name}")


AREAS = tuple(areas(cli))
LINES = sorted({line for rows in EXAMPLES.values() for line in rows.values()})


def words(area: str) -> list[str]:
    """How a command is written: ``record-export-key`` is two words."""
    group, _, rest = area.partition("-")
    return [] if area == "handbook" else [part for part in (group, rest) if part]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the examples are typed, with everything that they name."""
    from click.testing import CliRunner  # noqa: PLC0415  # the run fixture belongs to one test

    folder = tmp_path_factory.mktemp("examples")
    shutil.copy(ROOT / "packaging" / "sample-person.toml", folder / "zhang.toml")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8-sig")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "our.handbook-kit").write_bytes(signed(OURS))
    (folder / "old.handbook-kit").write_bytes(kit(OURS.replace("2026.2", "2026.1")))
    (folder / "our-clinic").mkdir()
    (folder / "our-clinic" / KIT_FILE).write_text(OURS, encoding="utf-8")
    (folder / "our.key").write_bytes(new_key()[0])
    (folder / "old.txt").write_text("窗台上的猫\n", encoding="utf-8")
    (folder / "new.txt").write_text("院子里的狗\n", encoding="utf-8")
    (folder / "stick").mkdir()
    write_book(folder / "book")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(keys, "COST", keys.Cost(8, 1, 1))
        patch.setenv(secrets.VARIABLE, "old.txt")
        for line in (
            "record new mother --name 李明", "record import mother list.csv", "record new father",
            "record passphrase father", "record backup mother -o stick/mother.db",
            "record export mother -o mother.json", "record new mother-copy",
        ):  # fmt: skip
            done = CliRunner().invoke(cli, line.split())
            assert done.exit_code == 0, (line, done.output)
    return folder


@pytest.fixture
def typed(run: Run, ready: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Ran]:
    """Type a line in a copy of the folder; what a terminal would ask is answered by files."""

    def type_(line: str) -> Ran:
        shutil.copytree(ready, tmp_path, dirs_exist_ok=True)
        monkeypatch.setattr(keys, "COST", keys.Cost(8, 1, 1))
        program, *args = shlex.split(line)
        assert program == "handbook"
        secret = {"passphrase", "export-key", "keygen"} & set(args)
        monkeypatch.setenv(FINGERPRINT, fingerprint(open_kit(Path("our.handbook-kit")).public_key))
        for variable, file in ((secrets.VARIABLE, "old.txt"), (secrets.NEW_VARIABLE, "new.txt")):
            if secret and (variable == secrets.VARIABLE or "--new-code" in args):
                monkeypatch.setenv(variable, file)
            else:
                monkeypatch.delenv(variable, raising=False)
        return run(*([] if "--data-dir" in args else ["--data-dir", "data"]), *args)

    return type_


def test_every_command_has_examples_and_no_other() -> None:
    assert EXAMPLES.keys() == set(AREAS)
    for area, rows in EXAMPLES.items():
        for line in rows.values():
            assert shlex.split(line)[0] == "handbook"
            if area not in {"handbook", "record", "clinic", "content"}:
                assert shlex.split(line)[1:][: len(words(area))] == words(area), line
            assert len(line) <= 95, line


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_page_says_what_it_does_and_shows_its_examples(run: Run, language: str) -> None:
    say = Phrases.load(language)
    for area in AREAS:
        done = run("--ui-language", language, *words(area), "--help")
        assert (done.code, done.err) == (0, "")
        first, *_ = done.text.splitlines()
        assert first.startswith(say("commands.headings.usage") + " ".join(["handbook", *words(area)]))
        sentence = say(f"commands.{area}.help").partition("\n")[0]
        assert sentence.endswith(("。", "."))
        assert "".join(sentence.split()) in "".join(done.text.split())
        for name, line in EXAMPLES[area].items():
            assert f"\n    {line}\n" in done.text  # never broken
            assert "".join(say(f"commands.{area}.example-{name}").split()) in "".join(done.text.split())
        for word in ("options", "examples"):
            assert f"\n{say(f'commands.headings.{word}')}:\n" in done.text


@pytest.mark.parametrize("line", [line for line in LINES if shlex.split(line)[1:2] != ["tour"] and line != "handbook"])
def test_the_example_works(typed: Callable[[str], Ran], tmp_path: Path, line: str) -> None:
    done = typed(line)
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    args = shlex.split(line)
    if "-o" in args:
        out = args[args.index("-o") + 1]
        made = done.out if out == "-" else (tmp_path / out).read_bytes()
        assert made
        if out.endswith(".pdf"):
            assert made.startswith(b"%PDF")
    else:
        assert done.out or done.err or "--dry-run" in args


def read(line: str) -> dict[str, object]:
    """The options of a line as the command line reads them; a wrong one raises."""
    command, args = cli, shlex.split(line, comments=True)[1:]
    while isinstance(command, click.Group) and args:
        if args[0] == "--data-dir":
            args = args[2:]
        below = command.get_command(click.Context(command), args[0])
        assert below is not None, line
        command, args = below, args[1:]
    return command.make_context("handbook", args).params if args or not isinstance(command, click.Group) else {}


@pytest.mark.parametrize("area", sorted(NEED_A_SCREEN))
def test_what_needs_a_screen_is_at_least_written_rightly(area: str) -> None:
    for line in EXAMPLES[area].values():
        if not line.endswith("--help"):  # click leaves at once
            assert bool(read(line)) == (line != "handbook")


def quoted_lines() -> Iterator[tuple[str, str]]:
    """Every line that the README, the documents and the manual tell somebody to type; not those with alternatives."""
    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("handbook ") and " | " not in line and "…" not in line:
                yield path.name, line
    for language, colon in (("zh-Hans", "："), ("en", ": ")):
        path = resources.root() / "content" / language / "manual" / "use-clinic.md"
        for line in path.read_text(encoding="utf-8").splitlines():
            if " handbook " in line:
                yield path.name, line[line.index("handbook ") :].partition(colon)[0]


def test_what_the_documents_tell_to_type_is_written_rightly() -> None:
    lines = list(quoted_lines())
    assert len(lines) > 25
    for name, line in lines:
        assert read(line), (name, line)
