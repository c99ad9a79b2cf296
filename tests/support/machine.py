"""A machine of its own for tests: a clean Debian tree with a real systemd as its first process, in
namespaces, without network but its own loopback. Needs root, mmdebstrap and a mirror (or the tar that
an earlier run left). Nothing of the host is changed; all of it ends with the machine.

    with Machine(folder, tar) as machine:
        machine.install(package)
        machine.run("systemctl", "start", "hentra")

The service manager's own folders inside are private tmpfs; device nodes are the machine's own (one of
the host's, bound, would be chowned by a getty inside)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from support.scene import eventually, need, skip

# what the package may depend on, and what a small server has; the machine has no network to fetch more
PACKAGES = ("systemd,systemd-sysv,dbus,procps,adduser,ca-certificates,tzdata,libcurl4,libev4,"
            "libsqlite3-0,libyajl2,libssl3,libsystemd0,libxlsxwriter4,libmicrohttpd12,man-db,"
            "bash-completion,zsh,locales")

BOOT = r"""
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs dev
mkdir dev/pts dev/shm
for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 console:1:3; do
	IFS=: read -r name major minor <<<"$node"
	mknod -m 666 "dev/$name" c "$major" "$minor"
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount --bind proc/sys proc/sys
mount -o remount,ro,bind proc/sys
ip link set lo up
hostname hentra-test
mkdir -p .old
pivot_root . .old
cd /
umount -l /.old
# else credentials cannot be read by the service's user
mount --make-rshared /
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
	"${@:2}" /lib/systemd/systemd --system
"""


def cgroup2():
    for line in Path("/proc/mounts").read_text().splitlines():
        _, where, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(where)
    skip("there is no cgroup2 hierarchy")


def make_tree(tar, sources="/etc/apt/sources.list.d/debian.sources"):
    """The tar of a clean Debian 12, made once."""
    if tar.exists():
        return tar
    need("mmdebstrap")
    tar.parent.mkdir(parents=True, exist_ok=True)
    new = tar.with_name("new-" + tar.name)
    mirror = [sources] if Path(sources).exists() else ["/etc/apt/sources.list"]
    done = subprocess.run(["mmdebstrap", "--variant=apt", f"--include={PACKAGES}", "bookworm",
                           str(new), *mirror], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-3000:])
        skip("no Debian tree could be made (no mirror?)")
    new.rename(tar)
    return tar


class Machine:
    def __init__(self, folder, tar, before=()):
        """before: words between env and systemd, a wrapper such as faketime's."""
        if os.geteuid() != 0:
            skip("a machine of one's own needs root")
        need("unshare", "nsenter", "ip")
        self.root = Path(folder) / "root"
        self.tar, self.before = tar, before
        self.group = cgroup2() / f"hentra-test-{os.getpid()}"
        self.outer = self.leader = None
        self.helpers = []

    def __enter__(self):
        self.root.mkdir(parents=True)
        subprocess.run(["tar", "-x", "-f", str(self.tar), "-C", str(self.root),
                        "--exclude=./dev/*"], check=True)
        for unit in ("console-getty.service", "systemd-logind.service", "apt-daily.timer",
                     "apt-daily-upgrade.timer", "man-db.timer", "dpkg-db-backup.timer",
                     "e2scrub_all.timer", "fstrim.timer"):
            (self.root / "etc/systemd/system" / unit).symlink_to("/dev/null")
        (self.root / "etc/resolv.conf").unlink(missing_ok=True)
        (self.root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:20\n")
        try:
            self.boot()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, kind, error, trace):
        if error and self.leader:
            print(self.run("journalctl", "-u", "hentra", "--no-pager", "-n", "60",
                           code=None).stdout)
        self.end()

    def boot(self):
        self.group.mkdir()
        self.console = open(self.root.parent / "console", "ab")
        self.outer = subprocess.Popen(
            ["bash", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', str(self.group), "unshare",
             "-m", "-p", "-u", "-i", "-n", "-f", "-C", "--mount-proc", "--kill-child", "bash",
             "-c", BOOT, "boot", str(self.root), *self.before],
            stdout=self.console, stderr=self.console, stdin=subprocess.DEVNULL)
        children = Path(f"/proc/{self.outer.pid}/task/{self.outer.pid}/children")
        self.leader = eventually(lambda: children.read_text().split()[:1], 20, "the machine")[0]
        eventually(lambda: self.run("systemctl", "is-system-running", code=None).stdout.strip()
                   in ("running", "degraded"), 60, "the boot")

    def end(self):
        for helper in self.helpers:  # one may have children of its own to end
            helper.terminate()
        for helper in self.helpers:
            try:
                helper.wait(10)
            except subprocess.TimeoutExpired:
                helper.kill()
                helper.wait()
        self.helpers = []
        if self.outer:
            self.outer.send_signal(signal.SIGKILL)
            self.outer.wait()
            self.outer = self.leader = None
        end = time.monotonic() + 20
        while self.group.exists() and time.monotonic() < end:
            for path in sorted(self.group.rglob("cgroup.procs"), reverse=True):
                try:
                    path.parent.rmdir()
                except OSError:
                    time.sleep(0.05)
        shutil.rmtree(self.root, ignore_errors=True)

    # --- inside ----------------------------------------------------------------------------------

    def run(self, *words, code=0, **options):
        """A command inside, as root; another exit code is a failure that shows the output."""
        options.setdefault("env", {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
                                   "DEBIAN_FRONTEND": "noninteractive"})
        options.setdefault("timeout", 120)
        done = subprocess.run(["nsenter", "-t", self.leader, "-a", "--", *map(str, words)],
                              capture_output=True, text=True, check=False, **options)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{' '.join(map(str, words))}\nended with {done.returncode}, not "
                                 f"{code}\n{done.stdout}\n{done.stderr}")
        return done

    def shell(self, script, **options):
        return self.run("sh", "-ec", script, **options)

    def write(self, path, text, mode=0o644, owner=None):
        """A file inside."""
        file = self.root / path.lstrip("/")
        if path.startswith(("/run/", "/tmp/")):
            raise ValueError(f"{path} is a tmpfs inside")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)
        if owner:
            self.run("chown", owner, path)

    def install(self, package, code=0):
        shutil.copy(package, self.root / "opt")
        return self.run("dpkg", "-i", f"/opt/{Path(package).name}", code=code)

    def service(self, name, unit="hentra"):
        """A property of a unit."""
        return self.run("systemctl", "show", "-P", name, unit).stdout.strip()

    def daemon_restart_counter(self):
        return int(self.service("NRestarts"))

    def journal(self, *words):
        """Lines of the journal, as dictionaries' messages."""
        return self.run("journalctl", "--no-pager", "-o", "cat", *words).stdout

    def helper(self, *command):
        """A host's program in the machine's network; its first line is returned."""
        process = subprocess.Popen(
            ["nsenter", "-t", self.leader, "-n", "--", sys.executable, *map(str, command)],
            stdout=subprocess.PIPE, text=True)
        self.helpers.append(process)
        line = process.stdout.readline().strip()
        if not line:
            raise AssertionError(f"{command[0]} did not start")
        return line

    def end_helper(self, index=-1):
        process = self.helpers.pop(index)
        process.terminate()
        process.wait()

    def near(self, *command, code=0, **options):
        """A host's program in the machine's network, run to its end."""
        done = subprocess.run(["nsenter", "-t", self.leader, "-n", "--", *map(str, command)],
                              capture_output=True, text=True, check=False, timeout=120, **options)
        if code is not None and done.returncode != code:
            raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done
