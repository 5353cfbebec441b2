# 第一周：建库，导入业主清册，一周的工单走完闭环，下班前检查，周报。
# The first week: begin, import the register, a week of tickets through the closed loop, the evening check, the report.
#
# 在一个临时文件夹里运行，跑完就清掉，不碰您自己的数据。小区、姓名、电话都是虚构的。
# Runs in a temporary folder that goes away again; your own data is not touched. Everybody in it is made up.
#
# powershell -ExecutionPolicy Bypass -File first-week.ps1
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = [Text.UTF8Encoding]::new()

function Expect([int]$Code = 0) {
    if ($LASTEXITCODE -ne $Code) { throw "exit $LASTEXITCODE, expected $Code" }
}

$folder = Join-Path ([IO.Path]::GetTempPath()) ('butler-' + [Guid]::NewGuid())
New-Item -ItemType Directory -Path $folder | Out-Null
Push-Location $folder
try {
    $env:PYTHONUTF8 = '1'
    $env:BUTLER_DB = Join-Path $folder 'butler.db'
    if (-not $env:BUTLER_LANG) { $env:BUTLER_LANG = 'zh' }

    # 周一早上：小区叫什么，您是谁。 Monday morning: what the community is called, and who you are.
    $env:BUTLER_NOW = '2026-06-29T08:20'
    butler init --community 示例花园 --butler 小陈
    Expect

    # 办公室给的清册，列名按意思认。 The office's register; columns are known by what they mean.
    @(
        '房号,业主姓名,联系电话,建筑面积,交房日期'
        '3栋2单元501室,王芳,13800138000,89.53,2019-06-30'
        '3栋2单元502室,李强,13900139000,118.605,2019-06-30'
        '1-1-101,陈建国,13700137000,102.46,2019-07-02'
        '1-1-102,周玉兰,13500135000,89.53,2019-07-02'
    ) | Set-Content -Path 业主清册.csv -Encoding UTF8
    butler resident import 业主清册.csv -n
    Expect
    butler resident import 业主清册.csv
    Expect
    butler resident edit 周玉兰 --add-tag 老人独居 --add-preference '午休 12 点到 14 点勿扰'
    Expect
    butler department edit 工程 --add-person 张师傅
    Expect

    # 电话来了，一句话记一单。 The phone rings: one loose line, one ticket.
    $env:BUTLER_NOW = '2026-06-29T09:40'
    butler 记 3-2-501 王女士 厨房漏水 急 明天上午 13800138000
    Expect
    butler 记 1-1-102 周阿姨 咨询装修押金什么时候退
    Expect

    # 管家吹哨，部门报到。 You whistle, the department reports.
    $env:BUTLER_NOW = '2026-06-29T09:41'
    butler 派 1 工程 张师傅
    Expect
    butler ticket respond 1 已安排，师傅十分钟到
    Expect
    butler ticket slip 1
    Expect
    $env:BUTLER_NOW = '2026-06-29T09:55'
    butler 到 1
    Expect
    $env:BUTLER_NOW = '2026-06-29T10:40'
    butler 好 1 更换软管
    Expect
    butler ticket done 2 已告知验收后七个工作日内退
    Expect

    # 回访没做，闭环不了：退出码 4。 No callback yet, so it cannot be closed: exit 4.
    butler ticket close 1
    Expect 4

    $env:BUTLER_NOW = '2026-06-29T16:00'
    butler 回 1 满意 师傅很快
    Expect
    butler ticket close 1
    Expect
    butler ticket show 1
    Expect

    # 周二：一件投诉，一件要等配件的报修。 Tuesday: a complaint, and a repair that has to wait for parts.
    $env:BUTLER_NOW = '2026-06-30T09:10'
    butler 记 3-2-502 李先生 楼上半夜拖椅子太吵 13900139000
    Expect
    butler 记 大堂灯不亮 +照明
    Expect
    butler 派 4 工程 张师傅
    Expect
    $env:BUTLER_NOW = '2026-06-30T09:30'
    butler 到 4
    Expect
    butler 挂 4 等配件 周四
    Expect

    # 下班前检查：还有一件没响应，退出码 6。 Before going home: one is without a response, exit 6.
    $env:BUTLER_NOW = '2026-06-30T17:50'
    butler 晚
    Expect 6
    butler ticket respond 3 今晚上门看，先跟楼上说一声
    Expect
    butler 晚
    Expect

    # 周三：上门，回访，没好，返工。 Wednesday: a visit, a callback, not good enough, once more.
    $env:BUTLER_NOW = '2026-07-01T10:00'
    butler 好 3 已与楼上沟通，椅脚加毡垫
    Expect
    butler resident contact 1-1-102 台风前上门，提醒收好阳台花盆 --channel 上门
    Expect
    $env:BUTLER_NOW = '2026-07-01T16:30'
    butler 回 3 不满意 昨晚还是吵 返工
    Expect
    butler ticket escalate 3 请出面协调一次 --to 项目经理
    Expect

    # 周四：配件到了。 Thursday: the parts are here.
    $env:BUTLER_NOW = '2026-07-02T09:30'
    butler ticket resume 4
    Expect
    butler 好 4 更换整流器
    Expect
    butler ticket done 4 更换整流器 --score 5
    Expect
    $env:BUTLER_NOW = '2026-07-02T15:00'
    butler 好 3 项目经理上门协调，双方约定十点后不挪家具
    Expect

    # 周五：没接，再打。 Friday: nobody answers, once more.
    $env:BUTLER_NOW = '2026-07-03T10:00'
    butler 回 3 没接
    Expect
    $env:BUTLER_NOW = '2026-07-03T15:00'
    butler 回 3 满意 昨晚安静了
    Expect
    butler ticket close 3
    Expect
    butler
    Expect

    # 打错了，撤销。 A slip of the hand, taken back.
    butler 记 打错了一单
    Expect
    butler undo
    Expect

    $env:BUTLER_NOW = '2026-07-03T17:50'
    butler 晚
    Expect
    butler report weekly
    Expect
    butler report weekly --format text -o 周报.txt
    Expect
    butler report weekly -o 周报.md
    Expect
    butler report weekly --explain ticket.closed_loop_rate
    Expect
    butler doctor
    Expect
    if (-not (Get-Item 周报.txt).Length) { throw 'empty' }
    if (-not (Get-Item 周报.md).Length) { throw 'empty' }
}
finally {
    Pop-Location
    Remove-Item -Recurse -Force $folder
    Remove-Item Env:BUTLER_DB, Env:BUTLER_NOW
}
