"""A password that is refused is refused in words for people, at its place in the body."""

import pytest
from pydantic import ValidationError

from deskbell.sessions.password_rules import check_password
from deskbell.sessions.problems import PasswordTooWeak
from deskbell.sessions.schemas import PasswordChange


def test_short_one_is_told_what_to_do():
    with pytest.raises(ValidationError) as refused:
        PasswordChange(current_password="the present one", new_password="short")
    (fault,) = refused.value.errors()
    assert fault["loc"] == ("new_password",)
    assert fault["msg"] == "Use at least 10 characters, for example a short sentence."


def test_one_of_the_own_name_is_told_why():
    with pytest.raises(PasswordTooWeak) as refused:
        check_password("Anna Andersson 1", "Anna Andersson", ["anna@example.org"], pointer="/new_password")
    (fault,) = refused.value.errors
    assert fault.pointer == "/new_password"
    assert "use at least 10 characters besides them" in fault.message
