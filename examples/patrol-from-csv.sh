#!/usr/bin/env bash
# 巡更机导出的表，记进巡检：先试读，再记，再记一遍什么也不会变。
# The export of a guard-tour device: read on trial, logged, and logged again, which changes nothing.
#
#   bash patrol-from-csv.sh 导出.csv    试读，再记  on trial, then for real
#   bash patrol-from-csv.sh            演示一遍，不碰您的数据  plays it through in a temporary folder
#
# 列名按意思认（线路、地点编号、刷卡时间 ……），GB18030、UTF-8、Excel 都行；认不出的列写 --map 列名=point。
# Columns are known by what they mean; GB18030, UTF-8 and Excel will do; --map COLUMN=point settles the rest.
#
# 退出码：0 记好了；2 不是这样的表；6 有不合格的行，一行也没有记。
# Exit codes: 0 logged; 2 no such table; 6 some lines cannot be taken, and none was.
set -eu

if [ $# -gt 0 ]; then
  code=0
  butler patrol log "$1" -n || code=$?
  if [ "$code" -eq 0 ]; then butler patrol log "$1" || code=$?; fi
  case $code in
    0) echo '记好了。 Logged.' ;;
    2) echo '这不是巡检的表，或者缺了列。 No such table, or a column is missing.' ;;
    6) echo '有不合格的行，见上；改好再来，或加 --skip-bad 先记其余的。 Some lines cannot be taken, see above.' ;;
    *) echo "没有记成。 Not logged: $code" ;;
  esac
  exit "$code"
fi

# --- 演示 played through ---------------------------------------------------------------------------
script=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PYTHONUTF8=1
export BUTLER_DB="$folder/butler.db"
export BUTLER_LANG="${BUTLER_LANG:-zh}"

export BUTLER_NOW=2026-06-28T09:00
butler init --community 示例花园 --butler 小陈
butler patrol point add B1-PUMP B1泵房 --reading 压力 --unit MPa --min 0.3 --max 0.5
butler patrol point add GATE 东门
butler patrol point add ROOF 3栋天台
butler patrol route add 早巡 --points B1-PUMP,GATE --window 08:00-10:00 --every daily
butler patrol route add 夜巡 --points ROOF,GATE --window 22:00-02:00 --every daily

# 机器导出的：GB18030，表上有标题，日期和时间分两列，没打到卡的点也列出来。
# As the device writes it: GB18030, a title, day and time in two columns, and the points nobody came to.
iconv -f UTF-8 -t GB18030 > 巡更机.csv <<'CSV'
示例花园巡更记录,,,,,,,
序号,线路,地点编号,地点名称,日期,刷卡时间,巡检状态,异常情况,读数,巡更员
1,早巡,B1-PUMP,B1泵房,2026-06-29,08:05:12,正常,,0.42,李师傅
2,早巡,GATE,东门,2026-06-29,08:19:40,正常,,,李师傅
3,夜巡,ROOF,3栋天台,2026-06-29,23:59:00,异常,水箱盖没有锁,,赵师傅
4,夜巡,GATE,东门,2026-06-30,01:12:05,正常,,,赵师傅
5,早巡,B1-PUMP,B1泵房,2026-06-30,08:04:58,正常,,0.22,李师傅
6,早巡,GATE,东门,2026-06-30,-,漏检,,,-
CSV

export BUTLER_NOW=2026-06-30T10:30
bash "$script" 巡更机.csv
butler patrol list
butler patrol missed --from yesterday

# 再来一遍：什么也没有变，也没有多出一步可撤销的。 Once more: nothing changes.
butler patrol list --json > 前.json
bash "$script" 巡更机.csv
butler patrol list --json > 后.json
cmp 前.json 后.json

# 有一行写错了点位：一行也不记，退出码 6；--skip-bad 记其余的，错的另存一份，说明原因。
# A wrong point: nothing is logged, exit 6; --skip-bad logs the rest and writes the others down with the reasons.
export BUTLER_NOW=2026-07-01T10:30
printf '线路,点位,打卡时间\n早巡,东门,2026-07-01 08:11:00\n早巡,北门,2026-07-01 08:20:00\n' > 补录.csv
code=0
bash "$script" 补录.csv || code=$?
test "$code" -eq 6
code=0
butler patrol log 补录.csv --skip-bad || code=$?
test "$code" -eq 6
test -s 补录.csv.rejected.csv
butler undo
