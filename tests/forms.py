"""What a browser sends back from a form of the CMS, and what a visitor's page says."""

import warnings
from typing import Any

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from django.http import HttpResponse
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock, RichTextBlock
from wagtail.test.utils.form_data import rich_text

from familjecentral.core.models import BasePage


def soup(response: Any) -> BeautifulSoup:
    with warnings.catch_warnings():
        # The sitemap, the feeds and the QR codes are small enough for the parser of HTML.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(response.content, "html.parser")


def sent_by(response: HttpResponse, form_id: str | None = None) -> dict[str, Any]:
    """The fields of a form as they stand, streams excepted: their inputs are made by script (see `stream`)."""
    forms = (
        soup(response).find_all("form", id=form_id)
        if form_id
        else soup(response).find_all("form", method="POST")
    )
    form = max(forms, key=lambda form: len(form.find_all(["input", "select", "textarea"])))
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "select", "textarea"]):
        if (name := field.get("name")) and name != "csrfmiddlewaretoken":
            values = _values(field)
            data[name] = data.get(name, []) + values if name in data else values
    return {name: values if len(values) > 1 else values[0] for name, values in data.items() if values}


def _values(field: Tag) -> list[str]:
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        chosen = field.find_all("option", selected=True)
        if not chosen and not field.has_attr("multiple"):
            chosen = field.find_all("option", limit=1)
        return [str(option.get("value", "")) for option in chosen]
    if field.get("type") in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [] if field.get("type") in ("submit", "file") else [str(field.get("value", ""))]


def stream(name: str, block: Any, value: Any) -> dict[str, str]:
    """The inputs of a stream, or of anything inside it, from its stored value."""
    match block:
        case RichTextBlock():
            return {name: rich_text(value or "", features=block.features)}
        case BaseStreamBlock():
            return _items(name, [(block.child_blocks[child["type"]], child) for child in value])
        case ListBlock():
            return _items(name, [(block.child_block, {**item, "type": ""}) for item in value])
        case BaseStructBlock():
            return {
                key: sent
                for child, child_block in block.child_blocks.items()
                for key, sent in stream(f"{name}-{child}", child_block, (value or {}).get(child)).items()
            }
    if isinstance(value, bool):
        return {name: "on"} if value else {}
    return {name: "" if value is None else str(value)}


def _items(name: str, items: list[tuple[Any, dict[str, Any]]]) -> dict[str, str]:
    sent = {f"{name}-count": str(len(items))}
    for number, (block, item) in enumerate(items):
        at = f"{name}-{number}"
        sent |= {f"{at}-deleted": "", f"{at}-order": str(number), f"{at}-id": item.get("id", "")}
        sent |= {f"{at}-type": item["type"]} if item["type"] else {}
        sent |= stream(f"{at}-value", block, item["value"])
    return sent


def page_form(response: HttpResponse, page: BasePage, form_id: str = "page-edit-form") -> dict[str, Any]:
    """The whole form of a page, its Swedish body included."""
    data = sent_by(response, form_id)
    if hasattr(page, "body_sv"):
        data |= stream("body_sv", page.body_sv.stream_block, page.body_sv.get_prep_value())
    return data
