# 每天的巡检：看今天该巡什么，记一轮，看还缺什么。
# The daily patrol: what is due, the round logged in one line, what is still missing.
#
#   .\daily-patrol.ps1 早巡 好                            都看过，都好  all seen, all in order
#   .\daily-patrol.ps1 早巡 B1-PUMP=漏水 GATE=跳过:施工    这几处不好，其余都看过都好  these were not, all else was
#   .\daily-patrol.ps1 早巡 B1-PUMP=0.42                  读数  a reading
#   .\daily-patrol.ps1 早巡 随手记.txt                     一行一处：B1-PUMP 漏水  one a line, from a note file
#   .\daily-patrol.ps1 早巡                               只看，不记  only looks, logs nothing
#   .\daily-patrol.ps1                                    演示一遍，不碰您的数据  plays it through in a temporary folder
#
# 没有看过的不会记：不写“好”，也不写哪里不好，就什么都不记。
# Nothing is invented: without a word about what was seen, nothing is logged.
#
# 退出码：0 记好了，不缺；2 写法不对；3 没有这条路线或点位；4 规则不允许；6 记好了，但今天还有漏检。
# Exit codes: 0 logged, nothing missing; 2 not understood; 3 no such route or point; 4 refused; 6 logged, but today has a gap.
#
# powershell -ExecutionPolicy Bypass -File daily-patrol.ps1 早巡 好
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new()

# 点位=看到了什么，变成 butler 的选项。 POINT=WHAT as the options of butler.
function Said([string]$Text) {
    $point, $what = $Text -split '=', 2
    if ($what -match '^(跳过[:：]|skip:)(.+)$') { '--skip'; "$point=$($Matches[2])" }
    elseif ($what -match '^[0-9.]+$') { $Text }
    else { '--fault'; $Text }
}

if ($args.Count -gt 0) {
    $route = $args[0]
    $rest = @($args | Select-Object -Skip 1)
    butler patrol due
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    if ($rest.Count -eq 0) {
        Write-Host '没有说看到了什么，什么也没有记。 Nothing was said of what was seen, so nothing was logged.'
        exit 2
    }
    $words = @('--all-ok')
    foreach ($word in $rest) {
        if ($word -eq '好' -or $word -eq 'ok') { continue }
        if ($word -match '=') { $words += @(Said $word); continue }
        if (-not (Test-Path -LiteralPath $word -PathType Leaf)) {
            Write-Host ('不是点位=情况，也不是文件。 Neither POINT=TEXT nor a file: ' + $word)
            exit 2
        }
        foreach ($line in Get-Content -LiteralPath $word -Encoding UTF8) {
            if ($line.Trim()) { $words += @(Said ($line.Trim() -replace '^(\S+)\s*', '$1=')) }
        }
    }
    butler patrol log $route @words
    $code = $LASTEXITCODE
    switch ($code) {
        0 { Write-Host '记好了。 Logged.' }
        2 { Write-Host '写法不对，什么也没有记。 Not understood; nothing was logged.' }
        3 { Write-Host '没有这条路线，或没有这个点位，什么也没有记。 No such route or point; nothing was logged.' }
        4 { Write-Host '不能这样记：多半是这一轮已经记过这个点位，或它是别的路线的。什么也没有记。 Refused; nothing was logged.' }
        default { Write-Host "没有记成。 Not logged: $code" }
    }
    if ($code -ne 0) { exit $code }
    butler patrol missed --from today --check
    $code = $LASTEXITCODE
    if ($code -eq 6) { Write-Host '今天还有没巡全的，见上。 Today has a gap, see above.' }
    exit $code
}

# --- 演示 played through ---------------------------------------------------------------------------
function Expect([int]$Code = 0) {
    if ($LASTEXITCODE -ne $Code) { throw "exit $LASTEXITCODE, expected $Code" }
}

# 该有的退出码，然后是参数。 The exit code expected, then the arguments.
function Play([int]$Code) {
    & $PSCommandPath @args
    Expect $Code
}

$folder = Join-Path ([IO.Path]::GetTempPath()) ('butler-' + [Guid]::NewGuid())
New-Item -ItemType Directory -Path $folder | Out-Null
Push-Location $folder
try {
    $env:PYTHONUTF8 = '1'
    $env:BUTLER_DB = Join-Path $folder 'butler.db'
    if (-not $env:BUTLER_LANG) { $env:BUTLER_LANG = 'zh' }

    # 设备、点位、路线，登记一次。 Facilities, points and routes, registered once.
    $env:BUTLER_NOW = '2026-06-29T07:50'
    butler init --community 示例花园 --butler 小陈
    Expect
    butler patrol facility add PUMP-1 B1生活水泵 --kind water --place B1泵房
    Expect
    butler patrol point add B1-PUMP B1泵房 --facility PUMP-1 --reading 压力 --unit MPa --min 0.3 --max 0.5
    Expect
    butler patrol point add B2-FAN B2排烟风机
    Expect
    butler patrol point add GATE 东门
    Expect
    butler patrol point add ROOF 3栋天台
    Expect
    butler patrol route add 早巡 --points 'B1-PUMP,B2-FAN,GATE' --window 08:00-10:00 --every daily
    Expect
    butler patrol route add 午巡 --points ROOF --window 12:00-14:00 --every weekly:wed
    Expect

    # 周一：一处漏水，一处进不去。 Monday: a leak, and a place that is closed off.
    $env:BUTLER_NOW = '2026-06-29T08:40'
    Play 0 早巡 B1-PUMP=漏水 GATE=跳过:施工封闭

    # 周二：路上记在手机里，回来一次记。 Tuesday: noted on the way.
    $env:BUTLER_NOW = '2026-06-30T09:10'
    @('B2-FAN 轴承异响', 'B1-PUMP 0.42') | Set-Content -Path 随手记.txt -Encoding UTF8
    Play 0 早巡 随手记.txt

    # 周三：什么都不说，就什么都不记；点位写错了，也不记。 Wednesday: nothing said, nothing logged; nor with a wrong point.
    $env:BUTLER_NOW = '2026-07-01T09:00'
    Play 2 早巡
    Play 3 早巡 B9-PUMP=漏水
    Play 4 早巡 ROOF=积水
    Play 0 早巡 好
    Play 4 早巡 GATE=门锁坏

    # 午巡忘了：退出码 6。 The noon round was forgotten: exit 6.
    $env:BUTLER_NOW = '2026-07-01T17:50'
    Play 6 早巡 好
    Play 0 午巡 好

    # 异常都成了报修工单。 Each fault is a repair ticket now.
    butler patrol list
    Expect
    butler ticket list
    Expect
}
finally {
    Pop-Location
    Remove-Item -Recurse -Force $folder
    Remove-Item Env:BUTLER_DB, Env:BUTLER_NOW
}
