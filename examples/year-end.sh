#!/usr/bin/env bash
# 十二月：虚构小区的两年记录，变成年度工作总结，每个数都查得到。
# December: two years of a made-up community become the year-end summary, and every figure can be opened.
#
# 在一个临时文件夹里运行；要留下报告，写一个文件夹：bash year-end.sh 我的报告
# Runs in a temporary folder; to keep the reports, name a folder: bash year-end.sh my-reports
set -eu

keep=${1:-}
if [ -n "$keep" ]; then mkdir -p "$keep"; keep=$(cd "$keep" && pwd); fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PYTHONUTF8=1
export BUTLER_DB="$folder/demo.db"
export BUTLER_LANG="${BUTLER_LANG:-zh}"
export BUTLER_NOW=2025-12-31T17:30

# 600 户、两年的工单和走访，全部虚构。 600 households, two years of tickets and visits, all invented.
butler demo > 演示.txt
head -n 12 演示.txt

# 交给公司的两份。 Two to hand in.
butler report annual -o 年度工作总结.md
butler report annual -o 年度工作总结.xlsx
test -s 年度工作总结.md
test -s 年度工作总结.xlsx

# “这个数怎么来的？”打开给他看，一件一件，也存成表。
# "Where does this figure come from?" Open it, ticket by ticket, and as a sheet.
butler report annual --explain ticket.satisfaction_rate > 满意率.txt
head -n 12 满意率.txt
butler report annual --explain ticket.satisfaction_rate -o 满意率明细.xlsx

# 文件已经有了，不会被盖掉：退出码 4 或 2，不是 0。 A file that exists is not overwritten: the exit is not 0.
code=0
butler report annual -o 年度工作总结.md || code=$?
test "$code" -ne 0
butler report annual -o 年度工作总结.md --force

# 给程序看的：一个数。 For programs: one figure.
butler report annual --json > 年度.json
grep -A 4 '"ticket.closed_loop_rate"' 年度.json

if [ -n "$keep" ]; then cp 年度工作总结.md 年度工作总结.xlsx 满意率明细.xlsx 年度.json "$keep"; fi
