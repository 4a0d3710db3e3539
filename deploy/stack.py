"""The whole site on one machine, as in production: PostgreSQL, Redis, two gunicorn instances, nginx in front.

`python deploy/stack.py start` runs until Ctrl-C, SIGTERM or `python deploy/stack.py stop`. All of it lies in one folder
and listens on loopback only; it uses no service that runs already. Scripts that break things import `Stack`.
Every configuration is the one in deploy/. Data stays between runs; --fresh starts over.
"""

import argparse
import getpass
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from deploy import render_nginx  # noqa: E402  it lies beside this script

FOLDER = Path(tempfile.gettempdir()) / "familjecentral-stack"
HOST = "stack.example.org"
POSTGRESQL = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
# It refuses to run as root; Debian brings a user for it.
POSTGRES = "postgres" if os.geteuid() == 0 else None
SERVICES = ("postgresql", "redis", "web1", "web2", "nginx")
"""In the order in which they start."""
PACKAGES = {"nginx": "nginx", "redis-server": "redis-server", "openssl": "openssl"}


def missing() -> list[str]:
    """Debian's packages that this machine lacks for the stack."""
    lacking = [package for program, package in PACKAGES.items() if not find(program)]
    return lacking if POSTGRESQL else ["postgresql", *lacking]


def find(program: str) -> str | None:
    """Debian keeps servers in folders that are not on everybody's PATH."""
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def until(met: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Waits for something outside this process; TimeoutError names it."""
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.05)


def nginx_command(folder: Path) -> list[str]:
    return [find("nginx") or "nginx", "-p", f"{folder}/", "-c", f"{folder}/nginx/main", "-e", "stderr"]


def write_nginx(folder: Path, port: int, tls: int, redirect: int, web_1: str, web_2: str) -> None:
    """Renders deploy/nginx for one folder and loopback, with a certificate of its own and what Debian's nginx.conf sets."""
    key, certificate = folder / "tls.key", folder / "tls.pem"
    if not certificate.exists():
        made = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "30",
        ]
        subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST},DNS:localhost"]
        paths = ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run([*made, *subject, *paths], check=True, capture_output=True)
    values = {
        "SITE_HOSTS": f"{HOST} 127.0.0.1 localhost",
        "HTTP_LISTEN": f"127.0.0.1:{redirect}",
        "HTTPS_LISTEN": f"127.0.0.1:{tls}",
        "LOCAL_LISTEN": f"127.0.0.1:{port}",
        "TLS_CERTIFICATE": str(certificate),
        "TLS_KEY": str(key),
        "ACME_ROOT": str(folder),
        "WEB_1": web_1,
        "WEB_2": web_2,
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "ACCESS_LOG": str(folder / "access.log"),
        "ERROR_LOG": str(folder / "nginx-error.log"),
        "CACHE_DIR": str(folder / "cache"),
        "CONFIG_DIR": str(folder / "nginx"),
    }
    (folder / "temporary").mkdir(exist_ok=True)
    render_nginx.render(values)
    modules = [f"load_module {module};" for module in sorted(render_nginx.BROTLI.parent.glob("*brotli*.so"))]
    temporary = [
        f"{kind}_temp_path {folder}/temporary/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    ]
    http = [
        "include /etc/nginx/mime.types;",
        "default_type application/octet-stream;",
        "sendfile on;",
        "tcp_nopush on;",
    ]
    lines = [
        *modules,
        *(["user root;"] if os.geteuid() == 0 else []),
        f"daemon off;\nworker_processes auto;\npid {folder}/nginx.run;",
        "events {\n    worker_connections 2048;\n}\nhttp {",
        *[f"    {line}" for line in [*http, *temporary, f"include {folder}/nginx/familjecentral.conf;"]],
        "}\n",
    ]
    (folder / "nginx" / "main").write_text("\n".join(lines))


class Stack:
    """`port` answers plain HTTP on loopback; the next ones are HTTPS, the redirect to it, PostgreSQL and Redis."""

    def __init__(self, folder: Path = FOLDER, port: int = 8100, example: bool = False) -> None:
        self.folder, self.port, self.example = folder, port, example
        self.tls, self.redirect, self.postgresql, self.redis = range(port + 1, port + 5)
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def environment(self) -> dict[str, str]:
        """Production's, with LOCAL=1 where invented example data is wanted."""
        folder = self.folder
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "familjecentral.settings",
            "LOCAL": "1" if self.example else "0",
            "SECRET_KEY": (folder / "secret-key").read_text(),
            "SITE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": f"{HOST},127.0.0.1,localhost",
            "BEHIND_PROXY": "1",
            "DATABASE_URL": f"postgres://{getpass.getuser()}@127.0.0.1:{self.postgresql}/familjecentral",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis}/0",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "BACKUP_DIR": str(folder / "backups"),
            "WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY", "2"),
        }

    def command(self, service: str) -> list[str]:
        if service == "postgresql":
            return [str(POSTGRESQL[-1] / "postgres"), "-D", str(self.folder / "postgresql")]
        if service == "redis":
            conf = str(ROOT / "deploy" / "redis.conf")
            return ["redis-server", conf, "--port", str(self.redis), "--dir", str(self.folder)]
        if service == "nginx":
            return nginx_command(self.folder)
        bind = f"unix:{self.folder}/{service}.sock"
        return [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            str(ROOT / "deploy/gunicorn.conf.py"),
            "--bind",
            bind,
        ]

    # --- Services ------------------------------------------------------------------------------------------------

    def start(self, service: str) -> None:
        """Starts one service and waits until it answers."""
        # Names its process for scripts that did not start it; output goes to a file of its own.
        with (self.folder / f"{service}.log").open("ab") as log:
            process = subprocess.Popen(
                self.command(service),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=POSTGRES if service == "postgresql" else None,
            )
        self.running[service] = process
        (self.folder / f"{service}.pid").write_text(str(process.pid))
        try:
            until(lambda: process.poll() is not None or self.answers(service), service)
            if process.poll() is not None:
                raise RuntimeError(f"{service} ended with {process.returncode}")
        except (RuntimeError, TimeoutError) as error:
            said = (self.folder / f"{service}.log").read_text(errors="replace")
            raise RuntimeError(f"{error}\n{said[-2000:]}") from error

    def answers(self, service: str) -> bool:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if service == "postgresql":
            ask = [str(POSTGRESQL[-1] / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.postgresql)]
        elif service == "redis":
            ask = ["redis-cli", "-p", str(self.redis), "ping"]
        elif service == "nginx":
            return self.status("/-/live") in (200, 502, 503, 504)
        else:
            socket = f"{self.folder}/{service}.sock"
            ask = ["curl", "-sf", "--unix-socket", socket, "-H", f"Host: {HOST}", "http://unix/-/live"]
        return subprocess.run(ask, **quiet).returncode == 0  # type: ignore[call-overload]

    def stop(self, service: str, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends one service: SIGTERM politely, SIGKILL as a fault would, with all its processes."""
        process = self.running.pop(service)
        if how == signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            # PostgreSQL's SIGTERM waits for its clients; SIGINT does not.
            process.send_signal(signal.SIGINT if service == "postgresql" and how == signal.SIGTERM else how)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        (self.folder / f"{service}.pid").unlink(missing_ok=True)

    def stop_all(self) -> None:
        for service in reversed(SERVICES):
            if service in self.running:
                self.stop(service)

    def status(self, path: str) -> int:
        """What nginx's local address answers; 0 where it does not."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": HOST})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except OSError as error:
            return int(getattr(error, "code", 0))

    # --- Before the first start ----------------------------------------------------------------------------------

    def manage(self, *arguments: str) -> None:
        """One management command in the stack's environment; its output is shown when it fails."""
        command = [sys.executable, "manage.py", *arguments]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)}\n{run.stdout[-1000:]}{run.stderr[-3000:]}")

    def prepare(self) -> None:
        """Folder, secret, certificate, databases' folders and every rendered configuration."""
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        for name in ("media", "static"):
            (self.folder / name).mkdir(exist_ok=True)
        if not (self.folder / "secret-key").exists():
            (self.folder / "secret-key").write_text(secrets.token_urlsafe(48))
        self.prepare_postgresql()
        write_nginx(
            self.folder,
            self.port,
            self.tls,
            self.redirect,
            *(f"unix:{self.folder}/web{n}.sock" for n in (1, 2)),
        )

    def prepare_postgresql(self) -> None:
        data = self.folder / "postgresql"
        if not (data / "PG_VERSION").exists():
            data.mkdir(mode=0o700, exist_ok=True)
            if POSTGRES:
                shutil.chown(data, POSTGRES)
            init = [
                str(POSTGRESQL[-1] / "initdb"),
                "-D",
                str(data),
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]
            user = [f"--username={getpass.getuser()}", "--no-sync"]
            subprocess.run([*init, *user], check=True, stdout=subprocess.DEVNULL, user=POSTGRES)
        own = f"\nport = {self.postgresql}\nunix_socket_directories = ''\n"
        (data / "postgresql.conf").write_text((ROOT / "deploy/postgresql.conf").read_text() + own)

    def load(self) -> None:
        """Schema, static files and content, once PostgreSQL runs."""
        where = ["-h", "127.0.0.1", "-p", str(self.postgresql)]
        made = subprocess.run(
            [str(POSTGRESQL[-1] / "createdb"), *where, "familjecentral"], capture_output=True, text=True
        )
        if made.returncode and "already exists" not in made.stderr:
            raise RuntimeError(made.stderr)
        self.manage("compile_catalogues")
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--no-input", "--verbosity=0")
        self.manage("write_error_pages")
        self.manage("load_content", *(["--example"] if self.example else []))


@contextmanager
def running(stack: Stack) -> Iterator[Stack]:
    """The stack, loaded and ready; nothing of it is left running afterwards."""
    stack.prepare()
    try:
        stack.start("postgresql")
        stack.start("redis")
        stack.load()
        for service in ("web1", "web2", "nginx"):
            stack.start(service)
        until(lambda: stack.status("/-/ready") == 200, "/-/ready")
        yield stack
    finally:
        stack.stop_all()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("do", choices=("start", "stop"))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--port", type=int, default=8100, help="the first of five")
    parser.add_argument("--example", action="store_true", help="with invented example data")
    parser.add_argument("--fresh", action="store_true", help="forget what an earlier run left")
    chosen = parser.parse_args()
    own = chosen.folder / "stack.pid"
    if chosen.do == "stop":
        os.kill(int(own.read_text()), signal.SIGTERM)
        until(lambda: not own.exists(), "stop", 60)
        return 0
    if lacking := missing():
        print(
            f"NOT STARTED: this machine lacks {', '.join(lacking)}. On Debian: apt-get install {' '.join(lacking)}"
        )
        return 2
    if chosen.fresh:
        shutil.rmtree(chosen.folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running(Stack(chosen.folder, chosen.port, chosen.example)) as stack:
            own.write_text(str(os.getpid()))
            print(
                f"ready\n  http://127.0.0.1:{stack.port}/  (nginx's local address)\n  https://127.0.0.1:{stack.tls}/  "
                f"(curl --resolve {HOST}:{stack.tls}:127.0.0.1 -k https://{HOST}:{stack.tls}/)\n  files, logs and pids: {stack.folder}",
                flush=True,
            )
            signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        own.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
