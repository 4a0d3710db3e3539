"""Uploads in object storage. The bucket stays private: visitors ask this site, and no other host, for pictures."""

import mimetypes

from botocore.config import Config
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

DAY = 24 * 60 * 60


class BucketStorage(S3Storage):
    """An S3 bucket whose files have addresses of our own. One that does not answer is given up after seconds."""

    # Checksums and host names that Amazon alone has are left out: MinIO, Ceph and others answer too.
    client_config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=2,
        read_timeout=10,
        retries={"total_max_attempts": 2},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )

    def url(self, name: str, *args: object, **kwargs: object) -> str:
        return settings.MEDIA_URL + filepath_to_uri(name)


def picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture as pages show it. Originals (which may say where they were taken) and documents are not here."""
    if "/" in name:
        raise Http404
    try:
        stored = default_storage.open(f"images/{name}")
    except (OSError, ValueError) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(stored, content_type=kind, headers={"Cache-Control": f"public, max-age={DAY}"})
