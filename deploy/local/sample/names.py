"""Names of invented employers and unions: place, brand, trade."""

BRANDS = ("松岭", "云溪", "青禾", "晨光", "兴源", "山泉", "百顺", "新苗", "同力", "金穗", "远航", "和润", "长青")
TRADES = (
    ("private", "91", "茶业有限公司"),
    ("private", "91", "制衣有限公司"),
    ("collective", "93", "高山蔬菜专业合作社"),
    ("private", "91", "竹木制品有限公司"),
    ("individual", "92", "快递服务部"),
    ("institution", "12", "文化服务站"),
    ("private", "91", "建筑劳务有限公司"),
    ("non-enterprise", "52", "养老服务中心"),
    ("state", "91", "供水有限公司"),
    ("private", "91", "汽车零部件有限公司"),
    ("agency", "11", "便民服务中心"),
)
KINDS = ("village-community", "single", "joint", "single", "area-federation", "single")
INDUSTRIES = ("茶叶", "建筑", "物流", "旅游服务", "竹木加工")
VILLAGES = ("松岭", "云溪", "青禾", "晨光", "山泉", "新苗", "同力", "金穗")


def short(place: str) -> str:
    """石关乡 → 石关; the zone by its usual short name."""
    return "岳西经开区" if place.endswith("开发区") else place[:-1]


def employer(place: str, number: int) -> tuple[str, str, str]:
    """Unit type, prefix of the social credit code, name. 143 numbers have names of their own, then they are counted."""
    unit_type, prefix, trade = TRADES[number % len(TRADES)]
    rounds = number // (len(TRADES) * len(BRANDS))
    more = f"第{rounds + 1}" if rounds else ""
    return unit_type, prefix, f"{short(place)}{BRANDS[number % len(BRANDS)]}{more}{trade}"


def union(place: str, kind: str, number: int, unit: str) -> str:
    """The union's name; a unit's own union bears the unit's."""
    if kind == "single":
        return f"{unit}工会委员会"
    turn = number // len(KINDS)
    if kind == "village-community":
        return f"{short(place)}{_turn(VILLAGES, turn)}村工会委员会"
    if kind == "joint":
        return f"{short(place)}{_turn(INDUSTRIES, turn)}企业联合工会委员会"
    return f"{short(place)}{_turn(INDUSTRIES, turn)}行业工会联合会"


def _turn(words: tuple[str, ...], turn: int) -> str:
    more = turn // len(words)
    return words[turn % len(words)] + (f"第{more + 1}" if more else "")
