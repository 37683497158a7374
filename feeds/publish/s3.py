"""A bucket of object storage as the target: `s3://bucket/prefix` (extra: s3).

Credentials, region and endpoint are boto3's own: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
AWS_REGION, AWS_ENDPOINT_URL_S3 (for Cloudflare R2, MinIO and the like), ~/.aws, or the machine's role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from feeds.errors import PublishError
from feeds.model import Rendition
from feeds.publish.names import FOR_EVER, check_name

FRESH = "public, max-age=300"
"""Feeds may be old by five minutes: readers ask seldom, CDNs often."""


class S3Target:
    """Objects under a prefix. An object is replaced as a whole or not at all; that is S3's promise."""

    def __init__(self, url: str) -> None:
        try:
            import boto3
        except ImportError as error:
            raise PublishError(
                "publishing to S3 comes with an extra", where=url, mend="pip install 'feedmill[s3]'"
            ) from error
        parts = urlsplit(url)
        if not parts.netloc:
            raise PublishError("no bucket is named", where=url, mend="write s3://bucket/prefix")
        self.bucket = parts.netloc
        self.prefix = f"{path}/" if (path := parts.path.strip("/")) else ""
        with self._explained(""):
            self._client = boto3.client("s3")

    def read(self, name: str) -> bytes | None:
        """The file as it is published, None where there is none."""
        with self._explained(name):
            try:
                return bytes(self._client.get_object(Bucket=self.bucket, Key=self._key(name))["Body"].read())
            except self._client.exceptions.NoSuchKey:
                return None

    def write(self, rendition: Rendition) -> bool:
        """Publish a file; False when it was there with these bytes and headers, or is immutable and there."""
        key, caching = self._key(rendition.name), FOR_EVER if rendition.immutable else FRESH
        with self._explained(rendition.name):
            there = self._head(key)
            if there and (rendition.immutable or _is_same(there, rendition, caching)):
                return False
            self._client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=rendition.body,
                ContentType=rendition.media_type,
                CacheControl=caching,
                Metadata={"sha256": sha256(rendition.body).hexdigest()},
            )
        return True

    def names(self) -> Iterator[str]:
        """Every object under the prefix, sorted."""
        with self._explained(""):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            for page in pages:
                for entry in page.get("Contents", []):
                    yield entry["Key"].removeprefix(self.prefix)

    def delete(self, name: str) -> None:
        """Take an object away; nothing happens when it is not there."""
        with self._explained(name):
            self._client.delete_object(Bucket=self.bucket, Key=self._key(name))

    def _key(self, name: str) -> str:
        check_name(name)
        return self.prefix + name

    def _head(self, key: str) -> dict[str, Any] | None:
        from botocore.exceptions import ClientError

        try:
            return dict(self._client.head_object(Bucket=self.bucket, Key=key))
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return None
            raise

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """What boto3 raises → PublishError that names the object; it never holds the credentials."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError) as error:
            raise PublishError(
                f"the bucket does not take it: {error}",
                where=f"s3://{self.bucket}/{self.prefix}{name}",
                mend="check the bucket's name and region and the AWS_… variables",
            ) from error


def _is_same(there: dict[str, Any], rendition: Rendition, caching: str) -> bool:
    """Whether an object has these bytes and headers; an ETag would not tell where buckets are encrypted."""
    same = there.get("Metadata", {}).get("sha256") == sha256(rendition.body).hexdigest()
    return same and there.get("ContentType") == rendition.media_type and there.get("CacheControl") == caching
