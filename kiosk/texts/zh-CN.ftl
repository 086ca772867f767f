# 自助机上的每一句话：写出来的（值）和说出来的（.spoken）放在一起。
# 称呼用“您”；按钮是“动词加名词”；说清发生了什么、什么还有效、下一步怎么做。

## 每屏都一样的

foot-home = 首页
    .spoken = 回到首页
foot-staff = 呼叫工作人员
    .spoken = 呼叫工作人员，会有人来帮您
foot-reach = 低位操作
    .spoken = 低位操作，按键移到九十厘米以下
foot-reach-on = 恢复高位
    .spoken = 恢复高位操作
reach-is-on = 低位操作已打开，按键都在九十厘米以下
reach-is-off = 已恢复高位
foot-display = 显示与朗读
    .spoken = 显示与朗读，改字号、颜色、声音
foot-language = Language
    .spoken = 语言，可以选中文或英文
foot-back = 返回
    .spoken = 返回上一页
foot-help = 帮助
    .spoken = 帮助，听怎么使用
foot-back-why = 这里是开始，没有上一页
strip-none = 请选一项
    .spoken = 请选一项，按上下箭头
strip-none-why = 还没有选
strip-type = 请先输入
    .spoken = 请先按数字键输入
strip-write = 请先输入
strip-open = 打开 {$name}
    .spoken = 打开，{$name}
page-previous = 上一页
page-next = 下一页
page-first-why = 这是第一页
page-last-why = 这是最后一页
page-of = 第 {$page} 页，共 {$count} 页
    .spoken = 第{ORDINAL($page)}页，共{COUNT($count)}页
page-items = {$n} 项
    .spoken = 本页{COUNT($n)}项
reach-title = 低位操作
reach-note = 上面看内容，在这里按号码。
reach-below = 所有按键都在九十厘米以下

role-choice = 选项
role-row = 选项
role-toggle = 开关
role-button = 按钮
role-key = 键
state-selected = 已选
    .spoken = 已选中
state-unselected = 未选
    .spoken = 没有选
state-disabled = 现在不能用
position = 第 {$i} 项，共 {$n} 项
    .spoken = 第{ORDINAL($i)}项，共{COUNT($n)}项
items-count = 共 {$n} 项
    .spoken = 共{COUNT($n)}项
edge-end-1 = 最后一项
edge-end-2 = 最后一项，请按上箭头
edge-end-3 = 这一屏到头了。上箭头在下箭头的上方，按上箭头往回走；按返回键回到上一页
edge-start-1 = 第一项
edge-start-2 = 第一项，请按下箭头
edge-start-3 = 这一屏从这里开始。下箭头在上箭头的下方，按下箭头往后走；按返回键回到上一页
hint-activate = 按圆形确认键打开
hint-toggle = 按圆形确认键选中或取消
hint-explore = 双击打开
hint-strip = 按井号键，{$name}
hint-strip-explore = 最下面中间，{$name}
hint-switch = 按选择开关打开
private-here = 这一项是您的私人内容，请看屏幕，或者插入耳机再听
no-item = 没有第 {$n} 项
    .spoken = 没有第{ORDINAL($n)}项
blank = 空白
blank-up = 空白，内容在上方
blank-down = 空白，内容在下方
blank-left = 空白，内容在左边
blank-right = 空白，内容在右边
loading = 正在查…
    .spoken = 正在查，请稍等
still-loading = 还在等大厅的服务器，请再稍等

## 待机与开始

idle-title = 欢迎来到{$hall}
idle-touch = 请触摸屏幕开始
idle-keys = 看不见或看不清：按任意键，或把手指放在屏幕上两秒，就会朗读
    .spoken = 看不见或看不清，按任意键，就会朗读
idle-services = 取号　找工作　学技能　查政策
    .spoken = 取号、找工作、学技能、查政策
speech-welcome = {$hall}自助机。下箭头听下一项，圆形键确认，菱形键听帮助
speech-welcome-touch = {$hall}自助机。手指慢慢滑动，摸到什么读什么，双击打开
language-offer = 需要中文，请按数字九
speech-started = 朗读已打开
headphones-out = 耳机拔下了，已停止朗读

## 首页

home-title = 您好，请问您要办什么事？
home-ticket = 取号办事
home-ticket-detail = 到窗口办理业务
home-work = 找工作
home-work-detail = {$n} 个岗位
    .spoken = 有{COUNT($n)}个岗位
home-work-plain = 查招聘岗位
home-training = 学技能
home-training-detail = 免费培训报名
home-policy = 查政策
home-policy-detail = 补贴、社保
home-my = 查我的号
home-my-detail = 前面几人、预约
home-hall = 大厅服务
home-hall-detail = 找窗口、打电话

## 取号

services-title = 您要办哪项业务？
services-waiting = { $n ->
    [0] 不用等
   *[other] 等候 {$n} 人
}
    .spoken = { $n ->
        [0] 现在没有人等
       *[other] 等候{COUNT($n)}人
    }
services-closed = 今天不办理
services-wait = 约等 {$low}–{$high} 分钟
    .spoken = 大约等{RANGE($low, $high)}分钟
need-title = 需要我们怎样帮您？
    .spoken = 需要我们怎样帮您？可以不选
need-note = 可以不选。只有窗口工作人员看得到
    .spoken = 可以不选。您选的内容只有窗口工作人员知道
    .easy = 可以不选。别人看不到
need-next = 下一步：核对
    .spoken = 下一步，核对
need-change = 就按这样改
need-wheelchair = 我坐轮椅
need-blind = 我看不见
need-low_vision = 我看不清
need-deaf = 我听不见
need-hard_of_hearing = 我听力弱
need-speech = 我说话不便
need-sign_language = 用手语
need-escort = 要人陪我走
need-slow_walker = 我走得慢
need-easy_read = 请说得慢一点、简单一点
need-elder = 我是老人
need-pregnant = 我怀孕了
need-infant = 我带着孩子
need-veteran = 我是军人或优抚对象
need-vibration = 用手机震动叫我
need-text_only = 请写字和我交流
confirm-title = 请核对，然后取号
confirm-service-label = 业务
confirm-needs-label = 需要
confirm-needs-none = 没有选
confirm-needs-count = 需要选了 {$n} 项
    .spoken = 您的需要，选了{COUNT($n)}项
confirm-change = 修改
confirm-change-service = 按圆形键修改业务
confirm-change-needs = 按圆形键修改需要
confirm-later = 取号以后，可以在“查我的号”里暂离或取消
    .easy = 取号以后还可以取消
confirm-private = 您的需要不会印在号票上，也不会显示在大屏上
    .easy = 您的需要不印出来
confirm-ahead = { $n ->
    [0] 现在前面没有人
   *[other] 现在前面有 {$n} 人
}
    .spoken = { $n ->
        [0] 现在前面没有人
       *[other] 现在前面有{COUNT($n)}个人
    }
confirm-take = 确认取号
    .spoken = 确认取号，{$service}
taking = 正在取号…
    .spoken = 正在取号，请稍等
issued-title = 取号成功，您的号码
    .spoken = 取号成功
issued-number = {$number}
    .spoken = 您的号码，{TICKET($number)}。再说一遍，{TICKET($number)}
issued-service = {$service}
issued-ahead = { $n ->
    [0] 前面没有人
   *[other] 前面 {$n} 人
}
    .spoken = { $n ->
        [0] 前面没有人
       *[other] 前面还有{COUNT($n)}个人
    }
issued-wait = 大约等 {$low}–{$high} 分钟
    .spoken = 大约等{RANGE($low, $high)}分钟
issued-alone = 大厅的电脑暂时没有回应。号码有效，请留好小票，连上后自动排队
    .spoken = 大厅的电脑暂时没有回应。您的号码有效，请留好小票。电脑恢复后，按您取号的时间排队，不用重新取号
    .easy = 大厅的电脑没有回应。号码有效。请留好小票
issued-alone-no-paper = 大厅的电脑暂时没有回应。号码有效，请记住号码，连上后自动排队
    .spoken = 大厅的电脑暂时没有回应。您的号码有效，请记住号码。电脑恢复后，按您取号的时间排队，不用重新取号
    .easy = 大厅的电脑没有回应。号码有效。请记住号码
alone-joined = 大厅的电脑恢复了，您的号码已经在排队，前面 {$n} 人
    .spoken = 大厅的电脑恢复了，您的号码已经在排队，前面{COUNT($n)}个人
alone-ahead = 现在不知道前面有几人，可以照常取号
    .spoken = 大厅的电脑暂时没有回应，现在不知道前面有几人。可以照常取号
issued-no-window = 这项业务的窗口还没有开，开了就按顺序叫号
wait-doubtful = 今天可能轮不到您。要紧的事请先问工作人员
    .easy = 今天可能轮不到您。请问工作人员
issued-area = 请到{$area}等候
issued-called = 叫到您了，请到 {$window} 号窗口
    .spoken = 叫到您了，请到{ORDINAL($window)}号窗口。{TICKET($number)}，请到{ORDINAL($window)}号窗口
issued-qr = 手机扫码，随时看前面几人
print-printing = 正在打印小票
print-printed = 小票已打印，请取走
print-failed = 小票没有打印出来。您的号码有效
    .spoken = 小票没有打印出来。您的号码有效，{TICKET($number)}，不用重新取号
print-out = 打印机没有纸了。您的号码有效
    .spoken = 打印机没有纸了。您的号码有效，{TICKET($number)}，不用重新取号
print-unsure = 小票可能没有打印好。您的号码有效
    .spoken = 小票可能没有打印好。您的号码有效，{TICKET($number)}，不用重新取号
print-staff = 请记下号码，工作人员可以补打
print-none = 这台机器不打印，请记下号码或扫码
issued-done = 办完了，结束使用
    .spoken = 结束使用
issue-refused = 没有取到号
issue-closed = 这项业务现在不能取号
issue-alone-used-up = 大厅的电脑没有回应，这台机器自己能发的号已经发完
issue-disk-full = 大厅的电脑没有回应，这台机器也存不下新的号码，所以不出号
issue-used-up = 今天的号已经取完
issue-no-time = 今天剩下的时间办不完了，不再发号
issue-help = 请到咨询台，或按“呼叫工作人员”

## 找工作、培训、政策

work-title = 想找什么样的工作？
work-search = 按字查找
work-search-detail = 工种、单位、地点，输几个拼音字母
work-search-is = 查找：{$text}
facet-occupation = 工作类别
facet-region = 工作地点
facet-disability = 残疾类别
facet-pay_min = 工资
facet-any = 不限
facet-choose = 选{$facet}
facet-count = {$n} 个
    .spoken = {COUNT($n)}个
work-show = 查看 {$n} 个岗位
    .spoken = 查看{COUNT($n)}个岗位
results-job = 找到 {$n} 个岗位
    .spoken = 找到{COUNT($n)}个岗位
results-training = {$n} 个培训
    .spoken = 有{COUNT($n)}个培训
results-policy = {$n} 条政策
    .spoken = 有{COUNT($n)}条政策
results-none = 没有找到
    .spoken = 没有找到。可以少选一个条件再查
work-sort = 排序
sort-newest = 新的在前
sort-pay = 工资高的在前
work-wider = 没有岗位，看怎么办
    .spoken = 没有符合的岗位，看看怎样能多找到一些
facet-education = 我的学历
facet-forgotten = 只用来找岗位，离开时就忘掉
level-title = {$category}是几级？
level-unsaid = 不说级别
level-1 = 一级（最重）
    .spoken = 一级，最重
level-2 = 二级
level-3 = 三级
level-4 = 四级（最轻）
    .spoken = 四级，最轻
level-of = {$category}{$n}级
widen-occupation = 工作类别不限
widen-region = 地点不限
widen-disability = 不按残疾类别找
widen-pay_min = 工资不限
widen-education = 不按学历找
widen-text = 不按字找
widen-now = 现在是：{$name}
results-widen = 少一个条件就有，请选一个
results-none-why = 今天没有这样的内容，请问工作人员
results-heard = 按读音“{$text}”找到 {$n} 个
    .spoken = 按读音，{$text}，找到{COUNT($n)}个岗位
results-heard-why = 没有“{$asked}”，读音一样的是“{$text}”
    .spoken = 没有找到{$asked}，已经按同样的读音查找{$text}
results-like = {$n} 个岗位和“{$name}”相近
    .spoken = 有{COUNT($n)}个岗位和{$name}相近
results-of = “{$name}”有 {$n} 个岗位
    .spoken = {$name}，有{COUNT($n)}个岗位
results-copied = 机器里记下的 {$n} 个
    .spoken = 机器里记下的，有{COUNT($n)}个
results-copied-why = 大厅网络断了，这是先前记下的，可能不全；网络好了自动更新
results-fair = {$n} 场招聘会
    .spoken = 有{COUNT($n)}场招聘会
row-date = {$month}月{$day}日 { $weekday ->
        [1] 星期一
        [2] 星期二
        [3] 星期三
        [4] 星期四
        [5] 星期五
        [6] 星期六
       *[7] 星期日
    }
detail-begins = 开始：{$value}
detail-enrol = 我想参加
    .spoken = 我想参加这个培训
detail-like = 相近的岗位
detail-jobs = 这场的岗位
detail-aloud = 一段一段读
    .spoken = 一段一段读全文
aloud-title = 第 {$page} 段，共 {$count} 段
    .spoken = 第{ORDINAL($page)}段，共{COUNT($count)}段
aloud-again = 念这一段
aloud-on = 一直往下念
aloud-next = 下一段
aloud-done = 念完了，返回
aloud-last = 这是最后一段
enrol-title = 参加“{$name}”
enrol-note = 不用填姓名。选一个办法
enrol-ticket = 取号，到窗口报名
enrol-ticket-enrol = 工作人员帮您报名
enrol-interest = 登记意向
enrol-interest-enrol = 有名额、要开班时告诉您；不用填姓名
take-code-enrol = 带回家看，再打电话报名
take-print-training-enrol = 带着单子，以后再来
reason-open = 写明可以报：{$name}
    .spoken = 适合您：单位写明收{$name}
reason-ask = 没有写收哪些残疾，请问单位
reason-other = 没有写收{$name}，请先问单位
pad-to-keys = 用拼音字母打字
pad-to-writing = 用手指写字
keys-title = 打拼音，选词
keys-empty = 先选一个字或词
keys-note = 按字母打拼音，再选词
keys-matches = {$n} 个，选一个
    .spoken = {COUNT($n)}个可以选
keys-pick = 选“{$text}”
    .spoken = 选{$text}
keys-group = {$first}–{$last}
    .spoken = {$first}到{$last}
keys-others = 其他字母
keys-nothing = 没有对得上的字，退一格再试
cands-previous = 前面
cands-next = 后面
cand-said = {$n} {$text}
    .spoken = {ORDINAL($n)}，{$text}
writing-title = 用手指写字
writing-note = 一次写一个字，写好后选
    .spoken = 一次写一个字，写好后选。不方便写，就选用拼音打字
writing-here = 在这里写
    .spoken = 写字的地方，用手指在这里写一个字。用按键的话，请选用拼音字母打字
writing-erase = 退一笔
writing-to-keys = 用拼音打字
own-words-title = 写下您的话
own-words-use = 写好了
    .spoken = 写好了：{$text}
entered = 已写：{$text}
gloss = {$text}，{$word}的{$character}
results-change = 修改查找条件
pay = {$low}–{$high} 元／月
    .spoken = 每月{RANGE($low, $high)}元
pay-from = {$low} 元／月起
    .spoken = 每月{COUNT($low)}元起
pay-open = 工资面议
fit-ask = 残疾类别请问单位
    .spoken = 没有写收哪些残疾类别，请问单位
detail-employer = 单位：{$employer}
detail-place = 地点：{$place}
detail-education = 学历：{$education}
detail-openings = 招 {$n} 人
    .spoken = 招{COUNT($n)}人
detail-hours = 时间：{$hours}
detail-page = 第 {$page} 页，共 {$count} 页
    .spoken = 第{ORDINAL($page)}页，共{COUNT($count)}页
detail-ticket = 取职业介绍的号
    .spoken = 取职业介绍的号，请窗口帮您联系这个岗位
detail-policy-ticket = 取政策咨询的号
detail-take = 带走
    .spoken = 带走，打印出来，或用手机扫码
take-title = 怎样带走？
take-print-job = 打印岗位单
take-print-training = 打印培训单
take-print-fair = 打印招聘会单
take-print-policy = 打印政策简要
take-print-recommendation = 打印推荐单
take-print-recommendation-detail = 带给单位看，要填姓名和电话
take-code = 用手机扫码带走
take-code-detail = 不用网络
slip-printing = 正在打印
slip-printed = 打印好了，请取走
slip-out = 打印机没有纸了，可以用手机扫码带走
slip-failed = 没有打印出来，可以用手机扫码带走
slip-unsure = 可能没有打印好，可以用手机扫码带走
slip-none = 这台机器不打印，可以用手机扫码带走
code-title = 用手机扫码带走
code-qr = 扫一扫，内容就到手机里，不用网络
    .spoken = 二维码。用手机扫一扫，内容就到手机里，不用网络
code-staff = 不会扫？按“呼叫工作人员”，请工作人员帮您
pad-title = 按字查找
pad-note = 按数字键输入拼音字母：保洁按 2、5
    .spoken = 按数字键输入拼音的头一个字母。比如保洁，按二、五
pad-typed = 已输入 {$keys}
    .spoken = 已输入{$keys}
pad-empty = 还没有输入
pad-matches = {$n} 个词
    .spoken = 匹配{COUNT($n)}个词
pad-no-match = 没有词对得上，按星号键退一格
pad-erase = 退一格
pad-use = 查找“{$text}”
    .spoken = 查找，{$text}

## 查我的号

my-title = 您的号码是哪个字母开头？
my-digits = 请输入号码里的数字
my-look = 查 {$number}
    .spoken = 查，{TICKET($number)}
my-unknown = 今天没有 {$number} 号
    .spoken = 今天没有{TICKET($number)}号
my-unknown-help = 请看小票，再输一次
my-number = {$number}
    .spoken = {TICKET($number)}
my-waiting = { $n ->
    [0] 正在等候，前面没有人
   *[other] 正在等候，前面 {$n} 人
}
    .spoken = { $n ->
        [0] 正在等候，前面没有人
       *[other] 正在等候，前面还有{COUNT($n)}个人
    }
my-called = 正在叫您，请到 {$window} 号窗口
    .spoken = 正在叫您，请到{ORDINAL($window)}号窗口
my-serving = 正在 {$window} 号窗口办理
    .spoken = 正在{ORDINAL($window)}号窗口办理
my-missed = 已过号。不要急，请告诉任何一个窗口
my-away = 暂离中，回来请按“我回来了”
act-step-away = 暂时离开
act-step-away-detail = 号码给您留着
act-back = 我回来了
act-back-detail = 回到队里原来的位置
act-reinstate = 重新排队
act-reinstate-detail = 过号了，请再给我排上
act-reprint = 补打小票
act-reprint-detail = 从取号的那台机器出来
act-needs = 改需要的帮助
act-needs-detail = 再选一次怎样帮您
act-cancel = 取消这个号
act-cancel-detail = 取消以后不能恢复
acted-step-away = 好的，您暂时离开，号码留着
acted-back = 欢迎回来，您又在队里了
acted-reinstate = 已经重新排上
acted-reprint = 正在补打，请取走
acted-needs = 已经改好，叫号时照这样帮您
acted-cancel = 已经取消
acted-not-now = 现在不能这样做。请告诉工作人员
acted-limit = 次数已经用完。请告诉工作人员
acted-forbidden = 这里不能这样做。请带着小票告诉工作人员
my-cancelled = 这个号已经取消
my-expired = 这个号已经过期
my-away-until = 暂离中，请在 {$time} 以前回来
    .spoken = 暂离中，请在{TIME($time)}以前回来
cancel-title = 要取消这个号吗？
cancel-what = {$number} 取消以后不能恢复
    .spoken = {TICKET($number)}，取消以后不能恢复
cancel-after = 要再办，需要重新取号、重新排队
cancel-do = 取消 {$number}
    .spoken = 取消，{TICKET($number)}
leave-title = 要结束使用吗？
leave-number = 您的号码 {$number}
    .spoken = 您的号码，{TICKET($number)}
leave-note = 屏幕上您的内容会全部清除，号码一直有效
    .easy = 您的内容会清除。号码有效
leave-do = 结束使用
    .spoken = 结束使用，您的内容会全部清除
staff-told = 已经告诉工作人员，会有人来
my-booked = 我有预约码
    .spoken = 我有预约，输入六位预约码报到
booked-title = 请输入六位预约码
booked-typed = {$code}
    .spoken = {PHONE($code)}
booked-number = {$code}
    .spoken = 预约码，{PHONE($a)}，{PHONE($b)}
booked-here = 报到取号
booked-left = 预约码有六位，还差 {$n} 位
    .spoken = 预约码有六位，还差{COUNT($n)}位
booked-show = 给工作人员看这个码
booked-show-title = 请给工作人员看
booked-desk = 请到服务台，工作人员扫这个码，或输入这六位数
booked-desk-call = 走不了？按“呼叫工作人员”，请他们过来扫
booked-qr = 工作人员扫一扫这里
booked-unknown = 没有这个预约码。请看预约短信或单子，再输一次
booked-not-before = 您来早了，请在 {$time} 以后报到；已经记下您来过
    .spoken = 您来早了，请在{TIME($time)}以后报到；已经记下您来过
booked-not-before-on = 请在 {$month} 月 {$day} 日 {$time} 以后报到
    .spoken = 请在{$month}月{$day}日{TIME($time)}以后报到
booked-tries = 预约码输错太多次，请等一分钟再试，或者问服务台
booked-too-early = 还没到报到时间，请晚一点再来
booked-over = 这个预约已经取消或过期
my-over = 已经办完
my-held = 已挂起，窗口会再叫您

## 大厅服务

hall-title = 大厅服务
hall-windows = {$numbers} 号窗口
hall-hotline = 咨询电话 {$phone}
    .spoken = 咨询电话，{PHONE($phone)}
hall-staff = 其他的事，请按“呼叫工作人员”

## 显示与朗读、语言、帮助

settings-title = 显示与朗读
settings-size = 字号：{$size}
settings-theme = 颜色：{$theme}
settings-speech = 朗读
settings-explore = 手指摸读
settings-rate = 语速：{$n}
    .spoken = 语速，第{ORDINAL($n)}档
settings-volume = 音量：{$n}
    .spoken = 音量，第{ORDINAL($n)}档
switch-first = 这是“移动”开关。现在按另一个开关，用来选择。只有一个开关，就再按它一次
switch-both = 好了。第一个开关移到下一项，第二个开关选择
switch-one = 自动扫描。一组一组地亮，到要的那一组按一下，再到要的那一项按一下
switch-stop = 停止扫描
switch-up = 回到各组
switch-read = 读这一屏
switch-resting = 扫描停下了。按开关再开始
switch-off = 已停止扫描
key-SWITCH = 开关
steady-0 = 关
steady-1 = 轻
steady-2 = 中
steady-3 = 强
settings-curtain = 遮住屏幕，只听
    .spoken = 遮住屏幕，只用耳朵听
key-SENTENCE_NEXT = 右箭头，跳到下一句
key-SENTENCE_PREVIOUS = 左箭头，回到上一句
settings-restore = 恢复原样
setting-size = 字号
setting-theme = 颜色
setting-steady = 手抖过滤
setting-hand = 按键靠哪边
setting-rate = 语速
setting-volume = 音量
setting-dwell = 扫描停留
settings-easy = 易读
    .spoken = 易读，用简单的话
settings-calm = 减少动画
    .spoken = 减少动画，字幕下的线和倒数的秒不再跳动
settings-done = 好了
settings-next = 按一下来选
value-rate = 第 {$n} 档
    .spoken = 第{ORDINAL($n)}档
value-volume = 第 {$n} 档
    .spoken = 第{ORDINAL($n)}档
value-dwell = {$n} 秒
    .spoken = {COUNT($n)}秒
size-S = 小
size-M = 中
size-L = 大
size-XL = 特大
theme-default = 标准
theme-black_on_white = 白底黑字
theme-white_on_black = 黑底白字
theme-yellow_on_black = 黑底黄字
theme-low_contrast = 柔和深色
hand-left = 左
hand-right = 右
language-title = 请选择语言 Choose a language
language-chosen = 已换成中文
help-title = 帮助
help-more = 再按一次帮助，听下一段
help-on-idle = 触摸屏幕或按任意键开始
help-on-home = 这一屏选要办的事，共六项。按号码，或用上下箭头找到后按圆形键。八是低位操作，九换语言
help-on-services = 这一屏选要办的业务。不清楚办哪一项，按零叫工作人员
help-on-needs = 这一屏选需要我们怎样帮您，可以不选。井号键到下一步
help-on-my-needs = 这一屏重新选需要我们怎样帮您。井号键改好
help-on-confirm = 这一屏核对您选的内容。井号键取号
help-on-issued = 这一屏是您的号码。按圆形键再听一遍
help-on-refused = 这一屏告诉您为什么没有取到号
help-on-work = 这一屏选找工作的条件，都可以不选。井号键看岗位
help-on-facet = 这一屏选一个条件，选好自动回到上一屏
help-on-pad = 这一屏用数字键输入拼音的头一个字母，听到要的词按井号键
help-on-results = 这一屏是找到的内容。翻页键看下一页
help-on-level = 这一屏选残疾级别，可以不说
help-on-keys = 这一屏打拼音：先选字母组，再选字母。井号键选第一个词，再按一次就用它；数字键选别的词，星号键退一格
help-on-writing = 这一屏用手指写字，一次一个，数字键选字
help-on-aloud = 这一屏一段一段念给您听，井号键念下一段
help-on-enrol = 这一屏选怎样参加培训
help-on-detail = 这一屏是详细内容。下箭头一段一段听
help-on-take = 这一屏选怎样带走这个内容：打印，或用手机扫码
help-on-code = 这一屏是二维码，用手机扫一扫，内容就到手机里
help-on-my = 这一屏选您的号码开头的字母，要看您的小票
help-on-digits = 这一屏输入号码里的数字，井号键查询，星号键退一格
help-on-found = 这一屏是您的号码现在的情况
help-on-cancel = 这一屏问您是不是真的要取消这个号
help-on-leave = 这一屏问您是不是要结束使用，返回键回去
help-on-booked = 这一屏输入六位预约码，井号键报到，星号键退一格
help-on-booked-show = 这一屏是您的预约码，给工作人员看，他们替您报到
help-on-hall = 这一屏告诉您窗口在哪里、电话是多少
help-on-settings = 这一屏改字号、颜色、朗读，选一项来改
help-on-setting = 这一屏选一种，可以一种一种地试。井号键就好
help-on-language = 这一屏选语言
help-on-help = 这一屏是帮助
help-on-staff = 已经告诉工作人员，请等一下
help-on-offline = 现在连不上大厅的服务器，井号键再试一次
help-on-warning = 按任意键继续
help-on-end = 使用已经结束
help-page-1 = 帮助一，这一屏
help-page-2 = 帮助二，按键
help-page-3 = 帮助三，怎么走一遍
help-tutorial-1 = 先按下箭头，一项一项听。听到要的那一项，按圆形键
help-tutorial-2 = 每一项都有号码，直接按号码也可以
help-tutorial-3 = 取号：按一，选业务，按两次井号键，就能听到您的号码
help-tutorial-4 = 走错了按返回键；任何时候按零，会有人来帮您
help-keys = 上下箭头换一项，圆形键确认，返回键回上一页，数字键选第几项，井号键确认，星号键返回，零叫工作人员
help-speech = 减号等号调音量，方括号调语速，P 停一下，R 再听一遍
help-touch = 朗读打开后：一个手指慢慢滑动，摸到什么读什么，双击打开
help-learn = 连按五次帮助，可以逐个试按键
learn-on = 试按键：按哪个键就说哪个键的用处。连按两次帮助退出
learn-off = 退出试按键
key-NEXT = 下箭头，下一项
key-PREVIOUS = 上箭头，上一项
key-ACTIVATE = 圆形键，确认
key-BACK = 返回键，上一页
key-HOME = 首页键
key-HELP = 菱形键，帮助
key-PAGE_NEXT = 下一页键
key-PAGE_PREVIOUS = 上一页键
key-CONFIRM = 井号键，确认
key-STAR = 星号键，返回；输入时退一格
key-REPEAT_ITEM = 再听这一项
key-REPEAT_SCREEN = 再听这一屏
key-PAUSE = 停一下，或继续
key-VOLUME_UP = 音量加
key-VOLUME_DOWN = 音量减
key-RATE_UP = 说快一点
key-RATE_DOWN = 说慢一点
key-LANGUAGE = 换语言
key-CONTRAST = 换颜色
key-SIZE = 换字号
key-REACH = 低位操作
key-CALL_STAFF = 呼叫工作人员
key-START_SPEECH = 打开朗读
key-digit-0 = 数字零，呼叫工作人员
key-digit = 数字{$n}，选第{$n}项
    .spoken = 数字{ORDINAL($n)}，选第{ORDINAL($n)}项
staff-asking = 正在通知工作人员…
    .spoken = 正在通知工作人员
staff-wait = 请稍等
staff-title = 已经告诉工作人员
staff-note = 请在这里等一下，会有人来。您可以继续使用
    .easy = 请在这里等。会有人来
staff-coming = { $who ->
        [reception] 服务台的工作人员
        [supervisor] 大厅主管
       *[other] 一位工作人员
    }正在过来
staff-window-coming = {$window} 号窗口的工作人员正在过来
    .spoken = {ORDINAL($window)}号窗口的工作人员正在过来
staff-failed-title = 没能通知到工作人员
staff-failed = 请大声招呼，或到最近的窗口。您也可以继续使用
    .easy = 没有人知道。请大声叫人
staff-continue = 继续使用

## 断网、久等、结束

offline-title = 连不上大厅的服务器
offline-note-alone = 现在不能查询。取号照常：请回首页，选“取号办事”
    .easy = 现在不能查。可以照常取号
offline-note = 现在不能取号和查询。请到咨询台取号，或按“呼叫工作人员”
    .easy = 现在不能取号。请到咨询台
offline-wait = 连上以后这里会自动恢复
offline-retry = 再试一次
online-again = 已经连上了
net-off-alone = 大厅的电脑暂时没有回应。取号照常，查询请等一会儿
    .easy = 大厅的电脑没有回应。可以照常取号
net-off = 连不上大厅的服务器，正在重连。取号请到咨询台
    .easy = 连不上大厅的电脑。取号请到咨询台
emergency-fire = 着火了，请马上离开
emergency-evacuation = 请马上离开大厅
emergency-medical = 有人需要急救
emergency-other = 紧急情况
emergency-drill = 这是演练
emergency-fire-do = 不要坐电梯。跟着工作人员走
emergency-evacuation-do = 请跟着工作人员走，不要坐电梯
emergency-medical-do = 请让开通道，听工作人员的
emergency-other-do = 请听工作人员的
emergency-drill-do = 这是演练，请跟着工作人员走
emergency-follow = 走不了或看不见路：按“呼叫工作人员”，会有人来带您
emergency-over = 紧急情况已经结束，可以继续使用
help-on-emergency = 大厅里有紧急情况，请听工作人员的
warn-title = 您还在吗？
warn-note = 还有 {$seconds} 秒。按任意键或触摸屏幕继续，您的内容都在
    .spoken = 您还在吗？按任意键继续，还有{COUNT($seconds)}秒
warn-continue = 继续使用
end-title = 使用结束
end-note = 您的内容已全部清除

# Above every screen
calls-title = 正在叫号
calls-window = {$window} 号窗口
head-date = {$month}月{$day}日　星期{$weekday ->
    [1] 一
    [2] 二
    [3] 三
    [4] 四
    [5] 五
    [6] 六
   *[7] 日
}

## 告诉我们

tell-title = 您想告诉我们什么？
tell-complaint = 投诉
tell-complaint-detail = 有事没办好
tell-suggestion = 建议
tell-suggestion-detail = 怎样更好
tell-praise = 表扬
tell-praise-detail = 谢谢谁
tell-rating = 给今天打分
    .spoken = 给今天的服务打分
tell-rating-detail = 一到五档
tell-questionnaire = 回答几个问题
tell-questionnaire-detail = 一题选一个
tell-status = 查回音
    .spoken = 查回音，用回执上的号码
tell-status-detail = 用回执号码
tell-about-title-complaint = 是哪方面的事？
tell-about-title-suggestion = 您的建议是哪方面的？
tell-about-title-praise = 您想表扬哪方面？
tell-about-waiting = 排队叫号
tell-about-staff = 工作人员
tell-about-papers = 材料手续
tell-about-access = 无障碍设施
tell-about-machines = 自助机和屏幕
tell-about-other = 别的事
tell-points-title = 哪里不好？可以多选
    .spoken = 哪里不好？可以多选，也可以不选
point-too-long = 等得太久
point-order = 叫号顺序不对
point-not-called = 没有叫到我
point-nobody-there = 窗口没有人
point-unfriendly = 态度不好
point-not-explained = 没有讲明白
point-refused = 不给办
point-not-patient = 嫌我慢
point-told-late = 没有一次讲全
point-too-many = 要的材料太多
point-sent-around = 让我来回跑
point-hard-words = 表格看不懂
point-ramp = 坡道不好走
point-toilet = 卫生间不好用
point-paving = 盲道不通
point-counter = 柜台太高
point-seats = 没有座位
point-screen = 屏幕看不清
point-voice = 声音听不清
point-printer = 打印不出来
point-hard-to-use = 不会用
tell-next = 下一步：核对
    .spoken = 下一步，核对
rate-title = 今天的服务怎么样？
score-5 = 很满意
score-4 = 满意
score-3 = 一般
score-2 = 不满意
score-1 = 很不满意
asked-place = 第 {$page} 题，共 {$count} 题
    .spoken = 第{ORDINAL($page)}题，共{COUNT($count)}题
asked-skip = 跳过这一题
asked-answered = 回答了 {$n} 题
    .spoken = 回答了{COUNT($n)}题
tell-check-title = 请核对，然后送出
tell-what-complaint = 投诉：{$about}
    .spoken = 投诉，{$about}
tell-what-suggestion = 建议：{$about}
    .spoken = 建议，{$about}
tell-what-interest = 想参加：{$about}
tell-what-praise = 表扬：{$about}
    .spoken = 表扬，{$about}
tell-own-none = 可以不写
tell-words-keys = 用自己的话写，按拼音
tell-words-hand = 用自己的话写，用手写
tell-phone = 留电话，请给我回音
tell-phone-none = 可以不留
tell-phone-given = 已经留了电话
tell-publish = 结果可以公布
tell-publish-detail = 不写您是谁
    .spoken = 只公布事情和结果，不写您是谁
tell-send = 送出
tell-send-print = 送出，打印回执
    .spoken = 送出，并打印回执
tell-sending = 正在送出…
    .spoken = 正在送出，请稍等
tell-nothing-why = 还没有选，按返回键回去选
tell-phone-title = 您的电话号码？
tell-phone-why = 只用来给您回音，办完三十天删掉
tell-phone-typed = {$phone}
    .spoken = {PHONE($phone)}
tell-phone-use = 就用这个电话
tell-thanks-title = 谢谢您
tell-thanks = 您说的我们记下了，没有记您是谁
tell-done-title = 已经收到，回执号码
    .spoken = 已经收到
tell-reference = {$reference}
    .spoken = 回执号码，{PHONE($a)}，{PHONE($b)}，{PHONE($c)}。再说一遍，{PHONE($a)}，{PHONE($b)}，{PHONE($c)}
tell-typed = {$reference}
    .spoken = {PHONE($reference)}
tell-due-same-day = 今天就有回音
tell-due = {$month}月{$day}日有回音
    .spoken = {ORDINAL($month)}月{ORDINAL($day)}日有回音
tell-kept = 大厅的电脑没有回应，先存在这台机器里，连上后自动送出
    .spoken = 大厅的电脑暂时没有回应。您的话先存在这台机器里，连上后自动送出，回执号码有效
    .easy = 大厅的电脑没有回应。先存在这里。连上就送出
tell-note-number = 请记下号码，或用手机扫码
tell-qr = 手机扫码看回音
tell-finished = 好了
receipt-slip-printing = 正在打印回执
tell-slip-printing = 正在打印回执
receipt-slip-printed = 回执已打印，请取走
tell-slip-printed = 回执已打印，请取走
receipt-slip-out = 打印机没有纸了，请记下号码，或用手机扫码
    .easy = 没有纸了。请记下号码
tell-slip-out = 打印机没有纸了，请记下号码，或用手机扫码
    .easy = 没有纸了。请记下号码
receipt-slip-failed = 回执没有打印出来，请记下号码，或用手机扫码
    .easy = 没有打印出来。请记下号码
tell-slip-failed = 回执没有打印出来，请记下号码，或用手机扫码
    .easy = 没有打印出来。请记下号码
receipt-slip-unsure = 回执可能没有打印好，请记下号码，或用手机扫码
    .easy = 可能没有打印好。请记下号码
tell-slip-unsure = 回执可能没有打印好，请记下号码，或用手机扫码
    .easy = 可能没有打印好。请记下号码
receipt-slip-none = 这台机器不打印，请记下号码，或用手机扫码
    .easy = 这里不打印。请记下号码
issue-tell = 这些话没有送出去，请换个说法，或告诉工作人员
    .easy = 没有送出去。请告诉工作人员
status-pad-title = 请输入回执上的十位号码
status-left = 号码有十位，还差 {$n} 位
    .spoken = 号码有十位，还差{COUNT($n)}位
status-look = 查回音
status-title = 回音
status-what = {$month}月{$day}日的{$kind}
    .spoken = 您{ORDINAL($month)}月{ORDINAL($day)}日的{$kind}
status-received = 已经收到，还没有回音
status-answered = 已经回音，还在办
status-closed = 已经办完
status-unknown = 没有这个号码
status-unknown-help = 请看回执，再输一次。刚才断网时说的，要等连上才查得到
    .easy = 请看回执。再输一次
help-on-tell = 这一屏选要告诉我们哪一种：投诉、建议、表扬、打分、回答问题，或查回音
help-on-tell-about = 这一屏选是哪方面的事
help-on-tell-points = 这一屏选哪里不好，可以多选，也可以不选。井号键到下一步
help-on-rate = 这一屏打分，从很满意到很不满意
help-on-asked = 这一屏回答一个问题，选一个，井号键跳过
help-on-tell-check = 这一屏核对您要说的。可以加上自己的话，可以留电话，都可以不填。井号键送出
help-on-tell-phone = 这一屏输入电话号码，井号键用它，星号键退一格
help-on-tell-done = 这一屏是回执号码，凭它查回音
help-on-status-pad = 这一屏输入回执上的十位号码，井号键查，星号键退一格
help-on-status = 这一屏是大厅的回音

## 大厅的事

hall-way = 找窗口
hall-way-detail = 怎么走、卫生间
hall-tell = 告诉我们
hall-tell-detail = 投诉、建议、打分
hall-wish = 登记就业需求
hall-wish-detail = 想做什么工作
hall-notices = 通知
hall-notices-detail = 大厅里的通知
hall-pages = 承诺和电话
hall-pages-detail = 规定、要带什么
hall-fairs = 招聘会
hall-fairs-detail = 时间、地点
pages-title = 承诺、规定和电话
help-on-pages = 这一屏是大厅的电话和各项规定，选一项来读
help-on-page = 这一屏是大厅的规定，下箭头一段一段听

## 找窗口

way-title = 您要去哪里？
way-window = {$n} 号窗口
    .spoken = {ORDINAL($n)}号窗口
way-services = {$names}等 {$n} 项
    .spoken = {$names}等，共{COUNT($n)}项
way-start = 站在屏幕前
way-ahead = 往前走 {$steps} 步，约 {$metres} 米
    .spoken = 往前走{COUNT($steps)}步，大约{COUNT($metres)}米
    .easy = 往前走。走 {$steps} 步
way-left = 向左转，走 {$steps} 步，约 {$metres} 米
    .spoken = 向左转，走{COUNT($steps)}步，大约{COUNT($metres)}米
    .easy = 向左转。走 {$steps} 步
way-right = 向右转，走 {$steps} 步，约 {$metres} 米
    .spoken = 向右转，走{COUNT($steps)}步，大约{COUNT($metres)}米
    .easy = 向右转。走 {$steps} 步
way-half-left = 向左前方走 {$steps} 步，约 {$metres} 米
    .spoken = 向左前方走{COUNT($steps)}步，大约{COUNT($metres)}米
    .easy = 向左前方走。走 {$steps} 步
way-half-right = 向右前方走 {$steps} 步，约 {$metres} 米
    .spoken = 向右前方走{COUNT($steps)}步，大约{COUNT($metres)}米
    .easy = 向右前方走。走 {$steps} 步
way-back = 向后转，走 {$steps} 步，约 {$metres} 米
    .spoken = 向后转，走{COUNT($steps)}步，大约{COUNT($metres)}米
    .easy = 向后转。走 {$steps} 步
way-tactile = 脚下有盲道
way-stairs = 这里有台阶
way-arrived = 前面就是{$place}
way-plan = 平面图。粗线是要走的路，点线是盲道
    .spoken = 大厅平面图，画的就是这条路
way-you = 您在这里
way-print = 打印走法
    .spoken = 打印走法，带在手里
way-slip-printing = 正在打印走法
way-slip-printed = 走法打印好了，请取走
way-slip-out = 打印机没有纸了。要人带路，请按“呼叫工作人员”
way-slip-failed = 没有打印出来。要人带路，请按“呼叫工作人员”
way-slip-unsure = 可能没有打印好。要人带路，请按“呼叫工作人员”
way-slip-none = 这台机器不打印。要人带路，请按“呼叫工作人员”
help-on-way = 这一屏选要去的地方
help-on-way-to = 这一屏一步一步告诉您怎么走，最后是平面图。井号键打印

## 登记就业需求

consent-title = 登记以前，请先听清楚
consent-what = 记下您想做的工作，不问您是谁
consent-who = 只有窗口工作人员看，帮您找工作
consent-long = 保存 {$n} 天，到时自动删掉
    .spoken = 保存{COUNT($n)}天，到时自动删掉
consent-erase = 凭回执号码，您随时可以删掉
consent-withdraw = 删掉以前的登记
consent-agree = 我同意，往下登记
wish-title = 您想要什么样的工作？
wish-unsaid = 没有说
wish-look = 看合适的岗位
wish-nothing-why = 请至少选一项
wish-found = { $n ->
    [0] 现在没有合适的岗位
   *[other] 有 {$n} 个合适的岗位
}
    .spoken = { $n ->
        [0] 现在没有合适的岗位
       *[other] 有{COUNT($n)}个合适的岗位
    }
wish-none = 可以先登记，有了合适的岗位，窗口会看到
    .easy = 可以先登记。有岗位再告诉您
wish-register = 登记我的需求
wish-registering = 正在登记…
    .spoken = 正在登记，请稍等
wish-done-title = 登记好了，号码
    .spoken = 登记好了
wish-reference = {$reference}
    .spoken = 登记号码，{PHONE($a)}，{PHONE($b)}，{PHONE($c)}。再说一遍，{PHONE($a)}，{PHONE($b)}，{PHONE($c)}
wish-window = 把号码给窗口，窗口帮您接着办
wish-until = 保存到{$month}月{$day}日
    .spoken = 保存到{ORDINAL($month)}月{ORDINAL($day)}日
need-slip-printing = 正在打印登记单
need-slip-printed = 登记单已打印，请取走
need-slip-out = 打印机没有纸了，请记下号码
need-slip-failed = 登记单没有打印出来，请记下号码
need-slip-unsure = 登记单可能没有打印好，请记下号码
    .easy = 可能没有打印好。请记下号码
need-slip-none = 请记下号码
wish-withdraw-title = 请输入登记单上的十位号码
wish-erase = 删掉这个登记
wish-unknown = 没有这个号码，可能已经删掉了
wish-erased-title = 已经删掉
wish-erased = 这个登记已经删掉，什么也没有留下
    .easy = 已经删掉了。什么也没有留下
help-on-wish-consent = 这一屏说明登记什么、谁来看、保存多久。同意就按井号键
help-on-wish = 这一屏选您想要的工作，都可以不说，至少选一项。井号键看岗位
help-on-wish-matches = 这一屏是合适的岗位和为什么合适。井号键登记
help-on-wish-done = 这一屏是登记号码，给窗口看，也凭它删掉登记
help-on-wish-withdraw = 这一屏输入登记单上的十位号码，井号键删掉登记，星号键退一格

## 设备坏了

trouble-voice = 声音出了问题，正在恢复。屏幕上的字都在，也可以按“呼叫工作人员”
    .easy = 声音坏了。正在修。请看屏幕
trouble-voice-over = 声音恢复了
trouble-keypad = 按键盘断开了。屏幕照常可用，手指放上去两秒就朗读
    .spoken = 按键盘断开了。请把插头插回去，或者用手指摸屏幕，也可以请身边的人叫工作人员
    .easy = 按键盘断开了。请用手指按屏幕
trouble-keypad-over = 按键盘接好了，可以继续按
trouble-paper = 打印机现在打印不了。取号照常，请记下号码
trouble-paper-over = 打印机好了

## 通知

notices-title = 大厅的通知
notices-none = 现在没有通知
help-on-notices = 这一屏是大厅的通知，翻页键看下一条
