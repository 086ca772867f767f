"""The demo hall with believable content, for pictures of every screen."""

from dataclasses import dataclass
from typing import Any

import msgspec

from config.site import Site
from kiosk.flow.model import Capacity
from kiosk.flow.visit import Known
from queue_server import wire
from tests.kiosk.hall_in_hand import Hall
from tests.kiosk.layout.conftest import known_hall

TITLES = {
    "job": ("食品包装工", "文字客服", "盲人按摩师", "仓库分拣员", "数据标注员", "前台文员"),
    "training": ("电商客服培训班", "盲人保健按摩班", "手工编织班", "电脑办公入门班"),
    "policy": ("社会保险补贴申领", "自主创业一次性补贴", "就业困难人员认定"),
    "fair": ("残疾人就业专场招聘会", "夏季网络招聘会"),
}
EMPLOYERS = ("云杉食品有限公司", "蓝天信息服务有限公司", "安平盲人按摩院", "顺达物流有限公司")
SEATED = wire.Label(value="seated", names={"zh-CN": "坐着工作", "en": "Seated work"})
AT_HOME = wire.Label(value="remote", names={"zh-CN": "在家上班", "en": "Work from home"})
HOUSED = wire.Label(value="housing", names={"zh-CN": "提供住宿", "en": "Housing offered"})
TAUGHT = wire.Label(value="taught", names={"zh-CN": "岗前培训", "en": "Training first"})
JOBS: tuple[dict[str, Any], ...] = (
    {"place": "城北工业园", "pay_min": 3200, "pay_max": 4000, "facts": (SEATED,), "openings": 5,
     "description": ("把称好的食品装袋、封口、贴标签，再放进纸箱。", "头一个星期有师傅带。")},
    {"place": "可在家上班", "pay_min": 3500, "pay_max": 5000, "facts": (AT_HOME,), "openings": 8,
     "description": ("用打字回答顾客的问题。", "有现成的答话可以选。")},
    {"place": "人民路", "pay_min": 5000, "pay_max": 8000, "facts": (HOUSED,), "openings": 3,
     "description": ("为客人做保健按摩，每天六到八位。", "有盲道，有读屏电脑。")},
    {"place": "火车站东", "pay_min": 3000, "pay_max": 3600, "facts": (TAUGHT,), "openings": 4,
     "description": ("按单子把货分到架上，坐着扫码。",)},
    {"place": "科技园", "pay_min": 3000, "pay_max": 4500, "facts": (SEATED, TAUGHT), "openings": 6,
     "description": ("在电脑上给图片标名字。", "先学一个星期。")},
    {"place": "河西", "pay_min": 2800, "pay_max": 3200, "facts": (SEATED,), "openings": 1,
     "description": ("接电话，登记来访的人。",)},
)  # fmt: skip
_UNPAID = {"pay_min": None, "pay_max": None, "openings": None, "facts": ()}
OTHERS: dict[str, dict[str, Any]] = {
    "training": {
        **_UNPAID, "summary": "免费，二十天，包午饭", "place": "残疾人就业培训中心",
        "hours": "每周一到周五，上午九点到十一点半", "openings": 20,
        "description": ("教怎样在网上回答顾客、处理订单。", "学完有证书，推荐工作。"),
    },
    "policy": {
        **_UNPAID, "summary": "自己交社会保险的，可以领补贴", "employer": "", "place": "",
        "hours": "", "description": (
            "登记失业以后自己交社会保险的残疾人可以申请。", "每季度申请一次，带身份证和缴费单。",
        ),
    },
    "fair": {
        **_UNPAID, "summary": "三十家单位，一百二十个岗位", "place": "县体育馆一楼",
        "hours": "上午九点到十二点",
        "description": ("有手语翻译，有轮椅通道。", "请带残疾人证和身份证。"),
    },
}  # fmt: skip


@dataclass
class PicturedHall(Hall):
    """Answers as the demo hall would on a busy morning."""

    demo: Site | None = None

    async def services(self) -> wire.ServiceList:
        """The demo hall's services, as they stand."""
        await self._arrive("services")
        return wire.ServiceList(items=self._known.services)

    async def site(self) -> wire.SiteInfo:
        """The demo hall."""
        await self._arrive("site")
        assert self._known.site is not None
        return self._known.site

    async def content(self, **query: str | int) -> wire.ContentPage:
        """Today's content, by believable names."""
        page = await super().content(**query)
        items = tuple(
            _named(item, place + int(query.get("cursor") or 0))
            for place, item in enumerate(page.items)
        )
        return msgspec.structs.replace(page, items=items)

    async def content_item(self, kind: str, item_id: str, **stated: str) -> wire.ContentItem:
        """One item whole."""
        item = await super().content_item(kind, item_id, **stated)
        return _named(item, int(item_id.rpartition("-")[2]))

    @property
    def _known(self) -> Known:
        assert self.demo is not None
        return known_hall(self.demo, Capacity())


def _named(item: wire.ContentItem, place: int) -> wire.ContentItem:
    titles = TITLES.get(item.kind, TITLES["job"])
    told = {"title": titles[place % len(titles)], "employer": EMPLOYERS[place % len(EMPLOYERS)]}
    more = OTHERS.get(item.kind) or {"summary": "", **JOBS[place % len(JOBS)]}
    return msgspec.structs.replace(item, **(told | more))
