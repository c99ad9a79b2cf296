"""Runs a command and prints its wall and CPU seconds, peak memory and blocks written, as JSON on
descriptor 3. Started with `python3 -I -S`: the peak memory of a child begins with that of the process
that forked it, so this one stays small."""

import json
import os
import sys
import time

begin = time.monotonic()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
result = {"code": os.waitstatus_to_exitcode(status), "wall": time.monotonic() - begin,
          "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024,
          "written": usage.ru_oublock * 512 / 2**20}
os.write(3, json.dumps(result).encode())
