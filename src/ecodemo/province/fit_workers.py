"""The workers of a cluster that are of this version: others would judge by other rules."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import metadata
from typing import Any

from ecodemo.model.message import Message, message, sentences

Versions = tuple[str, str, str]
"""Of ecodemo, of Python, and of distributed; empty where it is not installed."""


class FitWorkers:
    """Who is there; each is asked once for its versions."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - of an extra
        self._client = client
        self._known: dict[str, Versions] = {}

    def look(self) -> Mapping[str, int]:
        """The threads of each fit worker that is there now, by its address."""
        threads: Mapping[str, int] = self._client.nthreads()
        self._known = {worker: known for worker, known in self._known.items() if worker in threads}
        if set(threads) - set(self._known):
            self._ask()
        return {
            worker: count for worker, count in threads.items() if self._known.get(worker) == own_versions()
        }

    @property
    def unfit(self) -> Mapping[str, Versions]:
        """Those of another version."""
        return {worker: known for worker, known in self._known.items() if known != own_versions()}

    @property
    def complaint(self) -> Message:
        """What the unfit have, and what is needed."""
        return message("{problems}", problems=sentences(*(_complaint(*one) for one in self.unfit.items())))

    def _ask(self) -> None:
        answers = self._client.get_versions(packages=["ecodemo"])["workers"]
        for worker, answer in answers.items():
            if answer:  # it may have died meanwhile
                self._known[worker] = _versions(answer["packages"])


def own_versions() -> Versions:
    """Those of this process."""
    return (
        metadata.version("ecodemo"),
        _minor(".".join(map(str, sys.version_info))),
        metadata.version("distributed"),
    )


def _versions(packages: Mapping[str, str | None]) -> Versions:
    return (
        packages.get("ecodemo") or "",
        _minor(packages.get("python") or ""),
        packages.get("distributed") or "",
    )


def _minor(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _complaint(worker: str, versions: Versions) -> Message:
    ecodemo, python, distributed = own_versions()
    if not versions[0]:
        return message(
            "The worker {worker} does not have ecodemo. Install {version} there.",
            worker=worker,
            version=ecodemo,
        )
    return message(
        "The worker {worker} has ecodemo {theirs}, Python {their_python} and distributed {their_distributed}; needed are {ours}, {our_python} and {our_distributed}, as here.",
        worker=worker,
        theirs=versions[0],
        their_python=versions[1],
        their_distributed=versions[2],
        ours=ecodemo,
        our_python=python,
        our_distributed=distributed,
    )
