"""Finding people: text, group and organization are entrances that combine. What customers may choose."""

import re

from playwright.sync_api import expect
from tests.e2e.steps import sign_in

BOTH, ONE, OTHER = re.compile("Quist"), "Paula Quist", "Pia Quist"


def choose(page, label, option):
    """Choose one of a list that is found as one types; chosen again, it is chosen no more."""
    page.get_by_role("combobox", name=label, exact=True).fill(option)
    page.get_by_role("option", name=option).click()


def test_text_group_and_organization_combine(page, program):
    agent = program("ben@deskbell.example", "agent")
    ids = [
        agent.post("/v1/users", json={"name": name, "email": f"{name[:2]}@quist.example"}).json()["id"]
        for name in (ONE, OTHER)
    ]
    groups = {each["name"]: each["id"] for each in agent.get("/v1/user-groups").json()["items"]}
    partners = {"group_ids": [groups["Trade partners"]]}
    assert agent.put(f"/v1/users/{ids[0]}/user-groups", json=partners).status_code == 200
    made = {"name": "Quist and Daughters", "domains": ["quist.example"]}
    assert agent.post("/v1/organizations", json=made).status_code == 201

    sign_in(page, "ben@deskbell.example")
    page.get_by_role("navigation", name="Views").get_by_role("link", name="People").click()
    pane = page.get_by_role("region", name="People", exact=True)
    names = pane.get_by_role("list", name="People found").get_by_role("link")
    pane.get_by_label("Search people").fill("quist")
    expect(names).to_have_text([ONE, OTHER])
    choose(page, "User group", "Trade partners")
    expect(names).to_have_text([ONE])
    pane.get_by_label("Search people").fill("")
    choose(page, "Organization", "Quist and Daughters")
    expect(names).to_have_text([ONE])
    choose(page, "User group", "Trade partners")
    expect(names).to_have_text([ONE, OTHER])
    names.first.click()
    person = page.get_by_role("region", name="Person", exact=True)
    expect(person.get_by_role("heading", name=ONE)).to_be_visible()
    expect(person.get_by_role("link", name="Quist and Daughters")).to_be_visible()
    person.get_by_role("button", name="Back to the people").click()
    expect(names).to_have_text([ONE, OTHER])
    names.first.click()
    person.get_by_role("link", name="Everybody in Trade partners").click()
    expect(names.get_by_text(OTHER)).to_have_count(0)
    expect(names.get_by_text(ONE)).to_be_visible()


def test_a_customer_chooses_what_it_is_about(page, program):
    agent = program("ben@deskbell.example", "agent")
    kind = agent.get("/v1/ticket-types").json()["items"][0]
    page.goto("/new")
    page.get_by_label("Your name").fill("Quentin Vale")
    page.get_by_label("Your email").fill("quentin@vale.example")
    page.get_by_label("What is it about?").fill("A lamp of another sort")
    page.get_by_label("What can we do for you?").fill("It does not shine.")
    page.get_by_label("Type", exact=True).select_option(kind["name"])
    expect(page.get_by_label("Priority", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(re.compile("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"))).to_be_visible()
    found = agent.get("/v1/tickets", params={"type_id": kind["id"], "sort": "-created_at"}).json()["items"]
    assert found[0]["subject"] == "A lamp of another sort"
