"""The machine the bench runs on: what it is, and how busy other work keeps it meanwhile."""

from __future__ import annotations

import os
import platform
import resource
import time

import psutil


def describe() -> str:
    """One line that says where the numbers are from."""
    memory = psutil.virtual_memory().total / 2**30
    system = f"{platform.system()} {platform.release()}"
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {system}, load average at the start {load:.1f}"


def allow_sockets(many: int) -> None:
    """Raise the limit of open files for this process and those it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = many if hard == resource.RLIM_INFINITY else min(many, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def worked(pid: int) -> float:
    """Seconds of CPU a process and its children have used."""
    process = psutil.Process(pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(spent.user + spent.system for spent in times)


def memory(pid: int) -> int:
    """Bytes of memory a process and its children hold."""
    process = psutil.Process(pid)
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))


class Others:
    """How many cores the work of others takes while this process, its children and `servers` measure."""

    def __init__(self, *servers: int) -> None:
        self._pids = (os.getpid(), *servers)
        self._begun, self._all, self._ours = time.monotonic(), _busy(), self._worked()

    def cores(self) -> float:
        """The average since the beginning. Numbers from a machine that others keep busy mean less."""
        others = (_busy() - self._all) - (self._worked() - self._ours)
        return max(0.0, others / (time.monotonic() - self._begun))

    def _worked(self) -> float:
        return sum(worked(pid) for pid in self._pids)


def _busy() -> float:
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0) - getattr(times, "guest", 0)
