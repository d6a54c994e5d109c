"""The YAML language server, as editors talk to it: JSON messages with a length before each."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class LanguageServer:
    """`found` says what to run; None where it is not installed."""

    def __init__(self, folder: Path) -> None:
        command = [str(found()), "--stdio"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._next = 0
        settings = {"yaml": {"schemaStore": {"enable": False}, "completion": True, "validate": True, "hover": True}}
        self._settings = settings
        self.ask("initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": {}})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": settings})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def open(self, file: Path, text: str) -> list[str]:
        """The faults of a file, as an editor would underline them."""
        self.tell("textDocument/didOpen", {"textDocument": {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}})
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics":
                return [fault["message"] for fault in message["params"]["diagnostics"]]

    def completions(self, file: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place that counts from 0, each with what stands beside it."""
        place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": column}}
        answer = self.ask("textDocument/completion", place)
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: words(item.get("documentation")) for item in items}

    def ask(self, method: str, params: Any) -> Any:
        self._next += 1
        self._write({"jsonrpc": "2.0", "id": self._next, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._next and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def tell(self, method: str, params: Any) -> None:
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def _write(self, message: Mapping[str, Any]) -> None:
        data = json.dumps(message).encode()
        pipe = self._process.stdin
        assert pipe is not None
        pipe.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        pipe.flush()

    def _read(self) -> dict[str, Any]:
        pipe = self._process.stdout
        assert pipe is not None
        length = 0
        while line := pipe.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(pipe.read(length))
        if "id" in message and "method" in message:  # it asks us, too
            wanted = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
            settings = [self._settings.get(one.get("section", ""), {}) for one in wanted]
            self._write({"jsonrpc": "2.0", "id": message["id"], "result": settings or None})
        return message


def words(documentation: Any) -> str:
    return str(documentation["value"] if isinstance(documentation, dict) else documentation or "")


def found() -> Path | None:
    known = shutil.which("yaml-language-server")
    return Path(known) if known else None
