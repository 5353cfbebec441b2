#!/usr/bin/env bash
# 巡检提醒：该巡的没巡，才出声；什么都不记。
# A reminder: speaks only where a round is missing, and never logs anything.
#
#   bash patrol-reminder.sh check    看一眼  one look
#   bash patrol-reminder.sh          演示一遍，不碰您的数据  plays it through in a temporary folder
#
# cron（有输出就发邮件给您，没有就不发）  cron mails what is printed, and nothing where nothing is:
#   5 8-23 * * * bash $HOME/patrol-reminder.sh check
#
# Windows 任务计划程序（缺了才留着窗口）  the Windows task scheduler; the window stays only where something is missing:
#   schtasks /Create /TN 巡检提醒 /SC HOURLY /TR "cmd /c butler patrol due --check || pause"
#
# 退出码：0 都在；6 有缺；别的是没能看成（没有数据库、文件坏了）。
# Exit codes: 0 all there; 6 a gap; any other: it could not be looked at.
set -eu

if [ "${1:-}" = check ]; then
  worst=0
  look() {
    code=0
    said=$(butler patrol "$@" --check 2>&1) || code=$?
    if [ "$code" -ne 0 ]; then
      printf '%s\n\n' "$said"
      worst=$code
    fi
  }
  # 昨天的，连同过了零点才结束的那一轮；再看今天的。 Yesterday with its night round, then today.
  look missed --from yesterday --to yesterday
  look due
  if [ "$worst" -eq 6 ]; then echo '有该巡没巡、没巡全的，见上。补记也要看过才记。 Rounds are missing, see above.'; fi
  exit "$worst"
fi

# --- 演示 played through ---------------------------------------------------------------------------
script=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export PYTHONUTF8=1
export BUTLER_DB="$folder/butler.db"
export BUTLER_LANG="${BUTLER_LANG:-zh}"

check() { # 该有的退出码  the exit code expected
  code=0
  bash "$script" check > 提醒.txt || code=$?
  cat 提醒.txt
  test "$code" -eq "$1"
}

export BUTLER_NOW=2026-06-29T07:50
butler init --community 示例花园 --butler 小陈
butler patrol point add GATE 东门
butler patrol point add ROOF 3栋天台
butler patrol route add 早巡 --points GATE --window 08:00-10:00 --every daily
butler patrol route add 夜巡 --points ROOF,GATE --window 22:00-02:00 --every daily

# 时段还没过，不出声。 The window is still open: silence.
export BUTLER_NOW=2026-06-29T09:05
check 0
test ! -s 提醒.txt

# 巡过了，不出声。 Walked: silence.
butler patrol log 早巡 --all-ok
export BUTLER_NOW=2026-06-29T10:05
check 0
test ! -s 提醒.txt

# 夜里那一轮只巡了一处，早上就提醒。 The night round was left half done: a reminder in the morning.
export BUTLER_NOW=2026-06-29T23:05
butler patrol log 夜巡 ROOF=ok
export BUTLER_NOW=2026-06-30T08:05
check 6
grep 夜巡 提醒.txt

# 早巡忘了，十点五分也提醒。 The morning round was forgotten: a reminder at five past ten.
export BUTLER_NOW=2026-06-30T10:05
check 6
grep 早巡 提醒.txt

# 提醒了两次，一行也没有多记。 Two reminders, and not a line was logged.
test "$(butler patrol list --json | grep -c '"id"')" -eq 2
