"""All audits, one after the other: dependencies, the HTML, axe, headers. `python -m deploy.audit [http://127.0.0.1:8000]`.

Without an address the site is started for it. Exit 1 where any finds something, else 2 where any could not be checked
(`make` itself says 2 for both). `--write` as of audit_axe.py.
"""

import sys
from collections.abc import Callable
from contextlib import nullcontext

from deploy import audit_axe, audit_dependencies, audit_headers, audit_html
from deploy.audit_site import audited_site
from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED, NotReached


def worst(codes: list[int]) -> int:
    """What was found outweighs what could not be checked."""
    return next((code for code in (FINDINGS, NOT_CHECKED) if code in codes), CLEAN)


def of_site(address: str, audits: list[Callable[[str], int]]) -> list[int]:
    """The exit codes of audits of the site at the address, or of one that is started where that is empty."""
    try:
        with nullcontext(address) if address else audited_site() as site:
            return [audit(site) for audit in audits]
    except NotReached as error:
        print(f"NOT CHECKED: {error}")
        return [NOT_CHECKED]


def main(address: str, *, write: bool) -> int:
    codes = [audit_dependencies.main("requirements.txt")]
    codes += of_site(address, [audit_html.main, lambda site: audit_axe.main(site, write=write)])
    # Of the code here, as in production, whatever address was given.
    codes.append(audit_headers.main())
    return worst(codes)


if __name__ == "__main__":
    addresses = [argument for argument in sys.argv[1:] if argument != "--write"]
    sys.exit(main(addresses[0] if addresses else "", write="--write" in sys.argv))
