"""Wordings that no letter may hold, and those that only look like them."""

import pytest

from butlercli.nouns.fee.dunning.rules import forbidden

THREATS = [
    "逾期将停水停电", "我们将停 止供 水", "否则作断电处理", "停供暖气", "停止向您供水", "关闭水阀", "关闭您的门禁卡", "禁止车辆进入小区",
    "不予放行", "停用电梯卡", "限制乘坐电梯", "逾期将锁车", "停用门禁", "将您的姓名在小区公布", "在业主群公布欠费名单", "公示欠费房号",
    "张贴欠费名单", "通知您的工作单位", "列入黑名单", "按日加收滞纳金", "We will cut off your water.", "Your name will be published.",
    "We will block your entry to the lift.", "We disconnect the electricity.",
]  # fmt: skip
HARMLESS = [
    "如您拒绝支付，我们将进入诉讼程序。", "现将您的欠费情况通知如下：", "停车费", "电动车停放费", "停电动车费", "车位管理费 2026", "水费、电费",
    "依法公开共有部分收益。", "公共能耗费", "我们将依法申请仲裁。", "违约金", "如对服务不满意，可以提出异议、投诉。", "heating fee",
    "The company may bring an action.",
]  # fmt: skip


@pytest.mark.parametrize("text", THREATS)
def test_a_threat_is_found_and_its_sentence_named(text: str) -> None:
    assert forbidden.sentence(f"您好。{text}；谢谢。") is not None
    assert forbidden.sentence(text) == text.strip()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_threat_passes(text: str) -> None:
    assert forbidden.sentence(text) is None


def test_only_the_sentence_is_named() -> None:
    assert forbidden.sentence("您好。逾期将停水！谢谢。") == "逾期将停水！"
