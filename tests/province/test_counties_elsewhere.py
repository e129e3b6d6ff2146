"""`ecodemo province check` of counties on object storage, and by the workers of a cluster: as by one machine alone."""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from cli.running import Result, invoke
from ecodemo.province import cluster
from ecodemo.province.county_order import CountyOutcome
from ecodemo.province.result_tables import OF_A_COUNTY
from province.dask_processes import Machines
from province.object_servers import BUCKET, Answer, ObjectServer, proxy
from province.some_counties import changed, copied, runs, states, without_time

pytest.importorskip("duckdb", reason="duckdb comes with the province extra")

CODES = ("430101", "430102")
TABLES = tuple(table.name for table in OF_A_COUNTY)
SECRET = "a-secret-that-nobody-may-see"  # noqa: S105 - moto takes any


def check(counties: Path, out: Path, *more: str, env: Mapping[str, str] | None = None) -> Result:
    day = ("--lang", "en", "--today", "2021-09-20")
    return invoke(*day, "province", "check", counties, "--out", out, *more, env=env)


@pytest.fixture
def counties(small_workspace: Path, tmp_path: Path) -> Path:
    """Two sound counties and one that is not."""
    folder = tmp_path / "counties"
    for code in (*CODES, "430103"):
        changed(copied(small_workspace, folder / code) / "data" / "county.yaml", "'430990'", f"'{code}'")
    changed(folder / "430103" / "data" / "county.yaml", "county:", "county: [")
    return folder


def listed(folder: Path, prefix: str, *codes: str) -> Path:
    file = folder / "counties.yaml"
    lines = (f"- {{code: '{code}', name: 清溪县, root: 's3://{BUCKET}/{prefix}/{code}/'}}" for code in codes)
    file.write_text("counties:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.long
def test_counties_on_object_storage(server: ObjectServer, counties: Path, tmp_path: Path) -> None:
    """Their results are those of counties on a disk, and unchanged ones are not read again."""
    pytest.importorskip("obstore", reason="obstore comes with the province extra")
    server.put_folder(counties, "all/")
    asked: list[str] = []

    def note(path: str, answer: Answer) -> Answer:
        asked.append(path)
        return answer

    file = listed(tmp_path, "all", *CODES, "430103", "430104")
    with proxy(server, note) as network:
        env = {**network.environment, "AWS_SECRET_ACCESS_KEY": SECRET}
        ran = check(file, tmp_path / "stored", env=env)
        assert ran.exit_code == 2
        assert ran.clean
        assert states(tmp_path / "stored") == {
            "430101": "ok", "430102": "ok", "430103": "unusable", "430104": "unusable",
        }  # fmt: skip
        found = runs(tmp_path / "stored")
        assert found["430104"]["why"] == f"Cannot read s3://{BUCKET}/all/430104/: it has no data/county.yaml."
        assert "data/county.yaml:" in found["430103"]["why"]
        server.delete("all/430103/data/county.yaml")
        asked.clear()
        again = check(file, tmp_path / "stored", "--resume", env=env)
    assert "unchanged since last time: 2" in again.stdout
    assert asked
    assert all("list-type=2" in path for path in asked)
    check(counties, tmp_path / "there")
    assert without_time(tmp_path / "stored", TABLES) == without_time(tmp_path / "there", TABLES)
    written = b"".join(path.read_bytes() for path in (tmp_path / "stored").rglob("*") if path.is_file())
    assert SECRET not in ran.stdout + ran.stderr + again.stderr
    assert SECRET.encode() not in written


def test_an_outcome_travels_between_machines() -> None:
    outcome = CountyOutcome("430101", "unusable", "why")
    assert pickle.loads(pickle.dumps(outcome)) == outcome  # noqa: S301 - our own


@pytest.mark.long
def test_a_cluster_judges_as_one_machine_does(
    moto: ObjectServer, machines: Machines, counties: Path, tmp_path: Path
) -> None:
    """Where roots are on object storage, each worker reads them with the keys of its own environment."""
    moto.put_folder(counties, "cluster/")
    machines.worker(variables=moto.environment)
    machines.worker(variables=moto.environment)
    here = check(counties, tmp_path / "here", "--jobs", "2")
    there = check(counties, tmp_path / "there", "--cluster", machines.address)
    assert (there.exit_code, there.stdout) == (here.exit_code, here.stdout)
    assert there.clean
    whole = (*TABLES, "runs")
    assert without_time(tmp_path / "there", whole) == without_time(tmp_path / "here", whole)
    again = check(counties, tmp_path / "there", "--resume", "--cluster", machines.address)
    assert "unchanged since last time: 2" in again.stdout
    file = listed(tmp_path, "cluster", *CODES)
    stored = check(file, tmp_path / "stored", "--cluster", machines.address)
    assert states(tmp_path / "stored") == dict.fromkeys(CODES, "ok")
    assert "Traceback" not in stored.stderr


@pytest.mark.long
@pytest.mark.parametrize("more", [["--cluster", "tcp://127.0.0.1:9"], ["--cluster", "x", "--jobs", "2"]])
def test_a_cluster_that_is_not_there_ends_in_one_sentence(
    counties: Path, tmp_path: Path, more: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="Dask comes with the province extra")
    monkeypatch.setattr(cluster, "CONNECTING", 1.0)
    began = time.monotonic()
    ran = check(counties, tmp_path / "result", *more)
    assert ran.exit_code == 2
    assert len(ran.stderr.splitlines()) == 1
    assert ran.clean
    assert time.monotonic() - began < 60
