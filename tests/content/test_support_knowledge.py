"""Pages of the knowledge base before any script runs: for guests and search engines only what is for all."""

import json
import re

import pytest
from tests.core.test_support_pages import INDEX
from tests.factories.knowledge import make_article, make_category, make_readers

from deskbell.content.knowledge.models import ArticleSlug, CategorySlug


@pytest.fixture
async def world(app, session, tmp_path, monkeypatch):
    """A build in the place of the real one; an open category, and one for a group."""
    (tmp_path / "index.html").write_text(INDEX)
    monkeypatch.setattr(app.router.default._frontend, "_folder", tmp_path)
    monkeypatch.setattr(app.router.default._frontend, "_build", None)
    group = await make_readers(session)
    open_ = await make_category(session, name="Open <b>", slug="open", description="For all.")
    closed = await make_category(session, name="Closed", slug="closed", groups=[group])
    title, html = 'Reset </script><script>"it"', "<p>Hold the <strong>button</strong>.</p>"
    article = await make_article(session, open_, title=title, html=html, slug="reset-it")
    session.add(ArticleSlug(slug="former", article_id=article.id))
    session.add(CategorySlug(slug="former", category_id=open_.id))
    hidden = await make_article(session, closed, title="Secret terms", slug="secret-terms")
    session.add(ArticleSlug(slug="former-secret", article_id=hidden.id))
    await make_article(session, open_, title="Draft words", slug="draft-words", draft=True)
    await session.flush()


async def test_an_article_can_be_read_without_scripts(world, anonymous):
    answer = await anonymous.get("/articles/reset-it")
    page = answer.text
    assert answer.status_code == 200
    assert "<p>Hold the <strong>button</strong>.</p>" in page
    assert '<link rel="canonical" href="http://test/articles/reset-it">' in page
    assert '<meta property="og:type" content="article">' in page
    assert '<meta name="description" content="Hold the button.">' in page
    assert "noindex" not in page
    assert '<script>"it"' not in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert (data["@type"], data["headline"]) == ("Article", 'Reset </script><script>"it"')
    state = json.loads(re.search(r'<script type="application/json" id="state">(.*?)</script>', page)[1])
    assert (state["article"]["slug"], state["article"]["agent"]) == ("reset-it", None)


async def test_the_first_page_a_category_and_a_search_name_what_is_for_all(world, anonymous):
    for path in ("/", "/categories/open", "/search?q=secret+button+draft", "/search?q=terms", "/search"):
        answer = await anonymous.get(path)
        assert answer.status_code == 200, path
        assert "Secret" not in answer.text, path
        assert "Closed" not in answer.text, path
        assert "Draft words" not in answer.text, path
    assert "Open &lt;b&gt;" in (await anonymous.get("/")).text
    assert 'href="articles/reset-it"' in (await anonymous.get("/categories/open")).text
    assert 'href="articles/reset-it"' in (await anonymous.get("/search?q=buttons")).text
    assert "noindex" in (await anonymous.get("/search?q=buttons")).text


async def test_former_addresses_lead_on_and_tell_nothing_of_what_is_hidden(world, anonymous):
    for kind, now in (("articles", "reset-it"), ("categories", "open")):
        moved = await anonymous.get(f"/{kind}/former")
        assert (moved.status_code, moved.headers["location"]) == (301, f"/{kind}/{now}")
    absent = bare(await anonymous.get("/articles/none"))
    assert "noindex" in absent
    for path in (
        "articles/secret-terms",
        "articles/former-secret",
        "articles/draft-words",
        "categories/closed",
    ):
        answer = await anonymous.get(f"/{path}")
        assert answer.status_code == 404
        assert bare(answer) == absent, path
    for path in (
        "articles/",
        "articles",
        "categories/A/b",
        "articles/%00",
        "articles/a%2Fb",
        "articles/RESET-IT",
    ):
        assert (await anonymous.get(f"/{path}")).status_code == 404, path


def bare(answer):
    """The page without its nonce."""
    return re.sub(r'nonce="[^"]+"', "", answer.text)


async def test_the_sitemap_names_what_is_for_all(world, anonymous):
    answer = await anonymous.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    places = re.findall(r"<loc>http://test/(.*?)</loc>", answer.text)
    assert places == ["", "new", "categories/open", "articles/reset-it"]
    robots = (await anonymous.get("/robots.txt")).text
    assert "Sitemap: http://test/sitemap.xml" in robots
    assert "Disallow: /agent/" in robots
