"""Scenes with portals of every shape: a configuration of any number of [portal] sections over the
simulator, and what the tests ask of it."""

import json
import socket
import threading
import urllib.parse
import urllib.request

from support.scene import SOURCE, Scene

# what each shipped profile wants to know beside the address
OWN = {
    "opencps": "header = groupId: 53152\nsign-in = none",
    "igate": "sign-in = none",
    "thanhhoa": "header = tenant: root\nsign-in = none",
    "dvcqg": "sign-in = none",
    "csv": "",
}


class PortalScene(Scene):
    def write_portals(self, portals, **more):
        """portals: name -> lines of its section. Everything else as the demonstration has it."""
        self.write_configuration(**more)
        head, _, tail = self.conf.read_text().partition("[portal lamdong]\n")
        sections = "".join(f"[portal {name}]\n{lines}\n" for name, lines in portals.items())
        self.conf.write_text(head + sections + tail[tail.index("\n["):])

    def portal_of(self, shape, url=None, more=""):
        """The lines of a portal with a shipped profile."""
        return f"profile = {shape}\nurl = {url or self.portal}\n{OWN[shape]}\n{more}"

    def fetch(self, what, **values):
        url = f"{self.portal}/control/{what}?{urllib.parse.urlencode(values)}"
        with urllib.request.urlopen(url) as answer:
            return answer.read()

    def stats(self):
        return json.loads(self.fetch("stats"))

    def asked(self, path=None):
        """What the simulator was asked so far."""
        return [r for r in self.control("requests") if path is None or r["path"] == path]

    def own_profile(self, name, text):
        """A profile of the installation itself, which wins over the shipped one of its name."""
        folder = self.folder / "profiles"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.profile").write_text(text)

    def changed_profile(self, name, *changes):
        """The shipped profile with some texts replaced."""
        text = (SOURCE / f"config/profiles/{name}.profile").read_text()
        for old, new in changes:
            assert old in text, f"{name}.profile has no {old!r}"
            text = text.replace(old, new)
        self.own_profile(name, text)


def dead_port():
    """A port where nobody answers: it takes connections and says nothing."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    threading.Thread(target=_swallow, args=(listener,), daemon=True).start()
    return listener.getsockname()[1]


def _swallow(listener):
    kept = []
    while True:
        kept.append(listener.accept()[0])
