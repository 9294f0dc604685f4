"""Cases about organizations, for `test_events_left.py`."""

from sqlalchemy import select
from tests.architecture.world_asked import asks, with_one
from tests.factories.organizations import join, make_organization

from deskbell.organizations.models import OrganizationInvitation
from deskbell.users.models import UserAddress

PATH = "/organizations"
with_organization = with_one(PATH, {"name": "Acme"})


def of_one(part, json):
    """A case that sets a part of an organization."""

    async def case(world):
        row = await make_organization(world.session)
        return await world.send("PUT", f"{PATH}/{row.id}/{part}", json)

    return case


def with_member(method, json=None):
    """A case about the customer as a member of an organization."""

    async def case(world):
        row = await make_organization(world.session, world.things.customer)
        return await world.send(method, f"{PATH}/{row.id}/members/{world.things.customer.id}", json)

    return case


async def put_member(world):
    row = await make_organization(world.session)
    return await world.send("PUT", f"{PATH}/{row.id}/members/{world.things.customer.id}", {})


async def choose_default(world):
    first = await make_organization(world.session, world.things.admin)
    second = await make_organization(world.session)
    await join(world.session, second, world.things.admin)
    assert first.id != second.id
    return await world.send("PUT", f"/users/me{PATH}/{second.id}/default")


async def invite(world, email="new@example.org"):
    row = await make_organization(world.session)
    body = {"name": "New", "email": email}
    return await world.send("POST", f"{PATH}/{row.id}/invitations", body)


async def revoke(world):
    number = (await invite(world)).json()["id"]
    invitation = await world.session.get(OrganizationInvitation, number)
    return await world.send("DELETE", f"{PATH}/{invitation.organization_id}/invitations/{number}")


def answered(method, ending):
    """A case that answers an invitation of the admin's own."""

    async def case(world):
        mine = select(UserAddress.address).where(UserAddress.user_id == world.things.admin.id)
        number = (await invite(world, await world.session.scalar(mine))).json()["id"]
        return await world.send(method, f"/users/me/organization-invitations/{number}{ending}")

    return case


async def merge(world):
    first, second = await make_organization(world.session), await make_organization(world.session)
    return await world.send("POST", f"{PATH}/{first.id}/merge", {"source_id": second.id})


async def undo_merge(world):
    kept = (await merge(world)).json()["id"]
    (merged,) = (await world.client.get(f"/v1{PATH}/{kept}/merges")).json()["items"]
    return await world.send("POST", f"/organization-merges/{merged['id']}/undo")


async def set_organization(world):
    row = await make_organization(world.session)
    return await world.send("PUT", f"{world.things.path}/organization", {"organization_id": row.id})


async def remove_organization(world):
    assert (await set_organization(world)).is_success
    return await world.send("DELETE", f"{world.things.path}/organization")


async def set_private(world):
    return await world.send("PUT", f"{world.things.path}/private", client=world.things.own)


async def remove_private(world):
    assert (await set_private(world)).is_success
    return await world.send("DELETE", f"{world.things.path}/private", client=world.things.own)


ORGANIZATION_CASES = {
    "create_organization": asks("POST", PATH, {"name": "Acme"}),
    "update_organization": with_organization("PATCH", {"notes": "Pays late."}),
    "delete_organization": with_organization("DELETE"),
    "set_organization_sharing": of_one("sharing", {"see": "everyone", "reply": "none", "close": "none"}),
    "set_organization_domains": of_one("domains", {"domains": ["acme.example"]}),
    "set_organization_member": put_member,
    "update_organization_member": with_member("PATCH", {"named": True}),
    "remove_organization_member": with_member("DELETE"),
    "set_my_default_organization": choose_default,
    "create_organization_invitation": invite,
    "revoke_organization_invitation": revoke,
    "accept_organization_invitation": answered("POST", "/accept"),
    "decline_organization_invitation": answered("DELETE", ""),
    "merge_organization": merge,
    "undo_organization_merge": undo_merge,
    "create_organization_import": asks("POST", "/organization-imports", {"csv": "organization\nAcme"}),
    "set_ticket_organization": set_organization,
    "remove_ticket_organization": remove_organization,
    "set_ticket_private": set_private,
    "remove_ticket_private": remove_private,
}
