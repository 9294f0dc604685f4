"""Signing in at a provider for a mailbox: requests that leave an event."""

from tests.channels.email.oauth_server import CLIENT_ID, CLIENT_SECRET, oauth_server
from tests.factories.sign_ins import APP, make_grant

from deskbell.core.outbound import Outbound


async def begin_sign_in(world):
    await world.send("PUT", "/mail-apps/google", APP)
    world.things.mailbox.sign_in_with = "google"
    return await world.send("POST", f"/mailboxes/{world.things.mailbox.id}/sign-ins")


async def finish_sign_in(world):
    """The provider is a server of this machine."""
    async with oauth_server() as provider:
        app = world.client._transport.app
        before = app.state.settings, app.state.outbound
        app.state.settings = before[0].model_copy(update={"mail_sign_in_urls": {"google": provider.url}})
        app.state.outbound = Outbound(["127.0.0.0/8"])
        try:
            await world.send(
                "PUT", "/mail-apps/google", {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
            )
            world.things.mailbox.sign_in_with = "google"
            order = await world.send("POST", f"/mailboxes/{world.things.mailbox.id}/sign-ins")
            _, back = await provider.consent(order.json()["authorization_url"])
            return await world.send("POST", "/mail-sign-ins", back)
        finally:
            await app.state.outbound.close()
            app.state.settings, app.state.outbound = before


async def forget_sign_in(world):
    await make_grant(world.session, world.things.mailbox)
    return await world.send("DELETE", f"/mailboxes/{world.things.mailbox.id}/sign-in")
