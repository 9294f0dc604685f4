"""The stream of the real application, with real sign-ins."""

import asyncio

import httpx
import pytest
from tests.factories.sessions import token_for
from tests.factories.users import make_admin, make_agent, make_user
from tests.live.client import Client

from deskbell.core.auth import Level
from deskbell.live.endpoints import PATH

pytestmark = pytest.mark.commits


async def test_lowered_agent_s_stream_ends_and_does_not_come_back_as_an_agent_s(site, live_database):
    app, address = site
    async with live_database.session() as session:
        admin, agent = await make_admin(session), await make_agent(session)
        tokens = [await token_for(session, app, who) for who in (admin, agent)]
    by_admin = {"authorization": f"Bearer {tokens[0]}"}
    stream = Client(f"{address}{PATH}", tokens[1])
    await stream.until(lambda each: each.frames)
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=10) as client:
        lowered = await client.put(f"/v1/users/{agent.id}/level", json={"level": "user"}, headers=by_admin)
        assert lowered.status_code == 200, lowered.text
        async with asyncio.timeout(5):
            await stream.ended.wait()
        by_agent = {"authorization": f"Bearer {tokens[1]}"}
        bell = await client.get("/v1/notifications", headers=by_agent)
        assert (await client.get(PATH, headers=by_agent)).status_code in {401, 403}
    assert bell.status_code in {401, 403}
    await stream.close()


async def test_signing_out_ends_the_stream(site, live_database):
    app, address = site
    async with live_database.session() as session:
        token = await token_for(session, app, await make_user(session, Level.user))
    stream = Client(f"{address}{PATH}", token)
    await stream.until(lambda each: each.frames)
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=10) as client:
        ended = await client.delete("/v1/sessions/current", headers={"authorization": f"Bearer {token}"})
        assert ended.status_code == 204, ended.text
        async with asyncio.timeout(5):
            await stream.ended.wait()
        again = await client.get(PATH, headers={"authorization": f"Bearer {token}"})
    assert again.status_code == 401
    await stream.close()
