"""The admin asks why, who may and what somebody may, and sets a change of rights back from the log."""

import re

from playwright.sync_api import expect
from tests.e2e.steps import sign_in


def test_an_admin_asks_why_and_sets_a_change_back(page, axe, program):
    admin = program("ada@deskbell.example", "admin")
    agent = admin.get("/v1/users", params={"q": "ben@deskbell.example"}).json()["items"][0]
    path = f"/v1/users/{agent['id']}/permissions"
    assert admin.put(path, json={"permissions": ["reports.build", "reports.open"]}).status_code == 200
    sign_in(page, "ada@deskbell.example", home="/admin/")
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
    page.goto(f"/admin/access?user={agent['id']}")
    rights = page.get_by_role("table", name="What this person may do")
    expect(rights.get_by_role("row", name=re.compile("^Build reports"))).to_contain_text(
        "given to this person"
    )
    axe("admin access person")
    permission = page.get_by_role("combobox", name="Permission")
    permission.fill("Enter the support")
    page.get_by_role("option", name="Enter the support center").click()
    expect(page.get_by_text(f"Yes, {agent['name']} may.")).to_be_visible()
    axe("admin access answer")
    page.goto("/admin/access?permission=reports.build")
    expect(page.get_by_role("list", name="Who may").get_by_text(agent["name"])).to_be_visible()
    page.goto("/admin/audit")
    about = f": {agent['name']}"
    page.get_by_role("button", name=f"Set back{about}", exact=True).first.click()
    page.get_by_role("button", name=f"Really set back{about}", exact=True).click()
    expect(page.get_by_text("It counts from the next request on")).to_be_visible()
    assert admin.get(path).json()["permissions"] == []
