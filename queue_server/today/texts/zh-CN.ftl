# 今日大厅：哪里不好用、访客会遇到什么、怎么办、谁来办。
today-summary-well = 一切正常：{ $count } 台设备和程序都在线。
today-summary-soon = 现在能办理，但有 { $count } 件事要尽快处理。
today-summary-stops = 有 { $count } 件事正影响访客，请现在处理。

today-thing-window_sign = { $number } 号窗口的窗口屏
today-thing-sign = 显示屏 { $name }
today-thing-printer = 自助机 { $name } 的打印机
today-thing-voice = 广播 { $name }

today-hall-write_failed = 服务器上一次没能把记录写进硬盘。
    .visitors = 现在取不了号，也叫不了号；已经取的号都还在。
    .do1 = 看看服务器的硬盘是不是满了，满了就删掉不用的文件。
    .do2 = 重新启动服务器，它会自己检查记录。
    .do3 = 还不行，请换硬盘，再用最近的备份恢复。
today-hall-standing_by = 这台服务器在待命，另一台正在管这个大厅。
    .visitors = 访客感觉不到。
    .do1 = 不用处理；那一台停了，这一台会自己接上。
today-hall-no_day = 今天的服务日还没有开始。
    .visitors = 自助机上取不了号。
    .do1 = 在窗口页面开始服务日，或请值班负责人开始。
    .do2 = 看看设置里的服务时间对不对。
today-hall-no_window = “{ $thing }”有 { $count } 人在等，没有窗口开着。
    .visitors = 他们在等，但没有人会叫他们。
    .do1 = 请一个能办这项业务的窗口开窗。
    .do2 = 开不了窗，请到大厅里当面告诉他们什么时候能办。
today-hall-assistance = 有访客请人过来帮忙，还没有人去：{ $place }。
    .visitors = 一位访客正等着人过来。
    .do1 = 请马上去一个人，并在窗口页面按“我去”。
today-hall-feedback_late = 有 { $count } 条访客意见过了答复时间。
    .visitors = 提意见的人查不到答复。
    .do1 = 打开“访客意见”，先答复标红的。
today-hall-disk_low = 服务器的硬盘快满了，只剩 { $free } MB。
    .visitors = 现在感觉不到；满了以后取不了号。
    .do1 = 把旧的备份拷到别处，再从服务器上删掉。
    .do2 = 删掉不用的文件，或换一块大一些的硬盘。
today-hall-backup_old = 上一次备份是 { $days } 天以前。
    .visitors = 访客感觉不到；硬盘要是坏了，这些天的记录就没有了。
    .do1 = 在这一页按“现在备份”，再把备份拷到另一台机器或U盘上。
today-hall-backup_none = 这个大厅还没有备份过。
    .visitors = 访客感觉不到；硬盘要是坏了，所有记录就没有了。
    .do1 = 在这一页按“现在备份”，再把备份拷到另一台机器或U盘上。
today-hall-backup_elsewhere = 已经有两天没有备份拷到 { $place }。
    .visitors = 访客感觉不到；这台机器要是烧坏或被偷，这些天的记录就没有了。
    .do1 = 看看硬盘插好没有、共享文件夹连上没有、还有没有空间。
    .do2 = 在这一页按“现在备份”，把备份文件用U盘拷走。
today-hall-recovered = 大厅的记录{ $state ->
        [missing] 不见了
        [log_gone] 末尾缺了一段
       *[damaged] 坏了
    }，服务器已经自己换回备份，备份记到 { $from } 为止。
    .visitors = { $from } 以后{ $until ->
        [none] { "" }
       *[other] 到 { $until }{ " " }
    }写下的都没有了。{ $known ->
        [no] 一共多少已经读不出来。
        [part] 这段时间至少取了 { $numbers } 个号，其余读不出来。
       *[yes] { $numbers ->
            [0] 这段时间没有人取号。
           *[other] 这段时间取了 { $numbers } 个号。
        }
    }取号机打印过的号会由取号机报回来；这段时间在服务台或手机上取的号，大厅不再认得。
    .do1 = 在大厅里问一问谁手里的号一直没有叫到，在服务台给他们补上位置。
    .do2 = 把这段时间改过的重新录入：预约、通知、账号、给访客的答复。
    .do3 = 请人检查这台机器的硬盘和内存{ $times ->
        [1] { "" }
       *[other] ：三十天里已经是第 { $times } 次，请换一台机器
    }。{ $aside ->
        [none] 没有可保留的文件。
       *[other] 坏掉的文件保留在服务器的文件夹里，名字是 { $aside }。
    }都做完以后，把这一条收起来。
today-hall-content_damaged = 存岗位等内容的文件坏了，已经放到一边。
    .visitors = 内容重新到齐以前，查得到的少或者查不到；取号照常。
    .do1 = 到“内容同步”看看内容是不是在重新到达，或者在那里按“现在同步”。
    .do2 = 请人检查硬盘：文件不会无缘无故地坏。
    .do3 = 内容到齐以后，把服务器文件夹里的 content.db.damaged-… 文件删掉。
today-hall-journal_cut = 日志里少了东西：第 { $row } 行签过名，现在不在了，或者不是原来的样子。
    .visitors = 访客看不出来；但是谁做过什么，再也证明不了。
    .do1 = 问一问是不是有人手工换回了旧的文件，什么时候换的。
    .do2 = 服务器文件夹、备份和另一块硬盘都保持原样，什么也不要覆盖。
    .do3 = 在服务器上运行 hall90 server check，把结果交给大厅的负责人。
today-hall-journal_key = 日志换了新的签名钥匙：{ $key }。
    .visitors = 访客看不出来。
    .do1 = 这星期换过服务器或者重新装过，就是这个原因：把新钥匙记下来。
    .do2 = 没有的话，问一问谁动过服务器文件夹，再运行 hall90 server check。
today-hall-away-kiosk = 自助机 { $name } 没有连上服务器。
    .visitors = 机器要是开着，可以继续取号，号码以后补报；查不到最新的岗位。
    .do1 = 看看自助机开着没有，网线插紧没有。
    .do2 = 看看路由器和交换机的灯亮不亮。
    .do3 = 把自助机关掉，等十秒再打开。
today-hall-away-display = 显示程序 { $name } 没有连上服务器。
    .visitors = 显示屏不更新，也听不到叫号；请在窗口当面叫号。
    .do1 = 看看管显示屏的那台电脑开着没有，网线插紧没有。
    .do2 = 重新启动那台电脑。
today-hall-emergency = 正在发布紧急通知。
    .visitors = 所有显示屏和自助机都只显示紧急通知。
    .do1 = 危险过去以后，在窗口页面按“解除”。

today-printer-paper_out = { $thing }没有纸了。
    .visitors = 取号拿不到纸；号码有效，屏幕上有，也念出来。
    .do1 = 打开盖子，放一卷新纸，纸头朝外，合上盖子。
    .do2 = 窗口页面上可以给没拿到纸的访客补打。
today-printer-paper_low = { $thing }的纸快用完了。
    .visitors = 现在感觉不到。
    .do1 = 准备一卷新纸，趁没有人取号的时候换上。
today-printer-cover_open = { $thing }的盖子开着。
    .visitors = 取号拿不到纸；号码有效。
    .do1 = 把盖子合上，听到“咔嗒”一声。
today-printer-cutter = { $thing }的切刀卡住了。
    .visitors = 取号拿不到纸；号码有效。
    .do1 = 关掉打印机，打开盖子，取出卡住的纸，再打开打印机。
    .do2 = 还卡住，请联系供应商换切刀。
today-printer-head_hot = { $thing }太热了，正在歇一会儿。
    .visitors = 纸出得慢。
    .do1 = 等一分钟，它会自己继续。
    .do2 = 常常太热，请把它挪到通风的地方。
today-printer-fault = { $thing }坏了。
    .visitors = 取号拿不到纸；号码有效，屏幕上有，也念出来。
    .do1 = 关掉打印机，等十秒再打开。
    .do2 = 还不行，请换一台打印机，并联系供应商。
today-printer-offline = { $thing }处于脱机状态。
    .visitors = 取号拿不到纸；号码有效。
    .do1 = 按一下打印机上的进纸键或联机键。
    .do2 = 看看纸和盖子。
today-printer-unreachable = 连不上{ $thing }。
    .visitors = 取号拿不到纸；号码有效，屏幕上有，也念出来。
    .do1 = 看看打印机的电源灯亮不亮。
    .do2 = 把线的两头都插紧。
    .do3 = 还不行，换一根线试试。
today-printer-power_cut = 停电的时候，{ $thing }可能有票没有打出来：{ $detail }
    .visitors = 一位访客可能没有拿到纸；号码有效。
    .do1 = 问问那位访客有没有纸；没有就在窗口页面补打。
today-printer-agent_gone = 管{ $thing }的自助机没有连上服务器。
    .visitors = 机器要是开着，可以继续取号。
    .do1 = 看看自助机开着没有，网线插紧没有。
today-printer-other = { $thing }不好用：{ $detail }
    .visitors = 取号可能拿不到纸；号码有效。
    .do1 = 关掉打印机，等十秒再打开。
    .do2 = 还不行，请告诉管理员上面这行字。
today-sign-no_answer = { $thing }没有反应。
    .visitors = 看不到屏上的号码；请在窗口当面叫号。
    .do1 = 看看屏的电源灯亮不亮。
    .do2 = 把屏和控制盒的线都插紧。
    .do3 = 关掉屏的电源，等十秒再打开。
today-sign-refused = { $thing }不接受发给它的内容。
    .visitors = 看不到屏上的号码；请在窗口当面叫号。
    .do1 = 关掉屏的电源，等十秒再打开。
    .do2 = 还不行，请把下面的说明告诉供应商：{ $detail }
today-sign-wrong_settings = { $thing }的设置不对：{ $detail }
    .visitors = 看不到屏上的号码。
    .do1 = 在大厅的设置文件里改正，然后运行 hall90 config check。
today-sign-agent_gone = 管{ $thing }的显示程序没有连上服务器。
    .visitors = 看不到屏上的号码；请在窗口当面叫号。
    .do1 = 看看管显示屏的那台电脑开着没有，网线插紧没有。
    .do2 = 重新启动那台电脑。
today-sign-other = { $thing }不好用：{ $detail }
    .visitors = 可能看不到屏上的号码。
    .do1 = 关掉屏的电源，等十秒再打开。
    .do2 = 还不行，请告诉管理员上面这行字。
today-device-agent_gone = 管 { $thing } 的程序没有连上服务器。
    .visitors = 这台设备不更新。
    .do1 = 看看管它的那台电脑开着没有，网线插紧没有。
today-device-other = { $thing } 不好用：{ $detail }
    .visitors = 可能会受影响。
    .do1 = 看看电源和线，关掉等十秒再打开。
    .do2 = 还不行，请告诉管理员上面这行字。
