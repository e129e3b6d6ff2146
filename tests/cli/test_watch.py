"""`report --watch`: it writes after every change, says what is wrong and goes on, until somebody interrupts it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.running import Result, invoke
from ecodemo.cli import watching


def run_through(monkeypatch: pytest.MonkeyPatch, root: Path, *steps: Callable[[], object]) -> Result:
    """`report --watch`, in whose first waits these things happen; then somebody presses Ctrl-C."""
    left = list(steps)

    def pause(_seconds: float) -> None:
        if not left:
            raise KeyboardInterrupt
        left.pop(0)()

    act = watching.at_every_change
    monkeypatch.setattr(watching, "at_every_change", lambda root, rebuild: act(root, rebuild, pause))
    return invoke("-C", root, "--lang", "en", "report", "--watch", "--kind", "phase", "--format", "md")


def nothing() -> None:
    pass


def test_it_writes_again_after_every_change(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = county / "data" / "county.yaml"

    def rename() -> None:
        data.write_text(data.read_text(encoding="utf-8").replace("清溪县", "桃江县"), encoding="utf-8")

    def file() -> None:
        (county / "evidence" / "新材料.txt").write_text("新", encoding="utf-8")

    result = run_through(monkeypatch, county, nothing, rename, nothing, nothing, file, nothing)
    lines = result.stdout.splitlines()
    assert (result.exit_code, len(lines)) == (130, 3)
    assert all(line.endswith(f"1 file written to {county / 'reports'}") for line in lines)
    [written] = (county / "reports").iterdir()
    assert "桃江县" in written.read_text(encoding="utf-8") or "Taojiang" in written.read_text(
        encoding="utf-8"
    )


def test_a_copy_that_goes_on_is_waited_for(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def piece(number: int) -> Callable[[], object]:
        return lambda: (county / "evidence" / f"{number}.txt").write_text("x", encoding="utf-8")

    result = run_through(monkeypatch, county, piece(1), piece(2), piece(3), nothing)
    assert len(result.stdout.splitlines()) == 2


def test_what_is_wrong_is_said_and_it_goes_on(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = county / "data" / "groups.yaml"
    whole = data.read_bytes()
    result = run_through(
        monkeypatch,
        county,
        lambda: data.write_text("groups: [", encoding="utf-8"),
        nothing,
        lambda: data.write_bytes(whole),
        nothing,
    )
    assert (result.exit_code, len(result.stdout.splitlines()), result.clean) == (130, 2, True)
    assert "groups.yaml" in result.stderr


def test_a_broken_block_is_said_and_it_goes_on(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = county / "templates" / "blocks" / "phase.title.md.j2"
    block.parent.mkdir(parents=True)
    result = run_through(
        monkeypatch, county, lambda: block.write_text("{{ nobody }}"), nothing, block.unlink, nothing
    )
    assert (result.exit_code, len(result.stdout.splitlines())) == (130, 2)
    assert "nobody" in result.stderr


def test_alone_it_writes_the_board(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act = watching.at_every_change
    monkeypatch.setattr(watching, "at_every_change", lambda root, rebuild: act(root, rebuild, interrupted))
    assert invoke("-C", county, "report", "--watch").exit_code == 130
    assert [path.suffix for path in (county / "reports").iterdir()] == [".html"]


def interrupted(_seconds: float) -> None:
    raise KeyboardInterrupt


def test_what_it_writes_is_no_change(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_through(monkeypatch, county, nothing, nothing, nothing)
    assert len(result.stdout.splitlines()) == 1
