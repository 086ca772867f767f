# What signs show and the hall's voice says. Values are written, .spoken is said.
# A sign takes the first form that fits it; call-sign-1 is the fullest.
encode-call = { $number } to window { $window }

call-sign-1 =
    { $number } →
    Window { $window }
call-sign-2 = { $number } → Window { $window }
call-sign-3 = { $number } → Win { $window }
call-sign-4 =
    { $number }
    → { $window }
call-sign-5 = { $number } → { $window }
call-sign-6 = { $number }→{ $window }

window-sign = Window { $window }
window-sign-short = { $window }
window-paused =
    Window { $window }
    Paused
window-paused-short = Paused
window-closed =
    Window { $window }
    Closed
window-closed-short = Closed
window-serving =
    Window { $window }
    Serving { $number }
window-serving-short = { $number }

sign-old =
    May be
    out of date
sign-old-line = May be out of date
sign-old-short = Old

call-spoken = { $number }, window { $window }
    .spoken = Number { TICKET($number) }, please go to window { COUNT($window) }.
