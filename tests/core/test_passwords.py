"""Passwords are bounded in size, number and time (T20, T76)."""

import asyncio
import threading

import pytest
from passlib.hash import argon2

from deskbell.core.passwords import PasswordQueueFull, Passwords, PasswordUnfit, prepared


@pytest.fixture
def passwords():
    pool = Passwords()
    yield pool
    pool.close()


async def test_round_trip(passwords):
    stored = await passwords.hash("correct horse")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    right = await passwords.verify("correct horse", stored)
    assert (right.matches, right.needs_rehash) == (True, False)
    wrong = await passwords.verify("correct horsf", stored)
    assert (wrong.matches, wrong.needs_rehash) == (False, False)
    assert stored != await passwords.hash("correct horse")


async def test_composed_and_decomposed_letters_are_one_password(passwords):
    stored = await passwords.hash("caf\u00e9 au lait")
    assert (await passwords.verify("cafe\u0301 au lait", stored)).matches


async def test_a_long_password_counts_to_its_end(passwords):
    stored = await passwords.hash("a" * 1023 + "b")
    assert not (await passwords.verify("a" * 1023 + "c", stored)).matches
    assert (await passwords.verify("a" * 1023 + "b", stored)).matches


@pytest.mark.parametrize(
    "unfit",
    ["", "\0", "secret\0", "\0secret", "a" * 1025, "é" * 513, "a" * 1_000_000, "\ud800", "\ufb2c" * 340],
)
async def test_unfit_is_refused_before_hashing(passwords, unfit, monkeypatch):
    stored = await passwords.hash("x")

    def computed(*_args):
        raise AssertionError

    monkeypatch.setattr(passwords, "_run", computed)
    with pytest.raises(PasswordUnfit):
        await passwords.hash(unfit)
    with pytest.raises(PasswordUnfit):
        await passwords.verify(unfit, stored)
    with pytest.raises(PasswordUnfit):
        await passwords.verify(unfit, None)


def test_a_space_is_text():
    assert prepared(" ") == b" "


@pytest.mark.parametrize(
    "stored", [None, "", "!", "x", "$argon2id$v=19$m=19456,t=2,p=1$$", "$2b$12$" + "a" * 53]
)
async def test_nothing_matches_an_account_without_a_password(passwords, stored):
    for password in ("x", " ", "None", "!"):
        assert not (await passwords.verify(password, stored)).matches


async def test_unknown_accounts_are_as_much_work(passwords, monkeypatch):
    """The same computation, once, with the same memory, rounds and lengths, whoever is asked about."""
    stored, real = await passwords.hash("x"), passwords._argon2
    computed = []

    class Noting:
        identify, needs_update = real.identify, real.needs_update

        @staticmethod
        def verify(secret, against):
            parts = against.split("$")
            computed.append((secret, parts[:4], [len(part) for part in parts]))
            return real.verify(secret, against)

    monkeypatch.setattr(passwords, "_argon2", Noting)
    for against in (stored, None, "", "!", "$2b$12$" + "a" * 53):
        assert not (await passwords.verify("y", against)).matches
    assert computed == [computed[0]] * 5


async def test_weaker_hashes_ask_for_a_new_one(passwords):
    weaker = argon2.using(type="ID", memory_cost=1024, rounds=1, parallelism=1).hash("x")
    verdict = await passwords.verify("x", weaker)
    assert (verdict.matches, verdict.needs_rehash) == (True, True)
    assert not (await passwords.verify("y", weaker)).needs_rehash


async def test_no_more_at_once_than_threads_and_no_more_waiting_than_the_queue():
    passwords = Passwords(threads=2, queue=3)
    gate, lock, running, most = threading.Event(), threading.Lock(), 0, 0

    def slow() -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(10)
        with lock:
            running -= 1
        return "done"

    try:
        waiting = [asyncio.ensure_future(passwords._run(slow)) for _ in range(5)]
        await asyncio.sleep(0.05)
        with pytest.raises(PasswordQueueFull) as refused:
            await passwords.verify("x", None)
        assert refused.value.status == 503
        assert refused.value.headers["Retry-After"] == "2"
        waiting.pop().cancel()  # a request that was given up makes room
        await asyncio.sleep(0.05)
        waiting.append(asyncio.ensure_future(passwords._run(slow)))
        await asyncio.sleep(0.05)
        gate.set()
        assert await asyncio.gather(*waiting) == ["done"] * 5
        assert most == 2
        assert not (await passwords.verify("x", None)).matches
    finally:
        gate.set()
        passwords.close()


async def test_nothing_is_computed_on_the_event_loop(passwords, monkeypatch):
    check, threads = passwords._check, set()

    def noting(*args):
        threads.add(threading.current_thread().name.rpartition("_")[0])
        return check(*args)

    monkeypatch.setattr(passwords, "_check", noting)
    await asyncio.gather(*(passwords.verify("x", None) for _ in range(6)))
    assert threads == {"passwords"}
