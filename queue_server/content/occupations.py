"""Kinds of work a visitor chooses from, told from a title's words.

The names of the official classification occur in 4.9 % of real titles, so the words here are
those people write. The first group that knows a word of the title wins: special before general.
Codes of the classification come from an alias table grown from real titles
(``occupation_codes.toml``); the longest alias in a title decides.
"""

import re
import tomllib
from functools import lru_cache
from importlib import resources

from queue_server.content.model import OCCUPATIONS

_WORDS: tuple[tuple[str, str], ...] = (
    (
        "massage",
        "按摩 推拿 足疗 理疗 艾灸 美容 美发 美甲 spa",
    ),
    (
        "guarding",
        "保安 门卫 安检 巡逻 值班 秩序 安保 监控 消防",
    ),
    (
        "cleaning",
        "保洁 清洁 绿化 环卫 洗碗 洗衣 洗车 清扫 园林 保洁绿化",
    ),
    (
        "care",
        "护理员 养老 月嫂 育婴 保姆 家政 护工 陪护 照护 钟点工 母婴 宠物",
    ),
    (
        "health",
        "医 护士 药 康复 检验 影像 口腔 护理 放射 病理 心理咨询",
    ),
    (
        "catering",
        "厨 餐 面点 烘焙 切配 传菜 水台 咖啡 奶茶 服务员 打荷 食堂 蛋糕 客房",
    ),
    (
        "teaching",
        "教师 老师 教员 讲师 幼教 助教 班主任 教练 培训 教育 辅导",
    ),
    (
        "craft",
        "手工 编织 刺绣 剪纸 直播 主播 电商 淘宝 拼多多 网店 跨境 抖音 短视频 剪辑 摄影 非遗",
    ),
    (
        "computing",
        "java python php c++ .net web 前端 后端 开发 软件 程序 算法 测试工程师 运维 "
        "数据 网络 ui android ios 架构 嵌入式 产品经理 信息 it golang 标注 安全工程师 "
        "数据库 技术支持 游戏 硬件 全栈 linux 系统",
    ),
    (
        "store",
        "仓 分拣 理货 物流 快递 搬运 装卸 打包 配货 发货 拣货 叉车 收货 跟单 单证 货运 供应链 采购",
    ),
    (
        "driving",
        "司机 驾驶 代驾 送货 配送 外卖 骑手 押运 网约车",
    ),
    (
        "sales",
        "销售 营业员 导购 店员 收银 业务员 店长 促销 招商 客户经理 房产 置业 顾问 "
        "商务 市场 推广 BD 电销 业务",
    ),
    (
        "desk",
        "客服 文员 前台 接线 话务 录入 资料 行政 人事 会计 出纳 助理 秘书 文秘 财务 "
        "人力 内勤 统计 审核 档案 专员 编辑 文案 策划 设计 翻译 律师 法务 审计 税务 "
        "主管 经理 总监 运营 新媒体 hr",
    ),
    (
        "repair",
        "维修 电工 水电 木工 装修 安装 油漆 管道 空调 保养 机修 施工 建筑 造价 监理 "
        "测量 工程师 项目 瓦工 焊 物业",
    ),
    (
        "farming",
        "种植 养殖 农 牧 畜 园艺 饲养 林业 大棚 果园 渔",
    ),
    (
        "making",
        "普工 操作 装配 组装 包装 缝纫 车工 钳工 质检 检验 生产 工人 技工 加工 学徒 "
        "印刷 注塑 冲压 裁 缝 流水线 数控 打磨 铣 线长 班长 作业员 制造 品质 qc 工艺 "
        "厂 模具 机械",
    ),
)
_GROUPS = tuple((group, tuple(words.lower().split())) for group, words in _WORDS)


def occupation_of(title: str, *further: str) -> str:
    """Return the group a title belongs to, else the one further words belong to, else ``other``."""
    for text in (title, *further):
        lowered = text.lower()
        for group, known in _GROUPS:
            if any(word in lowered for word in known):
                return group
    return OCCUPATIONS[-1]


def occupation_code_of(title: str) -> str:
    """Return the classification's code for a title (``4-09-08-01``), empty where none is known."""
    codes, words = _aliases()
    found = words.findall(title.lower())
    return codes[max(found, key=len)] if found else ""


@lru_cache(maxsize=1)
def _aliases() -> tuple[dict[str, str], re.Pattern[str]]:
    table = resources.files("queue_server.content").joinpath("occupation_codes.toml")
    told = tomllib.loads(table.read_text("utf-8"))
    codes = {alias: code for code, aliases in told.items() for alias in aliases}
    longest_first = sorted(codes, key=lambda alias: -len(alias))
    return codes, re.compile("|".join(map(re.escape, longest_first)))
