"""A real nginx of its own that serves a folder: own configuration, pid, logs and port; `server` adds
lines to its one server block, `http` to what surrounds it."""

import os
import subprocess
import time
import urllib.error
import urllib.request

from support.ports import free_port
from support.scene import need

CONFIGURATION = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
	access_log {folder}/access.log;
	client_body_temp_path {folder}/body;
	proxy_temp_path {folder}/proxy;
	fastcgi_temp_path {folder}/fastcgi;
	uwsgi_temp_path {folder}/uwsgi;
	scgi_temp_path {folder}/scgi;
	sendfile on;
	keepalive_requests 100000;
	types {{ application/json json; }}
{http}
	server {{
		listen 127.0.0.1:{port};
		root {root};
{server}
	}}
}}
"""


class Nginx:
    def __init__(self, folder, root, server="", http=""):
        (self.command,) = need("nginx")
        self.folder, self.port = folder, free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self.url = f"http://127.0.0.1:{self.port}"
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(CONFIGURATION.format(
            folder=folder, root=root, port=self.port, user=user, server=server, http=http))
        self.process = None

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.command, "-p", self.folder, "-c", self.folder / "nginx.conf"],
            stderr=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(self.url, timeout=1).close()
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("nginx does not answer: " + (self.folder / "error.log").read_text())

    def __exit__(self, kind, error, trace):
        self.process.terminate()
        self.process.wait(10)

    def requests(self):
        return (self.folder / "access.log").read_text().splitlines()
