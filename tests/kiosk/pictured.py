"""The demo hall with believable content, for pictures of every screen."""

from dataclasses import dataclass

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
    return msgspec.structs.replace(
        item, title=titles[place % len(titles)], employer=EMPLOYERS[place % len(EMPLOYERS)]
    )
