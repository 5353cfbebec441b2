#!/usr/bin/env bash
# 每天的巡检：看今天该巡什么，记一轮，看还缺什么。
# The daily patrol: what is due, the round logged in one line, what is still missing.
#
#   bash daily-patrol.sh 早巡 好                            都看过，都好  all seen, all in order
#   bash daily-patrol.sh 早巡 B1-PUMP=漏水 GATE=跳过:施工    这几处不好，其余都看过都好  these were not, all else was
#   bash daily-patrol.sh 早巡 B1-PUMP=0.42                  读数  a reading
#   bash daily-patrol.sh 早巡 随手记.txt                     一行一处：B1-PUMP 漏水  one a line, from a note file
#   bash daily-patrol.sh 早巡                               只看，不记  only looks, logs nothing
#   bash daily-patrol.sh                                    演示一遍，不碰您的数据  plays it through in a temporary folder
#
# 没有看过的不会记：不写“好”，也不写哪里不好，就什么都不记。
# Nothing is invented: without a word about what was seen, nothing is logged.
#
# 退出码：0 记好了，不缺；2 写法不对；3 没有这条路线或点位；4 规则不允许；6 记好了，但今天还有漏检。
# Exit codes: 0 logged, nothing missing; 2 not understood; 3 no such route or point; 4 refused; 6 logged, but today has a gap.
set -eu

if [ $# -gt 0 ]; then
  words=(patrol log "$1" --all-ok)
  shift
  said() { # 点位=看到了什么  POINT=WHAT
    case ${1#*=} in
      跳过:* | skip:*) words+=(--skip "${1%%=*}=${1#*:}") ;;
      跳过：*) words+=(--skip "${1%%=*}=${1#*：}") ;;
      *[!0-9.]*) words+=(--fault "$1") ;;
      *) words+=("$1") ;;
    esac
  }
  butler patrol due
  if [ $# -eq 0 ]; then
    echo '没有说看到了什么，什么也没有记。 Nothing was said of what was seen, so nothing was logged.'
    exit 2
  fi
  for word in "$@"; do
    case $word in
      好 | ok) ;;
      *=*) said "$word" ;;
      *)
        if [ ! -f "$word" ]; then
          echo "不是点位=情况，也不是文件。 Neither POINT=TEXT nor a file: $word"
          exit 2
        fi
        while read -r point text || [ -n "$point" ]; do
          point=${point#$'\xef\xbb\xbf'} point=${point%$'\r'} # 记事本的头和行尾  what Notepad adds
          if [ -n "$point" ]; then said "$point=${text%$'\r'}"; fi
        done < "$word"
        ;;
    esac
  done
  code=0
  butler "${words[@]}" || code=$?
  case $code in
    0) echo '记好了。 Logged.' ;;
    2) echo '写法不对，什么也没有记。 Not understood; nothing was logged.' ;;
    3) echo '没有这条路线，或没有这个点位，什么也没有记。 No such route or point; nothing was logged.' ;;
    4) echo '不能这样记：多半是这一轮已经记过这个点位，或它是别的路线的。什么也没有记。 Refused; nothing was logged.' ;;
    *) echo "没有记成。 Not logged: $code" ;;
  esac
  if [ "$code" -ne 0 ]; then exit "$code"; fi
  butler patrol missed --from today --check || code=$?
  if [ "$code" -eq 6 ]; then echo '今天还有没巡全的，见上。 Today has a gap, see above.'; fi
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

play() { # 该有的退出码，然后是参数  the exit code expected, then the arguments
  wanted=$1
  shift
  code=0
  bash "$script" "$@" || code=$?
  test "$code" -eq "$wanted"
}

# 设备、点位、路线，登记一次。 Facilities, points and routes, registered once.
export BUTLER_NOW=2026-06-29T07:50
butler init --community 示例花园 --butler 小陈
butler patrol facility add PUMP-1 B1生活水泵 --kind water --place B1泵房
butler patrol point add B1-PUMP B1泵房 --facility PUMP-1 --reading 压力 --unit MPa --min 0.3 --max 0.5
butler patrol point add B2-FAN B2排烟风机
butler patrol point add GATE 东门
butler patrol point add ROOF 3栋天台
butler patrol route add 早巡 --points B1-PUMP,B2-FAN,GATE --window 08:00-10:00 --every daily
butler patrol route add 午巡 --points ROOF --window 12:00-14:00 --every weekly:wed

# 周一：一处漏水，一处进不去。 Monday: a leak, and a place that is closed off.
export BUTLER_NOW=2026-06-29T08:40
play 0 早巡 B1-PUMP=漏水 GATE=跳过:施工封闭

# 周二：路上记在手机里，回来一次记。 Tuesday: noted on the way.
export BUTLER_NOW=2026-06-30T09:10
printf 'B2-FAN 轴承异响\nB1-PUMP 0.42\n' > 随手记.txt
play 0 早巡 随手记.txt

# 周三：什么都不说，就什么都不记；点位写错了，也不记。 Wednesday: nothing said, nothing logged; nor with a wrong point.
export BUTLER_NOW=2026-07-01T09:00
play 2 早巡
play 3 早巡 B9-PUMP=漏水
play 4 早巡 ROOF=积水
play 0 早巡 好
play 4 早巡 GATE=门锁坏

# 午巡忘了：退出码 6。 The noon round was forgotten: exit 6.
export BUTLER_NOW=2026-07-01T17:50
play 6 早巡 好
play 0 午巡 好

# 异常都成了报修工单。 Each fault is a repair ticket now.
butler patrol list
butler ticket list
