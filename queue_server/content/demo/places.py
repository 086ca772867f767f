"""Where the demo's jobs are: an invented league of Inner Mongolia with four counties.

The codes lie in a league number that the administrative division does not use.
"""

LEAGUE = "159900"
ANPING = "159921"
REGIONS = {
    LEAGUE: "北原盟",
    ANPING: "安平县",
    "159922": "青泉县",
    "159923": "和川旗",
    "159901": "云川市",
}
HOME_COUNTIES = (ANPING,) * 7 + ("159922", "159923", "159901")

# By kind of area: place shown on the card, and address.
AREAS: dict[str, tuple[tuple[str, str], ...]] = {
    "works": (("城北工业园", "城北工业园 {n} 号"), ("南河工业园", "南河工业园 {n} 号厂房")),
    "north": (("城北工业园", "城北工业园 {n} 号"), ("北关街", "北关街 {n} 号")),
    "town": (
        ("人民路", "人民路 {n} 号"),
        ("城关镇", "城关镇幸福街 {n} 号"),
        ("文化街", "文化街 {n} 号"),
        ("东门市场", "东门市场 {n} 号铺"),
    ),
    "tech": (("科技园", "科技园 {n} 号楼一层"), ("创业街", "创业街 {n} 号")),
    "station": (("火车站", "站前街 {n} 号"), ("汽车站", "汽车站东侧 {n} 号")),
    "village": (("和平乡", "和平乡第 {n} 村民小组"), ("青山镇", "青山镇合作社院内 {n} 号棚")),
    "home": (("（可在家上班）", "单位在科技园 {n} 号楼"),),
}
