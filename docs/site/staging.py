"""Lays the pages of the repository side by side for MkDocs: `python docs/site/staging.py build/site-pages`.

A page keeps its path, so its links hold. What a page links to and is none (a program, a file of values, an image) is
laid beside it as it is; a folder becomes a page that lists it, or its README. Only files that git knows are taken.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"(\]\()(?!https?:|#)([^)#\s]+)")


def tracked() -> set[str]:
    """Files that git knows, by path."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True, check=True)
    return {path for path in done.stdout.splitlines() if (ROOT / path).is_file()}


def stage(folder: Path) -> None:
    """Write every page, and what they link to."""
    shutil.rmtree(folder, ignore_errors=True)
    files = tracked()
    for page in sorted(path for path in files if path.endswith(".md")):
        _write(folder, page, LINK.sub(lambda link, of=page: link[1] + _led(folder, files, of, link[2]), _text(page)))


def _led(folder: Path, files: set[str], page: str, link: str) -> str:
    """Where a link of a page leads on the site."""
    target = _joined(page, link)
    if target in files:
        if not target.endswith(".md"):
            _copy(folder, target)
        return link
    if f"{target}/README.md" in files:
        return f"{link.rstrip('/')}/README.md"
    listed = sorted(path for path in files if path.startswith(f"{target}/"))
    if not listed:
        return link  # MkDocs says of whom
    lines = [f"* [`{path.removeprefix(f'{target}/')}`]({path.removeprefix(f'{target}/')})" for path in listed]
    for path in listed:
        _copy(folder, path)
    _write(folder, f"{target}/index.md", "\n".join([f"# {target}", "", *lines, ""]))
    return f"{link.rstrip('/')}/index.md"


def _joined(page: str, link: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(page).parent / link).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def _write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def _copy(folder: Path, path: str) -> None:
    if not path.endswith(".md"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / path)


if __name__ == "__main__":
    stage(Path(sys.argv[1]))
