"""Files in a bucket that speaks S3.

The bytes are spooled here first, under no name, so that a caller who breaks off, or a process that is killed,
leaves nothing in the bucket; then they are put in one piece, or in parts where they are many. A put that was
answered is safe. Objects carry no ACL: whoever may read the bucket is for its own policy, and we hand out
no address of it. obstore makes these requests itself, past our outgoing client: the endpoint is the
operator's setting, never input.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import urlsplit

import structlog
from obstore.exceptions import BaseError
from obstore.store import S3Store

from deskbell.core.addresses import AddressGuard
from deskbell.core.storage.contract import (
    Storage,
    StorageAway,
    StoredFile,
    checked_key,
    new_key,
    spool,
    telling_when_full,
)

if TYPE_CHECKING:
    from obstore.store import ObjectStore, S3Config

PART_BYTES: Final = 8_388_608
PARTS_AT_ONCE: Final = 2
RETRIES: Final = 3
PATIENCE: Final = timedelta(seconds=10)
REQUEST_TIMEOUT: Final = timedelta(seconds=30)
RETRY_AFTER: Final = {"Retry-After": "5"}

log = structlog.get_logger(__name__)


class UnusableBucket(ValueError):
    """The settings of the bucket contradict each other; the text is a sentence for the operator."""


@dataclass(frozen=True, repr=False)
class Bucket:
    """Where a bucket is and who we are there; without a key, whoever the machine says that we are."""

    address: str
    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: str | None = None
    private_networks: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise UnusableBucket for an endpoint without TLS, or of ours, that no setting opened."""
        if self.endpoint is None:
            return
        parts = urlsplit(self.endpoint)
        try:
            inside = not AddressGuard().allows(str(ip_address(parts.hostname or "")))
            opened = AddressGuard(self.private_networks).allows(parts.hostname or "")
        except ValueError:
            inside, opened = parts.hostname == "localhost", bool(self.private_networks)
        if (inside or parts.scheme == "http") and not (opened and self.private_networks):
            message = (
                f"DESKBELL_S3_ENDPOINT is {self.endpoint}, which is without TLS or in a private network: "
                "name that network in DESKBELL_PRIVATE_NETWORKS, or use https."
            )
            raise UnusableBucket(message)

    def open(self) -> S3Store:
        """The store; nothing is asked yet."""
        parts = urlsplit(self.address)
        config: S3Config = {"virtual_hosted_style_request": self.endpoint is None}
        if self.endpoint is not None:
            config["endpoint"] = self.endpoint
        if self.region is not None:
            config["region"] = self.region
        if self.access_key is not None and self.secret_key is not None:
            config["access_key_id"], config["secret_access_key"] = self.access_key, self.secret_key
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config=config,
            client_options={
                "allow_http": (self.endpoint or "").startswith("http:"),
                "timeout": REQUEST_TIMEOUT,
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": PATIENCE},
        )


class BucketStorage(Storage):
    """Writes, reads and deletes files in a bucket."""

    def __init__(self, bucket: Bucket, spool_folder: Path) -> None:
        """Use `bucket`; bytes that come in rest in `spool_folder` for as long as they come."""
        bucket.check()
        self._bucket = bucket
        self._spool_folder = spool_folder
        spool_folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @cached_property
    def store(self) -> "ObjectStore":  # made at the first use: after the fork
        """The bucket as an object store."""
        return self._bucket.open()

    async def write(self, stream: AsyncIterator[bytes], limit: int, key: str | None = None) -> StoredFile:
        """Spool, then put."""
        key = new_key() if key is None else checked_key(key)
        with telling_when_full(), tempfile.TemporaryFile(dir=self._spool_folder, buffering=0) as file:
            stored = await spool(stream, limit, file, key)
            file.seek(0)
            await self._put(key, file, stored.size)
        return stored

    async def _put(self, key: str, file: IO[bytes], size: int) -> None:
        try:
            with self.reaching():
                if size <= PART_BYTES:
                    await self.store.put_async(key, file.read(), use_multipart=False)
                else:
                    await self.store.put_async(
                        key, file, chunk_size=PART_BYTES, max_concurrency=PARTS_AT_ONCE
                    )
        except FileNotFoundError as error:
            log.warning("storage.no_such_bucket")
            raise StorageAway(headers=RETRY_AFTER) from error

    async def remove_abandoned(self, moment: datetime) -> int:
        """Nothing: what was spooled has no name and ends with its process.

        Parts of a put that was killed are swept by a lifecycle rule of the bucket.
        """
        del moment
        return 0

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """What the bucket refuses, or doesn't answer, is a problem of the moment."""
        try:
            yield
        except FileNotFoundError:
            raise
        except (BaseError, OSError) as error:
            log.warning("storage.away", error=type(error).__name__, reason=str(error)[:300])
            raise StorageAway(headers=RETRY_AFTER) from error
