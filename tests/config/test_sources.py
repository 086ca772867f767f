import pytest

from config.loader import DEMO_SITE, site_from_text
from hall.errors import ConfigError

_GOOD = """
[[source]]
id = "gd"
format = "guangdong"
names = { "zh-CN" = "省平台", en = "Province" }
url = "https://jobs.example.gov.cn/internet/"
regions = ["440100"]
"""


def _site(text: str) -> str:
    return DEMO_SITE.read_text("utf-8") + text


def test_a_source_is_read_with_its_defaults() -> None:
    (source,) = site_from_text(_site(_GOOD), "site.toml").sources

    assert (source.id, source.format, source.every_minutes) == ("gd", "guangdong", 60)
    assert source.regions == ("440100",)


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ('"https://jobs', '"jobs', "source[1].url", "https://"),
        ("https://jobs", "https://me:secret@jobs", "source[1].url", "secret_file"),
        ('["440100"]', "[]", "source[1].regions", "Name the regions"),
        ('["440100"]', '["4401"]', "source[1].regions", "six digits"),
        ('"guangdong"', '"gd"', "source[1].format", ""),
        ('"guangdong"', '"nav"', "source[1].secret_file", "access token"),
        ('"guangdong"', '"sheets"', "source[1].folder", "folder"),
        ('id = "gd"', 'id = "gd"\nkind = "policy"', "source[1].kind", "job"),
        ('id = "gd"', 'id = "gd"\nevery_minutes = 0', "source[1].every_minutes", "from 1"),
        (', en = "Province"', "", "source[1].names", "en"),
    ],
)
def test_a_source_that_cannot_be_asked_is_refused_with_a_remedy(
    old: str, new: str, key: str, remedy: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        site_from_text(_site(_GOOD.replace(old, new)), "site.toml")

    found = {fault.key: fault.remedy for fault in refused.value.faults}
    assert remedy in found[key]


def test_two_sources_never_share_an_id() -> None:
    with pytest.raises(ConfigError, match="used 2 times"):
        site_from_text(_site(_GOOD + _GOOD), "site.toml")
