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
