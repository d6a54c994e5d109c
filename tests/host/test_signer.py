"""A signature says that a newer version comes from the same hand. What does not fit is refused, and nothing else is claimed."""

import base64
import builtins
import shutil
import subprocess
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dtx.errors import PluginProblem
from dtx.host.signer import message_of, signer_of, told
from dtx.host.trust import PUBLIC_KEY, SIGNATURE, read_tree, tree_sha256
from tests.authors.test_handover import CODE, desk
from tests.commands import Commands

NUMBER = bytes(range(1, 9))


class Hand:
    """Somebody who signs, as minisign 0.11 does; `hashed` is its present form, the other its older one."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        key = base64.b64encode(b"Ed" + NUMBER + self._key.public_key().public_bytes_raw())
        return b"untrusted comment: minisign public key\n" + key + b"\n"

    def sign(self, folder: Path, hashed: bool = True) -> None:
        (folder / PUBLIC_KEY).write_bytes(self.public)
        message = message_of(read_tree(folder))
        signature = self._key.sign(blake2b(message).digest() if hashed else message)
        comment = b"timestamp:1764000000"
        first = base64.b64encode((b"ED" if hashed else b"Ed") + NUMBER + signature)
        last = base64.b64encode(self._key.sign(signature + comment))
        (folder / SIGNATURE).write_bytes(b"untrusted comment: x\n" + first + b"\ntrusted comment: " + comment + b"\n" + last + b"\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk(tmp_path, body="minutes: 1\ncode: plugin.py\n", code=CODE)


@pytest.mark.parametrize("hashed", [True, False])
def test_a_signature_over_the_folder_tells_who_signed_it(folder: Path, hashed: bool) -> None:
    hand = Hand()
    assert signer_of(read_tree(folder)) is None
    hand.sign(folder, hashed)
    before = tree_sha256(folder)
    signer = signer_of(read_tree(folder))
    assert signer is not None and signer.checked
    assert signer.short == "0807060504030201"
    assert base64.b64decode(signer.key) in base64.b64decode(hand.public.splitlines()[1])
    (folder / SIGNATURE).unlink()
    assert tree_sha256(folder) == before  # it cannot be part of what it signs


def changed(folder: Path) -> None:
    (folder / "plugin.py").write_text(CODE + "# more\n", encoding="utf-8")


def other_key(folder: Path) -> None:
    (folder / PUBLIC_KEY).write_bytes(Hand().public)


def other_comment(folder: Path) -> None:
    text = (folder / SIGNATURE).read_bytes().replace(b"timestamp:1764000000", b"timestamp:1864000000")
    (folder / SIGNATURE).write_bytes(text)


SPOILT: dict[str, Any] = {
    "a file was changed": changed,
    "another key lies beside it": other_key,
    "its comment was changed": other_comment,
    "there is no key": lambda folder: (folder / PUBLIC_KEY).unlink(),
    "it is empty": lambda folder: (folder / SIGNATURE).write_bytes(b""),
    "it is words": lambda folder: (folder / SIGNATURE).write_bytes("words ü\n".encode() * 4),
    "it is no text": lambda folder: (folder / SIGNATURE).write_bytes(bytes(range(256))),
    "it is too long": lambda folder: (folder / SIGNATURE).write_bytes((folder / SIGNATURE).read_bytes() + b"more\n"),
    "it is of another kind": lambda folder: (folder / SIGNATURE).write_bytes((folder / SIGNATURE).read_bytes().replace(b"\nRU", b"\nXX")),
    "the key is words": lambda folder: (folder / PUBLIC_KEY).write_bytes(b"words\n"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_does_not_fit_is_refused(folder: Path, how: str) -> None:
    Hand().sign(folder)
    SPOILT[how](folder)
    with pytest.raises(PluginProblem) as raised:
        signer_of(read_tree(folder))
    assert raised.value.problem.startswith("The plugin 'desk' ")


def test_without_the_library_it_says_that_it_cannot_be_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Hand().sign(folder)
    usual = builtins.__import__

    def without(name: str, *words: Any, **more: Any) -> Any:
        if name.startswith("cryptography"):
            raise ImportError
        return usual(name, *words, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    signer = signer_of(read_tree(folder))
    assert signer is not None and not signer.checked
    assert "cannot be checked here; `pip install 'dtx[lock]'`" in told(signer, None)


def test_an_update_by_the_same_hand_is_asked_about_more_lightly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, dtx_home: Path
) -> None:
    dtx, hand = Commands(capsys, monkeypatch, tmp_path), Hand()
    monkeypatch.chdir(tmp_path)
    asked = "It will run as you: it could read and change all that you can."

    def handed_on(version: str, by: Hand | None) -> tuple[str, str]:
        """What install and trust say of a version."""
        folder = desk(tmp_path / version, version, "minutes: 1\ncode: plugin.py\n", CODE.replace("60", str(60 + len(version))))
        if by is not None:
            by.sign(folder)
        file = dtx("pack", str(folder), "--mine", "--json").json["path"]
        installed, trusted = dtx("install", file, "--yes"), dtx("trust", "desk", "--yes")
        assert (installed.code, trusted.code) == (0, 0), installed.err + trusted.err
        return installed.err, trusted.err

    for words in handed_on("1.0", hand):
        assert "Signed with key 0807060504030201, which is new here: compare it with what its author tells you." in words
    installed, trusted = handed_on("1.1.1", hand)
    assert "the same as before" in installed and "the same as before" in trusted and asked not in trusted
    _, trusted = handed_on("1.2.1.1", Hand())
    assert "NOT with the key you approved before: ask its author." in trusted and asked in trusted
    _, trusted = handed_on("1.3.1.1", None)
    assert "Nobody signed it, though the one before was signed: ask its author." in trusted and asked in trusted


def test_what_was_changed_after_it_was_signed_is_not_installed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, dtx_home: Path
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)
    monkeypatch.chdir(tmp_path)
    Hand().sign(folder)
    changed(folder)
    file = dtx("pack", str(folder), "--mine", "--json").json["path"]
    assert "was changed after it was signed" in dtx("install", file, "--yes").sentence
    assert not (dtx_home / "plugins").exists()


@pytest.mark.slow
@pytest.mark.parametrize("older", [[], ["-l"]])
def test_what_minisign_itself_has_signed_is_known(folder: Path, tmp_path: Path, older: list[str]) -> None:
    assert shutil.which("minisign"), "minisign is not installed"

    def minisign(*words: str) -> None:
        subprocess.run(["minisign", *words], check=True, input=b"", capture_output=True)

    minisign("-G", "-W", "-p", str(folder / PUBLIC_KEY), "-s", str(tmp_path / "secret"))
    message = tmp_path / "message"
    message.write_bytes(message_of(read_tree(folder)))
    minisign("-S", *older, "-s", str(tmp_path / "secret"), "-m", str(message), "-x", str(folder / SIGNATURE))
    signer = signer_of(read_tree(folder))
    assert signer is not None and signer.checked
    assert signer.short in (folder / PUBLIC_KEY).read_text(encoding="ascii")
