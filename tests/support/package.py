"""The Debian package of this tree, and one of a later version whose store has another form: built once
for the same files, below the build folder."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from support.machine import make_tree
from support.scene import BUILD, SOURCE, need, skip

KEPT = BUILD / "package"
NEXT_MIGRATION = "9999_of_the_next_package"


def files():
    """What the package is made of, relative to the tree."""
    if (SOURCE / ".git").exists():
        said = subprocess.run(["git", "-C", str(SOURCE), "ls-files", "-z", "--cached", "--others",
                               "--exclude-standard"], capture_output=True, check=True).stdout
        names = [Path(name) for name in said.decode().split("\0") if name]
    else:
        names = [path.relative_to(SOURCE) for path in SOURCE.rglob("*") if path.is_file()]
        names = [name for name in names if name.parts[0] != "build"]
    wanted = ("daemon", "config", "packaging", "systemd", "cmake", "CMakeLists.txt", "README.md",
              "CHANGELOG.md", "LICENSE", "SECURITY.md", "tests/CMakeLists.txt")
    return sorted(name for name in names if (SOURCE / name).is_file()
                  and str(name).startswith(wanted))


def copy_tree(to):
    shutil.rmtree(to, ignore_errors=True)
    for name in files():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(SOURCE / name, to / name)


def fingerprint():
    digest = hashlib.sha256()
    for name in files():
        digest.update(f"{name}\0".encode() + (SOURCE / name).read_bytes())
    return digest.hexdigest()[:16]


def build(tree, output, *options):
    # the second package differs in one file
    env = dict(os.environ, DEB_BUILD_OPTIONS="nolto")
    if shutil.which("ccache"):
        env.update(CMAKE_C_COMPILER_LAUNCHER="ccache", CCACHE_BASEDIR=str(output))
        env.setdefault("CCACHE_DIR", str(KEPT / "ccache"))
    done = subprocess.run(["nice", str(tree / "packaging/build-deb"), "--output", str(output),
                           *options], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return Path(done.stdout.strip().splitlines()[-1])


@contextmanager
def alone():
    """Two tests that want the packages wait for each other."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with open(KEPT / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def packages():
    """(this package, the next one with another form of the store). HENTRA_PACKAGES names a folder
    where both are already."""
    with alone():
        return find_or_build(Path(os.environ.get("HENTRA_PACKAGES") or KEPT / fingerprint()))


def find_or_build(folder):
    found = sorted(folder.glob("hentra_*.deb"), key=lambda path: "+next" in path.name)
    if len(found) == 2:
        return found
    if os.environ.get("HENTRA_PACKAGES"):
        raise AssertionError(f"HENTRA_PACKAGES: not this package and the next one: {found}")
    need("dpkg-buildpackage", "dh", "fakeroot")
    for old in KEPT.glob("*"):
        if old.is_dir():
            shutil.rmtree(old)
    tree = KEPT / "tree"
    copy_tree(tree)
    this = build(tree, KEPT / "output")
    sql = tree / "daemon/store/schema/sqlite" / f"{NEXT_MIGRATION}.sql"
    sql.write_text("CREATE TABLE next_package(kept TEXT NOT NULL) STRICT;\n")
    version = this.name.split("_")[1]
    after = build(tree, KEPT / "output", "--version", f"{version}+next")
    folder.mkdir(parents=True, exist_ok=True)
    moved = [Path(shutil.move(path, folder / path.name)) for path in (this, after)]
    shutil.rmtree(tree)
    return moved


def tree():
    """The tar of a clean Debian 12."""
    try:
        with alone():
            return make_tree(KEPT / "debian-12.tar")
    except OSError as error:
        skip(f"no Debian tree: {error}")
