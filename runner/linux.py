"""What only the kernel can promise: a child that ends with its parent, and root that steps down."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from collections.abc import Iterator
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)

# linux/prctl.h, linux/capability.h and linux/securebits.h
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
PR_SET_CHILD_SUBREAPER = 36
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE = 1
SECBIT_NO_SETUID_FIXUP = 4


class CapabilityHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class CapabilityData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def prctl(option: int, *arguments: int) -> None:
    """Call prctl(2); raises OSError where the kernel refuses."""
    values = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if libc.prctl(ctypes.c_int(option), *values) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def end_with_parent(with_signal: signal.Signals, parent: int) -> None:
    """Have the kernel send this process a signal when its parent ends, however it ends."""
    prctl(PR_SET_PDEATHSIG, with_signal)
    if os.getppid() != parent:
        os.kill(os.getpid(), with_signal)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose own parent ends."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def step_down(uid: int, gid: int) -> None:
    """Turn root into another user who may still walk through folders that only root may enter."""
    prctl(PR_SET_KEEPCAPS, 1)
    # Without it access(2) forgets the capability, and initdb does not find its neighbours under /root.
    with contextlib.suppress(OSError):
        prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    header = CapabilityHeader(CAPABILITY_VERSION_3, 0)
    mask = 1 << CAP_DAC_OVERRIDE
    data = (CapabilityData * 2)(CapabilityData(mask, mask, mask), CapabilityData(0, 0, 0))
    # A container may have taken the capability away; then the folders have to be open to the user.
    if libc.capset(ctypes.byref(header), data) == 0:
        prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE)


def started_at(pid: int) -> str | None:
    """The kernel's tick at which a process started, which with its id names it for good; None if it ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def processes() -> Iterator[int]:
    """The ids of all processes that can be seen."""
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def processes_in(folder: Path) -> list[int]:
    """The processes whose working directory is this folder."""
    wanted = folder.resolve()
    found = []
    for pid in processes():
        try:
            if Path(f"/proc/{pid}/cwd").readlink() == wanted:
                found.append(pid)
        except OSError:
            continue
    return found


def children_of(parent: int) -> list[int]:
    """The direct children of a process, zombies left out."""
    found = []
    for pid in processes():
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] not in "ZX":
            found.append(pid)
    return found
