# What signs show and the hall's voice says. Values are written, .spoken is said.
# A sign takes the first form that fits it; call-sign-1 is the fullest.
encode-call = 请 { $number } 到 { $window } 号窗口

call-sign-1 =
    请{ $number }号
    到{ $window }号窗口
call-sign-2 = 请{ $number }号到{ $window }号窗口
call-sign-3 = { $number } → { $window }号窗口
call-sign-4 =
    { $number }
    →{ $window }号
call-sign-5 = { $number } → { $window }
call-sign-6 = { $number }→{ $window }

window-sign = { $window }号窗口
window-sign-short = { $window }号
window-paused =
    { $window }号窗口
    暂停服务
window-paused-short = 暂停服务
window-closed =
    { $window }号窗口
    未开放
window-closed-short = 未开放
window-serving =
    { $window }号窗口
    办理{ $number }
window-serving-short = { $number }

sign-old =
    信息可能
    已过时
sign-old-line = 信息可能已过时
sign-old-short = 已过时

call-spoken = 请{ $number }号到{ $window }号窗口
    .spoken = 请{ TICKET($number) }号，到{ ORDINAL($window) }号窗口。

# Danger. Three forms each, the fullest first; .spoken of the first is what the hall hears.
alarm-fire-1 =
    着火了 请离开
    走最近的安全出口
    .spoken = 请注意，大厅发生火情。请马上从最近的安全出口离开，不要乘电梯。需要帮助的人，请留在原地举手，工作人员会来接您。
alarm-fire-2 = 着火了 请离开
alarm-fire-3 = 着火了
alarm-evacuation-1 =
    请马上离开
    走最近的安全出口
    .spoken = 请注意，请马上从最近的安全出口离开大厅，不要乘电梯。需要帮助的人，请留在原地举手，工作人员会来接您。
alarm-evacuation-2 = 请马上离开
alarm-evacuation-3 = 请离开
alarm-medical-1 =
    有人需要急救
    请让出通道
    .spoken = 请注意，有人需要急救。请让出通道。懂急救的人，请到服务台。
alarm-medical-2 = 急救 请让道
alarm-medical-3 = 请让道
alarm-other-1 =
    请注意
    请听工作人员安排
    .spoken = 请注意，请听工作人员安排。
alarm-other-2 = 请听工作人员安排
alarm-other-3 = 请注意
alarm-drill-1 =
    这是演习
    请跟工作人员离开
    .spoken = 这是演习，这是演习。请跟着工作人员，从最近的安全出口离开。需要帮助的人，请留在原地举手。
alarm-drill-2 = 演习 请离开
alarm-drill-3 = 演习
alarm-over = 警报已解除
    .spoken = 警报已经解除，大厅恢复服务。您的号还在。

# Warnings of a preview, read by whoever publishes a notice.
preview-undrivable = 这块屏的设置有错，不能显示：{ $detail }
preview-not-here = 这块屏不显示它：所选的显示位置不包括这块屏
preview-catalogue = 这块屏写不出 { $detail } 的这段文字，改为显示大厅的通用警示语
preview-no-words = 没有 { $detail } 的文字
preview-language-left-out = 这块屏写不出 { $detail }，只显示其他语言
preview-cut = { $detail } 的文字太长，末尾被截去
preview-shortened = 为了放得下，缩写了：{ $detail }
preview-taken-out = 这些符号不能显示，已去掉：{ $detail }
preview-no-picture = 本机字库没有这些字：{ $detail }
preview-replaced = 屏内字库没有，已替换：{ $detail }
preview-moves = 放不下，文字要滚动
preview-many-pages = 要分 { $detail } 页才能看完，请写短一些
preview-stays-longer = { $detail }：每页停留会比所写的长，好让读得慢的人看完
preview-too-small = 最远处看不清（字高 { $detail }）
preview-unmeasured = 没有填点距和视距，不知道最远处看不看得清
