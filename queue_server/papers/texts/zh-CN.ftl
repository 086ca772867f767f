# 纸上叫号。
paper-title = 纸上叫号
paper-hint = 系统不能用的时候怎么办，恢复以后怎么补录。请现在就把这一页和纸号打印出来放在咨询台：等要用的时候就打印不了了。
paper-steps = 怎么办
paper-step-1 = 先看“今日大厅”、电源和网络。三分钟还没好，就改用纸号。
paper-step-2 = 给每位访客发这项业务的下一张纸号，把时间写在纸号和登记表上。
paper-step-3 = 对每个人都问同一句：“叫号的时候，有什么需要我们注意的吗？”记在心里，或者马上陪着去；不要写在纸号和登记表上。
paper-step-4 = 从小号叫起。号码念两遍，把纸号举起来；看不见、听不见的访客，请走到身边告诉他。
paper-step-5 = 办完一个，在登记表上打一个勾。
paper-step-6 = 系统恢复以后，请新来的访客到自助机取号，再在这一页补录每一张纸号，办完的也要补录：先后按纸上的时间。
paper-step-7 = 每个人的先后不变。纸上的号码和别的号码一样，由屏幕和广播叫。
paper-hotline = 有困难请打 { $hotline }。
paper-slips = 要打印的纸号
paper-slips-hint = 每项业务的 { $first } 到 { $last } 号只在纸上发，机器不会发这些号。
paper-from = 从几号开始
paper-count = 每项业务几张
paper-show = 显示
paper-print = 然后用浏览器打印这一页。
paper-time = 时间 ____ : ____
paper-keep = 请保管好。轮到您时会叫号，屏幕也会显示。
paper-list = 发号登记表
paper-list-number = 号码
paper-list-time = 时间
paper-list-served = 办完
paper-enter = 补录纸号
paper-number = 纸上的号码
paper-at = 纸上的时间
paper-served = 已经办完
paper-enter-go = 补录
paper-entered = { $number } 已补录：{ $state ->
    [CANCELLED] 已在纸上办完
   *[other] 正在等候，前面 { $ahead } 人
}。
paper-wrong-number = 这不是本大厅的纸号；请照纸上写，例如 { $example }。
paper-wrong-time = 请写纸上的时间，例如 09:40。
paper-closed = 今天的服务日还没有开始；请先在窗口工作台开始。
paper-other = 这个号码已经按另一项业务补录过了。
