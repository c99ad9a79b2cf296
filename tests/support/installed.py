"""hentra as its package installs it, in a machine of its own, with the demonstration's portal, a mail
relay, the hotline's receiver and a name server in the machine's network."""

import email
import email.policy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from support.machine import Machine
from support.package import packages, tree
from support.scene import SOURCE, eventually

# quick enough for a test; everything else is as `hentractl init` writes it
QUICK = """\
[portal lamdong]
every = 10s
since = 3000d
[rule pile-up]
for = 0s
[channel chair]
hours = any
[channel hotline]
allow-private = yes
"""
WATCHED = """\
[Service]
WatchdogSec=4s
RestartSec=1s
"""


class Installed(Machine):
    def __init__(self, before=()):
        self.package, self.next_package = packages()
        clean = tree()
        self.folder = Path(tempfile.mkdtemp(prefix="hentra-machine-"))
        super().__init__(self.folder, clean, before)
        self.portal = self.mail = self.hotline = ""

    def end(self):
        super().end()
        subprocess.run(["rm", "-rf", str(self.folder)], check=False)

    # --- surroundings ---------------------------------------------------------------------------

    def start_names(self, delay=0):
        self.helper(SOURCE / "tests/support/dns_server.py", delay)

    def start_portal(self, port=0):
        self.portal = self.helper(SOURCE / "tests/portal_simulator", "--data", "demo", "--port",
                                  port)

    def start_mail(self):
        self.mail = self.helper(SOURCE / "tests/sinks/mail_sink.py", self.folder / "letters")

    def start_hotline(self, secret):
        self.hotline = self.helper(SOURCE / "tests/sinks/webhook_sink.py", self.folder / "events",
                                   "--secret", secret)

    def port(self, address):
        return int(re.search(r":(\d+)", address.split("//")[1])[1])

    def init(self, *more, **options):
        """hentractl init, as an operator would type it, with names instead of addresses."""
        return self.run("hentractl", "init", "--province", "68", "--province-name", "Tỉnh Lâm Đồng",
                        "--portal", "lamdong", "--url", f"http://portal.test:{self.port(self.portal)}",
                        "--header", "groupId: 53152", "--relay",
                        f"smtp://relay.test:{self.port(self.mail)}", "--from",
                        "hentra@lam-dong.example", "--office", "van-phong@lam-dong.example",
                        "--contact", "Văn phòng UBND tỉnh, 1022", *more, **options)

    def configure(self):
        """Everything an operator does after init."""
        # the sink's port is known only when it runs, and it wants the key that init makes
        self.write("/etc/hentra/secrets/hotline", "whsec_" + "A" * 43 + "=\n", 0o600)
        self.start_hotline("whsec_" + "A" * 43 + "=")
        self.init("--hotline", f"http://hotline.test:{self.port(self.hotline)}/hooks/hentra")
        communes = (SOURCE / "packaging/demo.d/communes.csv").read_text()
        self.write("/etc/hentra/communes.csv", communes)
        quick = QUICK + "[mail]\ntls = none\n"
        self.write("/etc/hentra/hentra.conf.d/quick.conf", quick)

    # --- what it knows --------------------------------------------------------------------------

    def json(self, *words):
        return json.loads(self.run("hentractl", "--json", *words).stdout)

    def status(self):
        return self.json("status")

    def read_completely(self, since=None):
        """Waits for a complete poll (one after `since`), and returns its time."""
        def complete():
            done = self.run("hentractl", "--json", "status", code=None)
            if done.returncode:
                return None
            portal = json.loads(done.stdout)["portals"][0]
            return portal["last_complete"] if portal["last_complete"] != since else None
        return eventually(complete, 90, "a complete poll")

    def letters(self):
        found = []
        for path in sorted((self.folder / "letters").glob("*.eml")):
            with open(path, "rb") as file:
                found.append(email.message_from_binary_file(file, policy=email.policy.default))
        return found

    def events(self):
        refused = sorted((self.folder / "events").glob("refused-*"))
        assert not refused, refused[0].read_text()
        return [json.loads(path.read_text())
                for path in sorted((self.folder / "events").glob("*.json"))]

    def event(self, name):
        """The message ids stand in the daemon's header."""
        text = (SOURCE / "daemon/ground/event_ids.h").read_text()
        return re.search(rf'{name} "([0-9a-f]+)"', text)[1]

    def said(self, name):
        """Journal lines of an operator event."""
        return self.journal(f"MESSAGE_ID={self.event(name)}").splitlines()


def run_steps(*steps):
    """Steps share one machine and follow each other; each is named when it is done."""
    with Installed() as machine:
        for step in steps:
            step(machine)
            print(step.__name__, flush=True)
    sys.exit(0)
