"""Has this machine's nginx keep each page's version that claims no hours, for when the site cannot answer.

`python3 deploy/keep_pages.py http://127.0.0.1:8100 familjecentral.example.org`: nginx's local address, the site's name.
Run every ten minutes by a timer on every machine. Exit 1 where a page could not be had. Standard library alone.
"""

import http.client
import re
import sys
from urllib.parse import urlsplit


def kept_pages(sitemap: str) -> list[str]:
    """Every address of a sitemap, in every language, as the version to keep; each once."""
    found = re.findall(r'(?:<loc>|href=")(https?://[^<"]+)', sitemap)
    return list(dict.fromkeys(f"{urlsplit(address).path}?sparad=1" for address in found))


def main(nginx: str, host: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(nginx).netloc, timeout=30)

    def get(address: str) -> tuple[int, bytes]:
        connection.request("GET", address, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read()

    status, sitemap = get("/sitemap.xml")
    pages = kept_pages(sitemap.decode()) if status == 200 else []
    failed = [address for address in pages if get(address)[0] != 200]
    print(
        "\n".join([*(f"not kept: {address}" for address in failed), f"{len(pages) - len(failed)} pages kept"])
    )
    return 1 if failed or not pages else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
