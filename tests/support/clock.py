"""The clock as tests see it, and clocks that they turn for a daemon. Nothing else in the tests reads
one, so that they hold on any day (HENTRA_TODAY, support/on_day)."""

import os
import shutil
import struct
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

ZONE = timezone(timedelta(hours=7))


def now():
    return datetime.now(ZONE)


class Clock:
    """A daemon's clock (support/clockwork.c): stands at `at`, or at the machine's time, when the daemon
    starts, and goes on so many times as fast."""

    def __init__(self, folder, at=None, speed=1):
        self.file, self.preload = folder / "clockwork", folder / "clockwork.so"
        self.speed = speed
        if not self.preload.exists():
            compiler = shutil.which("cc")
            if not compiler:
                print("skipped: there is no C compiler")
                sys.exit(77)
            subprocess.run([compiler, "-shared", "-fPIC", "-o", self.preload,
                            Path(__file__).with_name("clockwork.c"), "-ldl"], check=True)
        self.set(at)

    def set(self, at=None, ahead=0, forgetful=False):
        """So many seconds ahead of `at`, in place: the daemon has the file mapped."""
        offset = ahead
        if at:
            offset += int((datetime.fromisoformat(at) - now()).total_seconds())
        self.file.touch()
        with open(self.file, "r+b") as same:
            same.write(struct.pack("qqq", self.speed, offset, forgetful))

    def environment(self, **more):
        before = os.environ.get("LD_PRELOAD")
        return {**os.environ, "CLOCKWORK": str(self.file),
                "LD_PRELOAD": f"{self.preload}:{before}" if before else str(self.preload),
                "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0", **more}
