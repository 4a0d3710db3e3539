"""Makes `.venv` and installs pinned requirements into it: `python3 deploy/install.py requirements.txt`.

Runs on any Python 3 with the standard library alone, so that what is missing is said in one clear line.
Installs again only when the requirements file has changed, or `.venv` no longer starts.
"""

import hashlib
import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed-requirements"
OLDEST = (3, 11)
# Debian splits these off into packages of their own; a self-built Python may lack them.
NEEDED = {"venv": "python3-venv", "ensurepip": "python3-venv", "sqlite3": "python3", "ssl": "python3"}


def refusal() -> str:
    """The one line that says why this machine cannot install, or "". Readable by Python 3.6 (no newer syntax)."""
    if sys.version_info < OLDEST:
        return "Python {}.{} or later is needed; {} is {}.{}. With another one installed: make run PYTHON=python3.11".format(
            *OLDEST, sys.executable, *sys.version_info[:2]
        )
    for module, package in NEEDED.items():
        if importlib.util.find_spec("_" + module if module in ("sqlite3", "ssl") else module) is None:
            return f"This Python has no module '{module}'. On Debian: apt-get install {package}"
    try:
        tempfile.TemporaryFile(dir=ROOT).close()
    except OSError as error:
        return f"The folder {ROOT} cannot be written to ({error.strerror}). Clone into a folder of your own."
    return ""


def fingerprint(requirements: Path) -> str:
    """Changes when what should be installed changes."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def works(python: Path) -> bool:
    """Whether the venv's Python starts: a moved folder or an upgraded Debian breaks it."""
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def installs(requirements: Path) -> bool:
    """Runs pip and prints one short line per package; pip's own errors pass through."""
    print(f"Installing {requirements.name} (a few minutes the first time) ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--require-hashes"]
    total = len(re.findall("^[^ ]+==", requirements.read_text(), re.MULTILINE))
    with subprocess.Popen(
        [*pip, "--progress-bar=off", "--requirement", str(requirements)], stdout=subprocess.PIPE, text=True
    ) as run:
        one = re.compile("(?:Collecting|Processing|Ignoring|Requirement already satisfied:) ([^ :]+)")
        packages = filter(None, map(one.match, run.stdout or ()))
        for number, package in enumerate(packages, start=1):
            print(f"\r  {number}/{total} {Path(package[1]).name:<60.60}", end="", flush=True)
        print()
    return run.returncode == 0


def main(requirements: Path) -> int:
    """Exit code 0 when the requirements are installed, 1 with one line on stderr when they cannot be."""
    line = refusal()
    if line:
        print(line, file=sys.stderr)
        return 1
    wanted = fingerprint(requirements)
    if works(PYTHON):
        if INSTALLED.exists() and wanted in INSTALLED.read_text():
            return 0
    else:
        print("Making .venv ...", flush=True)
        if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
            print("The virtual environment .venv could not be made (see above).", file=sys.stderr)
            return 1
    if not installs(requirements):
        print("The packages could not be installed (see above). Is the network there?", file=sys.stderr)
        return 1
    # The development file holds the run's pins too: it stands for both.
    done = (
        [wanted]
        if requirements.name == "requirements.txt"
        else [wanted, fingerprint(ROOT / "requirements.txt")]
    )
    INSTALLED.write_text("\n".join(done) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(ROOT / sys.argv[1]))
