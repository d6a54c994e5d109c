"""A locked export: only the key it was made for opens it, whatever was changed or cut is refused, and it shows which store made it."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dtx.errors import DtxError, Unknown
from dtx.sharing import sealed as sealing
from dtx.sharing.formats import ours
from dtx.sharing.sealed import NotOpened, locked, new_key, opened, packed, public_of, recipient, sealed, unlocked, unpacked
from dtx.sharing.signed import NAME, NotSigned, Signed, Statement, short, signature, verified
from tests.commands import ROOT
from tests.sharing.logs import FULL, LOG, PRIVATE
from tests.sharing.spans import shared

SEED, OTHER_SEED = b"\x01" * 32, b"\x02" * 32
PUBLIC, SECRET = new_key()


def letter(form: str = "csv", seed: bytes = SEED) -> bytes:
    return sealed(shared([LOG, FULL], ("notes",)), ours()[form], [PUBLIC], seed)


@pytest.fixture(scope="module")
def csv_letter() -> bytes:
    return letter()


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "redcap", "parquet", "pdf", "html"])
def test_every_form_comes_back_as_it_was_written(form: str) -> None:
    files, signed = opened(letter(form), SECRET)
    exporter = ours()[form]
    export = shared([LOG, FULL], ("notes",))
    assert files[f"sessions{exporter.suffix}"] == sealing.joined(exporter.write(export))
    assert (signed.statement.form, signed.statement.patient_ref, signed.statement.count) == (form, "p-1", 2)
    assert set(files) - {NAME} == set(signed.statement.files)


def test_what_stands_beside_a_table_comes_with_it(csv_letter: bytes) -> None:
    files, _ = opened(csv_letter, SECRET)
    assert set(files) == {"sessions.csv", "sessions.dictionary.csv", NAME}


def test_no_word_can_be_read_without_the_key(csv_letter: bytes) -> None:
    assert PRIVATE.encode() not in csv_letter and b"breathing" not in csv_letter and b"sessions" not in csv_letter
    with pytest.raises(NotOpened, match="locked for another key"):
        opened(csv_letter, new_key()[1])


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_or_cut_file_is_refused(csv_letter: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(csv_letter) - 1))
    changed = csv_letter[:place] + bytes([csv_letter[place] ^ data.draw(st.integers(1, 255))]) + csv_letter[place + 1 :]
    for broken in (changed, csv_letter[:place], csv_letter + b"x"):
        with pytest.raises(DtxError):
            opened(broken, SECRET)


def test_it_opens_for_each_of_those_it_was_locked_for() -> None:
    public, secret = new_key()
    both = locked(b"words", [PUBLIC, public])
    assert unlocked(both, SECRET) == unlocked(both, secret) == b"words"


def forged(change: str) -> bytes:
    """An export somebody unlocked, changed, and locked again: anybody can, since the key to lock with is public."""
    files, _ = opened(letter(), SECRET)
    told = json.loads(files[NAME])
    match change:
        case "content":
            files["sessions.csv"] = files["sessions.csv"].replace(b"completed", b"stopped,,")
        case "more":
            files["sessions.more.csv"] = b"x"
        case "less":
            del files["sessions.dictionary.csv"]
        case "unsigned":
            del files[NAME]
        case "statement":
            told["statement"]["patient_ref"] = "p-2"
            files[NAME] = json.dumps(told).encode()
        case "other store":  # the content and the statement are signed anew, with another key, and the first one's name is put on it
            told = json.loads(letter_of(files, OTHER_SEED)) | {"store": told["store"]}
            files[NAME] = json.dumps(told).encode()
        case "nonsense":
            files[NAME] = b"[[[[["
        case "no object":
            files[NAME] = b'"x"'
    return locked(packed(files), [PUBLIC])


def letter_of(files: dict[str, bytes], seed: bytes) -> bytes:
    rest = {name: content for name, content in files.items() if name != NAME}
    return signature(Statement.of(shared([LOG, FULL]).about, "csv", frozenset(), rest), seed)


@pytest.mark.parametrize("change", ["content", "more", "less", "unsigned", "statement", "other store", "nonsense", "no object"])
def test_what_the_store_did_not_sign_is_refused(change: str) -> None:
    with pytest.raises(NotSigned):
        opened(forged(change), SECRET)


def test_the_same_store_has_the_same_name_and_another_one_another() -> None:
    stores = [opened(letter(form, seed), SECRET)[1].store for form, seed in (("csv", SEED), ("jsonl", SEED), ("csv", OTHER_SEED))]
    assert stores[0] == stores[1] != stores[2]
    assert len(short(stores[0])) == 19 and short(stores[0]) != short(stores[2])


def test_what_is_locked_is_the_same_bytes_for_the_same_data() -> None:
    """The lock itself is another each time, as it has to be."""
    one, two = letter(), letter()
    assert one != two and unlocked(one, SECRET) == unlocked(two, SECRET)


@pytest.mark.parametrize("content", [b"", b"hello", b"age-encryption.org/v1\n", b"PK\x03\x04"])
def test_what_was_never_locked_is_a_sentence(content: bytes) -> None:
    with pytest.raises(NotOpened):
        unlocked(content, SECRET)


def test_something_locked_that_is_no_export_is_a_sentence() -> None:
    for content in (b"a letter", b"", packed({f"{n}": b"" for n in range(30)})):
        with pytest.raises(NotOpened):
            opened(locked(content, [PUBLIC]), SECRET)


def test_a_file_made_to_fill_the_computer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_BYTES", 1000)
    with pytest.raises(NotOpened, match="holds more than an export does"):
        unpacked(packed({"sessions.csv": b"0" * 1001}))
    assert unpacked(packed({"sessions.csv": b"0" * 999})) == {"sessions.csv": b"0" * 999}
    lying = bytearray(packed({"sessions.csv": b"0" * 50_000}))
    while (place := bytes(lying).find((50_000).to_bytes(4, "little"))) >= 0:
        lying[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(NotOpened):
        unpacked(bytes(lying))


@pytest.mark.parametrize(
    "name", ["sessions/../../x", "../sessions.csv", "/etc/passwd", "sessions.csv/../../y", "sessions", "C:sessions.csv"]
)
def test_a_name_that_leads_out_of_a_folder_is_refused(name: str) -> None:
    files = {name: b"x"}
    files[NAME] = signature(Statement.of(shared([]).about, "csv", frozenset(), files), SEED)
    with pytest.raises(NotOpened):
        opened(locked(packed(files), [PUBLIC]), SECRET)


def test_two_files_of_one_name_are_refused() -> None:
    content = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(content, "w") as folder:
        folder.writestr("sessions.csv", b"1")
        folder.writestr("sessions.csv", b"2")
    with pytest.raises(NotOpened):
        unpacked(content.getvalue())


NOWHERE = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # no file, of Python or of what is compiled, takes a single byte any more
from dtx.sharing.formats import ours
from dtx.sharing.sealed import new_key, opened, sealed
from tests.commands import ROOT
from tests.sharing.logs import FULL
from tests.sharing.spans import shared
public, secret = new_key()
for exporter in ours().values():
    files, _ = opened(sealed(shared([FULL], ("notes",)), exporter, [public], b"1" * 32), secret)
    print(exporter.name, len(files))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot forbid a process to write")
def test_nothing_in_the_clear_touches_the_disk(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", NOWHERE], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(ours())
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_taken_with_blanks_and_nothing_else_is() -> None:
    assert recipient(f" {PUBLIC[:20]} {PUBLIC[20:]}\n") == PUBLIC
    for wrong in ("", "age1", PUBLIC[:-1], PUBLIC[:-1] + ("q" if PUBLIC[-1] != "q" else "p"), SECRET, "ssh-ed25519 AAAA"):
        with pytest.raises(Unknown):
            recipient(wrong)
    assert public_of(f"# created: 2026\n# public key: {PUBLIC}\n{SECRET}\n") == PUBLIC
    with pytest.raises(DtxError, match="no secret key"):
        public_of(PUBLIC)


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "find_spec", lambda name: None)
    with pytest.raises(DtxError, match=r"needs pyrage, which is not installed\. Install it with pip install 'dtx\[sealed\]'\."):
        locked(b"", [PUBLIC])


def test_the_signature_is_that_of_the_standard() -> None:
    """RFC 8032 is deterministic: the same statement, the same seed, the same signature; and one bit more is another."""
    statement = Statement.of(shared([LOG]).about, "csv", frozenset(), {"a": b"1"})
    assert signature(statement, SEED) == signature(statement, SEED) != signature(statement, OTHER_SEED)
    assert verified({"a": b"1", NAME: signature(statement, SEED)}) == Signed(statement, json.loads(signature(statement, SEED))["store"])
