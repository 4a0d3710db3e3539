"""Pictures: none is published that says nothing, and each is drawn as small as the screen allows."""

import json
import uuid
from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from familjecentral.core.models import BasePage, Image
from locations.models import CentrePage
from news.models import NewsPage
from tests.forms import page_form, soup

pytestmark = pytest.mark.usefixtures("content")


def picture(**values: Any) -> Image:
    file = get_test_image_file(f"{uuid.uuid4()}.png", size=(1600, 1200))
    return Image.objects.create(title="Klossar", file=file, **values)


def body(image: Image, alt: str, *, decorative: bool = False) -> str:
    value = {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": ""}
    return json.dumps([{"type": "image", "id": str(uuid.uuid4()), "value": value}])


def publish(cms: Client, page: BasePage, **changed: Any) -> Any:
    """The answer to the page's form, sent with these fields."""
    edit = f"/cms/pages/{page.pk}/edit/"
    return cms.post(edit, page_form(cms.get(edit), page) | changed | {"action-publish": "1"})


@pytest.mark.parametrize(("model", "name"), [(CentrePage, "photo"), (NewsPage, "image")])
def test_a_page_is_not_published_with_a_picture_that_says_nothing(cms: Client, model: Any, name: str) -> None:
    page = model.objects.first()
    refused = publish(cms, page, **{name: str(picture(alt_sv=" ").pk)})
    assert refused.status_code == 200
    assert "Skriv vad bilden visar" in soup(refused).text
    assert getattr(model.objects.get(pk=page.pk), name) is None
    for said in (picture(alt_sv="Fyra klossar"), picture(is_decorative=True)):
        answer = publish(cms, page, still_example="on", **{name: str(said.pk)})
        assert answer.status_code == 302
        assert getattr(model.objects.get(pk=page.pk), name) == said


def test_a_text_is_not_published_with_a_picture_that_says_nothing(cms: Client) -> None:
    image = picture(alt_sv="Fyra klossar")

    def answer(alt: str, *, decorative: bool) -> int:
        page = NewsPage.objects.get(slug="invigning-2021")
        page.body_sv = body(image, alt, decorative=decorative)
        form = page_form(cms.get(f"/cms/pages/{page.pk}/edit/"), page) | {"action-publish": "1"}
        return int(cms.post(f"/cms/pages/{page.pk}/edit/", form).status_code)

    assert answer("", decorative=False) == 200
    assert answer("Fyra klossar", decorative=False) == answer("", decorative=True) == 302


def test_every_picture_comes_in_sizes_and_new_formats_and_holds_its_place(client: Client) -> None:
    """Width and height stand in the page, so that nothing moves when it comes; below the first screen it comes late."""
    image = picture(alt_sv="Fyra klossar")
    CentrePage.objects.filter(slug="fittja").update(photo=image)
    news = NewsPage.objects.get(slug="invigning-2021")
    news.image, news.body_sv = image, body(image, "Fyra klossar")
    news.save()
    centre, item = (
        soup(client.get(f"/sv/{path}"))
        for path in ("hitta-familjecentral/fittja/", "nyheter/invigning-2021/")
    )
    photo, (first, second) = centre.select_one("picture"), item.select("picture")
    for drawn in (photo, first, second):
        assert isinstance(drawn, Tag)
        kinds = {source["type"]: str(source["srcset"]).count("w,") + 1 for source in drawn.select("source")}
        assert kinds == dict.fromkeys(("image/avif", "image/webp"), 2 if drawn is photo else 3)
        assert all(source["sizes"] for source in drawn.select("source"))
    assert [drawn.img.get("loading") for drawn in (photo, first, second)] == [None, None, "lazy"]
    for shown in centre.select("img") + item.select("img"):
        assert int(shown["width"]) > 0 < int(shown["height"])
        assert shown["alt"]
    assert {code["loading"] for code in centre.select("img.qr") + item.select("img.qr")} == {"lazy"}
