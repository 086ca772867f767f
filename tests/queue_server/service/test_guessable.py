"""Passwords that are tried first are known as such; others are not."""

import pytest

from queue_server.service.guessable import is_guessable


@pytest.mark.parametrize(
    "password",
    [
        "password", "Password1!", "admin123456", "12345678", "1234567890", "87654321", "qwertyui",
        "1qaz2wsx", "a1b1a1b1", "aaaaaaaa", "abcd1234", "19900101", "1990-01-01", "woaini520",
        "5201314520", "11112222", "zhangsan88", "kiosk2026",
    ],
)  # fmt: skip
def test_s_09_what_is_tried_first_is_guessable(password: str) -> None:
    assert is_guessable(password)


@pytest.mark.parametrize(
    "password", ["correct horse", "三只猫过河", "Tango-Blatt-47", "hunter of words", "x7Fq-pl2W"]
)
def test_s_09_what_nobody_tries_first_is_not(password: str) -> None:
    assert not is_guessable(password)


def test_s_09_the_hall_and_the_account_are_no_passwords() -> None:
    own = ("zhaoyun", "Anping Hall")
    assert is_guessable("ZhaoYun99", own)
    assert is_guessable("anping hall", own)
