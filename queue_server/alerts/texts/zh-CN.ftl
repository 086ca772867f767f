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
