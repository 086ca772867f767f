# The hall's site changed on pages.
site-title = 大厅设置
site-hint = 在这里改大厅的名称、业务、窗口、开放时间和排队规则。每次保存前，先看到会影响谁；保存后 30 天内可以改回来。
site-nothing = 没有要改的，一切照旧。
site-read-only = 服务器不能改写设置文件 { $path }，所以这里只能看。请技术员把这个文件夹的写权限给服务器的用户，或者直接改文件。
site-by-hand = 设置文件被人直接改过，大厅还没有采用
site-by-hand-wrong = 设置文件被人直接改过，而且有错，大厅照旧运行
site-by-hand-where = 文件：{ $path }
site-adopt = 采用文件里的改动
site-to-history = 看所有改动，或改回来
site-file = 这些设置保存在服务器的文件 { $path }。技术员也可以直接改它，注释会保留；这里没有列出的内容不会变。
site-not-written = 没有保存：设置文件 { $path } 写不进去（{ $why }）。什么也没有改变。
area-hall = 名称与标识
area-hall-hint = 大厅的名字、徽标和颜色，咨询电话，手机访问的网址。改一处，所有屏幕一起变。
area-services = 业务
area-services-hint = 办哪些业务：名称、号码字头、一次大约几分钟、每天最多几个号。
area-windows = 窗口
area-windows-hint = 每个窗口的号、在哪个区域、办哪些业务、最适合谁。
area-hours = 开放时间
area-hours-hint = 每周几点到几点取号，哪些日子放假。
area-priority = 照顾与优先
area-priority-hint = 有照顾需要的来访者按提前几分钟到达排队。
area-languages = 语言
area-languages-hint = 来访者可以选的语言。加一种语言，要同时写上各处的名称。

list-served-by = 办理窗口
list-waiting = 正在等候
list-state = 状态
list-open = 可取号
list-closed = 暂停取号
list-nobody = 没有窗口
list-window = { $number } 号窗口
list-new-service = 新增业务
list-new-window = 新增窗口

group-name = 大厅名称
group-identity = 统一标识
group-identity-hint = 徽标和颜色显示在登录页、手机页、大屏、自助机和管理页上，徽标也印在号票上。高对比度模式不用颜色，保证看得清。
group-reach = 联系
group-week = 每周开放时间
group-week-hint = 每天可以写几段，用逗号隔开，例如 09:00-12:00, 13:30-17:00。空着就是不开放。
group-holidays = 放假
group-day = 一天怎样开始和结束
group-credit = 按提前几分钟到达排队
group-credit-hint = 填分钟数，0 或空着就是按到达先后。一个人有几种需要时，取最大的，不相加。
group-policy = 用哪种办法
group-names = 名称
group-numbers = 号码
group-plate = 窗口牌
group-offers = 办理的业务
group-fit = 最适合的来访者
group-times = 时间
group-texts = 新语言的文字
group-texts-hint = 加了语言，下面每一项都要有这种语言的文字，来访者才看得懂。

key-hall-name = 大厅名称
key-hall-emblem = 徽标
key-hall-colour = 颜色
key-hall-hotline = 咨询电话
key-hall-public_url = 手机访问的网址
key-hall-languages = 提供的语言
key-hall-region = 行政区划代码
key-hall-time_zone = 时区
key-hall-hours-always = 全天开放，从不关门
key-hall-hours-week = 开放时间
key-hall-hours-holidays = 放假的日期
key-hall-hours-by_itself = 到时间自动开始和结束一天的服务
key-hall-hours-before_minutes = 开门前多少分钟开始准备
key-hall-hours-after_minutes = 关门后多少分钟结束一天
key-issuing-stop_when_full = 当天时间不够时停止取号
key-issuing-kiosk_a_minute = 一台自助机每分钟最多取几个号（0 为不限）
key-issuing-overtime_minutes = 关门后还能办多少分钟
key-priority-credit_minutes = 提前分钟数
key-priority-policy = 办法
key-priority-strict_minutes = “先叫”时，不越过早到这么多分钟的人
key-routing-fit_minutes = 先留给最适合的窗口多少分钟
key-service = 业务
key-service-names = 名称
key-service-about = 一句话说明
key-service-prefix = 号码字头
key-service-minutes = 一次大约几分钟
key-service-quota = 每天最多几个号
key-service-open = 可以取号
key-service-icon = 图标
key-window = 窗口
key-window-number = 窗口号
key-window-zone = 区域
key-window-services = 办理的业务
key-window-fit_for = 最适合的来访者
key-window-breaks = 休息时间
key-window-shifts = 有人值班的时间
key-zone-names = 区域名称
key-zone-directions = 怎么走
key-of = { $key }（{ $part }）
owner-service = 业务“{ $name }”
owner-window = { $name } 号窗口
owner-zone = 区域“{ $name }”
owner-part = { $owner }：{ $part }
value-none = （无）
value-yes = 是
value-no = 否
value-comma = 、
language-ug = 维吾尔语
language-kk = 哈萨克语
language-mn = 蒙古语
day-mon = 星期一
day-tue = 星期二
day-wed = 星期三
day-thu = 星期四
day-fri = 星期五
day-sat = 星期六
day-sun = 星期日
policy-head_start = 按提前到达排队
policy-strict = 先叫有需要的人
policy-ratio = 轮流叫

hint-emblem = PNG 或 JPEG 图片，不超过 1 MB，会缩到 512 像素以内。
hint-colour = 例如 #1d4f91。上面要放白字，所以要够深。空着用原来的颜色。
hint-hotline = 来访者遇到困难时打的电话。
hint-address = 来访者的手机从哪里打开自己的号，例如 https://hall.example.gov.cn。印在号票的二维码里。
hint-languages = 第一种排在最前。
hint-holidays = 每行一个日期，例如 2026-10-01。
hint-fit = 有合适窗口的人在时，先把有需要的来访者留给他们；过了这么久，别的窗口也可以叫。
hint-prefix = 一个或两个大写字母，听起来不要相像；不用 I 和 O。
hint-minutes = 大厅运行一段时间后，会按实际情况估算。
hint-quota = 空着就是不限。
hint-open = 去掉就暂停取号；已经取的号照常叫。
hint-number = 窗口上面牌子的号，屏幕和语音都说它。
hint-fit_for = 例如低柜台适合坐轮椅的人，会手语的窗口适合听不见的人。
hint-breaks = 这段时间不叫号，例如 12:00-12:30。
hint-shifts = 不填就是不排班。
emblem-now = 现在的徽标
emblem-none = 不要徽标

form-foresee = 看看会怎样
form-leave = 不改了
form-remove-service = 取消这项业务…
form-remove-window = 取消这个窗口…
form-moved = 您打开这一页以后，设置又被改过。下面是您填的；请再看一遍，然后继续。
form-faults = 还不能保存，请改好下面的地方
form-wrong = { $problem }。{ $remedy }。

review-title = 保存前请看
review-hint = 还没有保存。请看清会影响谁，再决定。
review-difference = 改动
review-what = 内容
review-before = 原来
review-after = 改成
review-nothing = 没有改动。
review-effects = 会怎样
review-forbidden = 现在不能这样改，原因在下面。
review-when = 保存后马上生效，不用重启。自助机等这位来访者用完就换上，大屏几秒内换，指示牌马上换。
review-save = 保存并生效
review-back = 返回修改
level-forbids = 现在不行：
level-mind = 请注意：

effect-hall-id = 大厅代号不能改，所有记录都用它。
effect-time-zone = 时区变了，所有时间都会移动；请同时重启服务器。
effect-address = 从现在起，新号票的二维码指向 { $url }。以前印的号票还是旧网址。
effect-identity = 名称和标识会换到所有页面、大屏和新打印的号票上。
effect-language-gone = 来访者不能再选{ $language }。
effect-language-new = 来访者可以选{ $language }了；界面没有这种语言的词时，用第一种语言。
effect-service-has-numbers = “{ $service }”今天已经发了 { $count } 个号。请先暂停取号，等今天结束后再取消。
effect-service-is-booked = “{ $service }”还有 { $count } 个预约。请先联系这些人改约。
effect-service-gone = “{ $service }”会从自助机上消失。
effect-service-new = “{ $service }”会出现在自助机上，由 { $windows } 号窗口办理。
effect-service-unserved = “{ $service }”还没有窗口办理，来访者取了号也没人叫。请再到“窗口”里选上它。
effect-service-closed = “{ $service }”不再发号。{ $count ->
    [0] 现在没有人在等。
   *[other] 正在等的 { $count } 人保留位置，照常叫号。
}
effect-service-opened = “{ $service }”可以取号了。
effect-prefix = { $given ->
    [0] “{ $service }”的号从下一个起用 { $after } 字头。
   *[other] “{ $service }”今天已发的 { $given } 个号仍是 { $before } 字头；下一个号起用 { $after }。
}
effect-quota = “{ $service }”今天已发 { $given } 个号，还可以发 { $left } 个。
effect-quota-over = “{ $service }”今天已发 { $given } 个号，已经到数，今天不再发。
effect-quota-none = “{ $service }”每天的号数不再限制；今天已发 { $given } 个。
effect-minutes = “{ $service }”按一次 { $minutes } 分钟估算等候，直到大厅自己学会。
effect-service-names = “{ $service }”的名称或说明会换到自助机、大屏和页面上；{ $count ->
    [0] 现在没有人在等。
   *[other] 正在等的 { $count } 人不受影响。
}
effect-window-busy = { $number } 号来访者正在 { $window } 号窗口。请先办完，再取消窗口。
effect-window-gone = { $window } 号窗口不再使用，会从屏幕和语音里消失。
effect-window-has-clerks = 这些账号坐在 { $window } 号窗口，下次登录要另选窗口：{ $names }。
effect-window-number = 原来的 { $before } 号窗口改叫 { $window } 号。请同时换窗口上的牌子。
effect-window-zone = { $window } 号窗口的来访者以后到“{ $zone }”等候。
effect-window-drops = { $window } 号窗口不再叫“{ $service }”的号。{ $count ->
    [0] 现在没有人在等它。
   *[other] 正在等它的 { $count } 人保留位置，由其他窗口叫。
}
effect-window-finishes = 正在 { $window } 号窗口的 { $number } 号照常办完。
effect-window-takes = { $window } 号窗口开始叫“{ $service }”的号。{ $count ->
    [0] 现在没有人在等它。
   *[other] 正在等它的 { $count } 人多了一个窗口。
}
effect-window-fit = 以后取号的来访者，会按新的“最适合”留给 { $window } 号窗口。
effect-window-times = { $window } 号窗口的休息或值班时间变了，估算的等候会跟着变。
effect-window-new = { $window } 号窗口先是关着的，有人登录并打开后开始叫号。
effect-nobody-serves = { $count ->
    [0] 再没有窗口办理“{ $service }”，来访者取了号也没人叫。
   *[other] 再没有窗口办理“{ $service }”，可是还有 { $count } 人在等。
}
effect-closes-now = 按新的时间，现在已经关门：不再发号。{ $count ->
    [0] 现在没有人在等。
   *[other] 正在等的 { $count } 人照常叫号。
}
effect-opens-now = 按新的时间，现在就可以取号。
effect-hours-today = 今天的开放时间：{ $spans }。
effect-closed-today = 今天不开放。
effect-holiday-over = { $day } 已经过去了。
effect-holiday-always = 选了全天开放，所以 { $day } 也照常开放。
effect-booked-outside = 有 { $count } 个预约落在新的开放时间以外，请联系这些人改约。
effect-priority = { $count ->
    [0] 现在没有人在等；
   *[other] 正在等的 { $count } 人位置不变；
}新规则从下一个号开始。
effect-priority-example = { $known ->
    [yes] 例如：现在来办“{ $service }”、{ $need }的人，前面由 { $before } 人变成 { $after } 人，大约等 { $low }–{ $high } 分钟变成 { $newlow }–{ $newhigh } 分钟。
   *[other] 例如：现在来办“{ $service }”、{ $need }的人，前面由 { $before } 人变成 { $after } 人。
}
effect-restart-server = 有些改动（同步、内容来源、搜索、通知）要重启服务器后才生效。
effect-restart-region = 行政区划变了，内容来源要重启服务器后才按新的取。

history-title = 设置的改动
history-hint = 谁在什么时候、从哪台机器改了什么。30 天内可以改回来，改回来也会记在这里。
history-none = 还没有改动。
history-site = 大厅设置
history-account = 账号 { $subject }
history-kiosk = 自助机 { $subject } 的起始设置
history-notice = 公告
history-by = { $by }，{ $at }
history-from = ，从 { $origin }
history-take = 改回来…
history-taken = 已经改回来了。
history-undoes = 这是把以前的一次改动改回来。
history-too-old = 超过 30 天，不能改回来了。
history-only-admin = 只有管理员可以改回来。
history-saved = 已保存，已经生效。
history-first = 大厅走完了第一步，从这里开始。
history-published = 公告和播放单
history-published-hint = 最近 30 天发布、修改和撤下的。
history-published-fault = 没能收回：它又被改过、已经过期，或者它用的屏已经不在。请到它自己的一页看看。
history-notice-published = 发布公告
history-notice-changed = 修改公告
history-notice-withdrawn = 撤下公告
history-playlist-published = 发布播放单
history-playlist-changed = 修改播放单
history-playlist-withdrawn = 撤下播放单
history-back-published = 撤下它
history-back-changed = 改回原来的
history-back-withdrawn = 重新发布
history-later = 后面还有改动，请先收回后面的。
history-part-name = 名称
history-part-text = 文字
history-part-items = 放什么
history-part-where = 在哪里
history-part-when = 什么时候
history-part-how = 怎么放
history-older = 更早的
history-arrow = { $before } → { $after }
undo-title = 改回来
undo-hint = 下面是改回来以后的样子。还没有改。
undo-conflict = 不能直接改回来：这些地方后来又变了。请先改回后来的改动，或者到设置页直接改。
undo-conflict-line = { $what } 现在是 { $now }
undo-conflict-by = （{ $by } 在 { $at } 改的）
undo-do = 改回来
undo-leave = 不改回来
undo-faults = 改回来以后，设置会有错：
key-role = 角色
key-disabled = 已停用
owner-page = 页面“{ $name }”
owner-question = 问卷“{ $name }”
key-page-names = 标题
key-page-text = 正文
key-page-easy = 易读文字
key-question-names = 问题
key-question-choices-names = 选项
key-map-places-names = 平面图上的名称
key-priority-sentence = 优先规则的说明

# The first run.
setup-title = 大厅的第一步
setup-step = 第 { $step } 步，共 5 步：
setup-hall = 大厅
setup-services = 业务和窗口
setup-hours = 开放时间
setup-devices = 设备
setup-admin = 管理员
setup-hall-ask = 这是哪个大厅？
setup-hall-hint = 随时可以停下，下次从停下的地方继续。这些以后都能在“大厅设置”里改。
setup-services-ask = 办哪些业务，有几个窗口？
setup-services-hint = 先让每个窗口都办全部业务，以后再分。
setup-hours-ask = 什么时候开放？
setup-hours-hint = 填完这一步，大厅就按您填的运行。
setup-devices-ask = 接入自助机和屏幕
setup-devices-hint = 在自助机或接大屏的电脑上运行下面的命令，它会自己找到这个大厅，并显示六位数字。把机器上看到的数字填在这里，就接进来了。也可以先跳过，以后在“人员和设备”里接。
setup-admin-ask = 谁来管理大厅？
setup-admin-hint = 这是第一个管理员账号。有了它，这个页面就关上了，以后都要登录。
setup-name-zh = 大厅名称（中文）
setup-name-en = 大厅名称（英文）
setup-name-en-hint = 可以不填，那样大厅只用中文。
setup-region-hint = 六位数字，例如 150421。
setup-address-hint = 手机和大厅在同一个网络时能打开的地址。先这样也可以，以后再改。
setup-usual = 常见的业务
setup-own = 自己的业务（可以不填）
setup-own-zh = 业务 { $number }（中文）
setup-own-en = 业务 { $number }（英文）
setup-windows = 有几个窗口
setup-windows-hint = 1 到 40。
setup-asks = { $role }“{ $name }”请求接入
setup-code = 机器上显示的六位数字
setup-let-in = 接入
setup-no-devices = 现在没有机器请求接入。
setup-look-again = 再看看有没有机器
setup-pairing_differs = 数字不一样，没有接入。请在那台机器上重新运行命令，再试一次。
setup-pairing_broken = 这台机器已经不等了。请在那台机器上重新运行命令。
setup-unknown_pairing = 这台机器已经不等了。请在那台机器上重新运行命令。
setup-admin-name = 账号名
setup-admin-name-hint = 登录时用，例如姓名的拼音。
setup-admin-again = 再输一遍密码
setup-admin-name-wrong = 请填账号名，最多 64 个字。
setup-admin-differs = 两遍密码不一样，请再输一次。
setup-admin-weak = 密码要 8 到 128 个字符。
setup-admin-taken = 已经有这个账号，请换一个名字。
setup-hall-taken = 数据库里已经有一个用这个地区代码的大厅。如果这台是那个大厅的第二台服务器，请在这里停下，用第一台的设置文件启动（--site）；如果是另一个大厅，请回到第一步换一个地区代码，或者给它单独建一个数据库。
setup-not-founded = 前面几步还没有做完，请先回到“开放时间”。
setup-wrong-name = 请填大厅的中文名称。
setup-wrong-region = 行政区划代码是六位数字，例如 150421。
setup-wrong-hotline = 请填来访者遇到困难时打的电话。
setup-wrong-address = 网址要以 http:// 或 https:// 开头。
setup-wrong-services = 请至少选一项业务，或者自己写一项。
setup-wrong-span = 时间请写成 09:00-12:00，早的在前；几段用逗号隔开。
setup-wrong-hours = 请选“全天开放”，或至少给一天写上时间。
setup-next = 下一步
setup-back = 上一步
setup-finish = 建好大厅
setup-done = 大厅开好了
setup-done-hint = { $who } 已经登录。接下来可以做这些：
setup-next-people = 给同事建账号
setup-next-people-hint = 窗口、咨询台、主任各用各的账号。
setup-next-window = 打开一个窗口，叫第一个号
setup-next-window-hint = 选窗口，按“开窗”，再按“叫下一位”。
setup-next-codes = 用一次性验证码保护管理员账号
setup-next-codes-hint = 手机上装验证器，不用上网。
setup-next-identity = 放上徽标和颜色
setup-next-identity-hint = 改一处，所有屏幕一起变。
setup-next-today = 看“今日大厅”
setup-next-today-hint = 哪台设备有问题、怎么办，都在这里。

area-questions = 问卷
area-questions-hint = 问来访者什么、可以选哪些答案、从哪天问到哪天。
list-asked = 哪天到哪天问
list-always = 一直问
list-new-question = 新增问题
list-to-answers = 看大家的回答
form-remove-question = 取消这个问题…
group-question = 问题
group-choices = 可以选的答案
group-choices-hint = 写两到五个答案。清空一行就是取消那个答案。改了字句，以前的回答仍按以前的字句统计。
group-asked = 什么时候问
hint-day = 写成 2026-03-01；空着就是不限。
key-question = 问卷问题
key-question-choices = 答案
key-question-from_day = 从哪天起（含）
key-question-until_day = 到哪天止（含）
group-choice-1 = 答案 1
group-choice-2 = 答案 2
group-choice-3 = 答案 3
group-choice-4 = 答案 4
group-choice-5 = 答案 5

history-decided = 单条内容的更正
history-decided-hint = 最近 30 天里对单条岗位、培训、政策和通知的决定，不管来源以后怎么说都有效。撤回以后按来源说的显示。更早的在这里：
history-decided-fault = 没能撤回：别人刚刚改过或者已经撤回了。请再看一遍。
history-decided-pin = 保持不变：{ $title }
history-decided-correct = 更正：{ $title }
history-decided-withdraw = 撤下：{ $title }
history-decided-back = 撤回这个决定
history-is-pin = 跟着来源变
history-is-withdraw = 给访客看
history-yes = 是
history-no = 否
history-item-title = 标题
history-item-summary = 简介
history-item-employer = 单位
history-item-place = 地点
history-item-address = 地址
history-item-pay_min = 最低月薪
history-item-pay_max = 最高月薪
history-item-pay_text = 薪资
history-item-requirements = 要求
history-item-paragraphs = 正文
history-item-easy_read = 简明版
history-item-openings = 人数
history-item-expires_at = 截止时间
area-passwords = 密码要求
area-passwords-hint = 工作人员的密码要多长、多久换一次。等级保护检查要求时，在这里打开。
key-passwords-profile = 按哪种要求
key-passwords-shortest = 至少几个字符（8 到 64）
key-passwords-classes = 至少含几类（2 到 4）
key-passwords-days = 多少天换一次（1 到 365）
key-passwords-remembered = 不能用最近几次用过的密码（1 到 24）
profile-plain = 平常：够长、不好猜，不要求定期更换
profile-level2 = 等保二级：另外要求字符种类、定期更换、首次登录换密码
hint-profile = 密码长而不好猜才安全；定期更换和字符种类只在检查要求时才打开。
group-level2 = 选“等保二级”时的要求
group-level2-hint = 四类是大写字母、小写字母、数字、其他符号。管理员给的密码，本人第一次登录时要换成自己的。
effect-passwords = { $count ->
    [0] 现有账号下次登录时都不用换密码。
   *[other] { $count } 个账号下次登录时要先换一个符合要求的密码。
 }
effect-passwords-plain = 以后不再要求定期更换密码。现在的密码照旧有效。
group-stations = 从哪里登录
group-stations-hint = 先在“人员和设备”里给每台工作电脑发证书，再打开。服务器本机总可以登录。
key-stations-required = 只准在有本厅证书的工作电脑上登录
effect-stations-required = { $count ->
    [0] 还没有一台电脑有证书：除了服务器本机，谁也登录不了，正在登录的人马上退出。
   *[other] 只有 { $count } 台有证书的电脑和服务器本机能登录；在别处登录的人马上退出。
 }
