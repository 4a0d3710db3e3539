"""Mozilla's HTTP Observatory on the site as in production: every kind of page must have its score. `python -m deploy.audit_headers`.

The stack (stack.py) is started with TLS on 443 and the redirect on 80, where the Observatory looks: that takes root. Its npm
package is installed in a folder for the moment. Exit 0, 1 where a page has less than SCORE, 2 where it could not be checked.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED, PAGES, POSTER
from deploy.stack import Stack, missing, running

PACKAGE = "@mdn/mdn-http-observatory@1.4.8"
SCORE = 125
"""Of at most 145; 100 is an A+."""
SCRIPT = Path(__file__).with_suffix(".mjs")


def installed(folder: Path) -> str:
    """Puts the Observatory into a folder; says what is in the way, or nothing."""
    if not (shutil.which("npm") and shutil.which("node")):
        return "npm is missing (on Debian: apt-get install npm)"
    install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", PACKAGE]
    run = subprocess.run(install, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        return f"npm could not install {PACKAGE}: {run.stderr.strip()[-200:]}"
    shutil.copy(SCRIPT, folder)
    # Which hosts browsers know to be HTTPS alone: its script would download that. None of ours is.
    preloaded = folder / "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"
    preloaded.parent.mkdir(exist_ok=True)
    preloaded.write_text("{}")
    return ""


def scored(folder: Path, stack: Stack) -> str:
    """A line of JSON for each kind of page."""
    paths = ["/", *(f"/{language}/{page}" for language in ("sv", "ar") for page in (*PAGES.values(), POSTER))]
    trusting = {**os.environ, "NODE_EXTRA_CA_CERTS": str(stack.folder / "tls.pem")}
    command = ["node", str(folder / SCRIPT.name), "localhost", *paths]
    return subprocess.run(command, env=trusting, check=True, capture_output=True, text=True).stdout


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="familjecentral-headers-") as name:
        folder, stack = Path(name), Stack(Path(name) / "stack", 8140)
        stack.tls, stack.redirect = 443, 80
        # PostgreSQL runs as another user.
        folder.chmod(0o755)
        lacking = missing()
        if (
            reason := "root is needed"
            if os.geteuid()
            else f"lacks {lacking}"
            if lacking
            else installed(folder)
        ):
            print(f"NOT CHECKED: {reason}")
            return NOT_CHECKED
        with running(stack):
            pages = [json.loads(line) for line in scored(folder, stack).splitlines()]
    poor = [page for page in pages if page["score"] < SCORE]
    print("\n".join(f"{page['score']} {page['grade']} {page['path']} {page['failed']}" for page in poor))
    print(f"Observatory: {len(pages)} pages, lowest score {min(page['score'] for page in pages)}")
    return FINDINGS if poor else CLEAN


if __name__ == "__main__":
    sys.exit(main())
