"""The hall's files: what is right is loaded, what is wrong is told whole."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.cli import config
from config.geometry import PANEL_32
from config.loader import DEMO_SITE, load_geometry, load_site, site_from_text
from config.reference import keys, reference_page
from config.site import Site, name_in
from hall.errors import ConfigError, HallError

DEMO = DEMO_SITE.read_text("utf-8")


def faults_of(text: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as refused:
        site_from_text(text, "site.toml")
    assert all(fault.file == "site.toml" and fault.remedy for fault in refused.value.faults)
    return {fault.key: fault.problem for fault in refused.value.faults}


def test_the_demo_hall_has_every_standard_service(site: Site) -> None:
    names = {name_in(service.names, "zh-CN") for service in site.services}

    standard = (
        "失业登记 就业登记 职业介绍 职业指导 职业咨询 就业援助 劳动事务代理 政策咨询 能力评估 "
        "心理咨询 培训与创业登记 按比例就业审核 盲人按摩机构服务 信访接待"
    )
    assert names == set(standard.split())


def test_every_service_of_the_demo_hall_is_served_at_a_window(site: Site) -> None:
    for service in site.services:
        assert site.windows_for(service.id), service.id


def test_windows_for_a_service_come_by_number(site: Site) -> None:
    assert [window.number for window in site.windows_for("unemployment")] == [1, 2, 3]


def test_asking_for_an_unknown_thing_says_which(site: Site) -> None:
    with pytest.raises(HallError, match="no window 'w99'"):
        site.window("w99")


def test_faults_of_different_kinds_are_reported_together() -> None:
    wrong = (
        DEMO.replace('time_zone = "Asia/Shanghai"', 'time_zone = "Asia/Nowhere"')
        .replace('prefix = "C"', 'prefx = "C"')
        .replace('zone = "b"', 'zone = "q"')
        .replace("minutes = 20", 'minutes = "20"')
        .replace("normal_s = 60", "normal_s = 5")
    )

    found = faults_of(wrong)

    assert found["hall.time_zone"] == "'Asia/Nowhere' is not a time zone"
    assert found["service[2].prefx"] == "is not a key we know"
    assert found["service[2].prefix"] == "is missing"
    assert found["service[4].minutes"] == 'does not fit: "20" is not a whole number'
    assert found["window[4].zone"] == "there is no zone 'q'"
    assert found["grace"] == "is shorter than visitors need"
    assert (
        "window[1].services" not in found
    )  # naming a service that is itself wrong is no second fault


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ('id = "demo"', "", "hall.id"),
        ('public_url = "http://127.0.0.1:8090"', 'public_url = "hall.local"', "hall.public_url"),
        ('region = "150000"', 'region = "15"', "hall.region"),
        ('languages = ["zh-CN", "en"]', 'languages = ["zh-CN", "ug"]', "service[1].names"),
        ("always = true", "", "hall.hours"),
        ("always = true", 'week = { mon = ["12:00-09:00"] }', "hall.hours.week.mon"),
        ('prefix = "A"', 'prefix = "C"', "service.prefix"),
        ('prefix = "A"', 'prefix = "O"', "service[1].prefix"),
        ('prefix = "A"', 'prefix = "a"', "service[1].prefix"),
        ("number = 2", "number = 1", "window.number"),
        ("number = 2", 'number = 2\nbreaks = ["13:00-12:30"]', "window[2].breaks"),
        ("number = 2", 'number = 2\nshifts = ["9 to 12"]', "window[2].shifts"),
        ("[[window]]", '[[clerk]]\nname = "a"\nservices = ["x"]\n[[window]]', "clerk[1].services"),
        ("[[window]]", '[[clerk]]\nname = "a"\nservices = []\n[[window]]', "clerk[1].services"),
        ('id = "w2"', 'id = "w1"', "window.id"),
        ('window = "w3"', 'window = "w33"', "sign[2].window"),
        ('link = "tcp:127.0.0.1:9523"', 'link = "tcp:nowhere"', "sign[2].link"),
        ("area = [0, 0, 128, 32]", "area = [0, 0, 128, 2]", "sign[1].area"),
        ('fit_for = ["wheelchair"', 'fit_for = ["wheels"', "window[3].fit_for"),
        ("first = 9101", "first = 101", "kiosk[1].offline_range"),
        ("veteran = 30", "veteran = 3000", "priority.credit_minutes.veteran"),
        ("calls = 2", "calls = 9", "grace.calls"),
        ("repeats = 2", "repeats = 1", "grace.repeats"),
        ('ticket_one = "幺"', 'ticket_one = "one"', "speech.ticket_one"),
        ("[speech]", "[speach]", "speach"),
        ("level_db = -6", "level_db = 3", "speech.level_db"),
        ("level_db = -6", 'quiet = ["12:00"]', "speech.quiet"),
        (
            "level_db = -6", 'quiet = ["12:00-13:00"]\nquiet_level_db = 0',
            "speech.quiet_level_db",
        ),
        (
            'announcement_languages = ["zh-CN"]', "announcement_languages = []",
            "speech.announcement_languages",
        ),
        (
            '[[zone]]\nid = "a"', '[[zone]]\nlevel_db = -5\nid = "a"', "zone[1].level_db",
        ),
    ],
)  # fmt: skip
def test_each_wrong_value_is_named_by_its_key(right: str, wrong: str, key: str) -> None:
    assert right in DEMO
    assert key in faults_of(DEMO.replace(right, wrong, 1))


def test_two_kiosks_may_not_share_numbers() -> None:
    second = DEMO[DEMO.index("[[kiosk]]") : DEMO.index("[priority]")].replace('"k1"', '"k2"')

    assert faults_of(DEMO + "\n" + second) == {"kiosk.offline_range": "k1 and k2 share numbers"}


def test_a_file_that_is_not_toml_or_not_there_is_told_plainly(tmp_path: Path) -> None:
    assert "syntax" in faults_of("[hall\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_site(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_site(tmp_path / "latin.toml")


def test_geometry_computes_heights_above_the_floor() -> None:
    assert PANEL_32.px_per_mm(1920) == pytest.approx(2.712, abs=0.001)
    assert PANEL_32.height_above_floor_mm(0, 1920) == pytest.approx(1358)
    assert PANEL_32.height_above_floor_mm(1920, 1920) == pytest.approx(650)
    assert PANEL_32.y_px(900, 1920) == pytest.approx(1242, abs=1)


def test_a_panel_hung_too_high_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "geometry.toml"
    file.write_text(
        "panel_width_mm = 398\npanel_height_mm = 708\n"
        "panel_bottom_mm = 800\nviewing_distance_mm = 600\n"
    )

    with pytest.raises(ConfigError, match="leaves only 100 mm"):
        load_geometry(file)
    file.write_text(file.read_text().replace("800", "650"))
    assert load_geometry(file) == replace(PANEL_32)


def test_every_key_has_a_meaning_and_the_reference_page_is_fresh() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "files.md"

    assert [key.path for key in keys() if not key.meaning] == []
    assert page.read_text("utf-8").strip() == reference_page().strip()


def test_check_ends_with_4_and_lists_faults_as_json(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(DEMO.replace('prefix = "A"', 'prefix = "1"'), "utf-8")

    answer = CliRunner().invoke(config, ["check", str(file), "--json"])

    assert answer.exit_code == 4
    assert '"key": "service[1].prefix"' in answer.output


def test_the_template_is_itself_a_good_site(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(CliRunner().invoke(config, ["template"]).output, "utf-8")

    assert CliRunner().invoke(config, ["check", str(file)]).exit_code == 0


def test_explain_suggests_the_key_that_was_meant() -> None:
    answer = CliRunner().invoke(config, ["explain", "window.zones"])

    assert answer.exit_code == 2
    assert "window.zone" in answer.output


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 2000, "x = " + "{a = " * 2000, "x = " + "9" * 5000]
)
def test_s_20_brackets_and_digits_without_end_are_told_as_a_fault_of_the_file(text: str) -> None:
    assert set(faults_of(text)) == {"syntax"}
