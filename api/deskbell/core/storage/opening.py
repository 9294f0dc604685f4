"""The storage that the settings say."""

from deskbell.core.config import Settings
from deskbell.core.storage.bucket import Bucket, BucketStorage
from deskbell.core.storage.contract import Storage
from deskbell.core.storage.folder import FolderStorage


def open_storage(settings: Settings) -> Storage:
    """Files in the bucket that is set, else in the data folder. Raises UnusableBucket."""
    if settings.storage is None:
        return FolderStorage(settings.data_dir / "files")
    secret = settings.s3_secret_key
    bucket = Bucket(
        address=settings.storage,
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=secret.get_secret_value() if secret is not None else None,
        private_networks=tuple(settings.private_networks),
    )
    return BucketStorage(bucket, settings.data_dir / "incoming")
