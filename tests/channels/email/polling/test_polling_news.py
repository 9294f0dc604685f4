"""News that a server tells by the way, once, before anybody waits for it."""

import asyncio

import pytest
from tests.channels.email.imap_server import imap_server
from tests.channels.email.polling.conftest import make_post

LOOKS, LOOK_SECONDS = 1000, 0.02


@pytest.mark.parametrize("during", ["UID SEARCH", "UID FETCH", "UID STORE", "IDLE"])
async def test_a_mail_that_arrives_during_a_command_is_not_left_until_the_next_look(desk, settings, during):
    async with imap_server() as server:
        post = await make_post(desk, settings, server)
        late = []

        def arrives(stage, command):
            if stage == ("before" if during == "IDLE" else "after") and command == during and not late:
                late.extend(post.send())

        post.send()
        server.misbehave = arrives
        async with post.poller() as poller:
            assert await poller.step() == 1
            for _ in range(LOOKS):
                if len(await post.ledger()) == 2:
                    break
                await asyncio.sleep(LOOK_SECONDS)
        assert [row.uid for row in await post.ledger()] == [1, 2]
        assert late
