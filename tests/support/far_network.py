"""A network that a machine reaches through a proxy alone: nginx speaks TLS for the portal there, under a
name and at an address of which the machine's own network knows nothing, and a tinyproxy stands between.

    machine ── 10.99.0.2 ── 10.99.0.1 tinyproxy ── portal.inside.example, 10.98.0.1:8443"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from support.nginx import Nginx
from support.scene import SOURCE, eventually, need

NAME, ADDRESS, PORT = "portal.inside.example", "10.98.0.1", 8443
PROXY = "http://10.99.0.1:3128"
CONFIGURATION = """\
Listen 10.99.0.1
Port 3128
Timeout 60
MaxClients 20
Allow 10.99.0.2
ConnectPort {port}
LogLevel Info
LogFile "{folder}/proxy.log"
"""
TLS = """
	server {{
		listen {address}:{port} ssl;
		ssl_certificate {certificate};
		ssl_certificate_key {key};
		location / {{ proxy_pass {portal}; }}
	}}
"""


class FarNetwork:
    def __init__(self, machine, folder, certificate):
        """certificate: (file, key) of the portal."""
        self.proxy_command, self.nsenter = need("tinyproxy", "nsenter")
        need("nginx", "ip")
        self.machine, self.folder, self.certificate = machine, folder, certificate
        self.holder, self.processes, self.proxy = None, [], None
        self.asked_before = 0  # requests of nginx's own

    def __enter__(self):
        self.folder.mkdir(parents=True)
        self.holder = subprocess.Popen(["unshare", "-n", "sleep", "infinity"])
        here = os.readlink("/proc/self/ns/net")
        eventually(lambda: os.readlink(f"/proc/{self.holder.pid}/ns/net") != here, 10, "a network")
        try:
            self.connect()
            portal = self.start(sys.executable, SOURCE / "tests/portal_simulator", "--data", "demo")
            self.start(sys.executable, __file__, self.folder / "nginx", *self.certificate, portal)
            self.start_proxy()
            self.asked_before = len(self.requests())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed([process for process in [*self.processes, self.holder] if process]):
            process.terminate()
            process.wait()

    def connect(self):
        far = str(self.holder.pid)
        self.machine.near("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", far)
        self.machine.near("ip", "address", "add", "10.99.0.2/24", "dev", "near")
        self.machine.near("ip", "link", "set", "near", "up")
        for words in ("link set lo up", "address add 10.99.0.1/24 dev far", "link set far up",
                      f"address add {ADDRESS}/32 dev lo"):
            subprocess.run([self.nsenter, "-t", far, "-n", "ip", *words.split()], check=True)

    def start(self, *command):
        """A program in the far network; its first line is returned."""
        process = subprocess.Popen(
            [self.nsenter, "-t", str(self.holder.pid), "-n", "--", *map(str, command)],
            stdout=subprocess.PIPE, text=True)
        self.processes.append(process)
        line = process.stdout.readline().strip()
        assert line, f"{command} did not start"
        return line

    def start_proxy(self):
        """Only here the portal's name is known."""
        hosts, conf = self.folder / "hosts", self.folder / "proxy.conf"
        hosts.write_text(f"{ADDRESS} {NAME}\n")
        conf.write_text(CONFIGURATION.format(port=PORT, folder=self.folder))
        self.proxy = subprocess.Popen(
            [self.nsenter, "-t", str(self.holder.pid), "-n", "--", "unshare", "-m", "sh", "-c",
             'mount --bind "$1" /etc/hosts && exec "$2" -d -c "$3"', "sh", str(hosts),
             self.proxy_command, str(conf)], stdout=subprocess.DEVNULL)
        self.processes.append(self.proxy)
        eventually(lambda: "Accepting connections" in self.log(), 20, "the proxy")

    def stop_proxy(self):
        self.processes.remove(self.proxy)
        self.proxy.terminate()
        self.proxy.wait()
        (self.folder / "proxy.log").unlink()

    def log(self):
        path = self.folder / "proxy.log"
        return path.read_text() if path.exists() else ""

    def tunnels(self):
        """What the proxy was asked for."""
        return [line.split("): ", 1)[1] for line in self.log().splitlines() if "Request (" in line]

    def requests(self):
        """Lines of the portal's own log."""
        return (self.folder / "nginx/access.log").read_text().splitlines()


def serve(folder, certificate, key, portal):
    """The far network's nginx, until SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = TLS.format(address=ADDRESS, port=PORT, certificate=certificate, key=key, portal=portal)
    with Nginx(Path(folder), folder, http=server):
        print("ready", flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    serve(*sys.argv[1:])
