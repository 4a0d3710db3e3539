"""core/bucket.py: uploads in object storage, against moto's server on loopback."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.http import Http404
from django.test import RequestFactory
from PIL import Image as Picture

from familjecentral.core import bucket
from familjecentral.core.models import Image

OPTIONS = {"access_key": "name", "secret_key": "secret", "region_name": "eu-north-1", "file_overwrite": False}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def stored(endpoint: str, settings: Any) -> Iterator[bucket.BucketStorage]:
    """The site with an empty bucket for its uploads."""
    options = {**OPTIONS, "endpoint_url": endpoint, "bucket_name": "uploads"}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "familjecentral.core.bucket.BucketStorage", "OPTIONS": options},
    }
    storage = storages["default"]
    assert isinstance(storage, bucket.BucketStorage)
    storage.connection.create_bucket(
        Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    yield storage
    storage.bucket.objects.delete()
    storage.bucket.delete()


def picture() -> ContentFile[bytes]:
    drawn = BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name="house.png")


def test_an_uploaded_picture_and_its_rendition_lie_in_the_bucket(
    stored: bucket.BucketStorage, db: None
) -> None:
    image = Image.objects.create(title="House", file=picture())
    rendition = image.get_rendition("fill-20x20|format-webp")
    names = sorted(found.key for found in stored.bucket.objects.all())
    assert names == [rendition.file.name, image.file.name]


def test_pictures_have_addresses_on_our_own_host(stored: bucket.BucketStorage) -> None:
    assert stored.url("images/hus å.png") == "/media/images/hus%20%C3%A5.png"


def test_a_taken_name_gets_another(stored: bucket.BucketStorage) -> None:
    assert stored.save("images/a.png", picture()) != stored.save("images/a.png", picture())


def test_visitors_get_pictures_from_the_bucket(stored: bucket.BucketStorage) -> None:
    default_storage.save("images/a.webp", ContentFile(b"picture"))
    answer = bucket.picture(RequestFactory().get("/"), "a.webp")
    assert (answer.status_code, answer.getvalue()) == (200, b"picture")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("name", ["none.png", "../original_images/a.png", "../documents/a.pdf", "../../a"])
def test_visitors_get_nothing_else_from_it(stored: bucket.BucketStorage, name: str) -> None:
    for hidden in ("original_images/a.png", "documents/a.pdf", "a"):
        default_storage.save(hidden, ContentFile(b"hidden"))
    with pytest.raises(Http404):
        bucket.picture(RequestFactory().get("/"), name)
