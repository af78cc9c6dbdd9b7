"""Kernels that start at once.

Starting an interpreter and importing pandas and matplotlib takes longer than most reports do. So one process, the stem, imports them
once and then does nothing but fork: each notebook runs in a copy of it in which no line of any notebook has run.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

PRELOADED = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "tollbook.notebook", "matplotlib.backends.backend_agg",
             "matplotlib.backends.backend_svg", "matplotlib.backends.backend_pdf")

# Apple's libraries are not safe to use after a fork; there each kernel is an interpreter of its own, as everywhere else in Jupyter.
FORKS = sys.platform != "darwin"

SETTINGS = {
    "PYTHONWARNINGS": "error",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "agg",
    "MATPLOTLIBRC": os.devnull,  # no rules but the charts' own
    "TZ": "UTC",
    "OPENBLAS_NUM_THREADS": "1",  # the reports share the cores already
    "OMP_NUM_THREADS": "1",
}
ARGUMENTS = ["--HistoryManager.enabled=False", "--InteractiveShell.colors=nocolor"]


class Manager(AsyncKernelManager):
    """Starts one kernel in `folder`, which takes its connection file, its sockets, its IPython profile and its log."""

    folder: Path
    working_folder: Path
    environment: dict[str, str]

    async def start_kernel(self, **options):
        """Start the kernel over IPC: no port to race for, nothing that another machine or user could reach."""
        self.transport, self.connection_file = "ipc", str(self.folder / "kernel.json")
        if FORKS:
            self.provisioner = ForkingProvisioner(kernel_id="", kernel_spec=self.kernel_spec, parent=self)
        environment = os.environ | SETTINGS | {"IPYTHONDIR": str(self.folder / "ipython")} | self.environment
        with (self.folder / "kernel.log").open("wb") as log:
            await super().start_kernel(**options | {"extra_arguments": ARGUMENTS}, env=environment, cwd=str(self.working_folder),
                                       stdout=log, stderr=log)


def manager(folder: Path, working_folder: Path, environment: dict[str, str]) -> type[Manager]:
    """Make the class of manager that nbclient is to use for one notebook."""
    return type("Manager", (Manager,), {"folder": folder, "working_folder": working_folder, "environment": environment})


class ForkingProvisioner(LocalProvisioner):
    """Asks the stem for a kernel instead of starting an interpreter."""

    async def launch_kernel(self, cmd, **options):
        self.process = stem().fork(
            arguments=cmd[cmd.index("-f"):], environment=options["env"], folder=options["cwd"], log=options["stderr"].name
        )
        self.pid = self.process.pid
        return self.connection_info


@dataclass
class Forked:
    """A forked kernel, with what jupyter_client asks of a `subprocess.Popen`; the stem, not we, is its parent."""

    pid: int
    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(0.01)
        return 0

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Stem:
    """The process that forks kernels, seen from outside; it ends when the process that started it does."""

    def __init__(self):
        # A session of its own keeps the Ctrl-C of a terminal from it: its end is the end of its input.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tollbook.render.kernels"], env=os.environ | SETTINGS, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )
        self.lock = threading.Lock()
        atexit.register(self.end)

    def fork(self, **request) -> Forked:
        """Start a kernel: its arguments, its environment, the folder it runs in and the file its log goes to."""
        with self.lock:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the process that kernels are forked from has ended")
        return Forked(int(answer))

    def end(self) -> None:
        """End the stem and wait until it has."""
        self.process.communicate()


@cache
def stem() -> Stem:
    """Start the stem, once in each process; it imports in the background."""
    return Stem()


def warm_up() -> None:
    """Let the stem import while its caller does something else."""
    if FORKS:
        stem()


def serve() -> None:
    """Be the stem: import, then fork a kernel for each line of standard input and answer with its process id."""
    for name in PRELOADED:
        try:
            importlib.import_module(name)
        except Exception:  # what cannot be imported here fails again, with its message, in the cell that imports it
            continue
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _become_kernel(**json.loads(line))
        print(pid, flush=True)


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str, log: str) -> None:
    """Turn a fresh fork of the stem into an IPython kernel; does not return."""
    from ipykernel.kernelapp import IPKernelApp

    parent = os.getppid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    IPKernelApp.launch_instance([*arguments, f"--IPKernelApp.parent_handle={parent}"])
    os._exit(0)


if __name__ == "__main__":
    serve()
