"""Runs a command to its end and prints its wall time, its CPU time and its peak memory.

usage: run.py OUTPUT COMMAND...

The standard output of the command goes to the file OUTPUT.
Prints three whole numbers: microseconds, microseconds, KiB.
"""

import os
import sys
import time

output, command = sys.argv[1], sys.argv[2:]
with open(output, "wb") as stdout:
    start = time.perf_counter()
    child = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_DUP2, stdout.fileno(), 1)],
    )
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
# A status of 1 means findings.
if os.waitstatus_to_exitcode(status) not in (0, 1):
    sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
cpu = usage.ru_utime + usage.ru_stime
print(round(wall * 1e6), round(cpu * 1e6), usage.ru_maxrss)
