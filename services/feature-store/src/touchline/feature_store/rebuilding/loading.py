"""From files to folded pools, one process a core: pools share no row, so none waits for another."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import wait
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.rebuilding.applying import Shadow
from touchline.runtime.consume import Handler
from touchline.runtime.database import Database
from touchline.runtime.message_files import MessageFile, messages_of
from touchline.runtime.processes import CONTEXT, processes

TOLD_EVERY = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the messages of all pools."""

    messages: int
    rows: int
    refused: int
    versions: int  # of matches, folded


Handlers = Callable[[], Mapping[str, Handler]]


def load(settings: FeatureStoreSettings, handlers: Handlers, folder: Path, files: list[MessageFile]) -> Loaded:
    """Apply and fold every pool in the shadow that the settings name; the largest pools first."""
    pools: dict[str, list[MessageFile]] = defaultdict(list)
    for file in files:
        pools[file.key].append(file)
    ordered = sorted(pools, key=lambda pool: -sum(file.rows for file in pools[pool]))
    counter, messages = CONTEXT.Value("q", 0), sum(file.messages for file in files)
    count = min(len(pools), os.cpu_count() or 1) or 1
    with processes(count, handlers.__module__, _share, counter) as workers:
        tasks = [workers.submit(load_pool, settings, handlers, folder, pool, pools[pool]) for pool in ordered]
        waiting, found = set(tasks), []
        while waiting:
            done, waiting = wait(waiting, TOLD_EVERY, return_when="FIRST_EXCEPTION")
            found += [task.result() for task in done]
            said = f"{counter.value} of {messages} messages applied, {len(found)} of {len(tasks)} pools folded"
            print(said, flush=True)
    return Loaded(
        messages,
        sum(file.rows for file in files),
        sum(refused for refused, _ in found),
        sum(versions for _, versions in found),
    )


def load_pool(
    settings: FeatureStoreSettings, handlers: Handlers, folder: Path, pool: str, files: list[MessageFile]
) -> tuple[int, int]:
    """One pool, in a process of its own; returns messages refused and versions folded."""

    async def run() -> tuple[int, int]:
        database = await Database.connect(settings, size=1)
        try:
            shadow = Shadow(database, handlers())
            refused = await shadow.apply(_messages(folder, files), _add)
            return refused, await shadow.fold(pool)
        finally:
            await database.close()

    return asyncio.run(run())


def _messages(folder: Path, files: list[MessageFile]) -> Iterator[Any]:
    return chain.from_iterable(messages_of(folder, file) for file in files)


_COUNTER: list[Any] = []  # of this process: what its parent looks at


def _share(counter: Any) -> None:
    _COUNTER.append(counter)


def _add(count: int) -> None:
    counter = _COUNTER[0]
    with counter.get_lock():
        counter.value += count
