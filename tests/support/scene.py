"""A scene for integration tests: a temporary folder with a portal, sinks, a configuration, and the
two programs run in it.

    with Scene() as scene:
        scene.start_portal("--data", "demo")
        scene.start_sinks()
        scene.write_configuration()
        scene.hentrad("--once", "--now", NOW)
        rows = scene.json("communes", now=NOW)

Everything a scene started is ended, and its folder removed, when it closes; with HENTRA_KEEP set
the folder stays and is named."""

import base64
import email
import email.policy
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from support.clock import Clock

SOURCE = Path(os.environ.get("HENTRA_SOURCE", Path(__file__).resolve().parents[2]))
BUILD = Path(os.environ.get("HENTRA_BUILD", SOURCE / "build/tests"))
NOW = "2023-06-14T17:00:00+07:00"  # the demonstration province's clock
os.environ["HENTRA_SHARE_DIR"] = str(SOURCE / "config")  # the vendor's files of this tree
DEBIAN_PYTHON = "/usr/bin/python3"
WAIT = 90  # seconds a thing may take to come; sanitizer builds on a busy machine are slow


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def need(*commands):
    """Skips the test when a program it needs is not installed."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    found = [shutil.which(command, path=path) for command in commands]
    for command, where in zip(commands, found):
        if not where:
            skip(f"{command} is not installed")
    return found


def need_module(name):
    """A module of Debian's python3; the test starts again under that when another one runs it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        if "HENTRA_PYTHON" not in os.environ and Path(DEBIAN_PYTHON).exists():
            os.environ["HENTRA_PYTHON"] = DEBIAN_PYTHON
            os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])
    return skip(f"python3 has no module {name}")


def npm_install(name):
    """node, and a copy of tests/full/NAME with the libraries its package.json asks for; the test is
    skipped without npm or without a registry that answers."""
    npm, node = need("npm", "node")
    folder = BUILD / name
    shutil.copytree(SOURCE / "tests/full" / name, folder, dirs_exist_ok=True)
    try:
        done = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--ignore-scripts",
                               "--fetch-retries=1", "--fetch-timeout=30000"], cwd=folder,
                              capture_output=True, text=True, check=False, timeout=300)
    except subprocess.TimeoutExpired:
        skip("npm install came to no end")
    if done.returncode:
        skip(f"npm install failed: {done.stderr.strip()[-300:]}")
    return node, folder


def shared_data(name):
    """A folder of real data beside the working copy; the test is skipped when it is not there."""
    folder = SOURCE.parent / "shared/data" / name
    if not folder.is_dir():
        skip(f"no data set {name} beside this working copy")
    return folder


def eventually(check, seconds=WAIT, what="what the test waits for"):
    """The first true value of check(); an AssertionError when time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = check()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {seconds} s")


class Scene:
    """With `at`, the programs' clock stands there when each begins; else it is the machine's."""

    def __init__(self, at=None):
        self.folder = Path(tempfile.mkdtemp(prefix="hentra-test-"))
        self.folder.chmod(0o755)  # a mail server under its own user reads below it
        self.processes = []
        self.portal = self.mail = self.webhook = ""
        self.simulator = None
        self.secret = "whsec_" + base64.b64encode(os.urandom(32)).decode()
        self.conf = self.folder / "hentra.conf"
        self.clock = Clock(self.folder, at) if at else None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if os.environ.get("HENTRA_KEEP"):
            print(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- surroundings --------------------------------------------------------------------------

    def spawn(self, *command, **options):
        process = subprocess.Popen([str(part) for part in command], **options)
        self.processes.append(process)
        return process

    def start_helper(self, *command):
        """A helper prints its address on its first line; returns (process, address)."""
        process = self.spawn(sys.executable, *command, stdout=subprocess.PIPE, text=True)
        address = process.stdout.readline().strip()
        if not address:
            raise AssertionError(f"{command[0]} did not start")
        return process, address

    def start_portal(self, *options):
        process, self.portal = self.start_helper(SOURCE / "tests/portal_simulator", *options)
        self.simulator = process
        return process

    def start_mail(self, *options):
        process, self.mail = self.start_helper(SOURCE / "tests/sinks/mail_sink.py",
                                               self.folder / "letters", *options)
        return process

    def start_webhook(self, *options):
        process, self.webhook = self.start_helper(SOURCE / "tests/sinks/webhook_sink.py",
                                                  self.folder / "events", "--secret", self.secret,
                                                  *options)
        return process

    def start_sinks(self):
        self.start_mail()
        self.start_webhook()

    def control(self, what, body=None, **values):
        """Asks the portal's control URL; with a body or for anything that changes it, by POST."""
        url = f"{self.portal}/control/{what}?{urllib.parse.urlencode(values)}"
        data = None
        if what not in ("requests", "truth", "personal"):
            data = json.dumps(body if body is not None else []).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data=data)) as answer:
                return json.load(answer)
        except ConnectionError as error:  # never by itself: control requests have no faults
            code = self.simulator.poll() if self.simulator else None
            state = "still runs" if code is None else f"ended with {code}"
            raise AssertionError(f"the portal simulator {state}: {what}: {error}") from error

    # --- configuration -------------------------------------------------------------------------

    def write_configuration(self, *, communes=None, portal="", rule=None, more="", hentra="",
                            verdict=""):
        """The demonstration's configuration; keywords add lines to a section or replace the rule."""
        secret = self.folder / "hotline.secret"
        secret.write_text(self.secret + "\n")
        secret.chmod(0o600)
        table = communes or (SOURCE / "packaging/demo.d/communes.csv").read_text()
        (self.folder / "communes.csv").write_text(table)
        text = (SOURCE / "packaging/demo.d/hentra.conf.in").read_text()
        values = {"FOLDER": self.folder, "PORTAL": self.portal or "http://127.0.0.1:1",
                  "MAIL": self.mail or "smtp://127.0.0.1:1",
                  "WEBHOOK": self.webhook or "http://127.0.0.1:1/"}
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        for section, lines in (("[hentra]", hentra), ("[portal lamdong]", portal),
                               ("[verdict]", verdict)):
            text = text.replace(section + "\n", section + "\n" + lines + "\n", 1)
        if rule is not None:
            head, _, tail = text.partition("[rule pile-up]\n")
            tail = tail[tail.index("\n["):]
            text = f"{head}[rule pile-up]\n{rule}\n{tail}"
        if "[page]" not in more:  # daemons that run side by side would want the same port
            more += "\n[page]\nlisten = none\n"
        self.conf.write_text(text + more)

    # --- the programs --------------------------------------------------------------------------

    def run(self, program, *arguments, code=0, **options):
        """Runs a program to its end and returns what subprocess.run does; a different exit code is
        a failure that shows the output (code=None: any)."""
        command = [str(BUILD / program), *[str(argument) for argument in arguments]]
        if self.clock:
            options.setdefault("env", self.clock.environment())
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280,
                              **options)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{' '.join(command)}\nended with {done.returncode}, not {code}\n"
                                 f"{done.stdout}\n{done.stderr}")
        return done

    def hentrad(self, *arguments, **options):
        return self.run("hentrad", "-c", self.conf, *arguments, **options)

    def once(self, now=NOW, **options):
        return self.hentrad("--once", "--now", now, **options)

    def tool(self, *arguments, now=None, **options):
        clock = ["--now", now] if now else []
        return self.run("hentractl", "-c", self.conf, *clock, *arguments, **options)

    def json(self, *arguments, now=NOW, **options):
        return json.loads(self.tool("--json", *arguments, now=now, **options).stdout)

    def start_daemon(self, *arguments, **options):
        log = open(self.folder / "hentrad.log", "ab")
        if self.clock:
            options.setdefault("env", self.clock.environment())
        return self.spawn(BUILD / "hentrad", "-c", self.conf, *arguments, stdout=log, stderr=log,
                          **options)

    def stop(self, process, sign=signal.SIGTERM, seconds=WAIT):
        process.send_signal(sign)
        code = process.wait(seconds)
        self.processes.remove(process)
        return code

    # --- what came out -------------------------------------------------------------------------

    def letters(self):
        found = []
        for path in sorted((self.folder / "letters").glob("*.eml")):
            with open(path, "rb") as file:
                found.append(email.message_from_binary_file(file, policy=email.policy.default))
        return found

    def events(self):
        """(headers, event) of every event received, in order; a refused signature is a failure."""
        refused = sorted((self.folder / "events").glob("refused-*"))
        if refused:
            raise AssertionError(f"the receiver refused: {refused[0].read_text()}")
        return [(json.loads(path.with_suffix(".headers").read_text()), json.loads(path.read_text()))
                for path in sorted((self.folder / "events").glob("*.json"))]


def rows(value):
    """The list in a --json answer, whether it stands alone or under one name."""
    if isinstance(value, dict):
        return next((part for part in value.values() if isinstance(part, list)), [])
    return value


def by_code(value):
    return {row["code"]: row for row in rows(value)}
