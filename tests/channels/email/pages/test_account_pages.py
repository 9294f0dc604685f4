"""The pages of mailed links: they work without scripts, and tell nobody what stands in the link."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from tests.factories.users import make_user

from deskbell.channels.email.pages import rendering
from deskbell.core.auth import Level
from deskbell.sessions import attempts
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.models import SingleUseLink
from deskbell.users.models import User, UserAddress

PASSWORD = "another horse, another battery"
ADDRESS = "anna@customer.example"
DEAD = "This link doesn't work any more"


@pytest.fixture
async def anna(session):
    user = await make_user(session, name="Anna", address=ADDRESS, password_hash=None, claimed_at=None)
    await session.execute(update(UserAddress).where(UserAddress.user_id == user.id).values(verified_at=None))
    return user


async def issue(session, user, purpose):
    """The secret of a new link, as it was mailed."""
    address = await session.scalar(select(UserAddress.id).where(UserAddress.user_id == user.id))
    return await issue_link(session, purpose, user.id, timedelta(hours=1), address_id=address)


async def send(client, page, secret, password=PASSWORD, **headers):
    data = {"token": secret, "new_password": password}
    return await client.post(f"/account/{page}", data=data, headers=headers)


def heading(response):
    return re.search(r"<h1>(.*?)</h1>", response.text, re.DOTALL)[1].replace("&#39;", "'")


@pytest.mark.parametrize("name", ["claim", "reset", "verify", "link"])
async def test_page_is_under_a_strict_policy_and_in_no_cache(anonymous, name):
    response = await anonymous.get(f"/account/{name}")
    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)[1]
    assert "unsafe" not in policy
    assert {"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy.split("; "))
    assert set(re.findall(r"<(?:script|style) nonce=\"([^\"]+)\"", response.text)) == {nonce}
    assert not re.findall(r"<(?:script|style)>|\son\w+=|\sstyle=", response.text)
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"


async def test_pages_speak_the_readers_language(anonymous, session, anna):
    german = {"accept-language": "de"}
    page = (await anonymous.get("/account/claim", headers=german)).text
    assert '<html lang="de">' in page
    assert "Passwort wählen" in page
    refused = await send(anonymous, "claim", await issue(session, anna, LinkPurpose.claim), "short", **german)
    assert "Nehmen Sie mindestens 10 Zeichen" in refused.text
    templates = Path(rendering.__file__).parent / "templates"
    shown = {
        text
        for each in templates.glob("account/*.html")
        for text in re.findall(r'\bt\("(.*?)"', each.read_text())
    }
    assert shown <= json.loads((templates / "de.json").read_text()).keys()


async def test_an_account_is_claimed(anonymous, session, anna):
    secret = await issue(session, anna, LinkPurpose.claim)
    response = await send(anonymous, "claim", secret)
    assert (response.status_code, heading(response)) == (200, "Your password is set")
    assert "agent panel" not in response.text
    user = await session.get(User, anna.id, populate_existing=True)
    assert user.password_hash
    assert user.claimed_at
    again = await send(anonymous, "claim", secret)
    assert (again.status_code, heading(again)) == (410, DEAD)
    assert 'href="link"' in again.text


async def test_a_person_without_scripts_pastes_the_whole_link(anonymous, session, anna):
    secret = await issue(session, anna, LinkPurpose.password_reset)
    response = await send(anonymous, "reset", f" http://localhost:8000/account/reset#token={secret} ")
    assert response.status_code == 200


async def test_an_agent_is_led_to_the_panel(anonymous, session, anna):
    await session.execute(update(User).where(User.id == anna.id).values(level=Level.agent))
    secret = await issue(session, anna, LinkPurpose.claim)
    assert "../agent/" in (await send(anonymous, "claim", secret)).text


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "Use at least 10 characters"), (ADDRESS, "Your own name")],
)
async def test_a_weak_password_leaves_the_link_good(anonymous, session, anna, password, said):
    secret = await issue(session, anna, LinkPurpose.claim)
    refused = await send(anonymous, "claim", secret, password)
    assert refused.status_code == 422
    assert said in re.search(r"role=\"alert\">(.*?)</p>", refused.text)[1]
    assert f'value="{secret}"' in refused.text
    assert f'value="{password}"' not in refused.text
    assert (await send(anonymous, "claim", secret)).status_code == 200


async def test_t18_a_link_opens_its_own_page_only_and_not_for_ever(anonymous, session, anna):
    secret = await issue(session, anna, LinkPurpose.claim)
    for page in ("reset", "verify"):
        assert (await send(anonymous, page, secret)).status_code == 410
    old = SingleUseLink.expires_at - timedelta(days=2)
    await session.execute(update(SingleUseLink).values(expires_at=old))
    for given in (secret, "", "x", "a" * 43, "<script>", "\0"):
        assert heading(await send(anonymous, "claim", given)) == DEAD


async def test_an_address_is_verified_by_a_click_not_by_looking(anonymous, session, anna):
    secret = await issue(session, anna, LinkPurpose.verify)
    await anonymous.get("/account/verify")
    verified = select(UserAddress.verified_at).where(UserAddress.user_id == anna.id)
    assert await session.scalar(verified) is None
    assert heading(await send(anonymous, "verify", secret)) == "Your address is confirmed"
    assert await session.scalar(verified)
    assert heading(await send(anonymous, "verify", secret)) == DEAD


async def test_t85_a_new_link_is_asked_for_alike_by_known_and_unknown(anonymous, anna):
    answers = []
    for address in (ADDRESS, "noone@customer.example"):
        response = await anonymous.post("/account/link", data={"email": address})
        assert response.status_code == 200
        answers.append(re.sub(r"nonce=\"[^\"]+\"", "", response.text).replace(address, ""))
    assert answers[0] == answers[1]
    refused = await anonymous.post("/account/link", data={"email": '"><script>x</script>'})
    assert refused.status_code == 422
    assert "<script>x" not in refused.text


async def test_a_form_of_another_site_is_not_taken(anonymous, session, anna):
    secret = await issue(session, anna, LinkPurpose.claim)
    foreign = await send(anonymous, "claim", secret, **{"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 410
    assert (await send(anonymous, "claim", secret)).status_code == 200


async def test_t89_guessing_ends(anonymous, monkeypatch):
    monkeypatch.setattr(attempts, "PER_MACHINE", 2)
    for _ in range(2):
        await send(anonymous, "verify", "a" * 43)
    stopped = await send(anonymous, "verify", "a" * 43)
    assert (stopped.status_code, heading(stopped)) == (429, "That was too often")
    assert int(stopped.headers["retry-after"]) > 0
