"""Where the bytes of files stand: in an object store under random keys, a folder or a bucket."""

from deskbell.core.storage.bucket import BucketStorage, UnusableBucket
from deskbell.core.storage.contract import (
    FileMissing,
    FileTooLarge,
    Storage,
    StorageAway,
    StorageFull,
    StoredFile,
)
from deskbell.core.storage.folder import FolderStorage
from deskbell.core.storage.opening import open_storage

__all__ = [
    "BucketStorage",
    "FileMissing",
    "FileTooLarge",
    "FolderStorage",
    "Storage",
    "StorageAway",
    "StorageFull",
    "StoredFile",
    "UnusableBucket",
    "open_storage",
]
