"""Webhooks over the API: what an admin enters, sees and may not do."""

from base64 import b64decode
from datetime import UTC, datetime

import pytest
from tests.factories.users import make_admin
from tests.factories.webhooks import make_webhook

from deskbell.webhooks.models import WebhookAttempt
from deskbell.webhooks.signing import new_secret, signature

HOOK = {"url": "https://example.org/hooks", "event_types": ["ticket.created"]}


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


def test_the_signature_is_that_of_the_specification():
    """The published sample of Standard Webhooks' libraries."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_t17_secrets_are_long_and_never_the_same():
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(b64decode(first.removeprefix("whsec_"))) == 32


async def test_the_life_of_a_webhook(admin, session):
    """Made, changed, tested, its secret rotated, deleted; its secret is shown twice in all."""
    made = await admin.post("/v1/webhooks", json={**HOOK, "description": "The shop"})
    assert made.status_code == 201, made.text
    webhook, path = made.json(), f"/v1/webhooks/{made.json()['id']}"
    assert webhook["secret"].startswith("whsec_")
    assert (webhook["enabled"], webhook["waiting"], webhook["paused_at"]) == (True, 0, None)

    changed = await admin.patch(path, json={"enabled": False}, headers={"if-match": '"1"'})
    assert (changed.status_code, changed.json()["enabled"], changed.json()["version"]) == (200, False, 2)
    stale = await admin.patch(path, json={"enabled": True}, headers={"if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")

    rotated = (await admin.post(f"{path}/secret", json={})).json()
    assert rotated["secret"] not in {None, webhook["secret"]}
    assert rotated["rotation_ends_at"] is not None
    at_once = (await admin.post(f"{path}/secret", json={"overlap_hours": 0})).json()
    assert at_once["rotation_ends_at"] is None

    test = await admin.post(f"{path}/tests")
    assert (test.status_code, test.json()["state"], test.json()["log"]) == (201, "queued", [])
    delivery = f"{path}/deliveries/{test.json()['id']}"
    session.add(
        WebhookAttempt(
            delivery_id=test.json()["id"],
            number=1,
            url=HOOK["url"],
            sent_at=datetime.now(UTC),
            milliseconds=12,
            status=500,
            answer="no",
        )
    )
    await session.flush()
    assert (await admin.get(delivery)).json()["log"][0]["answer"] == "no"
    listed = (await admin.get(f"{path}/deliveries", params={"state": "queued"})).json()["items"]
    assert [(each["event_type"], each["last_status"]) for each in listed] == [("webhook.test", 500)]
    under_way = await admin.post(f"{delivery}/replay")
    assert (under_way.status_code, under_way.json()["code"]) == (409, "delivery_under_way")
    not_paused = await admin.delete(f"{path}/pause")
    assert (not_paused.status_code, not_paused.json()["code"]) == (409, "webhook_not_paused")

    shown = [(await admin.get(address)).text for address in ("/v1/webhooks", path)]
    assert all("whsec_" not in each for each in shown)
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(delivery)).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**HOOK, "url": "ftp://example.org"}, "/url"),
        ({**HOOK, "url": "https://admin:secret@example.org/"}, "/url"),
        ({**HOOK, "url": "example.org"}, "/url"),
        ({**HOOK, "event_types": []}, "/event_types"),
        ({**HOOK, "event_types": ["ticket.exploded"]}, "/event_types"),
        ({**HOOK, "secret": "whsec_mine"}, "/secret"),
    ],
)
async def test_bad_input_is_told_where_it_is(admin, body, pointer):
    answer = await admin.post("/v1/webhooks", json=body)
    assert answer.status_code == 422
    assert [each["pointer"].removesuffix("/0") for each in answer.json()["errors"]] == [pointer]


async def test_every_type_can_be_asked_for(admin):
    found = (await admin.get("/v1/webhook-event-types")).json()["items"]
    types = {each["type"]: each["internal"] for each in found}
    assert types["ticket.created"] is False
    assert types["ticket.note_added"] is True
    ours = [name for name in types if not name.startswith("thing.")]  # of other tests
    made = await admin.post("/v1/webhooks", json={**HOOK, "event_types": ours})
    assert made.json()["event_types"] == sorted(ours)


async def test_a_replay_ends_after_it_began(admin, session, app):
    number, _ = await make_webhook(session, app.state.settings)
    body = {"since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"}
    assert (await admin.post(f"/v1/webhooks/{number}/replays", json=body)).status_code == 422
    good = await admin.post(f"/v1/webhooks/{number}/replays", json={"since": "2026-01-01T00:00:00Z"})
    assert (good.status_code, good.json()["since"]) == (202, "2026-01-01T00:00:00Z")
