"""An authority for a quarter of an hour, and who it vouches for."""

import subprocess
from pathlib import Path

from touchline.cluster.paths import Place

DAYS = "2"
ELLIPTIC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
CLIENTS = {
    "admin": "/O=system:masters/CN=admin",
    "controllers": "/CN=system:kube-controller-manager",
    "scheduler": "/CN=system:kube-scheduler",
    "proxy": "/CN=system:kube-proxy",
    "node": "/O=system:nodes/CN=system:node:node",
}
"""Kubernetes knows its own programs by these names."""

CONFIG = """\
apiVersion: v1
kind: Config
clusters: [{{name: here, cluster: {{server: "https://{address}:6443", certificate-authority: {keys}/ca.crt}}}}]
users: [{{name: me, user: {{client-certificate: {keys}/{name}.crt, client-key: {keys}/{name}.key}}}}]
contexts: [{{name: here, context: {{cluster: here, user: me}}}}]
current-context: here
"""


def issue(place: Place, address: str, first_service: str) -> None:
    """Keys and certificates of all programs, and what each client is configured with."""
    keys = place.keys
    keys.mkdir(mode=0o700)
    request = ["req", "-x509", *ELLIPTIC, "-keyout", f"{keys}/ca.key", "-out", f"{keys}/ca.crt", "-days", DAYS]
    _openssl(*request, "-subj", "/CN=touchline-cluster")
    names = "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
    _sign(keys, "apiserver", "/CN=kube-apiserver", f"{names},IP:127.0.0.1,IP:{address},IP:{first_service}")
    for name, subject in CLIENTS.items():
        _sign(keys, name, subject, f"DNS:{name},IP:127.0.0.1,IP:{address}")
        place.config(name).write_text(CONFIG.format(address=address, keys=keys, name=name))
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{keys}/accounts.key")
    _openssl("ec", "-in", f"{keys}/accounts.key", "-pubout", "-out", f"{keys}/accounts.pub")


def _sign(keys: Path, name: str, subject: str, alternatives: str) -> None:
    _openssl("req", *ELLIPTIC, "-keyout", f"{keys}/{name}.key", "-out", f"{keys}/{name}.csr", "-subj", subject)
    more = keys / f"{name}.ext"
    more.write_text(f"extendedKeyUsage=clientAuth,serverAuth\nsubjectAltName={alternatives}\n")
    signed = ["x509", "-req", "-in", f"{keys}/{name}.csr", "-CA", f"{keys}/ca.crt", "-CAkey", f"{keys}/ca.key"]
    _openssl(*signed, "-CAcreateserial", "-out", f"{keys}/{name}.crt", "-days", DAYS, "-extfile", str(more))


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
