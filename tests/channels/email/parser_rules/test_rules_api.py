"""Parser rules over the API: who may, what is refused, their order, and trying them."""

import pytest
from tests.factories.departments import make_department
from tests.factories.inbound import make_inbound
from tests.factories.mail_rules import make_rule
from tests.factories.mailboxes import make_mailbox
from tests.factories.tickets import make_label
from tests.factories.users import make_admin, make_agent

PATH = "/v1/mail-rules"
SPAM = {"field": "header", "header": "X-Spam-Flag", "operator": "equals", "value": "YES"}
WRONG = {"field": "subject", "operator": "contains", "value": "wrong"}
RULE = {"name": "Spam", "conditions": [SPAM], "phase": "before", "decision": "refuse"}
RAW = (
    b"From: Nia <nia@example.org>\r\nX-Spam-Flag: yes\r\nSubject: It is =?utf-8?q?wro?=\r\n"
    b" =?utf-8?q?ng?=\r\n\r\nHello.\r\n"
)


@pytest.fixture
async def admin(session, client_as):
    return await client_as(await make_admin(session))


async def made(admin, **members):
    response = await admin.post(PATH, json={**RULE, **members})
    assert response.status_code == 201, response.text
    return response.json()


async def test_only_admins_know_of_them(session, client_as, anonymous):
    agent = await client_as(await make_agent(session))
    rule = await make_rule(session)
    for path in (PATH, f"{PATH}/{rule.id}"):
        assert (await agent.get(path)).status_code == 403
        assert (await anonymous.get(path)).status_code == 401
    assert (await agent.post(PATH, json=RULE)).status_code == 403


async def test_one_is_made_changed_and_deleted(admin, session):
    label = await make_label(session)
    rule = await made(admin, label_ids=[label.id], reason="marked")
    assert (rule["position"], rule["enabled"], rule["needs"], rule["version"]) == (1, True, "all", 1)
    assert rule["conditions"] == [{**SPAM, "header": "x-spam-flag", "negated": False}]
    place = f"{PATH}/{rule['id']}"
    changed = await admin.patch(place, json={"enabled": False, "decision": None, "needs": "any"})
    assert changed.status_code == 200
    assert [changed.json()[name] for name in ("enabled", "decision", "needs", "version")] == [
        False,
        None,
        "any",
        2,
    ]
    assert changed.json()["label_ids"] == [label.id]
    assert (await admin.get(place)).json() == changed.json()
    stale = await admin.patch(place, json={"name": "X"}, headers={"if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert (await admin.delete(place)).status_code == 204
    assert (await admin.get(place)).status_code == 404
    assert (await admin.patch(place, json={})).status_code == 404


@pytest.mark.parametrize(
    ("members", "pointer", "code"),
    [
        ({"conditions": []}, "/conditions", "invalid_request"),
        ({"conditions": [SPAM] * 21}, "/conditions", "invalid_request"),
        ({"conditions": [WRONG]}, "/conditions/0/field", "condition_too_early"),
        ({"conditions": [{"field": "subject", "operator": "matches", "value": "a"}]}, "/conditions/0/field",
         "condition_too_early"),
        ({"conditions": [{**SPAM, "regex": "(a+)+"}]}, "/conditions/0", "invalid_request"),
        ({"conditions": [{**SPAM, "operator": "regex"}]}, "/conditions/0", "invalid_request"),
        ({"decision": "delete"}, "/decision", "invalid_request"),
        ({"department_id": 999_999}, "/department_id", "unknown_reference"),
        ({"priority_id": 999_999}, "/priority_id", "unknown_reference"),
        ({"label_ids": [999_999]}, "/label_ids", "unknown_reference"),
        ({"follower_ids": [999_999]}, "/follower_ids", "unknown_reference"),
        ({"name": ""}, "/name", "invalid_request"),
        ({"position": 3}, "/position", "invalid_request"),
        ({"phase": "later"}, "/phase", "invalid_request"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(admin, members, pointer, code):
    response = await admin.post(PATH, json={**RULE, **members})
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert response.json()["errors"][0]["pointer"].startswith(pointer)


async def test_a_rule_never_asks_too_early_by_a_change(admin):
    rule = await made(admin, phase="after", conditions=[WRONG])
    refused = await admin.patch(f"{PATH}/{rule['id']}", json={"phase": "before"})
    assert (refused.status_code, refused.json()["code"]) == (422, "condition_too_early")


async def test_they_are_put_in_order(admin):
    numbers = [(await made(admin, name=name))["id"] for name in "abc"]
    wanted = [numbers[2], numbers[0], numbers[1]]
    answer = await admin.put(f"{PATH}/order", json={"rule_ids": wanted})
    assert answer.status_code == 204
    listed = (await admin.get(PATH)).json()["items"]
    assert [(each["position"], each["id"]) for each in listed] == list(enumerate(wanted, start=1))
    for wrong in (wanted[:2], [*wanted, 999_999], [*wanted, wanted[0]], []):
        refused = await admin.put(f"{PATH}/order", json={"rule_ids": wrong})
        assert (refused.status_code, refused.json()["code"]) == (409, "rules_differ")


async def tried(admin, mail, rule=None):
    response = await admin.post(f"{PATH}/trials", json={"inbound_mail_id": mail.id, "rule": rule})
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_draft_is_held_against_a_mail(admin, session, settings):
    mail = await make_inbound(session, await make_mailbox(session, settings), raw=RAW)
    other = {"field": "size", "operator": "over", "value": 1_000_000}
    found = await tried(admin, mail, {**RULE, "conditions": [SPAM, other]})
    assert (found["rules"][0]["conditions"], found["decision"]) == ([True, False], None)
    found = await tried(admin, mail, {**RULE, "conditions": [SPAM, other], "needs": "any"})
    [rule] = found["rules"]
    assert (rule["id"], rule["took_hold"], found["decision"]) == (None, True, "refuse")
    after = {**RULE, "phase": "after", "conditions": [WRONG], "decision": "hold", "reason": "odd"}
    found = await tried(admin, mail, after)
    assert (found["decision"], found["reason"]) == ("hold", "The rule “Spam” says so: odd")


async def test_all_rules_are_held_against_a_mail_until_one_stops_it(admin, session, settings):
    mail = await make_inbound(session, await make_mailbox(session, settings), raw=RAW, fate="accepted")
    label, department = await make_label(session), await make_department(session)
    first = await make_rule(session, WRONG, label_ids=[label.id])
    await make_rule(session, WRONG, enabled=False, decision="refuse")
    second = await make_rule(session, SPAM, phase="before", department_id=department.id)
    third = await make_rule(session, WRONG, stop=True)
    await make_rule(session, WRONG, decision="refuse")
    found = await tried(admin, mail)
    assert [(each["id"], each["took_hold"]) for each in found["rules"]] == [
        (second.id, True),
        (first.id, True),
        (third.id, True),
    ]
    assert (found["department_id"], found["label_ids"], found["decision"]) == (
        department.id,
        [label.id],
        None,
    )
    await session.refresh(mail)
    assert (mail.fate, mail.rule_ids) == ("accepted", [])


async def test_a_trial_needs_a_mail_that_is_there(admin):
    refused = await admin.post(f"{PATH}/trials", json={"inbound_mail_id": 999_999})
    assert refused.status_code == 404
