"""Whatever is typed into a form of the CMS or an address: a clear answer, nothing breaks, nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file

from familjecentral.core.models import BasePage, Document, Image
from familjecentral.home.models import SiteSettings
from locations.models import CentreService, ServiceType
from tests.forms import page_form, sent_by

pytestmark = pytest.mark.usefixtures("content")

BAD = {
    "empty": "",
    "nul": "a\x00b",
    "huge": "x" * 20_000,
    "negative": "-1",
    "big number": "9" * 60,
    "not a number": "NaN",
    "infinite": "1e400",
    "right to left override": "\u202egnitide",
    "script": '"><script>alert(1)</script>',
    "date": "2026-02-30",
    "beyond": "\U0010ffff\ufffe",
}
# What scripts send along (the order of blocks, the editor's own JSON, tokens): nobody types there.
KEPT = re.compile(
    r"next|action-|comments-|_FORMS|focal_point|-uuid|body_sv-(?!.*value-(title|url|attribution)$)"
)
ALONE = ("nul", "huge", "big number")
"""Sent in one field at a time too: a mistake in one field must not hide what another does."""
PAGES = ["start", "hitta-familjecentral", "fittja", "nyheter", "invigning-2021", "bvc", "tillganglighet"]


def spoilt(data: dict[str, Any], bad: str) -> dict[str, Any]:
    """The same form with this value in every field."""
    return {name: value if KEPT.search(name) else bad for name, value in data.items()}


def assert_answered(response: HttpResponse, sent: dict[str, Any], bad: str) -> None:
    assert response.status_code in (200, 302, 400, 404), response.status_code
    assert b"<script>alert(1)" not in response.content
    if response.status_code != 200 or not response.context or "form" not in response.context:
        return
    form = response.context["form"]
    assert form.errors
    for name in form.fields:
        if name in sent and type(form.fields[name]).__name__ in (
            "CharField",
            "SlugField",
            "DateField",
            "DecimalField",
        ):
            assert form[name].value() == sent[name], name


def try_all(post: Callable[[dict[str, Any]], HttpResponse], data: dict[str, Any], bad: str) -> None:
    """The value in all fields at once, then perhaps in each alone."""
    everywhere = spoilt(data, bad)
    assert_answered(post(everywhere), everywhere, bad)
    for name, value in data.items() if bad in {BAD[name] for name in ALONE} else ():
        if spoilt({name: value}, bad)[name] is bad and value != bad:
            alone = data | {name: bad}
            assert_answered(post(alone), alone, bad)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("slug", PAGES)
def test_the_form_of_a_page(cms: Client, slug: str, bad: str) -> None:
    page = BasePage.objects.get(slug=slug).specific
    edit = f"/cms/pages/{page.pk}/edit/"
    data = page_form(cms.get(edit), page) | {"action-publish": "1"}
    everywhere = spoilt(data, bad)

    assert_answered(cms.post(edit, everywhere), everywhere, bad)

    texts = ("title_sv", "lead_sv", "slug", "phone", "area", "date", "latitude", "postal_code")
    for name in texts if bad in {BAD[name] for name in ALONE} else ():
        if name in data:
            assert_answered(cms.post(edit, data | {name: bad}), data | {name: bad}, bad)
    for code in ("sv", "ar"):
        fresh = BasePage.objects.get(pk=page.pk)
        if fresh.live:
            assert cms.get(f"/{code}/{fresh.url_path.split('/', 2)[2]}").status_code == 200


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_the_form_of_a_new_page(cms: Client, bad: str) -> None:
    for model, parent in (
        ("news/newspage", "nyheter"),
        ("locations/centrepage", "hitta-familjecentral"),
        ("home/infopage", "om"),
    ):
        add = f"/cms/pages/add/{model}/{BasePage.objects.get(slug=parent).pk}/"
        data = sent_by(cms.get(add), "page-edit-form") | {"body_sv-count": "0"}
        for action in ("action-publish", "x-draft"):
            everywhere = spoilt(data, bad) | {action: "1"}
            assert_answered(cms.post(add, everywhere), everywhere, bad)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_the_forms_of_services_and_settings(cms: Client, bad: str) -> None:
    kind, service = ServiceType.objects.get(key="bvc"), CentreService.objects.first()
    for form in (
        f"/cms/snippets/locations/servicetype/edit/{kind.pk}/",
        "/cms/snippets/locations/servicetype/add/",
        f"/cms/snippets/locations/centreservice/edit/{service.pk}/",
        "/cms/snippets/locations/centreservice/add/",
        f"/cms/settings/home/sitesettings/{SiteSettings.objects.get().site_id}/",
    ):
        opened = cms.get(form)
        assert opened.status_code == 200, form
        try_all(lambda data, form=form: cms.post(form, data), sent_by(opened) | {"action-publish": "1"}, bad)
    assert cms.get("/sv/").status_code == cms.get("/sv/om/bvc/").status_code == 200


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_the_forms_of_images_documents_and_redirects(cms: Client, bad: str) -> None:
    image = Image.objects.create(title="Huset", file=get_test_image_file(), alt_sv="Huset")
    document = Document.objects.create(title="Blad", file=SimpleUploadedFile("blad.txt", b"x"))
    for form in (
        f"/cms/images/{image.pk}/",
        "/cms/images/add/",
        f"/cms/documents/edit/{document.pk}/",
        "/cms/documents/add/",
        "/cms/redirects/add/",
    ):
        opened = cms.get(form)
        assert opened.status_code == 200, form
        try_all(lambda data, form=form: cms.post(form, data), sent_by(opened), bad)


@pytest.mark.parametrize("content_type", ["image/png", "text/html", ""])
@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50]
)
def test_a_file_that_is_no_picture_is_refused(cms: Client, content: bytes, content_type: str) -> None:
    for name in ("bild.png", "bild.svg", "../../x.png", "a\x00.png", "x" * 300 + ".png", "bild"):
        data = {"title": "Bild", "alt_sv": "En bild", "file": SimpleUploadedFile(name, content, content_type)}
        answer = cms.post("/cms/images/add/", data)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert answer.context["form"]["title"].value() == "Bild"
    assert not Image.objects.exists()


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_the_forms_that_copy_and_move(cms: Client, bad: str) -> None:
    page = BasePage.objects.get(slug="kontakt")
    copy = f"/cms/pages/{page.pk}/copy/"
    fine = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": str(page.get_parent().pk)}
    for name in fine:
        assert_answered(cms.post(copy, fine | {name: bad}), fine | {name: bad}, bad)
    move = f"/cms/pages/{page.pk}/move/"
    assert_answered(cms.post(move, {"new_parent_page": bad}), {}, bad)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_the_parameters_of_the_cms(cms: Client, bad: str) -> None:
    page = BasePage.objects.get(slug="om")
    for path, name in (
        ("/cms/pages/search/", "q"),
        (f"/cms/pages/{page.pk}/", "p"),
        (f"/cms/pages/{page.pk}/", "ordering"),
        ("/cms/snippets/locations/centreservice/", "centre"),
        ("/cms/snippets/locations/centreservice/add/", "centre"),
        ("/cms/images/", "q"),
        ("/cms/documents/", "q"),
        ("/cms/redirects/", "q"),
    ):
        assert cms.get(path, {name: bad}).status_code in (200, 302, 400, 404), (path, name)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("code", ["sv", "ar"])
def test_every_parameter_of_the_site(client: Client, code: str, bad: str) -> None:
    read = {
        "hitta-familjecentral/": ("omrade", "tjanst", "sprak"),
        "nyheter/": ("omrade", "ar", "sida"),
        "sok/": ("q", "sida"),
        "": (),
        "hitta-familjecentral/fittja/": (),
        "om/bvc/": (),
    }
    everything = ("omrade", "tjanst", "sprak", "oppet", "dropin", "vecka", "alder", "ar", "sida", "q", "mode")
    for path, names in read.items():
        for query in (*({name: bad} for name in names), dict.fromkeys(everything, bad)):
            response = client.get(f"/{code}/{path}", query)
            assert response.status_code == 200, (path, query)
            assert b"<script>alert" not in response.content
            assert not response.cookies


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_any_address(client: Client, bad: str) -> None:
    from urllib.parse import quote

    for path in (
        "/{}",
        "/sv/{}/",
        "/ar/om/{}/",
        "/f/{}",
        "/f/{}.svg",
        "/sv/nyheter/{}/",
        "/documents/{}/x.pdf",
        "/{}/om/",
    ):
        response = client.get(path.format(quote(bad[:2000])))
        assert response.status_code in (200, 301, 302, 404), path
        assert b"<script>alert" not in response.content
