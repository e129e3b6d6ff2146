"""Object storage that the tests of a module share, and a cluster for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ecodemo.province import cluster
from province.dask_processes import Machines
from province.object_servers import ObjectServer, moto_server, s3rver


@pytest.fixture(scope="module")
def moto() -> Iterator[ObjectServer]:
    with moto_server() as server:
        server.make_bucket()
        yield server


@pytest.fixture(scope="module", params=["moto", "s3rver"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ObjectServer]:
    if request.param == "moto":
        server: ObjectServer = request.getfixturevalue("moto")
        yield server
        return
    with s3rver(tmp_path_factory.mktemp("s3rver")) as server:
        server.make_bucket()
        yield server


@pytest.fixture
def machines(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    pytest.importorskip("distributed", reason="Dask comes with the province extra")
    monkeypatch.setattr(cluster, "WITHOUT_WORKERS", 120.0)  # on a busy machine a worker takes long to start
    with ExitStack() as stack:
        yield Machines(tmp_path_factory.mktemp("machines"), stack)
