# 发给管理员的消息：哪里坏了、什么时候好的。
alert-subject = 【{ $hall }】{ $began ->
    [0] { $ended } 件事已恢复正常
   *[other] { $ended ->
        [0] { $began } 件事要处理
       *[other] { $began } 件事要处理，{ $ended } 件事已恢复正常
    }
}
alert-began = ● { $what }
alert-visitors = 　访客：{ $visitors }
alert-do = 　怎么办：{ $step }
alert-ended = ○ 已恢复（前后 { $lasted }）：{ $what }
alert-lasted-minutes = { $count } 分钟
alert-lasted-hours = { $count } 小时
alert-lasted-days = { $count } 天
alert-more = 还有 { $count } 件，请看大厅今日页面。
alert-foot = { $time }　{ $page }
alert-trial-subject = 【{ $hall }】测试消息
alert-trial = 这是一条测试消息。看到它，说明大厅出问题时您会收到通知。

upkeep-title = 维护
upkeep-told = 出了问题通知谁
upkeep-told-hint = 哪里坏了、什么时候好的，都会通知一次。通知方式写在大厅设置文件的 [[alert]] 里。
upkeep-nobody = 现在谁也不通知。没有技术人员的大厅应当有人收到通知：请在大厅设置文件里加 [[alert]]（企业微信、钉钉、邮件或其他程序）。
upkeep-way = 方式
upkeep-level = 通知什么
upkeep-level-stops = 影响访客的问题
upkeep-level-soon = 影响访客的和快要影响访客的问题
upkeep-last = 上一条消息
upkeep-state = 状态
upkeep-never = 还没有发过
upkeep-fine = 正常
upkeep-failed = { $time }：{ $fault }
upkeep-test = 发测试消息
upkeep-test-of = 用“{ $name }”发测试消息
upkeep-tested = 测试消息已经用“{ $name }”发出。
upkeep-not-tested = 测试消息没能用“{ $name }”发出：{ $fault }
upkeep-family-wecom = 企业微信群机器人
upkeep-family-dingtalk = 钉钉群机器人
upkeep-family-webhook = 其他程序
upkeep-family-email = 邮件
upkeep-file = 给帮忙的人一个文件
upkeep-file-hint = 里面有版本、问题、数据大小和最近的运行记录；没有姓名、访客和密码。都是纯文本，发出去以前可以先看一遍。
upkeep-file-make = 生成文件

upkeep-copies = 大厅的备份
upkeep-copies-hint = 大厅自己定时做备份，也可以随时再做一份：
upkeep-copies-now = 到“今日大厅”做备份
copies-title = 用备份恢复大厅
copies-hint = 只在大厅的数据坏了或者改错了很多时才需要。单个设置、通知和账号可以在“设置的改动”里撤回，不用恢复备份。
copies-choose = 选一份备份
copies-which = 备份
copies-line = { $time } · { $kind } · { $size } MB
copies-kind-auto = 自动（只有票号和记录）
copies-kind-day = 每天一份
copies-kind-hall = 手动备份
copies-kind-before = 恢复以前的大厅
copies-kind-upgrade = 升级以前自动备份（只有票号和记录）
copies-foresee = 看看会丢失什么
copies-none = 还没有备份。
copies-lost = 恢复以后，{ $time } 之后的都不在了
copies-lost-numbers = 已发的号：{ $count }
copies-lost-told = 访客和用人单位留下的：{ $count }
copies-lost-changed = 通知、设置、账号和设备的改动：{ $count }
copies-lost-rows = 日志里一共：{ $count } 行
copies-then = 先给现在的大厅做一份完整的备份，再换成选的这份。自助机、屏幕和打开的页面会自己重新读取。账号、密码和已配对的设备都回到备份时的样子；备份里没有的人要请管理员重新加。
copies-yes = 我看过了，用 { $name } 恢复
copies-go = 恢复
copies-leave = 不恢复
copies-done = 已经用 { $name } 恢复。恢复以前的大厅在 { $before } 里。
copies-done-content = 岗位、培训和政策也恢复了。
copies-done-no-content = 这份备份里没有岗位、培训和政策，它们保持不变。
copies-fault-unsaid = 还没有恢复：请先勾选“我看过了”。
copies-fault-unknown = 没有这份备份，什么也没有改。请从下面的列表里选。
copies-fault-broken = 这份备份坏了，不能用。什么也没有改，请选另一份。
copies-fault-foreign = 这份备份是另一个大厅的，不能在这里用。什么也没有改。换了新机器时，请技术人员用命令 hall90 server restore。
copies-fault-newer = 这份备份是更新的程序做的。什么也没有改，请先更新程序。
copies-fault-no_copy = 没有恢复：没能先给现在的大厅做备份。什么也没有改，请看看磁盘是不是满了。
copies-fault-busy = 正在恢复另一份备份，请稍等再看。
upkeep-limits = 系统不做什么、最多能做多少
