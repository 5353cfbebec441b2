#!/usr/bin/env bash
# 一个收费季：收费项目，出账，收款，催缴，承诺，减免，过户，催缴函，对账，账簿。
# A season of fees: items, bills, payments, reminders, promises, a waiver, a sale, letters of demand, figures, the books.
#
# 在一个临时文件夹里运行，跑完就清掉，不碰您自己的数据。小区、姓名、电话都是虚构的。
# Runs in a temporary folder that goes away again; your own data is not touched. Everybody in it is made up.
set -eu

# --- 演示 played through ---------------------------------------------------------------------------
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PYTHONUTF8=1
export BUTLER_DB="$folder/butler.db"
export BUTLER_LANG="${BUTLER_LANG:-zh}"

# 一次：清册，收费项目，优惠。 Once: the register, what is charged, who pays less.
export BUTLER_NOW=2026-01-05T09:00
butler init --community 示例花园 --butler 小陈
cat > 业主清册.csv <<'CSV'
房号,业主姓名,联系电话,建筑面积,交房日期
3栋2单元501室,王芳,13800138000,89.53,2019-06-30
3栋2单元502室,李强,13900139000,118.605,2019-06-30
1-1-101,陈建国,13700137000,102.46,2019-07-02
1-1-102,周玉兰,13500135000,89.53,2019-07-02
CSV
butler resident import 业主清册.csv
butler unit edit 1-1-102 --state 空置
butler fee item add wyf --name 物业费 --per area --rate 2.80 --cycle quarter --due-day 15
butler fee item edit wyf --late-rate 0.0003 --late-grace 30 --late-cap 20%
butler fee item add water --name 水费 --per reading --rate 4.10 --cycle month --postpaid --meter 水表
butler fee discount add 70% --state 空置 --item wyf --reason 空置房七折

# 出账：先试，再出；再来一遍什么也不会多。 Bills: on trial, for real, and once more, which adds nothing.
butler fee bill --period 2026-Q1 --item wyf -n
butler fee bill --period 2026-Q1 --item wyf
butler fee bill --period 2026-Q1 --item wyf

# 收款：一句话；预交全年，下一季自己抵扣；先交一部分。 Payments: one line; a year in advance; a part.
export BUTLER_NOW=2026-01-12T10:20
butler 收 3-2-501 752.05 微信
butler fee pay 1-1-101 3442.64 --method transfer --ref ZZ20260112001 --note 全年
butler fee pay 3-2-502 500 --method cash --channel desk
butler fee show 3-2-502

# 同一个流水号不会记两次：退出码 4。 The same reference is not taken twice: exit 4.
code=0
butler fee pay 1-1-101 3442.64 --ref ZZ20260112001 || code=$?
test "$code" -eq 4

# 过了到期日：谁欠，先找谁，说了什么。 Past due: who owes, whom to see first, what was said.
export BUTLER_NOW=2026-02-03T10:00
butler fee arrears
butler fee plan
butler 催 3-2-502 电话 答应2-10
butler fee remind 1-1-102 --channel visit --why vacant --note '没有入住，要求减免'

# 承诺到期没交：今日一览里有。再上门，是渗水没修好：先修，再减免（要有批准人）。
# The promise was not kept: it stands in the day. A visit finds the reason, a leak: a waiver, approved by somebody.
export BUTLER_NOW=2026-02-11T09:00
butler
butler 催 3-2-502 上门 拒绝 质量
butler fee waive B4 100 --reason 渗水维修期间减免 --approved-by 王经理
butler fee reminders
butler fee refusals

# 过户：旧账跟着欠的人，不跟着房子。 A sale: the debt stays with who owed it, not with the door.
export BUTLER_NOW=2026-03-10T10:00
butler unit transfer 1-1-102 --to 陈静 --phone 13800138001 --date 2026-03-01
butler fee show 1-1-102

# 催缴函（草稿，公司盖章才算），对账单，缴费核对单，违约金，时效。
# Letters (drafts: the company seals and sends them), a statement, what a payment settled, late fees, limitation.
butler fee letter --arrears --tone formal -o 催缴函
butler fee statement 3-2-502 -o 对账单.docx
butler fee confirm P2 -o 缴费核对单.html
butler fee late list
butler fee limitation --within 1200d

# 季末：数字，账龄，账簿。 The quarter's end: figures, ages, the books.
export BUTLER_NOW=2026-03-31T17:30
butler fee pay 3-2-502 396.28 --method wechat
butler fee aging
butler fee stats --period 2026-Q1
butler fee stats --period 2026-Q1 --as-of 2026-02-28 --json
butler fee export --format xlsx -o 账簿.xlsx
butler fee export --format hledger -o 账簿.journal
test -s 催缴函
test -s 对账单.docx
test -s 缴费核对单.html
test -s 账簿.xlsx

# 另一本账也这么说。 A second ledger says the same.
if command -v hledger > /dev/null; then
  hledger -f 账簿.journal check
  hledger -f 账簿.journal balance
fi
