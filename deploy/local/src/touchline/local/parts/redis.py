"""Redis as a cache: nothing on disk, rebuilt from MariaDB."""

from redis import Redis

from touchline.local.part import Part, Program
from touchline.local.parts.answers import PATIENCE
from touchline.local.stack import Stack


def programs(stack: Stack) -> list[Program]:
    """The server, told everything on its command line."""
    (stack.data / "redis").mkdir(exist_ok=True)
    options = {
        "bind": "127.0.0.1",
        "port": str(stack.ports["redis"]),
        "dir": str(stack.data / "redis"),
        "save": "",
        "appendonly": "no",
        # A title written over the process's environment would hide whose process it is.
        "set-proc-title": "no",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [Program("redis", ["redis-server", *words], port="redis")]


def check(stack: Stack) -> None:
    """The server answers a ping."""
    with Redis(port=stack.ports["redis"], socket_timeout=PATIENCE) as client:
        client.ping()


PART = Part("redis", programs=programs, check=check)
