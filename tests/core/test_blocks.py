"""What an editor may put into a text, and what is refused with a reason."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from wagtail.images.tests.utils import get_test_image_file

from familjecentral.core.blocks import BodyBlock, LinkBlock, PictureBlock, QuoteBlock, TextBlock, VideoBlock
from familjecentral.core.models import BasePage, Image
from familjecentral.core.segments import Field, Kind, segments


def refused(block: Any, value: dict[str, Any]) -> Any:
    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python(value))
    return error.value


@pytest.fixture
def picture(db: None) -> Image:
    file: ImageFile = get_test_image_file()
    return Image.objects.create(title="Byggklossar", file=file, alt_sv="Fyra byggklossar")


@pytest.mark.usefixtures("content")
def test_a_link_leads_to_one_of_our_pages_or_to_another_website() -> None:
    page = BasePage.objects.get(slug="bvc")
    for target in ({"page": page.pk, "url": ""}, {"page": None, "url": "https://www.1177.se/"}):
        LinkBlock().clean(LinkBlock().to_python({"title": "BVC", **target}))


@pytest.mark.usefixtures("content")
def test_a_link_to_both_or_to_nothing_is_refused_at_the_page_field() -> None:
    page = BasePage.objects.get(slug="bvc")
    for target in ({"page": page.pk, "url": "https://www.1177.se/"}, {"page": None, "url": ""}):
        assert "page" in refused(LinkBlock(), {"title": "BVC", **target}).block_errors


def test_an_image_needs_words_or_the_mark_that_it_is_decorative(picture: Image) -> None:
    block = PictureBlock()
    silent = {"image": {"image": picture.pk, "alt_text": "", "decorative": False}, "caption": ""}
    assert "image" in refused(block, silent).block_errors
    for said in ({"alt_text": "Fyra klossar", "decorative": False}, {"alt_text": "", "decorative": True}):
        block.clean(block.to_python({"image": {"image": picture.pk, **said}, "caption": ""}))


@pytest.mark.parametrize("sent", ["-1", "[]", "null", "{}", '{"blocks": 1}', '{"blocks": [1]}', "{", "\x00"])
def test_rich_text_that_no_script_sends_is_a_value_error_and_no_crash(sent: str) -> None:
    block = TextBlock()
    block.set_name("text")
    try:
        block.value_from_datadict({"text": sent}, {}, "text")
    except ValueError:
        return
    # Some of it can be read: then as an empty text.
    assert "<p" not in str(block.value_from_datadict({"text": sent}, {}, "text").source).replace(
        "<p></p>", ""
    )


def test_a_quote_says_who_said_it() -> None:
    assert "attribution" in refused(QuoteBlock(), {"text": "Vi leker.", "attribution": ""}).block_errors


def test_a_video_is_a_link_and_its_publisher_is_not_translated() -> None:
    value = {"title": "Så går det till", "url": "https://www.1177.se/film", "publisher": "1177.se"}
    VideoBlock().clean(VideoBlock().to_python(value))
    stream = [{"type": "video", "value": value, "id": str(uuid.uuid4())}]
    found = segments([Field("body", Kind.STREAM, block=BodyBlock())], {"body": stream})
    assert [segment.source for segment in found] == ["Så går det till"]
