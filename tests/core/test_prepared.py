"""Statements made once: values by name at every run, errors as SQLAlchemy raises them."""

import pytest
from sqlalchemy import BigInteger, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from tests.factories.users import make_user

from deskbell.core.prepared import Prepared
from deskbell.tickets.models import Label
from deskbell.users.models import User

BY_NUMBER = Prepared(select(User.id, User.name).where(User.id == bindparam("user_id", 1, type_=BigInteger)))


async def test_it_reads_by_pool_session_and_connection(database, session):
    user = await make_user(session)
    for source in (database.reads, session, database.connection):
        row = await BY_NUMBER.one_or_none(source, {"user_id": user.id, "more": "is not looked at"})
        assert dict(row) == {"id": user.id, "name": user.name}
    assert await BY_NUMBER.one_or_none(session, {"user_id": 0}) is None


async def test_the_value_that_it_was_made_with_is_never_used(session):
    with pytest.raises(KeyError):
        await BY_NUMBER.all(session, {})


def test_a_number_without_a_name_is_refused():
    with pytest.raises(ValueError, match="name the parameters"):
        Prepared(select(User.name).where(User.id == 7))


def test_words_of_the_statement_need_no_name():
    assert Prepared(select(User.id).where(User.name == "x")).words == {"name_1": "x"}


async def test_its_errors_are_those_of_sqlalchemy(database):
    broken = Prepared(text("select 1 / cast(:below as bigint)"))
    with pytest.raises(DBAPIError):
        await broken.all(database.reads, {"below": "0"})


@pytest.mark.commits
async def test_errors_of_the_driver_and_of_the_session_are_the_same(live_database):
    add = Prepared(insert(Label).values(name=bindparam("name"), color=bindparam("color")).returning(Label.id))
    async with live_database.session() as session:
        await add.each(session, [{"name": "red", "color": "#ff0000"}, {"name": "green", "color": "#00ff00"}])
    for warm in (False, True):
        async with live_database.session() as session:
            if warm:  # in a transaction that has begun, the driver is asked by itself
                await session.scalar(select(Label.id))
            with pytest.raises(IntegrityError):
                await add.all(session, {"name": "RED", "color": "#ff0000"})
            await session.rollback()
    with pytest.raises(IntegrityError):
        await add.all(live_database.reads, {"name": "Red", "color": "#ff0000"})


@pytest.mark.commits
async def test_the_pool_of_reads_comes_back_by_itself(live_database):
    numbers = Prepared(text("select pg_backend_pid() as pid"))
    lost = (await numbers.all(live_database.reads, {}))[0]["pid"]
    async with live_database.session() as session:
        await session.execute(text("select pg_terminate_backend(:pid)"), {"pid": lost})
    for _ in range(3):
        try:
            found = (await numbers.all(live_database.reads, {}))[0]["pid"]
        except DBAPIError:
            continue
        assert found != lost
        return
    pytest.fail("the pool went on with a lost connection")
