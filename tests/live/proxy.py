"""nginx with Nchan, as `config/nginx/` has it, on free ports, with nothing kept."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import servers

CONFIGURATION = Path(__file__).parents[2] / "config" / "nginx"
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
MISSING = "nginx with Nchan is not installed: apt-get install nginx libnginx-mod-nchan"

MAIN = """
load_module {module};
user root;
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid {folder}/pid;
error_log stderr crit;
events {{ worker_connections 19000; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/publish.conf;
    upstream tellers_hub {{ server 127.0.0.1:{hub}; }}
    server {{
        listen 127.0.0.1:{port};
        include {folder}/{way}.conf;
        location / {{
            proxy_pass http://tellers_site;
            proxy_set_header Host $http_host;
        }}
    }}
}}
"""


@dataclass
class Proxy:
    """Where pages listen, where the publisher posts, and the process."""

    port: int
    publisher: str
    pid: int


def is_installed() -> bool:
    """Tell whether this machine has what it takes."""
    return MODULE.exists() and shutil.which("nginx") is not None


@contextmanager
def nginx(*, site: int, hub: int = 0, redis: str = "", publisher: int = 0) -> Iterator[Proxy]:
    """Stand before Django on port `site`: streams come from the hub, or else from Nchan."""
    port, publisher = servers.free_port(), publisher or servers.free_port()
    folder = servers.scratch() / f"nginx-{port}"
    folder.mkdir()
    for name in ("publish.conf", "live.conf", "hub.conf"):
        text = (CONFIGURATION / name).read_text()
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{site}")
        text = text.replace("127.0.0.1:8009", f"127.0.0.1:{publisher}")
        if redis:
            text = text.replace("redis://127.0.0.1:6379/1", redis)
            text = re.sub("# (nchan_redis_pass|upstream live_redis)", r"\1", text)
        (folder / name).write_text(text.replace("/var/cache/nginx", str(folder)))
    main = MAIN.format(
        module=MODULE,
        folder=folder,
        port=port,
        hub=hub or servers.free_port(),
        way="hub" if hub else "live",
    )
    (folder / "nginx.conf").write_text(main)
    command = [
        shutil.which("nginx") or "nginx",
        "-p",
        str(folder),
        "-c",
        str(folder / "nginx.conf"),
    ]
    try:
        with servers.program(command, port=port, environment={}) as pid:
            yield Proxy(port, f"http://127.0.0.1:{publisher}", pid)
    finally:
        shutil.rmtree(folder)
