"""Object storage that the tests of a module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
