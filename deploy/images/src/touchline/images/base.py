"""A base image made on this machine, from the Debian mirror that its apt is set to, where none can be pulled."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from touchline.images.engine import Engine
from touchline.images.failure import Failure

TAG = "touchline-base:bookworm"
SUITE = "bookworm"
INCLUDED = ("ca-certificates", "libgomp1", "python3")
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OWN_AUTHORITIES = Path("/usr/local/share/ca-certificates")


def base_image(engine: Engine, given: str | None) -> str:
    """The base: the one named, else ours, made unless the engine has it.

    Raises:
        Failure: it cannot be made here.
    """
    if given:
        return given
    if engine.inspect(TAG) is None:
        make(engine)
    return TAG


def make(engine: Engine) -> None:
    """Lay a minimal Debian in a folder and hand it to the engine."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        lay(root)
        (root / "etc/apt/sources.list").write_text(sources(mirror()))
        # What this machine trusts, so that a proxy of its own is trusted in the build as well; its own authorities
        # apart, since an upgrade of Debian's list inside writes the whole of it again from both.
        shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
        for authority in OWN_AUTHORITIES.glob("*.crt"):
            shutil.copy(authority, root / OWN_AUTHORITIES.relative_to("/"))
        for kept in (*root.glob("var/cache/apt/archives/*.deb"), *root.glob("var/lib/apt/lists/*_*")):
            kept.unlink()
        archive = Path(folder) / "root.tar"
        _run("tar", "--numeric-owner", "-C", str(root), "-cf", str(archive), ".")
        engine.run("import", str(archive), TAG)


def lay(root: Path) -> None:
    """A minimal Debian with Python in a folder.

    Raises:
        Failure: it cannot be made here.
    """
    if os.geteuid() or shutil.which("debootstrap", path=PATH) is None:
        raise Failure(
            "a Debian is laid by root with debootstrap (Debian's); or name an image: make images BASE_IMAGE=…"
        )
    _run("debootstrap", "--variant=minbase", f"--include={','.join(INCLUDED)}", SUITE, str(root), mirror())


PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def mirror() -> str:
    """Where apt gets Debian from.

    Raises:
        Failure: it says nothing, as where this is no Debian.
    """
    targets = ["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)", "Created-By: Packages"]
    lines = _run(*targets).splitlines() if shutil.which("apt-get") else []
    found = [line.split()[0] for line in lines if line.split()[1:] == [SUITE]]
    if not found:
        raise Failure(f"apt knows no mirror of {SUITE}; name a base image: make images BASE_IMAGE=…")
    return found[0].rstrip("/")


def sources(main: str) -> str:
    """What apt reads inside: the release, its updates and its security updates, which stand beside it.

    >>> print(sources("http://mirror.example/debian"), end="")
    deb http://mirror.example/debian bookworm main
    deb http://mirror.example/debian bookworm-updates main
    deb http://mirror.example/debian-security bookworm-security main
    """
    places = ((main, SUITE), (main, f"{SUITE}-updates"), (f"{main}-security", f"{SUITE}-security"))
    return "".join(f"deb {where} {what} main\n" for where, what in places)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": PATH})
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-10:])
        raise Failure(f"`{' '.join(command)}` ended with {done.returncode}:\n{last}")
    return done.stdout
