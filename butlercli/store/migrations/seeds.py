"""What a new file begins with: the usual departments, and the ticket categories with their keywords.

They are rows like any other and may be edited. Their uids are fixed, so that they are the same on every machine.
"""

import json
from collections.abc import Iterator

# code, name, further names, minutes to arrive
DEPARTMENTS: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("engineering", "工程", ("工程部", "维修", "维修部", "工程维修"), 30),
    ("service", "客服", ("客服部", "客户服务", "前台"), 30),
    ("security", "秩序", ("秩序部", "安保", "保安", "安保部", "保安部"), 10),
    ("cleaning", "保洁", ("保洁部", "环境", "环境部"), 30),
    ("greening", "绿化", ("绿化部", "园林"), 60),
    ("finance", "财务", ("财务部",), 60),
)

# code, Chinese name, English name, kind, department, keywords
CATEGORIES: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "plumbing",
        "给排水",
        "plumbing",
        "repair",
        "engineering",
        "漏水 跑水 爆管 水管 下水 堵塞 堵了 堵 疏通 马桶 水龙头 水压 停水 没水 地漏 水表 返水 冒水 排水 污水 积水 水阀 自来水 进水 水泵 泵房 不出水 leak leaking pipe drain toilet faucet water",
    ),
    (
        "leak",
        "渗漏",
        "seepage",
        "repair",
        "engineering",
        "渗漏 渗水 漏雨 返潮 外墙渗 屋顶漏 天花板漏 顶棚漏 防水 seepage roof",
    ),
    (
        "electric",
        "电气",
        "electrical",
        "repair",
        "engineering",
        "停电 没电 跳闸 电路 插座 灯不亮 路灯 灯坏 灯 照明 电表 漏电 电箱 开关 应急灯 power light lamp socket electric",
    ),
    ("elevator", "电梯", "elevator", "repair", "engineering", "电梯 轿厢 困人 梯 elevator lift"),
    (
        "fire",
        "消防",
        "fire safety",
        "repair",
        "engineering",
        "消防 灭火器 烟感 喷淋 消火栓 防火门 疏散 火灾 冒烟 着火 焦味 糊味 fire smoke sprinkler",
    ),
    (
        "access",
        "门禁",
        "access control",
        "repair",
        "engineering",
        "门禁 单元门 门锁 对讲 道闸 门卡 刷卡 人脸 可视 监控 摄像头 大门 关不上 打不开 关不严 access intercom gate camera",
    ),
    (
        "parking",
        "停车",
        "parking",
        "complaint",
        "security",
        "停车 车位 占位 占车位 乱停 堵车 车辆 剐蹭 parking car garage",
    ),
    (
        "charging",
        "电动车充电",
        "e-bike charging",
        "complaint",
        "security",
        "充电 电动车 电瓶车 电瓶 飞线 充电桩 charging e-bike charger",
    ),
    (
        "noise",
        "噪音",
        "noise",
        "complaint",
        "service",
        "噪音 噪声 吵 太吵 扰民 施工声 音响 广场舞 半夜响 装修声 noise loud noisy",
    ),
    (
        "cleaning",
        "卫生",
        "cleaning",
        "complaint",
        "cleaning",
        "卫生 垃圾 异味 臭 脏 保洁 打扫 蟑螂 老鼠 蚊虫 消杀 清运 garbage rubbish trash dirty smell clean",
    ),
    (
        "greening",
        "绿化",
        "greening",
        "repair",
        "greening",
        "绿化 草坪 树枝 树 修剪 枯死 花坛 浇水 杂草 tree grass lawn garden",
    ),
    (
        "security",
        "治安",
        "security",
        "complaint",
        "security",
        "被盗 偷 小偷 治安 陌生人 可疑 打架 推销 贴小广告 小广告 巡逻 保安 theft stolen stranger guard",
    ),
    (
        "falling",
        "高空抛物",
        "falling objects",
        "complaint",
        "security",
        "高空抛物 抛物 坠物 掉落 扔下 烟头 falling thrown",
    ),
    ("pet", "宠物", "pets", "complaint", "service", "宠物 狗 遛狗 猫 狗叫 狗屎 犬 不牵绳 pet dog cat"),
    (
        "renovation",
        "装修",
        "renovation",
        "consult",
        "service",
        "装修 装修证 装修押金 施工 砸墙 建筑垃圾 敲墙 renovation decoration",
    ),
    (
        "illegal",
        "违建",
        "illegal building",
        "complaint",
        "service",
        "违建 私搭 搭建 违章 圈地 占用公共 封阳台 illegal",
    ),
    (
        "group-let",
        "群租",
        "group letting",
        "complaint",
        "service",
        "群租 隔断 合租 民宿 短租 日租 sublet airbnb",
    ),
    (
        "heating",
        "供暖",
        "heating",
        "repair",
        "engineering",
        "供暖 暖气 地暖 不热 暖气片 供热 heating radiator",
    ),
    ("gas", "燃气", "gas", "repair", "engineering", "燃气 煤气 天然气 gas"),
    (
        "fee",
        "费用",
        "fees",
        "consult",
        "finance",
        "物业费 缴费 收费 发票 欠费 账单 费用 停车费 水费 电费 收据 fee bill invoice charge",
    ),
    (
        "neighbour",
        "邻里",
        "neighbours",
        "complaint",
        "service",
        "邻居 邻里 纠纷 楼上 楼下 杂物 占楼道 楼道堆 鞋柜 neighbour neighbor upstairs corridor",
    ),
    (
        "facility",
        "公共设施",
        "common facilities",
        "repair",
        "engineering",
        "健身器材 滑梯 座椅 路面 井盖 围栏 栏杆 扶手 破损 地砖 台阶 游乐 快递柜 信报箱 玻璃 外墙 瓷砖 facility bench fence playground broken",
    ),
    ("other", "其他", "other", "consult", "service", "其他 other"),
)


def rows() -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the INSERT statements of the seeds with their values."""
    numbers: dict[str, int] = {}
    for number, (code, name, aliases, minutes) in enumerate(DEPARTMENTS, start=1):
        numbers[code] = number
        yield (
            "INSERT INTO department (id, uid, code, name, aliases, arrive_minutes) VALUES (?, ?, ?, ?, ?, ?)",
            (number, _uid(1, number), code, name, json.dumps(aliases, ensure_ascii=False), minutes),
        )
    for number, (code, name, english, kind, department, keywords) in enumerate(CATEGORIES, start=1):
        yield (
            "INSERT INTO category (id, uid, code, name, english, kind, department_id, keywords) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                _uid(2, number),
                code,
                name,
                english,
                kind,
                numbers[department],
                json.dumps(keywords.split(), ensure_ascii=False),
            ),
        )


def _uid(table: int, number: int) -> str:
    return f"00000000-0000-7000-8000-{table:04d}{number:08d}"
