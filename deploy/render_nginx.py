"""Writes the nginx configuration of one machine: `python3 deploy/render_nginx.py my.env`, into its CONFIG_DIR.

Files and NAME=value on the command line win over deploy/nginx/variables.env, the later over the earlier. Standard
library alone.
"""

import re
import sys
from pathlib import Path
from string import Template

HERE = Path(__file__).parent / "nginx"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


def variables(path: Path) -> dict[str, str]:
    """NAME=value lines; other lines are comments."""
    return dict(re.findall(r"^([A-Z_0-9]+)=(.*)$", path.read_text(), re.MULTILINE))


def render(values: dict[str, str]) -> list[Path]:
    """Makes CACHE_DIR, and writes every *.conf into CONFIG_DIR with ${NAME} filled in; nginx's own $variables stay. KeyError if one is missing."""
    known = {
        **variables(HERE / "variables.env"),
        "BROTLI": "" if BROTLI.exists() else "# no module: ",
        **values,
    }
    folder = Path(known["CONFIG_DIR"])
    (folder / "local").mkdir(parents=True, exist_ok=True)
    # nginx makes the folders in it, not itself.
    Path(known["CACHE_DIR"]).mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(HERE.glob("*.conf")):
        text = source.read_text()
        for name in set(re.findall(r"\$\{([A-Z_0-9]+)\}", text)):
            known[name]
        (folder / source.name).write_text(Template(text).safe_substitute(known))
        written.append(folder / source.name)
    return written


def given(arguments: list[str]) -> dict[str, str]:
    """The variables of a command line."""
    found: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        found.update({name: value} if equals else variables(Path(argument)))
    return found


if __name__ == "__main__":
    print("\n".join(map(str, render(given(sys.argv[1:])))))
