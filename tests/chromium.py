"""Chromium without a window, driven by its own protocol over a pipe: nothing to install beside it."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE = 60
_PLACE_PIPES = """
import os, sys
for place, descriptor in ((63, sys.argv[1]), (62, sys.argv[2]), (3, 63), (4, 62)):
    os.dup2(int(descriptor), place)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""The browser reads from 3 and writes to 4."""


class Page:
    """One page: what it requested, what its console said, and what a script in it returns."""

    def __init__(self, browser: _Pipe, session: str) -> None:
        self._browser, self._session = browser, session
        for domain in ("Page", "Runtime", "Network", "Log", "Security"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol."""
        return self._browser.call(method, parameters, self._session)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for event in self._browser.events if event.get("sessionId") == self._session]

    def open(self, address: str) -> None:
        """Load an address and wait until it is there."""
        self._browser.events.clear()
        self.send("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired")

    def wait_for(self, method: str) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            found = next((event for event in self.events if event["method"] == method), None)
            if found is not None:
                return found
            self._browser.listen()
        raise TimeoutError(method)

    def run(self, script: str) -> Any:
        """The value of an expression in the page, whatever its policy."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def key(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key."""
        code = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}[key]
        common = {
            "key": key,
            "code": "Space" if key == " " else key,
            "windowsVirtualKeyCode": code,
            "modifiers": 8 if shift else 0,
        }
        text = {"Enter": "\r", " ": " "}.get(key)
        self.send("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.send("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def emulate(self, **features: str) -> None:
        """Media features such as `prefers-color-scheme`, and `media`."""
        media = features.pop("media", "")
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", media=media, features=listed)

    def size(self, width: int, height: int) -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def without_scripts(self) -> None:
        self.send("Emulation.setScriptExecutionDisabled", value=True)

    def pdf(self, path: Path, **options: Any) -> Path:
        printed = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True, **options)
        path.write_bytes(base64.b64decode(printed["data"]))
        return path

    def picture(self, path: Path) -> Path:
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))
        return path

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for, the page's own first; not those that its policy stopped."""
        stopped = {
            event["params"]["requestId"]
            for event in self.events
            if event["method"] == "Network.loadingFailed" and event["params"].get("blockedReason") == "csp"
        }
        asked = (event for event in self.events if event["method"] == "Network.requestWillBeSent")
        return [
            event["params"]["request"]["url"]
            for event in asked
            if event["params"]["requestId"] not in stopped
        ]

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings of scripts, of the policy and of the network."""
        said = []
        for event in self.events:
            parameters: Mapping[str, Any] = event["params"]
            match event["method"]:
                case "Log.entryAdded" if parameters["entry"]["level"] in ("error", "warning"):
                    said.append(parameters["entry"]["text"])
                case "Runtime.exceptionThrown":
                    said.append(str(parameters["exceptionDetails"]))
                case "Runtime.consoleAPICalled":
                    said.append(str(parameters["args"]))
        return said


class _Pipe:
    """The protocol: JSON and a zero byte, out through one pipe and back through another."""

    def __init__(self, out: int, back: int) -> None:
        self._out, self._back = out, back
        self._rest = b""
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, parameters: Mapping[str, Any], session: str = "") -> dict[str, Any]:
        self._number += 1
        request: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        content = json.dumps(request).encode() + b"\0"
        while content:
            content = content[os.write(self._out, content) :]
        end = time.monotonic() + _PATIENCE
        while self._number not in self._answers:
            if time.monotonic() > end:
                raise TimeoutError(method)
            self.listen()
        answer = self._answers.pop(self._number)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def listen(self) -> None:
        """Take what has come within a second."""
        if not select.select([self._back], [], [], 1)[0]:
            return
        self._rest += os.read(self._back, 1 << 20)
        *messages, self._rest = self._rest.split(b"\0")
        for text in messages:
            said = json.loads(text)
            if "id" in said:
                self._answers[said["id"]] = said
            else:
                self.events.append(said)


@contextmanager
def chromium(profile: Path) -> Iterator[Page]:
    """A page in a browser of its own."""
    assert CHROMIUM
    to_browser, out = os.pipe()
    back, from_browser = os.pipe()
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"),
        f"--user-data-dir={profile}",
    ]
    process = subprocess.Popen(
        [sys.executable, "-ISc", _PLACE_PIPES, str(to_browser), str(from_browser), *command],
        pass_fds=(to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    pipe = _Pipe(out, back)
    try:
        target = pipe.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = pipe.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        yield Page(pipe, session)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(out)
        os.close(back)
