"""Where the demo's platform lives and how to reach its public surfaces."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import boto3
import httpx
import pymysql
from botocore.config import Config
from redis import Redis

from touchline.demo.progress import telling


@dataclass(frozen=True, slots=True)
class Aside:
    """A command that runs while the demo goes on, and where it leaves its words."""

    process: "subprocess.Popen[bytes]"
    said: IO[bytes]
    errors: IO[bytes]

    def wait(self, what: str) -> "subprocess.CompletedProcess[str]":
        """Its end, told as that of any command."""
        with telling(what):
            code = self.process.wait()
        words = []
        for stream in (self.said, self.errors):
            stream.seek(0)
            words.append(stream.read().decode(errors="replace"))
            stream.close()
        return subprocess.CompletedProcess(self.process.args, code, *words)


class StepFailed(Exception):
    """A step of the demo did not do what it should; the sentence says which and where to look."""


def repository_root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[5]


def read_settings(text: str) -> dict[str, str]:
    """The stack's settings file: a shell's KEY=value lines.

    >>> read_settings("TOUCHLINE_RECORDED='/my documents'\\nTOUCHLINE_S3_BUCKET=touchline\\n")
    {'TOUCHLINE_RECORDED': '/my documents', 'TOUCHLINE_S3_BUCKET': 'touchline'}
    """
    pairs = (line.split("=", 1) for line in text.splitlines() if "=" in line)
    return {name: "".join(shlex.split(value)) for name, value in pairs}


@dataclass(frozen=True)
class Platform:
    """One stack, known by its data directory."""

    data: Path
    begun: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def begun_elsewhere(self) -> bool:
        """Whether Compose starts and stops it: its settings are then this process's own environment."""
        return os.environ.get("TOUCHLINE_STACK") == "compose"

    def up(self, *words: str, show: Callable[[str], None]) -> None:
        """Start what does not run; what Compose starts was up before the demo was."""
        if not self.begun_elsewhere:
            self.stream("touchline.local", "up", *words, show=show)

    def begin_up(self) -> None:
        """Begin the same, and go on."""
        if not self.begun_elsewhere:
            self.begin("touchline.local", "up")

    @property
    def settings_file(self) -> Path:
        """What `up` writes."""
        return self.data / "env"

    @cached_property
    def settings(self) -> dict[str, str]:
        """The settings by their full names; read once the stack is up. Which input is asked for, the shell says."""
        if self.begun_elsewhere:
            return {name: value for name, value in os.environ.items() if name.startswith("TOUCHLINE_")}
        asked = {name: os.environ[name] for name in ("TOUCHLINE_INPUT",) if os.environ.get(name)}
        return read_settings(self.settings_file.read_text()) | asked

    def setting(self, name: str) -> str:
        """One setting, named without its prefix."""
        return self.settings[f"TOUCHLINE_{name}"]

    def command(self, module: str, *arguments: str, what: str) -> str:
        """Run one of Touchline's commands; its standard output. Its own words are shown when it fails."""
        done = self.attempted(module, *arguments, what=what)
        if done.returncode:
            raise StepFailed(f"{what}: `{module} {' '.join(arguments)}` exits {done.returncode}: {_end(done)}")
        return done.stdout

    def attempt(self, module: str, *arguments: str, what: str) -> tuple[int, str]:
        """Run a command whose exit code is an answer."""
        done = self.attempted(module, *arguments, what=what)
        return done.returncode, done.stdout

    def attempted(self, module: str, *arguments: str, what: str) -> "subprocess.CompletedProcess[str]":
        """The same with all that it said."""
        own = self.settings if self.settings_file.is_file() and module != "touchline.local" else {}
        with telling(what):
            return subprocess.run(
                _line(module, arguments), env={**self._environment(), **own}, capture_output=True, text=True
            )

    def begin(self, module: str, *arguments: str) -> None:
        """Begin a command that may be repeated, and go on; who needs its end asks for it again."""
        silent, line = subprocess.DEVNULL, _line(module, arguments)
        self.begun.append(subprocess.Popen(line, env=self._environment(), stdout=silent, stderr=silent))

    def aside(self, module: str, *arguments: str) -> "Aside":
        """Begin one of Touchline's commands whose answer is asked for later."""
        self.data.mkdir(parents=True, exist_ok=True)
        said, errors = TemporaryFile(), TemporaryFile()  # noqa: SIM115, closed by who waits for the end
        own = self.settings if self.settings_file.is_file() else {}
        line, environment = _line(module, arguments), {**self._environment(), **own}
        return Aside(subprocess.Popen(line, env=environment, stdout=said, stderr=errors), said, errors)

    def stream(self, module: str, *arguments: str, show: Callable[[str], None]) -> None:
        """Run a command that tells its own progress."""
        line, pipe = _line(module, arguments), subprocess.PIPE
        with subprocess.Popen(
            line, env=self._environment(), stdout=pipe, stderr=subprocess.STDOUT, text=True
        ) as running:
            assert running.stdout is not None
            for text in running.stdout:
                show(f"  {text.rstrip()}")
        if running.returncode:
            raise StepFailed(f"`{module} {' '.join(arguments)}` exits {running.returncode}")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "TOUCHLINE_DATA": str(self.data)}

    @cached_property
    def http(self) -> httpx.Client:
        """One client for loopback addresses; a proxy of the shell is not asked."""
        return httpx.Client(timeout=20, trust_env=False)

    @property
    def rest(self) -> str:
        """The predictor's address."""
        return self.settings.get("TOUCHLINE_REST") or f"http://127.0.0.1:{self.setting('REST_PORT')}"

    def ask(self, path: str) -> Any:
        """A REST answer, decoded; an error is the step's failure."""
        answer = self.http.get(f"{self.rest}{path}")
        if answer.status_code != 200:
            raise StepFailed(f"GET {path} answers {answer.status_code}: {answer.text[:300]}")
        return answer.json()

    def database(self) -> "pymysql.Connection[Any]":
        """A connection that reads committed rows as they are at each statement."""
        url = urlsplit(self.setting("DATABASE"))
        connection = pymysql.connect(
            host=url.hostname or "127.0.0.1",
            port=url.port or 3306,
            user=unquote(url.username or ""),
            password=unquote(url.password or ""),
            database=url.path.lstrip("/"),
            autocommit=True,
        )
        return connection

    def rows(self, query: str, arguments: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.database() as connection, connection.cursor() as cursor:
            cursor.execute(query, (arguments if isinstance(arguments, Mapping) else tuple(arguments)) or None)
            return list(cursor.fetchall())

    @cached_property
    def redis(self) -> "Redis":
        """The cache."""
        return Redis.from_url(self.setting("REDIS"))

    @cached_property
    def s3(self) -> Any:
        """The bucket's client."""
        return boto3.client(
            "s3",
            endpoint_url=self.setting("S3_ENDPOINT"),
            aws_access_key_id=self.setting("S3_ACCESS_KEY"),
            aws_secret_access_key=self.setting("S3_SECRET_KEY"),
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required"),
        )

    def object(self, key: str) -> bytes:
        """The bytes of an object."""
        content: bytes = self.s3.get_object(Bucket=self.setting("S3_BUCKET"), Key=key)["Body"].read()
        return content

    def keys(self, prefix: str) -> list[str]:
        """All keys with a prefix."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.setting("S3_BUCKET"), Prefix=prefix)
        return [item["Key"] for page in pages for item in page.get("Contents", ())]

    def addresses(self) -> dict[str, str]:
        """What a person may open, as the stack's own status says, or as Compose publishes it."""
        if self.begun_elsewhere:
            published: dict[str, str] = json.loads(self.setting("ADDRESSES"))
            return published
        _, text = self.attempt("touchline.local", "status", "--json", what="asking for the stack's status")
        found: dict[str, str] = json.loads(text)["addresses"]
        return found


def _line(module: str, arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _end(done: subprocess.CompletedProcess[str]) -> str:
    """What a command says has failed; else its last words."""
    failures = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("failed:")]
    return " | ".join(failures or (done.stderr or done.stdout).strip().splitlines()[-4:])
