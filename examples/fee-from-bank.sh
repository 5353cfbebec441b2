#!/usr/bin/env bash
# 银行、微信、财务导出的流水，记进缴费：先试读，再记；再跟财务的表按流水号对一遍。
# The bank's or finance's export: read on trial, recorded as payments, then compared with finance's by serial number.
#
#   bash fee-from-bank.sh 流水.csv            试读，再记  on trial, then for real
#   bash fee-from-bank.sh 流水.csv 财务.xlsx   记完再对账  and compared with finance's export
#   bash fee-from-bank.sh                     演示一遍，不碰您的数据  plays it through in a temporary folder
#
# 列名按意思认（房号、金额、缴费时间、流水号 ……）；认不出的列写 --map 列名=unit。
# Columns are known by what they mean; --map COLUMN=unit settles the rest.
#
# 退出码：0 记好了，对得上；2 不是这样的表；6 有不合格的行，一行也没有记，或者跟财务对不上。
# Exit codes: 0 recorded and equal; 2 no such table; 6 some lines cannot be taken and none was, or the books differ.
set -eu

if [ $# -gt 0 ]; then
  code=0
  butler fee import payments "$1" -n || code=$?
  if [ "$code" -eq 0 ]; then butler fee import payments "$1" || code=$?; fi
  case $code in
    0) echo '记好了。 Recorded.' ;;
    2) echo '这不是缴费的表，或者缺了列。 No such table, or a column is missing.' ;;
    6) echo '有不合格的行，见上；改好再来，或加 --skip-bad 先记其余的。 Some lines cannot be taken, see above.' ;;
    *) echo "没有记成。 Not recorded: $code" ;;
  esac
  if [ "$code" -ne 0 ] || [ $# -eq 1 ]; then exit "$code"; fi
  butler fee reconcile "$2" || code=$?
  case $code in
    0) echo '跟财务对得上。 Finance says the same.' ;;
    6) echo '跟财务对不上，两边的差异见上。 Finance and we differ, see above.' ;;
    *) echo "没有对成。 Not compared: $code" ;;
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

export BUTLER_NOW=2026-04-01T09:00
butler init --community 示例花园 --butler 小陈
cat > 业主清册.csv <<'CSV'
房号,业主姓名,联系电话,建筑面积
3-2-501,王芳,13800138000,89.53
3-2-502,李强,13900139000,118.605
1-1-101,陈建国,13700137000,102.46
CSV
butler resident import 业主清册.csv
butler fee item add wyf --name 物业费 --per area --rate 2.80 --cycle quarter --due-day 15
butler fee bill --period 2026-Q2

# 导出的流水：GB18030，有标题，有合计行；同一天三笔一样的钱，就是三笔。
# As it is exported: GB18030, a title, a total; three equal amounts on one day are three payments.
iconv -f UTF-8 -t GB18030 > 流水.csv <<'CSV'
示例花园收款流水,,,,
流水号,房号,缴费金额,缴费时间,支付方式
WX0001,3-2-501,752.05,2026-04-08 10:21:05,微信
WX0002,3-2-502,300.00,2026-04-09 08:00:11,微信
WX0003,3-2-502,300.00,2026-04-09 08:00:40,微信
WX0004,3-2-502,300.00,2026-04-09 08:01:12,微信
WX0005,1-1-101,"1,721.32",2026-04-12 15:30:00,转账
合计,,"3,373.37",,
CSV

export BUTLER_NOW=2026-04-20T10:00
bash "$script" 流水.csv
butler fee payments
butler fee arrears

# 再来一遍：什么也没有变。 Once more: nothing changes.
butler fee payments --json > 前.json
bash "$script" 流水.csv
butler fee payments --json > 后.json
cmp 前.json 后.json

# 财务的表少一笔，多一笔：两边的差异都列出来，退出码 6。 Finance lacks one and has another: both are listed, exit 6.
printf '流水号,房号,金额,时间\nWX0001,3-2-501,752.05,2026-04-08\nWX0002,3-2-502,300,2026-04-09\nWX0003,3-2-502,300,2026-04-09\nWX0004,3-2-502,300,2026-04-09\nWX0006,1-1-101,20,2026-04-13\n' > 财务.csv
code=0
bash "$script" 流水.csv 财务.csv || code=$?
test "$code" -eq 6

# 有一行的金额看不懂：一行也不记，退出码 6；--skip-bad 记其余的，错的另存一份。
# An amount that is none: nothing is recorded, exit 6; --skip-bad takes the rest and writes the others down.
printf '流水号,房号,金额,缴费时间\nWX0007,3-2-502,96.28,2026-04-18 09:00\nWX0008,3-2-501,1e3,2026-04-18 09:05\n' > 又一批.csv
code=0
bash "$script" 又一批.csv || code=$?
test "$code" -eq 6
code=0
butler fee import payments 又一批.csv --skip-bad || code=$?
test "$code" -eq 6
test -s 又一批.csv.rejected.csv
butler fee list --state open
