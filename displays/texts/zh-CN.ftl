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
