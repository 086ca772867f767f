"""What must not leave the hall is masked, and the rest stays readable."""

import json

import pytest

from hall.redacting import conceal


@pytest.mark.parametrize(
    "secret",
    [
        "mail li.wei+hall@mail.example.org now",
        "POST https://robot.example.cn/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa 200",
        "postgresql://hall:h0rse-battery@db.example.cn/hall",
        'Authorization: "Bearer abcdefghijklmnop"',
        "GET / Bearer abcdefghijklmnop",
        'password = "h0rse-battery"',
        '{"device_token": "h0rse-battery"}',
        "ticket link /t/Zk3v9QmT1xWq8LbN5rYc2d",
        "id 110101199003074514 and 13812345678",
        "/home/liwei/hall90/data",
    ],
)
def test_what_names_a_person_or_opens_a_door_is_masked(secret: str) -> None:
    told = conceal(secret)
    for canary in (
        "li.wei", "693a91f6", "h0rse", "abcdefghijklmnop", "Zk3v9QmT1xWq8LbN5rYc2d",
        "110101199003074514", "13812345678", "liwei",
    ):  # fmt: skip
        assert canary not in told


def test_what_helps_stays() -> None:
    line = "kiosk k1: printer:k1 failed paper_out since 2026-11-23T02:00:00+00:00 (3 tries)"
    assert conceal(line) == line


def test_a_table_named_after_a_secret_stays_a_table_and_its_secrets_are_masked() -> None:
    told = json.dumps({"passwords": {"days": 90, "secret": "abc"}}, indent=1)
    kept = json.loads(conceal(told))
    assert kept["passwords"] == {"days": 90, "secret": "[secret]"}
    assert conceal("password: {hunter2") == "password: [secret]"


@pytest.mark.timeout(20)
@pytest.mark.parametrize("run", ["9", "a", "1.", "-", "Aa1"])
def test_s_20_a_run_without_end_is_left_out_and_takes_no_time(run: str) -> None:
    text = f"before token=abc {run * 50_000} after password: 'x'"
    assert conceal(text) == "before token=[secret] [long] after password: '[secret]'"
