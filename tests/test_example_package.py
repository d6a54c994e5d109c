"""A plugin that pip installs: built as a wheel, installed into a folder of its own, listed without being imported, and run."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dtx.host.trust import tree_sha256
from tests.commands import ROOT, child

PACKAGE = Path(__file__).parent / "packages" / "dtx-tide"


def pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words]
    asks_whether_there_is_ipv6 = {"DTX_TEST_LOOPBACK": "1"}  # by binding ::1, whatever it was told to leave alone
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", **asks_whether_there_is_ipv6}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel was installed."""
    folder = tmp_path_factory.mktemp("tide")
    pip("wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", str(folder / "wheels"), str(PACKAGE))
    (wheel,) = (folder / "wheels").iterdir()
    assert {"tide/plugin.yaml", "tide/plugin.py", "tide/waves.py"} <= set(zipfile.ZipFile(wheel).namelist())
    pip("install", "--no-deps", "--no-index", "--target", str(folder / "site"), str(wheel))
    return folder / "site"


@pytest.fixture
def installed(site: Path) -> dict[str, str]:
    """The environment of somebody who has it, and is not in a checkout of it."""
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), str(site), os.environ["PYTHONPATH"]]), "DTX_PLUGINS": ""}


@pytest.mark.slow
def test_it_is_listed_with_its_distribution_and_needs_no_approval(installed: dict[str, str], site: Path) -> None:
    listed = json.loads(child("plugins", "--json", env=installed).stdout)
    (tide,) = [one for one in listed if one["id"] == "tide"]
    assert (tide["source"], tide["version"], tide["state"], tide["activities"]) == (
        "installed dtx-tide 1.2.0",
        "1.2.0",
        "ok",
        ["tide.tide"],
    )
    assert tide["sha256"] == tree_sha256(site / "tide") == tree_sha256(PACKAGE / "tide")
    trust = child("trust", "tide", "--yes", env=installed)
    assert trust.returncode == 1 and "approved when pip installed it" in trust.stderr
    assert [one for one in json.loads(child("--safe", "plugins", "--json", env=installed).stdout) if one["id"] == "tide"] == []


@pytest.mark.slow
def test_it_is_run_to_its_end_and_its_export_is_offered(installed: dict[str, str], tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"sea": "rough", "before.pain": 5, "after.pain": 4}), encoding="utf-8")
    done = child("run", "tide.tide", "--plain", "--pace", "fast", "--set", "waves=2", "--answers", str(answers), env=installed)
    assert done.returncode == 0, done.stderr
    assert "You might let the next one be smaller." in done.stdout
    (record,) = json.loads(child("sessions", "--json", env=installed).stdout)
    assert (record["status"], record["plugin_version"], record["saved"]) == ("completed", "1.2.0", {"sea": "rough"})
    sent = child("export", "--to", "seas", "--include", "thoughts", "--yes", env=installed)
    assert sent.stdout == f"{record['started_at'][:10]} rough\n", sent.stderr


def test_it_has_nothing_to_put_right() -> None:
    done = child("check", str(PACKAGE / "tide"), "--mine")
    assert (done.returncode, done.stdout) == (0, f"{PACKAGE / 'tide'}: nothing to put right.\n")
