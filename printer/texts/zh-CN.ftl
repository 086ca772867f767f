## The ticket. Everything here is read on paper; nothing is spoken.

ticket-top = ▲ 上
ticket-reprint = 补打
ticket-area = 等候区
ticket-ahead = 前面
ticket-ahead-value = { $people } 人
ticket-wait = 大约等
ticket-wait-value = { $low }–{ $high } 分钟
ticket-wait-one = { $low } 分钟
ticket-taken = 取号
ticket-time = { $month }月{ $day }日 { $time }
ticket-scan =
    手机扫码
    看前面几人
ticket-alone = 出票时大厅的电脑没有回应。这个号有效，电脑恢复后按取号时间排队。
ticket-advice = 请留意大屏、广播和手机。过号不要急，请告诉任何一个窗口。
ticket-hotline = 咨询电话
ticket-needs = 需要的帮助：{ $names }
ticket-and = { $first }、{ $second }
ticket-type = 不能扫码？用手机打开 { $address }，输入：

## Easy to read: one thing a sentence.

easy-number = 您的号码
easy-area = 请到{ $area }坐下等。
easy-ahead =
    { $people ->
        [0] 前面没有人。
       *[other] 前面有 { $people } 人。
    }
easy-wait = 大约等 { $low } 到 { $high } 分钟。
easy-wait-one = 大约等 { $low } 分钟。
easy-call = 叫到 { $number }，请去窗口。
easy-lost = 有不懂的，请问工作人员。
easy-hotline = 也可以打电话

## Needs, printed only when the visitor asked for it.

need-wheelchair = 轮椅
need-blind = 看不见
need-low_vision = 看不清
need-deaf = 听不见
need-hard_of_hearing = 听不清
need-speech = 说话不便
need-text_only = 用文字交流
need-vibration = 震动提醒
need-escort = 需要引导
need-sign_language = 手语
need-slow_walker = 走得慢
need-easy_read = 简单易懂
need-elder = 老年人
need-pregnant = 孕妇
need-veteran = 退役军人
need-infant = 带婴儿

## Slips to take along.

note-job = 岗位信息
note-training = 培训信息
note-fair = 招聘会
note-policy = 政策简要
note-recommendation = 推荐单
note-feedback = 意见回执
note-way = 怎么走
note-need = 需求登记回执
note-printed = 打印
note-reference = 编号
note-scan =
    手机扫码
    看详情

slip-employer = 单位
slip-pay = 工资
slip-place = 地点
slip-hours = 时间
slip-openings = 人数
slip-openings-value = { $count } 人
slip-education = 学历
slip-disability = 残疾类别
slip-contact = 联系
slip-until = 截止
slip-starts = 开始
slip-fee = 费用
slip-fit = 为什么适合您
slip-kind = 内容
slip-received = 收到
slip-answer-by = 答复
slip-answer-by-value = { $month }月{ $day }日前
slip-job = 岗位
slip-job-advice = 面试前请先打电话。需要陪同或手语，请告诉职业介绍窗口。
slip-training-advice = 报名请到培训窗口，或打电话。
slip-fair-advice = 请带身份证、残疾人证和简历。
slip-policy-advice = 详细内容请到政策咨询窗口问。
slip-recommendation-ask = 您好。我们推荐这位求职者来应聘，请安排面谈。
slip-recommendation-back = 请单位填写，由求职者带回大厅
slip-way-advice = 走不了或找不到，请叫工作人员，会有人带您去。
slip-need-title = 就业需求登记
slip-kept-until = 保存到
slip-need-advice = 把这个编号给窗口看，窗口帮您接着办。
slip-need-withdraw = 不想要了，在自助机上输入这个编号，马上删掉。
slip-feedback-advice = 凭这个编号，可以打电话问，也可以问任何一个窗口。
slip-name = 姓名
slip-phone = 电话
slip-clerk = 经办人
slip-date = 日期
slip-company-sign = 单位签字
slip-hired = 录用
slip-later = 再联系
slip-no = 不合适

## What a printer says of itself.

status-ready = 正常
status-low = 纸快用完了
    .remedy = 准备一卷新纸，没有人取号时换上。
status-out = 没有纸
    .remedy = 打开盖子，装上新纸卷，合上盖子。
status-cover = 盖子开着
    .remedy = 合上盖子，听到咔嗒一声。
status-cutter = 切刀卡住
    .remedy = 关掉打印机，打开盖子，取出卡住的纸，再打开电源。
status-hot = 打印头过热，正在降温
    .remedy = 等一分钟，它会自己好。
status-fault = 故障，请关机再开
    .remedy = 关掉打印机，等十秒再打开；还不行请换打印机。
status-offline = 脱机
    .remedy = 按一下打印机上的走纸键或联机键；看看纸和盖子。
status-unreachable = 连不上
    .remedy = 看打印机的电源灯亮不亮，再看数据线两头插紧没有。
status-unknown = 没有回答，不知道状态
    .remedy = 打印一张测试票看看；一直没有回答就检查数据线。
status-none = 这台打印机不能报告状态

## What became of a paper, and why.

job-queued = 等待打印
job-sending = 正在打印
job-printed = 已打印
job-not-confirmed = 不能确认（可能已经出纸，请先看打印机，再决定是否补打）
job-failed = 没有打印
cause-lost = 打印中断开了连接
cause-power = 断电或程序中断

test-hall = 打印测试
test-service = 试印
test-area = 打印机旁
test-directions = 看到这张纸，打印机就是好的
test-profile = 配置
test-width = 打印宽度
test-width-value = { $millimetres } 毫米
test-number = 量一量：大号数字至少高 { $millimetres } 毫米，粗线两头不能被切掉。
