# The hall's site changed on pages.
site-title = Hall settings
site-hint = Change the hall's name, services, windows, opening hours and rules here. Before each save you see whom it affects; for 30 days you can take it back.
site-nothing = Nothing to change; all stays as it is.
site-read-only = The server may not write the settings file { $path }, so you can only look. Ask the technician to let the server's user write that folder, or to change the file.
site-by-hand = The settings file was changed by hand; the hall does not go by it yet
site-by-hand-wrong = The settings file was changed by hand and has faults; the hall goes on as before
site-by-hand-where = File: { $path }
site-adopt = Go by the file's changes
site-to-history = See every change, or take one back
site-file = These settings are kept in the server's file { $path }. A technician may change it too, its comments stay; what is not listed here is never touched.
site-not-written = Not saved: the settings file { $path } cannot be written ({ $why }). Nothing has changed.
area-hall = Name and identity
area-hall-hint = The hall's name, emblem and colour, its telephone, its address for phones. Change it once, and every screen follows.
area-services = Services
area-services-hint = What is offered: names, the letter of its numbers, minutes of a visit, most numbers a day.
area-windows = Windows
area-windows-hint = Each window's number, where it stands, what it offers, whom it suits best.
area-hours = Opening hours
area-hours-hint = When numbers are given in a week, and which days are holidays.
area-priority = Help and priority
area-priority-hint = Visitors who need it count as arrived some minutes earlier.
area-languages = Languages
area-languages-hint = The languages visitors can choose. With a new one, every name is written in it too.

list-served-by = Windows
list-waiting = Waiting now
list-state = State
list-open = gives numbers
list-closed = gives none
list-nobody = no window
list-window = Window { $number }
list-new-service = Add a service
list-new-window = Add a window

group-name = Name of the hall
group-identity = Identity
group-identity-hint = Emblem and colour are shown on the sign-in page, phone pages, hall screens, kiosks and these pages, the emblem on tickets too. High contrast leaves the colour out, so that all can be read.
group-reach = How to reach us
group-week = Hours of a week
group-week-hint = A day may have several spans, with commas between: 09:00-12:00, 13:30-17:00. Empty: closed.
group-holidays = Holidays
group-day = How a day begins and ends
group-credit = Minutes counted as arrived earlier
group-credit-hint = Minutes; 0 or empty: by arrival. Of several needs the largest holds; they do not add up.
group-policy = Which way
group-names = Names
group-numbers = Numbers
group-plate = Plate
group-offers = Services it offers
group-fit = Whom it suits best
group-times = Times
group-texts = Texts in the new language
group-texts-hint = With a new language each of these needs its words, so that visitors understand them.

key-hall-name = Name of the hall
key-hall-emblem = Emblem
key-hall-colour = Colour
key-hall-hotline = Telephone for help
key-hall-public_url = Address for phones
key-hall-languages = Languages offered
key-hall-region = Region code
key-hall-time_zone = Time zone
key-hall-hours-always = Open day and night, never closed
key-hall-hours-week = Hours
key-hall-hours-holidays = Dates of holidays
key-hall-hours-by_itself = The day's service begins and ends by itself
key-hall-hours-before_minutes = Minutes before opening at which the day begins
key-hall-hours-after_minutes = Minutes after closing at which the day ends
key-issuing-stop_when_full = Give no more numbers when the day's time is used up
key-issuing-kiosk_a_minute = Numbers a kiosk may take in a minute (0: no limit)
key-issuing-overtime_minutes = Minutes served after closing
key-priority-credit_minutes = Minutes earlier
key-priority-policy = Way
key-priority-strict_minutes = With “called first”: never past somebody who came so many minutes before
key-routing-fit_minutes = Minutes left to the windows that suit best
key-service = Service
key-service-names = Name
key-service-about = What it is, in one line
key-service-prefix = Letter of its numbers
key-service-minutes = Minutes of a visit
key-service-quota = Most numbers a day
key-service-open = Gives numbers
key-service-icon = Pictogram
key-window = Window
key-window-number = Number
key-window-zone = Area
key-window-services = Services
key-window-fit_for = Suits best
key-window-breaks = Breaks
key-window-shifts = Shifts
key-zone-names = Name of the area
key-zone-directions = The way there
key-of = { $key } ({ $part })
owner-service = Service “{ $name }”
owner-window = Window { $name }
owner-zone = Area “{ $name }”
owner-part = { $owner }: { $part }
value-none = (none)
value-yes = yes
value-no = no
value-comma = {", "}
language-ug = Uyghur
language-kk = Kazakh
language-mn = Mongolian
day-mon = Monday
day-tue = Tuesday
day-wed = Wednesday
day-thu = Thursday
day-fri = Friday
day-sat = Saturday
day-sun = Sunday
policy-head_start = Counted as arrived earlier
policy-strict = Called first
policy-ratio = Called in turns

hint-emblem = A PNG or JPEG picture of at most 1 MB; it is made 512 px or smaller.
hint-colour = Such as #1d4f91. White letters stand on it, so it must be dark. Empty: the ordinary colour.
hint-hotline = The number visitors call when something is difficult.
hint-address = Where visitors' phones open their own number, such as https://hall.example.gov.cn. Printed in the ticket's code.
hint-languages = The first one is shown first.
hint-holidays = One date a line, such as 2026-10-01.
hint-fit = While somebody sits at a window that suits, visitors with needs are left to it; after so long any window may call.
hint-prefix = One or two capital letters that do not sound alike; not I and O.
hint-minutes = After a while the hall goes by what it has seen.
hint-quota = Empty: no limit.
hint-open = Without it no more numbers are given; those given are called.
hint-number = The number on the plate, on screens and in the announcements.
hint-fit_for = A low counter suits wheelchair users, a signing clerk suits deaf visitors.
hint-breaks = No calls in these spans, such as 12:00-12:30.
hint-shifts = Empty: nobody plans shifts.
emblem-now = The emblem now
emblem-none = No emblem

form-foresee = See what it does
form-leave = Change nothing
form-remove-service = Give up this service…
form-remove-window = Give up this window…
form-moved = The settings were changed since you opened this page. Below is what you wrote; look again, then go on.
form-faults = This cannot be saved yet; please put these right
form-wrong = { $problem }. { $remedy }.

review-title = Before you save
review-hint = Nothing is saved yet. Look whom it affects, then decide.
review-difference = Changes
review-what = What
review-before = Before
review-after = After
review-nothing = No change.
review-effects = What happens
review-forbidden = This cannot be done now; the reason is below.
review-when = It holds at once when saved, without a restart. Kiosks follow after the visitor now at them, hall screens within seconds, signs at once.
review-save = Save and go by it
review-back = Back to the form
level-forbids = Not now:
level-mind = Mind:

effect-hall-id = The hall's id stays for ever; every record bears it.
effect-time-zone = With another time zone every time moves; restart the server too.
effect-address = From now on the code on new tickets leads to { $url }. Tickets printed before keep the old address.
effect-identity = The name and identity change on all pages, hall screens and new tickets.
effect-language-gone = Visitors can no longer choose { $language }.
effect-language-new = Visitors can choose { $language }; where the screens have no words in it, the first language stands.
effect-service-has-numbers = “{ $service }” has given { $count } numbers today. Let it give no more now, and give it up after today's end.
effect-service-is-booked = “{ $service }” has { $count } appointments. Ask these people for another one first.
effect-service-gone = “{ $service }” disappears from the kiosks.
effect-service-new = “{ $service }” appears on the kiosks, served at window { $windows }.
effect-service-unserved = No window offers “{ $service }” yet: nobody would call its numbers. Choose it under Windows next.
effect-service-closed = “{ $service }” gives no more numbers. { $count ->
    [0] Nobody waits for it.
    [one] The one who waits keeps the place and is called.
   *[other] The { $count } who wait keep their places and are called.
}
effect-service-opened = “{ $service }” gives numbers again.
effect-prefix = { $given ->
    [0] The next number of “{ $service }” begins with { $after }.
    [one] The one number “{ $service }” gave today keeps its { $before }; the next one begins with { $after }.
   *[other] The { $given } numbers “{ $service }” gave today keep their { $before }; the next one begins with { $after }.
}
effect-quota = “{ $service }” has given { $given } numbers today and may give { $left } more.
effect-quota-over = “{ $service }” has given { $given } numbers today, which is all: no more today.
effect-quota-none = “{ $service }” has no limit any more; it has given { $given } today.
effect-minutes = Waits for “{ $service }” are reckoned with { $minutes } minutes a visit, until the hall has learned better.
effect-service-names = The name or description of “{ $service }” changes on kiosks, screens and pages; { $count ->
    [0] nobody waits for it.
    [one] the one who waits is not affected.
   *[other] the { $count } who wait are not affected.
}
effect-window-busy = { $number } is at window { $window } now. Finish the visit first.
effect-window-gone = Window { $window } is used no more and disappears from screens and announcements.
effect-window-has-clerks = These accounts sit at window { $window } and choose another one when they sign in: { $names }.
effect-window-number = What was window { $before } is window { $window } now. Change its plate too.
effect-window-zone = Visitors for window { $window } wait in “{ $zone }” from now on.
effect-window-drops = Window { $window } no longer calls for “{ $service }”. { $count ->
    [0] Nobody waits for it.
    [one] The one who waits keeps the place; other windows call.
   *[other] The { $count } who wait keep their places; other windows call.
}
effect-window-finishes = { $number }, at window { $window } now, is served to the end.
effect-window-takes = Window { $window } calls for “{ $service }” too. { $count ->
    [0] Nobody waits for it.
    [one] The one who waits has one more window.
   *[other] The { $count } who wait have one more window.
}
effect-window-fit = Visitors who take a number from now on are left to window { $window } by the new rule.
effect-window-times = Breaks or shifts of window { $window } changed; the waits shown follow.
effect-window-new = Window { $window } is closed at first; it calls once somebody signs in and opens it.
effect-nobody-serves = { $count ->
    [0] No window offers “{ $service }” any more: nobody would call its numbers.
    [one] No window offers “{ $service }” any more, but one visitor waits for it.
   *[other] No window offers “{ $service }” any more, but { $count } visitors wait for it.
}
effect-closes-now = By the new hours the hall is closed now: no more numbers. { $count ->
    [0] Nobody waits.
    [one] The one who waits is called.
   *[other] The { $count } who wait are called.
}
effect-opens-now = By the new hours numbers are given now.
effect-hours-today = Today's hours: { $spans }.
effect-closed-today = The hall is closed today.
effect-holiday-over = { $day } is over already.
effect-holiday-always = The hall is open day and night, so it is open on { $day } too.
effect-booked-outside = { $count ->
    [one] One appointment lies
   *[other] { $count } appointments lie
} outside the new hours: ask these people for another time.
effect-priority = { $count ->
    [0] Nobody waits now;
    [one] The one who waits keeps the place;
   *[other] The { $count } who wait keep their places;
} the rule holds from the next number on.
effect-priority-example = { $known ->
    [yes] For example: for “{ $service }”, a visitor now ({ $need }) would have { $after } ahead instead of { $before }, and wait about { $newlow }–{ $newhigh } minutes instead of { $low }–{ $high }.
   *[other] For example: for “{ $service }”, a visitor now ({ $need }) would have { $after } ahead instead of { $before }.
}
effect-restart-server = Some of this (sync, sources, search, alerts) holds only after the server is restarted.
effect-restart-region = Sources ask for the new region only after the server is restarted.

history-title = Changes of settings
history-hint = Who changed what, when and from which machine. For 30 days a change can be taken back, and that stands here too.
history-none = No changes yet.
history-site = Hall settings
history-account = Account { $subject }
history-kiosk = How kiosk { $subject } begins
history-notice = Notice
history-by = { $by }, { $at }
history-from = , from { $origin }
history-take = Take back…
history-taken = Taken back.
history-undoes = This took an earlier change back.
history-too-old = Older than 30 days: it cannot be taken back.
history-only-admin = Only an admin can take it back.
history-saved = Saved; it holds now.
history-first = The hall's first steps were done: it begins here.
history-published = Notices and playlists
history-published-hint = What was published, changed and taken down in the last 30 days.
history-published-fault = This could not be taken back: it was changed again meanwhile, is over, or was for a screen the hall no longer has. Look at it on its own page.
history-notice-published = Notice published
history-notice-changed = Notice changed
history-notice-withdrawn = Notice taken down
history-playlist-published = Playlist published
history-playlist-changed = Playlist changed
history-playlist-withdrawn = Playlist taken down
history-back-published = Take it down
history-back-changed = Put back what it was before
history-back-withdrawn = Put it up again
history-later = A later change stands over this one; take that back first.
history-part-name = Name
history-part-text = Words
history-part-items = What it shows
history-part-where = Where
history-part-when = When
history-part-how = How
history-older = Older
history-arrow = { $before } → { $after }
undo-title = Take a change back
undo-hint = This is how it would be. Nothing is changed yet.
undo-conflict = It cannot simply be taken back: these were changed again since. Take the later change back first, or change them on their page.
undo-conflict-line = { $what } is now { $now }
undo-conflict-by = (changed by { $by } at { $at })
undo-do = Take it back
undo-leave = Leave it as it is
undo-faults = The settings would be wrong then:
key-role = role
key-disabled = shut
owner-page = Page “{ $name }”
owner-question = Question “{ $name }”
key-page-names = title
key-page-text = text
key-page-easy = easy words
key-question-names = question
key-question-choices-names = choice
key-map-places-names = Name on the plan
key-priority-sentence = The rule of priority in words

# The first run.
setup-title = A hall's first steps
setup-step = Step { $step } of 5:
setup-hall = Hall
setup-services = Services and windows
setup-hours = Hours
setup-devices = Devices
setup-admin = Admin
setup-hall-ask = which hall is this?
setup-hall-hint = Stop whenever you like: you go on where you were. All of this can be changed later under “Hall settings”.
setup-services-ask = which services, how many windows?
setup-services-hint = Every window offers every service at first; part them later.
setup-hours-ask = when is it open?
setup-hours-hint = After this step the hall goes by what you wrote.
setup-devices-ask = let kiosks and screens in
setup-devices-hint = Run one of these commands on the kiosk, or on the computer of the signs: it finds this hall by itself and shows six digits. Type the digits you see there. Or go on, and do it later under “People and devices”.
setup-admin-ask = who runs the hall?
setup-admin-hint = This is the first admin's account. Once it is made, this page is closed and everybody signs in.
setup-name-zh = Name of the hall (Chinese)
setup-name-en = Name of the hall (English)
setup-name-en-hint = May be left out; the hall is in Chinese only then.
setup-region-hint = Six digits, such as 150421.
setup-address-hint = What a phone in the hall's network can open. Leave it for now if you are not sure.
setup-usual = Usual services
setup-own = Services of your own (may be left out)
setup-own-zh = Service { $number } (Chinese)
setup-own-en = Service { $number } (English)
setup-windows = How many windows
setup-windows-hint = 1 to 40.
setup-asks = { $role } “{ $name }” asks to be let in
setup-code = The six digits that machine shows
setup-let-in = Let it in
setup-no-devices = No machine asks now.
setup-look-again = Look for machines again
setup-pairing_differs = The digits differ; it was not let in. Run the command on that machine again, then try once more.
setup-pairing_broken = That machine waits no longer. Run the command on it again.
setup-unknown_pairing = That machine waits no longer. Run the command on it again.
setup-admin-name = Account name
setup-admin-name-hint = For signing in, such as a family name.
setup-admin-again = The password once more
setup-admin-name-wrong = Write an account name of at most 64 letters.
setup-admin-differs = The two passwords differ; please write them again.
setup-admin-weak = A password has 8 to 128 characters.
setup-admin-taken = There is such an account already; choose another name.
setup-hall-taken = The database already holds a hall with this region code. If this is a second server of that hall, stop here and start it with the first server's settings file (--site). If it is another hall, go back to the first step and give another region code, or give this hall a database of its own.
setup-not-founded = The steps before are not done yet; go back to the hours.
setup-wrong-name = Write the hall's Chinese name.
setup-wrong-region = A region code has six digits, such as 150421.
setup-wrong-hotline = Write the number visitors call when something is difficult.
setup-wrong-address = An address begins with http:// or https://.
setup-wrong-services = Choose one service at least, or write one of your own.
setup-wrong-span = Write a span like 09:00-12:00, the earlier time first; commas between several.
setup-wrong-hours = Choose “open day and night”, or write the hours of one day at least.
setup-next = Next
setup-back = Back
setup-finish = Open the hall
setup-done = The hall is open
setup-done-hint = { $who } is signed in. What comes next:
setup-next-people = Make accounts for your colleagues
setup-next-people-hint = Everybody at a window, at the reception and in charge has an own one.
setup-next-window = Open a window and call the first number
setup-next-window-hint = Choose a window, open it, call the next visitor.
setup-next-codes = Guard the admin's account by one-time codes
setup-next-codes-hint = An authenticator on a phone; it needs no internet.
setup-next-identity = Add the emblem and the colour
setup-next-identity-hint = Change it once, and every screen follows.
setup-next-today = Look at Hall today
setup-next-today-hint = Which device needs a hand, and what to do.

area-questions = Questionnaire
area-questions-hint = What visitors are asked, what they can choose, from which day to which.
list-asked = Asked on
list-always = always
list-new-question = New question
list-to-answers = See what was answered
form-remove-question = Remove this question…
group-question = Question
group-choices = Answers to choose from
group-choices-hint = Write two to five answers; empty a row to remove it. Where words change, earlier answers stay counted under the earlier words.
group-asked = When it is asked
hint-day = Write it as 2026-03-01; leave it empty for no end.
key-question = Question
key-question-choices = Answers
key-question-from_day = From this day on
key-question-until_day = Up to and with this day
group-choice-1 = Answer 1
group-choice-2 = Answer 2
group-choice-3 = Answer 3
group-choice-4 = Answer 4
group-choice-5 = Answer 5

history-decided = Corrections of single items of content
history-decided-hint = What was decided in the last 30 days about single jobs, courses, policies and notices; it holds whatever their source says later. Once taken back, what the source says counts. Older ones:
history-decided-fault = This was not taken back: somebody changed it or took it back meanwhile. Look at it again.
history-decided-pin = Kept as it is: { $title }
history-decided-correct = Put right: { $title }
history-decided-withdraw = Withdrawn: { $title }
history-decided-back = Take this decision back
history-is-pin = Follows its source
history-is-withdraw = Shown to visitors
history-yes = yes
history-no = no
history-item-title = Title
history-item-summary = Summary
history-item-employer = Employer
history-item-place = Place
history-item-address = Address
history-item-pay_min = Least pay a month
history-item-pay_max = Most pay a month
history-item-pay_text = Pay
history-item-requirements = Requirements
history-item-paragraphs = Text
history-item-easy_read = In easy words
history-item-openings = Openings
history-item-expires_at = Shown until
area-passwords = Passwords
area-passwords-hint = How long the staff's passwords are and when they are changed. Turn on here what an inspection of the protection level asks for.
key-passwords-profile = Which demands
key-passwords-shortest = Fewest characters (8 to 64)
key-passwords-classes = Fewest classes of characters (2 to 4)
key-passwords-days = Days until a new one is asked for (1 to 365)
key-passwords-remembered = How many of the last ones cannot be taken again (1 to 24)
profile-plain = Ordinary: long and hard to guess, never changed by the calendar
profile-level2 = 等保二级 (protection level 2): also classes of characters, change by the calendar and at the first sign-in
hint-profile = What keeps a password safe is that it is long and hard to guess. Turn the other demands on only where an inspection asks for them.
group-level2 = Demands of protection level 2
group-level2-hint = The four classes are capitals, small letters, digits and other signs. Whoever got a password from an admin chooses another at the first sign-in.
effect-passwords = { $count ->
    [0] No account needs a new password at its next sign-in.
    [one] One account must choose a fitting password at its next sign-in.
   *[other] { $count } accounts must choose a fitting password at their next sign-in.
 }
effect-passwords-plain = Passwords are no longer changed by the calendar. Those that are set stay good.
group-stations = Where to sign in
group-stations-hint = First give each workstation a certificate under “People and devices”, then turn this on. The server's own browser may always sign in.
key-stations-required = Staff sign in at workstations with a certificate of the hall only
effect-stations-required = { $count ->
    [0] No computer has a certificate yet: nobody can sign in but on the server itself, and whoever is signed in is signed out at once.
    [one] Only the one computer with a certificate and the server itself can sign in; whoever is signed in elsewhere is signed out at once.
   *[other] Only the { $count } computers with a certificate and the server itself can sign in; whoever is signed in elsewhere is signed out at once.
 }
