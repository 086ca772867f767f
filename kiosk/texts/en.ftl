# Every sentence of the kiosk: written (the value) and spoken (.spoken) side by side.

foot-home = Home
foot-staff = Call staff
    .spoken = Call staff, somebody will come and help you
foot-reach = Low controls
    .spoken = Low controls, all buttons move below ninety centimetres
foot-reach-on = High controls
reach-is-on = Low controls are on, all buttons are below ninety centimetres
reach-is-off = High controls again
foot-display = Display, speech
    .spoken = Display and speech: size, colours, sound
foot-language = 语言
    .spoken = Language, Chinese or English
foot-back = Back
foot-help = Help
    .spoken = Help: how to use this
foot-back-why = this is the beginning
strip-none = Choose an item
    .spoken = Choose an item with the arrow keys
strip-none-why = nothing is chosen yet
strip-type = Type first
    .spoken = Type with the digit keys first
strip-write = Put something in first
strip-open = Open {$name}
page-previous = Previous
    .spoken = Previous page
page-next = Next
    .spoken = Next page
page-first-why = this is the first page
page-last-why = this is the last page
page-of = Page {$page} of {$count}
page-items = { $n ->
    [one] 1 item
   *[other] {$n} items
}
    .spoken = { $n ->
        [one] 1 item on this page
       *[other] {$n} items on this page
    }
reach-title = Low controls
reach-note = Read above, press the number here.
reach-below = All buttons are below 90 cm

role-choice = choice
role-row = choice
role-toggle = switch
role-button = button
role-key = key
state-selected = selected
state-unselected = not selected
state-disabled = not available now
position = {$i} of {$n}
items-count = { $n ->
    [one] 1 item
   *[other] {$n} items
}
edge-end-1 = Last item
edge-end-2 = Last item. Press the up arrow
edge-end-3 = This screen ends here. The up arrow is above the down arrow; press it to go back through the items, or press Back for the previous screen
edge-start-1 = First item
edge-start-2 = First item. Press the down arrow
edge-start-3 = This screen begins here. The down arrow is below the up arrow; press it to go on, or press Back for the previous screen
hint-activate = Press the round key to open
hint-toggle = Press the round key to select or clear
hint-explore = Double tap to open
hint-strip = Press the hash key: {$name}
hint-strip-explore = At the bottom, in the middle: {$name}
hint-switch = Press the second switch to open
private-here = This is private. Read it on the screen, or plug in headphones to hear it
no-item = There is no item {$n}
blank = Empty
blank-up = Empty, the content is above
blank-down = Empty, the content is below
blank-left = Empty, the content is to the left
blank-right = Empty, the content is to the right
loading = Looking…
    .spoken = Looking, one moment please
still-loading = Still waiting for the hall's server

idle-title = Welcome to {$hall}
idle-touch = Touch the screen to begin
idle-keys = If you cannot see the screen: press any key, or rest a finger on it for two seconds, and it speaks
    .spoken = If you cannot see the screen, press any key and it speaks
idle-services = Tickets, jobs, training, policies
speech-welcome = {$hall}, self-service kiosk. Down arrow: next item. Round key: confirm. Diamond key: help
speech-welcome-touch = {$hall}, self-service kiosk. Slide a finger to hear what is under it. Double tap to open
language-offer = For English, press nine
speech-started = Speech is on
headphones-out = Headphones removed, speech has stopped

home-title = What would you like to do?
home-ticket = Take a ticket
home-ticket-detail = For a service window
home-work = Find work
home-work-detail = { $n ->
    [one] 1 job
   *[other] {$n} jobs
}
home-work-plain = Search open jobs
home-training = Learn a skill
home-training-detail = Free courses
home-policy = Read policies
home-policy-detail = Subsidies, insurance
home-my = Check my ticket
home-my-detail = People ahead
home-hall = Hall services
home-hall-detail = Windows, hotline

services-title = Which service do you need?
services-waiting = { $n ->
    [0] no waiting
   *[other] {$n} waiting
}
services-closed = not today
services-wait = about {$low}–{$high} min
    .spoken = about {RANGE($low, $high)} minutes
need-title = How can we help you?
    .spoken = How can we help you? You need not choose anything
need-note = Optional. Only window staff see this
    .easy = You may choose none. Nobody else sees it
need-next = Next: check
    .spoken = Next, check
need-change = Change it so
need-wheelchair = I use a wheelchair
need-blind = I cannot see
need-low_vision = I see poorly
need-deaf = I cannot hear
need-hard_of_hearing = I hear poorly
need-speech = Speaking is hard for me
need-sign_language = Sign language
need-escort = Walk with me
need-slow_walker = I walk slowly
need-easy_read = Slow and simple words
need-elder = I am elderly
need-pregnant = I am pregnant
need-infant = I have a small child
need-veteran = Soldier or veteran
need-vibration = Call me by vibration
need-text_only = Write with me
confirm-title = Check, then take the ticket
confirm-service-label = Service
confirm-needs-label = Help
confirm-needs-none = none chosen
confirm-needs-count = { $n ->
    [one] 1 kind of help chosen
   *[other] {$n} kinds of help chosen
}
confirm-change = Change
confirm-change-service = Press the round key to change the service
confirm-change-needs = Press the round key to change the help
confirm-later = Later, My ticket lets you step away or give it up
    .easy = You can cancel later
confirm-private = Your needs are neither printed on the ticket nor shown in the hall
    .easy = Your needs are not printed
confirm-ahead = { $n ->
    [0] Nobody ahead now
    [one] 1 person ahead now
   *[other] {$n} people ahead now
}
confirm-take = Take this ticket
    .spoken = Take this ticket, {$service}
taking = Taking your ticket…
    .spoken = Taking your ticket, one moment please
issued-title = Done. Your number
    .spoken = Done
issued-number = {$number}
    .spoken = Your number, {TICKET($number)}. Again, {TICKET($number)}
issued-service = {$service}
issued-ahead = { $n ->
    [0] Nobody ahead
    [one] 1 person ahead
   *[other] {$n} people ahead
}
issued-wait = About {$low}–{$high} minutes
    .spoken = About {RANGE($low, $high)} minutes
issued-alone = The hall's computer does not answer just now. Your number is valid: keep the paper, you join the queue when it is back
    .spoken = The hall's computer does not answer just now. Your number is valid, keep the paper. When the computer is back you are queued by the time you took it; no new number is needed
    .easy = The hall does not answer. The number is good. Keep the ticket
issued-alone-no-paper = The hall's computer does not answer just now. Your number is valid: remember it, you join the queue when it is back
    .spoken = The hall's computer does not answer just now. Your number is valid, remember it. When the computer is back you are queued by the time you took it; no new number is needed
    .easy = The hall does not answer. The number is good. Remember it
alone-joined = The hall's computer is back and your number is in the queue, {$n} ahead
    .spoken = The hall's computer is back and your number is in the queue, {COUNT($n)} ahead of you
alone-ahead = How many wait is not known now
    .spoken = The hall's computer does not answer just now, so nobody knows how many wait. You can take a ticket as usual
issued-no-window = No window serves this yet; you will be called in order
wait-doubtful = Your turn may not come today. If it is urgent, ask the staff first
    .easy = Perhaps not today. Ask staff
issued-area = Please wait in {$area}
issued-called = You are called: window {$window}
    .spoken = You are called. Please go to window {$window}. {TICKET($number)}, window {$window}
issued-qr = Scan to see how many are ahead
print-printing = Printing your ticket
print-printed = Please take your paper ticket
print-failed = The paper did not come out. Your number is valid
    .spoken = The paper did not come out. Your number is valid, {TICKET($number)}; no need to take another
print-out = The printer is out of paper. Your number is valid
    .spoken = The printer is out of paper. Your number is valid, {TICKET($number)}; no need to take another
print-unsure = The paper may not have come out. Your number is valid
    .spoken = The paper may not have come out. Your number is valid, {TICKET($number)}; no need to take another
print-staff = Please remember the number; staff can print it again
print-none = This kiosk does not print; remember the number or scan the code
issued-done = Finish
    .spoken = Finish, everything you entered is cleared
issue-refused = No ticket was taken
issue-closed = This service gives no tickets now
issue-alone-used-up = The hall's computer does not answer, and this kiosk has given all the numbers it has of its own
issue-disk-full = The hall's computer does not answer, and this kiosk cannot store another number, so it gives none
issue-used-up = Today's tickets are used up
issue-no-time = The time left today is not enough, so no more tickets are given
issue-help = Please ask at the information desk or press Call staff

work-title = What work are you looking for?
work-search = Search by words
work-search-detail = Job, employer or place, by pinyin letters
work-search-is = Search: {$text}
facet-occupation = Kind of work
facet-region = Place
facet-disability = Disability category
facet-pay_min = Pay
facet-any = any
facet-choose = Choose: {$facet}
facet-count = {$n}
work-show = { $n ->
    [one] Show 1 job
   *[other] Show {$n} jobs
}
results-job = { $n ->
    [one] 1 job found
   *[other] {$n} jobs found
}
results-training = { $n ->
    [one] 1 course
   *[other] {$n} courses
}
results-policy = { $n ->
    [one] 1 policy
   *[other] {$n} policies
}
results-none = Nothing found
    .spoken = Nothing found. Take one condition away and look again
work-sort = Order
sort-newest = Newest first
sort-pay = Highest pay first
work-wider = No jobs: see what helps
    .spoken = No job fits. See how to find more
facet-education = My education
facet-forgotten = Only used to find jobs, forgotten when you leave
level-title = {$category}: which level?
level-unsaid = I would rather not say
level-1 = Level 1 (severest)
    .spoken = Level 1, the severest
level-2 = Level 2
level-3 = Level 3
level-4 = Level 4 (mildest)
    .spoken = Level 4, the mildest
level-of = {$category}, level {$n}
widen-occupation = Any kind of work
widen-region = Any place
widen-disability = Any disability
widen-pay_min = Any pay
widen-education = Any education
widen-text = Without the words
widen-now = Now: {$name}
results-widen = With one condition less there are some. Please choose one
results-none-why = There is nothing of this kind today. Please ask our staff
results-heard = { $n ->
    [one] 1 job sounds like "{$text}"
   *[other] {$n} jobs sound like "{$text}"
}
results-heard-why = There is no "{$asked}"; "{$text}" sounds the same
results-like = { $n ->
    [one] 1 job like "{$name}"
   *[other] {$n} jobs like "{$name}"
}
results-of = { $n ->
    [one] 1 job at "{$name}"
   *[other] {$n} jobs at "{$name}"
}
results-copied = { $n ->
    [one] 1 item kept in this kiosk
   *[other] {$n} items kept in this kiosk
}
results-copied-why = The network is down. These were kept earlier and may not be all; they renew by themselves
results-fair = { $n ->
    [one] 1 job fair
   *[other] {$n} job fairs
}
row-date = { $weekday ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    } {$day}/{$month}
detail-begins = Begins: {$value}
detail-enrol = I want to join
    .spoken = I want to join this course
detail-like = Jobs like this
detail-jobs = Jobs at this fair
detail-aloud = Piece by piece
    .spoken = Read the whole text piece by piece
aloud-title = Paragraph {$page} of {$count}
aloud-again = Say this one
aloud-on = Read on to the end
aloud-next = Next paragraph
aloud-done = Finished, go back
aloud-last = This is the last paragraph
enrol-title = Join "{$name}"
enrol-note = No name is needed. Choose a way
enrol-ticket = Ticket for a window
enrol-ticket-enrol = Staff enrol you
enrol-interest = Note my interest
enrol-interest-enrol = Hear when it begins
    .spoken = The hall tells you when it begins; no name needed
take-code-enrol = Read it at home
    .spoken = Read it at home, then call
take-print-training-enrol = Come again with the slip
reason-open = Open to: {$name}
    .spoken = It fits you: the employer says it is open to {$name}
reason-ask = It does not say which disabilities; please ask the employer
reason-other = It does not name {$name}; please ask the employer first
pad-to-keys = Type with letters
pad-to-writing = Write with a finger
keys-title = Type pinyin, choose a word
keys-empty = Choose a character or word first
keys-note = Type pinyin, then choose a word
keys-matches = { $n ->
    [one] 1 to choose from
   *[other] {$n} to choose from
}
keys-pick = Choose "{$text}"
    .spoken = choose {$text}
keys-group = {$first}–{$last}
    .spoken = {$first} to {$last}
keys-others = A–Z
    .spoken = Other letters
keys-nothing = Nothing fits; erase one and try again
cands-previous = Back
cands-next = More
cand-said = {$n} {$text}
    .spoken = {$n}, {$text}
writing-title = Write with a finger
writing-note = Write one character, then choose it
    .spoken = Write one character, then choose it. If writing is not for you, choose Type instead
writing-here = Write here
    .spoken = The place to write: write one character here with a finger. With keys, choose Type with letters
writing-erase = Undo a stroke
writing-to-keys = Type instead
own-words-title = In your own words
own-words-use = Done
    .spoken = Done: {$text}
entered = Written: {$text}
gloss = {$text}, the {$character} of {$word}
results-change = Change the search
pay = ¥{$low}–{$high} a month
    .spoken = {RANGE($low, $high)} yuan a month
pay-from = from ¥{$low} a month
    .spoken = from {COUNT($low)} yuan a month
pay-open = Pay to be agreed
fit-ask = Ask the employer about categories
detail-employer = Employer: {$employer}
detail-place = Place: {$place}
detail-education = Education: {$education}
detail-openings = { $n ->
    [one] 1 opening
   *[other] {$n} openings
}
detail-hours = Hours: {$hours}
detail-page = Page {$page} of {$count}
detail-ticket = Ticket for job placement
    .spoken = Take a ticket for job placement; the window contacts the employer with you
detail-policy-ticket = Ticket for policy advice
detail-take = Take it with you
    .spoken = Take it with you, printed, or on your phone
take-title = How would you like to take it?
take-print-job = Print the job
take-print-training = Print the course
take-print-fair = Print the fair
take-print-policy = Print it in brief
take-print-recommendation = Print a recommendation slip
take-print-recommendation-detail = For the employer
    .spoken = For the employer. Your name and phone go on it by hand
take-code = Scan it with your phone
take-code-detail = Works without a network
slip-printing = Printing
slip-printed = Printed, please take it
slip-out = The printer has no paper; you can scan it with your phone
slip-failed = It was not printed; you can scan it with your phone
slip-unsure = It may not have printed well; you can scan it with your phone
slip-none = This kiosk does not print; you can scan it with your phone
code-title = Scan it with your phone
code-qr = Scan, and it is in your phone; no network needed
    .spoken = A code. Scan it with your phone, and it is in your phone; no network needed
code-staff = Never scanned a code? Press Call staff and somebody helps you
pad-title = Search by words
pad-note = Type pinyin initials with the digit keys: 保洁 (bao jie) is 2 5
    .spoken = Type the first letters of the pinyin with the digit keys. For bao jie, press two, five
pad-typed = Typed {$keys}
pad-empty = Nothing typed yet
pad-matches = { $n ->
    [one] 1 word
   *[other] {$n} words
}
    .spoken = { $n ->
        [one] 1 word matches
       *[other] {$n} words match
    }
pad-no-match = No word fits; the star key erases one
pad-erase = Erase one
pad-use = Search "{$text}"
    .spoken = Search, {$text}

my-title = Which letter does your number begin with?
my-digits = Enter the digits of your number
my-look = Look up {$number}
    .spoken = Look up {TICKET($number)}
my-unknown = There is no {$number} today
    .spoken = There is no {TICKET($number)} today
my-unknown-help = Please check your paper and try again
my-number = {$number}
    .spoken = {TICKET($number)}
my-waiting = { $n ->
    [0] Waiting, nobody ahead
    [one] Waiting, 1 person ahead
   *[other] Waiting, {$n} people ahead
}
my-called = You are called, please go to window {$window}
my-serving = Being served at window {$window}
my-missed = Your number was passed. Please tell any window
my-away = Away; press "I am back" when you return
act-step-away = Step away for a while
act-step-away-detail = Your number is kept
act-back = I am back
act-back-detail = Back to your place in the queue
act-reinstate = Queue again
act-reinstate-detail = I missed my call, queue me again
act-reprint = Print the ticket again
act-reprint-detail = Where it was taken
act-needs = Change how we help
act-needs-detail = Choose again
act-cancel = Give this number up
act-cancel-detail = It cannot be had back
acted-step-away = All right, your number is kept while you are away
acted-back = Welcome back, you are in the queue again
acted-reinstate = You are in the queue again
acted-reprint = Printing again, please take it
acted-needs = Changed. We will help you that way when you are called
acted-cancel = The number is given up
acted-not-now = That is not possible now. Please tell the staff
acted-limit = That was used too often already. Please tell the staff
acted-forbidden = Not possible here. Please show the staff your ticket
my-cancelled = This number was given up
my-expired = This number is over
my-away-until = Away; please be back before {$time}
    .spoken = Away; please be back before {TIME($time)}
cancel-title = Give this number up?
cancel-what = {$number} cannot be had back
    .spoken = {TICKET($number)} cannot be had back
cancel-after = To come again you take a new number and queue again
cancel-do = Give up {$number}
    .spoken = Give up {TICKET($number)}
leave-title = Do you want to finish?
leave-number = Your number {$number}
    .spoken = Your number, {TICKET($number)}
leave-note = Everything of yours leaves the screen; your number stays valid
    .easy = Your data is erased. The number is good
leave-do = Finish
    .spoken = Finish; everything of yours is cleared
staff-told = The staff know, somebody will come
my-booked = I have an appointment
    .spoken = I have an appointment; type the six digits of your code
booked-title = Type the six digits of your code
booked-typed = {$code}
    .spoken = {PHONE($code)}
booked-number = {$code}
    .spoken = Your code: {PHONE($a)}, {PHONE($b)}
booked-here = Check in
booked-left = The code has six digits; {$n} more
    .spoken = The code has six digits; {COUNT($n)} more
booked-show = Show this code to the staff
booked-show-title = Please show this to the staff
booked-desk = Please go to the desk. The staff scan this code or type the six digits, and you are checked in
booked-desk-call = Cannot walk there? Press "Call staff" and they come to scan it
booked-qr = The staff scan this
booked-unknown = There is no such code. Please look at your message or paper and type it again
booked-not-before = You are early. Please check in from {$time} on; it is noted that you are here
    .spoken = You are early. Please check in from {TIME($time)} on; it is noted that you are here
booked-not-before-on = You can check in on {$day}/{$month} from {$time} on
    .spoken = You can check in on {$day} {$month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }, from {TIME($time)} on
booked-tries = Too many wrong codes. Please wait a minute, or ask at the desk
booked-too-early = It is too early to check in; please come back later
booked-over = This appointment was cancelled or is over
my-over = Finished
my-held = On hold; the window will call you again

hall-title = Hall services
hall-windows = Windows {$numbers}
hall-hotline = Hotline {$phone}
    .spoken = Hotline, {PHONE($phone)}
hall-staff = For anything else, press Call staff

settings-title = Display and speech
settings-size = Text size: {$size}
settings-theme = Colours: {$theme}
settings-speech = Speech
settings-explore = Read by finger
settings-rate = Rate: {$n}
settings-volume = Volume: {$n}
switch-first = This is the move switch. Now press the other one: it selects. With only one switch, press it again
switch-both = Ready. The first switch goes to the next item, the second one selects
switch-one = Scanning. Groups light up one after another; press when it is yours, then press again for the item
switch-stop = Stop scanning
switch-up = Back to the groups
switch-read = Read this screen
switch-resting = Scanning rests. Press the switch to go on
switch-off = Scanning is off
key-SWITCH = Switch
steady-0 = off
steady-1 = light
steady-2 = medium
steady-3 = strong
settings-curtain = Dark screen, sound only
    .spoken = Dark screen: nobody can read along, you only listen
key-SENTENCE_NEXT = Right arrow, next sentence
key-SENTENCE_PREVIOUS = Left arrow, the sentence before
settings-restore = Restore all
setting-size = Text size
setting-theme = Colours
setting-steady = Shaky hands filter
setting-hand = Controls on the
setting-rate = Rate
setting-volume = Volume
setting-dwell = Scanning pause
settings-easy = Easy words
settings-calm = Less motion
    .spoken = Less motion. The line under the caption and the countdown stop moving
settings-done = Done
settings-next = press to choose
value-rate = Step {$n}
    .spoken = step {COUNT($n)}
value-volume = Step {$n}
    .spoken = step {COUNT($n)}
value-dwell = {$n} s
    .spoken = {COUNT($n)} seconds
size-S = small
size-M = medium
size-L = large
size-XL = very large
theme-default = standard
theme-black_on_white = black on white
theme-white_on_black = white on black
theme-yellow_on_black = yellow on black
theme-low_contrast = soft dark
hand-left = left
hand-right = right
language-title = 请选择语言 Choose a language
language-chosen = English it is
help-title = Help
help-more = Press Help again for more
help-on-idle = Touch the screen or press any key to begin
help-on-home = Here you choose what to do: six items. Press a number, or find it with the arrows and press the round key. Eight brings the keys down, nine changes the language
help-on-services = Here you choose the service. Not sure which? Press zero for staff
help-on-needs = Here you may choose how we can help you; you can leave it. The hash key goes on
help-on-my-needs = Choose again how we can help you. The hash key changes it
help-on-confirm = Here you check what you chose. The hash key takes the ticket
help-on-issued = This is your number. Press the round key to hear it again
help-on-refused = This tells why there is no ticket
help-on-work = Here you choose conditions for jobs; all can be left. The hash key shows the jobs
help-on-facet = Here you choose one condition; then you are back on the last screen
help-on-pad = Here you type the first letters with the number keys; press hash when you hear the word
help-on-results = This is what was found. The page key turns the page
help-on-level = Choose a level of disability here, or leave it unsaid
help-on-keys = Type pinyin: choose a group of letters, then the letter. Hash takes the first word, and again uses it; digit keys choose another word, star erases
help-on-writing = Write one character with a finger; digit keys choose what it is
help-on-aloud = The text is read to you here piece by piece; pound goes on
help-on-enrol = Choose here how to join the course
help-on-detail = These are the details. The down arrow reads piece by piece
help-on-take = Here you choose how to take it with you: on paper or on your phone
help-on-code = This screen shows a code; scan it with your phone
help-on-my = Here you choose the letter your number begins with; it is on your ticket
help-on-digits = Here you type the digits of your number; hash looks it up, star erases one
help-on-found = This is how your number stands
help-on-cancel = This screen asks whether to give the number up
help-on-leave = This screen asks whether you want to finish; Back goes back
help-on-booked = Here you type the six digits of your appointment; hash checks in, star erases
help-on-booked-show = This is the code of your appointment; show it to the staff, who check you in
help-on-hall = This tells where the windows are, and the phone number
help-on-settings = Change size, colours, speech: choose what to change
help-on-setting = Choose one; you can try them one by one. Hash when done
help-on-language = Here you choose the language
help-on-help = This is help
help-on-staff = Staff have been told, please wait
help-on-offline = The hall's server cannot be reached; hash tries again
help-on-warning = Press any key to go on
help-on-end = The visit is over
help-page-1 = Help 1: this screen
help-page-2 = Help 2: the keys
help-page-3 = Help 3: step by step
help-tutorial-1 = Press the down arrow and listen item by item. When you hear the one you want, press the round key
help-tutorial-2 = Every item has a number; you can press the number instead
help-tutorial-3 = For a ticket: press 1, choose the service, press hash twice, and you hear your number
help-tutorial-4 = Wrong way? Press Back. Press zero at any time and somebody comes to help
help-keys = Up and down arrows move, the round key confirms, Back goes back, a digit chooses that item, hash confirms, star goes back, zero calls staff
help-speech = Minus and equals change the volume, brackets the rate, P pauses, R repeats
help-touch = With speech on: move one finger slowly, what it touches is read; double tap opens it
help-learn = Press Help five times to try out the keys
learn-on = Try the keys: each says what it does. Press Help twice to leave
learn-off = Key trial ended
key-NEXT = Down arrow, next item
key-PREVIOUS = Up arrow, previous item
key-ACTIVATE = Round key, confirm
key-BACK = Back key, previous screen
key-HOME = Home key
key-HELP = Diamond key, help
key-PAGE_NEXT = Next page key
key-PAGE_PREVIOUS = Previous page key
key-CONFIRM = Hash key, confirm
key-STAR = Star key, back; erases one while typing
key-REPEAT_ITEM = Repeat this item
key-REPEAT_SCREEN = Repeat this screen
key-PAUSE = Pause or go on
key-VOLUME_UP = Louder
key-VOLUME_DOWN = Softer
key-RATE_UP = Faster
key-RATE_DOWN = Slower
key-LANGUAGE = Change the language
key-CONTRAST = Change the colours
key-SIZE = Change the text size
key-REACH = Low controls
key-CALL_STAFF = Call staff
key-START_SPEECH = Start speech
key-digit-0 = Zero: call staff
key-digit = Digit {$n}, chooses item {$n}
staff-asking = Telling staff…
staff-wait = One moment please
staff-title = Staff have been told
staff-note = Please wait here, somebody will come. You can go on using this
    .easy = Wait here. Somebody comes
staff-coming = { $who ->
        [reception] Somebody from the reception desk
        [supervisor] The supervisor of the hall
       *[other] A member of staff
    } is coming
staff-window-coming = Somebody from window {$window} is coming
staff-failed-title = Staff could not be told
staff-failed = Please call out, or go to the nearest window. You can go on using this
    .easy = Nobody knows yet. Call out
staff-continue = Continue

offline-title = The hall's server cannot be reached
offline-note-alone = No search just now. Tickets work: go home and choose Take a ticket
    .easy = No search now. You can take a number
offline-note = No tickets and no search just now. Please ask at the information desk or press Call staff
    .easy = No numbers now. Go to the desk
offline-wait = This comes back by itself when the line is up
offline-retry = Try again
online-again = The line is up again
net-off-alone = The hall's computer does not answer just now. Tickets work; searching has to wait
    .easy = The hall does not answer. You can take a number
net-off = No connection to the hall's server, trying again. Tickets at the desk
    .easy = The hall does not answer. Go to the desk
emergency-fire = Fire: leave now
emergency-evacuation = Please leave the hall now
emergency-medical = Somebody needs medical help
emergency-other = Emergency
emergency-drill = This is a drill
emergency-fire-do = Do not take the lift. Follow the staff
emergency-evacuation-do = Follow the staff; do not take the lift
emergency-medical-do = Please clear the way and listen to the staff
emergency-other-do = Please listen to the staff
emergency-drill-do = This is a drill. Please follow the staff
emergency-follow = If you cannot walk or see the way, press Call staff and somebody leads you out
emergency-over = The emergency is over; you can go on
help-on-emergency = There is an emergency in the hall; listen to the staff
warn-title = Still there?
warn-note = {$seconds} seconds left. Press any key or touch the screen; nothing is lost
    .spoken = Still there? Press any key to continue, {$seconds} seconds left
warn-continue = Continue
end-title = Finished
end-note = Everything you entered is cleared

# Above every screen
calls-title = Now calling
calls-window = Window {$window}
head-date = {$weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
} {$day} {$month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

## Telling us

tell-title = What would you like to tell us?
tell-complaint = Complaint
tell-complaint-detail = Something went wrong
tell-suggestion = Suggestion
tell-suggestion-detail = How to do better
tell-praise = Praise
tell-praise-detail = Thank somebody
tell-rating = Rate today
    .spoken = Rate today's service
tell-rating-detail = Five steps
tell-questionnaire = A few questions
tell-questionnaire-detail = One choice each
tell-status = See our answer
    .spoken = See our answer, by the number on the receipt
tell-status-detail = By receipt number
tell-about-title-complaint = What is it about?
tell-about-title-suggestion = What is your suggestion about?
tell-about-title-praise = What would you like to praise?
tell-about-waiting = Waiting and calls
tell-about-staff = Staff
tell-about-papers = Papers and forms
tell-about-access = Access
tell-about-machines = Kiosks and screens
tell-about-other = Something else
tell-points-title = What was wrong? Choose any
    .spoken = What was wrong? Choose any, or none
point-too-long = I waited too long
point-order = The order was wrong
point-not-called = I was not called
point-nobody-there = Nobody at the window
point-unfriendly = Not friendly
point-not-explained = Not explained
point-refused = Sent away
point-not-patient = No patience with me
point-told-late = Not told all at once
point-too-many = Too many papers
point-sent-around = Sent back and forth
point-hard-words = Forms are hard
point-ramp = The ramp
point-toilet = The toilet
point-paving = The tactile paving
point-counter = The counter is too high
point-seats = No seat
point-screen = Hard to see
point-voice = Hard to hear
point-printer = It does not print
point-hard-to-use = Hard to use
tell-next = Next: check
    .spoken = Next, check
rate-title = How was today's service?
score-5 = Very good
score-4 = Good
score-3 = So-so
score-2 = Bad
score-1 = Very bad
asked-place = Question {$page} of {$count}
asked-skip = Skip this question
asked-answered = { $n ->
    [one] One question answered
   *[other] {$n} questions answered
}
tell-check-title = Please check, then send
tell-what-complaint = Complaint: {$about}
    .spoken = Complaint, {$about}
tell-what-suggestion = Suggestion: {$about}
    .spoken = Suggestion, {$about}
tell-what-interest = Interested in: {$about}
tell-what-praise = Praise: {$about}
    .spoken = Praise, {$about}
tell-own-none = If you like
tell-words-keys = In my own words, by letters
tell-words-hand = In my own words, by hand
tell-phone = Call me back
tell-phone-none = If you like
tell-phone-given = Number given
tell-publish = You may publish the result
tell-publish-detail = Never who you are
    .spoken = Only the matter and the result, never who you are
tell-send = Send
tell-send-print = Send and print a receipt
tell-sending = Sending…
tell-nothing-why = Nothing chosen yet; go back and choose
tell-phone-title = Your telephone number?
tell-phone-why = Only to answer you; erased 30 days after the end
tell-phone-typed = {$phone}
    .spoken = {PHONE($phone)}
tell-phone-use = Use this number
tell-thanks-title = Thank you
tell-thanks = We wrote down what you said, not who you are
tell-done-title = Received. Your receipt number
    .spoken = Received
tell-reference = {$reference}
    .spoken = Receipt number, {PHONE($a)}, {PHONE($b)}, {PHONE($c)}. Once more, {PHONE($a)}, {PHONE($b)}, {PHONE($c)}
tell-typed = {$reference}
    .spoken = {PHONE($reference)}
tell-due-same-day = You get a first answer today
tell-due = First answer on {$day}/{$month}
    .spoken = First answer on {$day} {$month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
tell-kept = The hall's computer is silent. This kiosk keeps your words and sends them by itself
    .spoken = The hall's computer does not answer. This kiosk keeps your words and sends them by itself; the number is good
    .easy = The hall does not answer. We keep your words. We send them later
tell-note-number = Note the number, or scan the code
tell-qr = Scan to see our answer
tell-finished = Done
receipt-slip-printing = Printing the receipt
tell-slip-printing = Printing the receipt
receipt-slip-printed = The receipt is printed, please take it
tell-slip-printed = The receipt is printed, please take it
receipt-slip-out = The printer has no paper: note the number, or scan the code
    .easy = No paper. Note the number
tell-slip-out = The printer has no paper: note the number, or scan the code
    .easy = No paper. Note the number
receipt-slip-failed = The receipt did not come out: note the number, or scan the code
    .easy = Not printed. Note the number
tell-slip-failed = The receipt did not come out: note the number, or scan the code
    .easy = Not printed. Note the number
receipt-slip-unsure = The receipt may not be whole: note the number, or scan the code
    .easy = Perhaps not printed. Note the number
tell-slip-unsure = The receipt may not be whole: note the number, or scan the code
    .easy = Perhaps not printed. Note the number
receipt-slip-none = This kiosk does not print: note the number, or scan the code
    .easy = No printer here. Note the number
issue-tell = This could not be sent. Please put it differently, or tell staff
    .easy = Not sent. Tell staff
status-pad-title = Type the ten digits of the receipt
status-left = { $n ->
    [one] Ten digits; one is missing
   *[other] Ten digits; {$n} are missing
}
status-look = See our answer
status-title = Our answer
status-what = {$kind} of {$day}/{$month}
    .spoken = Your {$kind} of {$day} {$month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
status-received = Received, not answered yet
status-answered = Answered, not finished yet
status-closed = Finished
status-unknown = There is no such number
status-unknown-help = Look at the receipt and type again. What was told while cut off is found once it is sent
    .easy = Look at the paper. Type again
help-on-tell = Choose what to tell us: a complaint, a suggestion, praise, a rating, a few questions; or see our answer
help-on-tell-about = Choose what it is about
help-on-tell-points = Choose what was wrong, any number or none. Hash goes on
help-on-rate = Rate from very good to very bad
help-on-asked = Answer one question by choosing; hash skips it
help-on-tell-check = Check what you want to tell. You may add your own words or a telephone number. Hash sends it
help-on-tell-phone = Type a telephone number; hash takes it, star erases one
help-on-tell-done = This is your receipt number; you see our answer by it
help-on-status-pad = Type the ten digits of the receipt; hash asks, star erases one
help-on-status = This is the hall's answer

## The hall's own things

hall-way = Find a window
hall-way-detail = The way, the toilet
hall-tell = Tell us
hall-tell-detail = Complaint, rating
hall-wish = Register for work
hall-wish-detail = What you would like
hall-notices = Notices
hall-notices-detail = What is new here
hall-pages = Promises, telephone
hall-pages-detail = Rules, what to bring
hall-fairs = Job fairs
hall-fairs-detail = When and where
pages-title = Promises, rules, telephone
help-on-pages = The hall's telephone and its rules; choose one to read
help-on-page = One page of the hall; the down arrow reads it bit by bit

## The way

way-title = Where would you like to go?
way-window = Window {$n}
way-services = {$names} and more ({$n})
    .spoken = {$names} and more, {COUNT($n)} in all
way-start = Standing before the screen
way-ahead = go straight on, {$steps} steps, about {$metres} m
    .spoken = go straight on, {COUNT($steps)} steps, about {COUNT($metres)} metres
    .easy = Go on. {$steps} steps
way-left = turn left, {$steps} steps, about {$metres} m
    .spoken = turn left, {COUNT($steps)} steps, about {COUNT($metres)} metres
    .easy = Turn left. {$steps} steps
way-right = turn right, {$steps} steps, about {$metres} m
    .spoken = turn right, {COUNT($steps)} steps, about {COUNT($metres)} metres
    .easy = Turn right. {$steps} steps
way-half-left = bear left, {$steps} steps, about {$metres} m
    .spoken = bear left, {COUNT($steps)} steps, about {COUNT($metres)} metres
    .easy = Bear left. {$steps} steps
way-half-right = bear right, {$steps} steps, about {$metres} m
    .spoken = bear right, {COUNT($steps)} steps, about {COUNT($metres)} metres
    .easy = Bear right. {$steps} steps
way-back = turn round, {$steps} steps, about {$metres} m
    .spoken = turn round, {COUNT($steps)} steps, about {COUNT($metres)} metres
    .easy = Turn round. {$steps} steps
way-tactile = tactile paving underfoot
way-stairs = there are stairs
way-arrived = You are there: {$place}
way-plan = Thick line: your way. Dots: tactile paving
    .spoken = Plan of the hall, with this way drawn
way-you = You are here
way-print = Print the way
way-slip-printing = Printing the way
way-slip-printed = The way is printed, please take it
way-slip-out = The printer has no paper. To be led there, call staff
way-slip-failed = It did not come out. To be led there, call staff
way-slip-unsure = It may not be whole. To be led there, call staff
way-slip-none = This kiosk does not print. To be led there, call staff
help-on-way = Choose where you would like to go
help-on-way-to = The way step by step, then the plan. Hash prints it

## Registering for work

consent-title = Before we write anything down
consent-what = We note the work you would like, not who you are
consent-who = Only staff at the windows read it, to find work for you
consent-long = It is kept for {$n} days, then erased
    .spoken = It is kept for {COUNT($n)} days, then erased
consent-erase = With the number you can erase it at any time
consent-withdraw = Erase an old one
    .spoken = Erase what I registered before
consent-agree = I agree, go on
wish-title = What work would you like?
wish-unsaid = Not said
wish-look = See jobs that fit
wish-nothing-why = Please choose at least one thing
wish-found = { $n ->
    [0] No job fits just now
    [one] One job fits
   *[other] {$n} jobs fit
}
wish-none = You can register now; the windows will see it when a job comes
    .easy = You can register now. We tell you when a job comes
wish-register = Register what I need
wish-registering = Registering…
wish-done-title = Registered. Your number
    .spoken = Registered
wish-reference = {$reference}
    .spoken = Your number, {PHONE($a)}, {PHONE($b)}, {PHONE($c)}. Once more, {PHONE($a)}, {PHONE($b)}, {PHONE($c)}
wish-window = Show the number at a window, where we go on with it
wish-until = Kept until {$day}/{$month}
    .spoken = Kept until {$day} {$month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
need-slip-printing = Printing the receipt
need-slip-printed = The receipt is printed, please take it
need-slip-out = The printer has no paper: please note the number
need-slip-failed = The receipt did not come out: please note the number
need-slip-unsure = The receipt may not be whole: please note the number
    .easy = Perhaps not printed. Note the number
need-slip-none = Please note the number
wish-withdraw-title = Type the ten digits of the receipt
wish-erase = Erase this
wish-unknown = There is no such number; it may be erased already
wish-erased-title = Erased
wish-erased = It is erased; nothing of it is left
    .easy = It is erased. Nothing is left
help-on-wish-consent = What is written down, who reads it, for how long. If you agree, press hash
help-on-wish = Choose what work you would like; at least one thing. Hash shows jobs
help-on-wish-matches = Jobs that fit and why. Hash registers
help-on-wish-done = Your number: show it at a window, or erase the registration by it
help-on-wish-withdraw = Type the ten digits of the receipt; hash erases it, star takes one digit back

## Devices in trouble

trouble-voice = The voice stopped and is being restarted. Everything is on the screen; you can also call staff
    .easy = The voice stopped. Please look at the screen
trouble-voice-over = The voice is back
trouble-keypad = The keypad is unplugged. The screen works; rest a finger on it for two seconds to hear it
    .spoken = The keypad is unplugged. Please plug it in again, or use the screen with your finger, or ask somebody to call staff
    .easy = The keypad is off. Use the screen
trouble-keypad-over = The keypad is back
trouble-paper = The printer does not print now. You still get a number: please note it
trouble-paper-over = The printer works again

## Notices

notices-title = Notices of the hall
notices-none = There is no notice now
help-on-notices = The hall's notices; the page keys turn to the next
