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

# Danger. Three forms each, the fullest first; .spoken of the first is what the hall hears.
alarm-fire-1 =
    FIRE. Leave now
    by the nearest exit
    .spoken = Attention please. There is a fire. Leave now by the nearest exit, do not use the lift. If you need help, stay where you are and raise your hand; staff will come for you.
alarm-fire-2 = FIRE. Leave now
alarm-fire-3 = FIRE
alarm-evacuation-1 =
    Leave now
    by the nearest exit
    .spoken = Attention please. Leave the hall now by the nearest exit, do not use the lift. If you need help, stay where you are and raise your hand; staff will come for you.
alarm-evacuation-2 = Leave the hall now
alarm-evacuation-3 = Leave now
alarm-medical-1 =
    First aid needed
    Keep the way free
    .spoken = Attention please. Somebody needs first aid. Keep the way free. If you know first aid, please come to the desk.
alarm-medical-2 = Keep the way free
alarm-medical-3 = First aid
alarm-other-1 =
    Attention please
    Follow the staff
    .spoken = Attention please. Do as the staff tell you.
alarm-other-2 = Follow the staff
alarm-other-3 = Attention
alarm-drill-1 =
    This is a drill
    Follow the staff
    .spoken = This is a drill. This is a drill. Follow the staff to the nearest exit. If you need help, stay where you are and raise your hand.
alarm-drill-2 = Drill. Leave now
alarm-drill-3 = Drill
alarm-over = The alarm is over
    .spoken = The alarm is over and the hall serves again. Your number still holds.

# Warnings of a preview, read by whoever publishes a notice.
preview-undrivable = The settings of this sign are wrong, it shows nothing: { $detail }
preview-not-here = This sign does not show it: where it is to be seen names other places or screens only
preview-catalogue = This sign cannot write the words in { $detail }; it shows the hall's usual ones instead
preview-no-words = There are no words in { $detail }
preview-language-left-out = This sign cannot write { $detail }; it shows the other languages only
preview-cut = The words in { $detail } are too long; their end is cut off
preview-shortened = Shortened to fit: { $detail }
preview-taken-out = These marks cannot be shown and are left out: { $detail }
preview-no-picture = No font here has these characters: { $detail }
preview-replaced = The sign's own font lacks characters, replaced: { $detail }
preview-moves = It does not fit; the words will move
preview-many-pages = It takes { $detail } pages to read; write less
preview-stays-longer = { $detail }: each page stays longer than written, so that slow readers can finish
preview-too-small = Too small from the farthest place (letters { $detail })
preview-unmeasured = Pitch and distance are not given: nobody can tell whether it can be read from everywhere
