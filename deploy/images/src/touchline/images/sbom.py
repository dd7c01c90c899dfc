"""A list of what is installed in this image, as CycloneDX 1.6: Python's distributions and Debian's packages.

It runs inside the image, on the standard library alone, so the list says what is there and not what was meant to be.
Format: https://cyclonedx.org/docs/1.6/json/
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from urllib.parse import quote

FIELDS = "${Package}\t${Version}\t${Architecture}\n"


def component(kind: str, name: str, version: str, suffix: str = "", licence: str | None = None) -> dict[str, object]:
    """One entry; its package URL is its key (https://github.com/package-url/purl-spec).

    >>> component("pypi", "numpy", "2.4.6")["purl"]
    'pkg:pypi/numpy@2.4.6'
    """
    purl = f"pkg:{kind}/{name}@{quote(version, safe='')}{suffix}"
    said = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {"type": "library", "bom-ref": purl, "name": name.split("/")[-1], "version": version, "purl": purl, **said}


def python_packages(found: Iterable[Distribution]) -> list[dict[str, object]]:
    """Every distribution of this interpreter."""
    named = [(one.metadata["Name"].lower().replace("_", "-"), one.version, _licence(one)) for one in found]
    return [component("pypi", name, version, licence=licence) for name, version, licence in sorted(named, key=str)]


def _licence(one: Distribution) -> str | None:
    """What it states: an expression, or one line; some put the whole text there, which is no name."""
    stated = one.metadata.json
    said = str(stated.get("license_expression") or stated.get("license") or "")
    return said if said and "\n" not in said and len(said) <= 80 else None


def debian_packages(listed: str) -> list[dict[str, object]]:
    """Of dpkg's lines `name, version, architecture`.

    >>> [one["purl"] for one in debian_packages("libgomp1\\t12.2.0-14+deb12u1\\tamd64\\n")]
    ['pkg:deb/debian/libgomp1@12.2.0-14%2Bdeb12u1?arch=amd64']
    """
    rows = [line.split("\t") for line in listed.splitlines()]
    return [component("deb", f"debian/{name}", version, f"?arch={kind}") for name, version, kind in sorted(rows)]


def bill(name: str, version: str, components: list[dict[str, object]]) -> dict[str, object]:
    """The whole document."""
    subject = {"type": "container", "bom-ref": f"{name}:{version}", "name": name, "version": version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": subject},
        "components": components,
    }


def site_packages(interpreter: str) -> list[str]:
    """Where another interpreter finds its distributions."""
    code = "import json, sysconfig; print(json.dumps([sysconfig.get_path('purelib'), sysconfig.get_path('platlib')]))"
    answer: list[str] = json.loads(subprocess.run([interpreter, "-c", code], check=True, stdout=subprocess.PIPE).stdout)
    return sorted(set(answer))


def main(name: str, version: str, *others: str) -> None:
    """Print the list of this image: of this interpreter and of others that it has."""
    found = [*distributions(), *(one for other in others for one in distributions(path=site_packages(other)))]
    components = {str(one["purl"]): one for one in python_packages(found)}
    query = ["dpkg-query", "--show", f"--showformat={FIELDS}"]
    listed = subprocess.run(query, check=True, capture_output=True, text=True).stdout if shutil.which(query[0]) else ""
    print(json.dumps(bill(name, version, [*components.values(), *debian_packages(listed)]), indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
