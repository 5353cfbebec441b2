#!/usr/bin/env bash
# 台风夜：一个晚上四十条消息，一次记完，一次答复，第二天一件一件办。
# A typhoon night: forty messages at once, answered at once, and done one by one the next day.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PYTHONUTF8=1
export BUTLER_DB="$folder/butler.db"
export BUTLER_LANG="${BUTLER_LANG:-zh}"

export BUTLER_NOW=2026-07-18T18:00
butler init --community 示例花园 --butler 小陈

# 记事本里一行一条，前面是时间。 In a text file: one line a message, the time in front.
cat > 台风夜.txt <<'LINES'
20:05 3栋大堂进水
20:08 3-2-501 王女士 阳台漏水 13800138000
20:11 3-2-2501 客厅窗户漏水 急
20:14 1-1-101 陈先生 窗户关不上 13700137000
20:15 地下车库入口积水 急
20:19 2-1-301 停电了
20:21 2-1-302 家里停电
20:22 2-1-401 没电了
20:24 5-2-1801 阳台玻璃裂了 急
20:26 6-1-602 空调外机架松动 急
20:30 1-2-2402 刘女士 天花板渗水
20:33 4-1-1201 阳台地漏返水
20:35 4-1-1102 阳台地漏返水
20:36 2栋电梯进水停运 急
20:38 5-1-903 电梯困人了吗，一直不动
20:41 3栋北门树倒了 急
20:44 6-2-1001 张先生 车被树枝砸到 13600136000
20:47 1-1-2301 窗户漏水
20:49 1-1-2401 窗户漏水
20:52 南门岗亭顶被掀
20:55 3-1-702 厨房窗户进水
20:58 5-2-101 一楼阳台倒灌 急
21:02 5-2-102 院子积水
21:05 4-2-1502 楼顶有东西一直响
21:08 6-1-2502 赵女士 顶楼漏水 13500135000
21:11 2-2-801 可视对讲没声音
21:14 垃圾房的桶被吹跑了
21:16 3-2-1102 楼道窗户没关
21:20 1-2-501 水管没水
21:22 1-2-502 没水了
21:25 1-2-601 停水了吗
21:30 4栋大堂玻璃门碎了 急
21:34 5-1-2001 孙先生 外墙瓷砖掉下来 急
21:38 6-2-302 阳台花盆吹到楼下
21:41 2-1-1602 卧室飘窗渗水
21:45 充电棚顶棚翻了
21:52 3-1-2402 屋里有焦味 急
21:58 地下车库水泵不转 急
22:10 1-1-702 周阿姨一个人在家，害怕 13400134000
22:15 谢谢值班师傅，辛苦了
LINES

# 先看读得对不对，再记。 See that it reads them right, then record.
export BUTLER_NOW=2026-07-18T22:20
butler 记 台风夜.txt -n > 试读.txt
head -n 6 试读.txt
butler 记 台风夜.txt > 已记.txt
test "$(butler ticket list --json | grep -c '"id"')" -eq 40

# 急的在最前面。 The urgent ones first.
butler ticket list --priority 紧急
butler

# 没有答复过的还有四十件：退出码 6。 Forty without a response: exit 6.
code=0
butler 晚 > 晚.txt || code=$?
test "$code" -eq 6

# 群里统一答复一次，每一单都记上。 One answer in the group, noted on each ticket.
butler ticket respond 1-40 已全部登记，值班人员正在处理，急件优先 > 已响应.txt
butler 晚

# “地下车库”让它猜成了停车，改过来。 It took the garage for a matter of parking: corrected.
butler ticket edit 38 --kind 报修 --category 给排水 --dept 工程

# 第二天早上，分给各部门，先办完的先结。 The next morning: to the departments, and done one by one.
export BUTLER_NOW=2026-07-19T08:30
butler 派 6-8 工程 张师傅
export BUTLER_NOW=2026-07-19T08:50
butler 到 6+7+8
export BUTLER_NOW=2026-07-19T10:20
butler 好 6+7+8 跳闸已复位，公共电箱已烘干
butler ticket stats
butler report daily 昨天 --format text
