## The ticket. Everything here is read on paper; nothing is spoken.

ticket-top = ▲ Top
ticket-reprint = REPRINT
ticket-area = Wait in
ticket-ahead = Ahead of you
ticket-ahead-value =
    { $people ->
        [one] { $people } person
       *[other] { $people } people
    }
ticket-wait = About
ticket-wait-value = { $low }–{ $high } min
ticket-wait-one = { $low } min
ticket-taken = Taken
ticket-time =
    { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }, { $time }
ticket-scan =
    Scan to see
    how many are ahead
ticket-alone = The hall's computer did not answer when this was printed. The number is valid and queued by this time.
ticket-advice = Watch the screens, the loudspeaker and your phone. If you miss your call, tell any window.
ticket-hotline = Hotline
ticket-needs = Help needed: { $names }
ticket-and = { $first }, { $second }
ticket-type = Cannot scan? Open { $address } on a phone and type:

## Easy to read: one thing a sentence.

easy-number = Your number
easy-area = Please sit down here: { $area }.
easy-ahead =
    { $people ->
        [0] Nobody is before you.
        [one] { $people } person is before you.
       *[other] { $people } people are before you.
    }
easy-wait = You wait { $low } to { $high } minutes.
easy-wait-one = You wait { $low } minutes.
easy-call = When we call { $number }, go to the window.
easy-lost = Ask us if something is not clear.
easy-hotline = Or call

## Needs, printed only when the visitor asked for it.

need-wheelchair = wheelchair
need-blind = blind
need-low_vision = low vision
need-deaf = deaf
need-hard_of_hearing = hard of hearing
need-speech = speech difficulty
need-text_only = text only
need-vibration = vibration
need-escort = a guide
need-sign_language = sign language
need-slow_walker = slow walker
need-easy_read = easy language
need-elder = elderly
need-pregnant = pregnant
need-veteran = veteran
need-infant = with an infant

## Slips to take along.

note-job = Job
note-training = Training
note-fair = Job fair
note-policy = Policy in brief
note-recommendation = Recommendation
note-way = The way
note-need = Receipt of a registered need
note-feedback = Receipt
note-printed = Printed
note-reference = Number
note-scan = Scan for all details

slip-employer = Employer
slip-pay = Pay
slip-place = Place
slip-hours = Hours
slip-openings = Openings
slip-openings-value = { $count }
slip-education = Education
slip-disability = Open to
slip-contact = Contact
slip-until = Until
slip-starts = Starts
slip-fee = Fee
slip-fit = Why it fits you
slip-kind = About
slip-received = Received
slip-answer-by = Answer
slip-answer-by-value =
    by { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
slip-job = Position
slip-job-advice = Please call before an interview. If you need company or sign language, tell the job window.
slip-training-advice = Sign up at the training window or by telephone.
slip-fair-advice = Please bring your ID card, disability certificate and CV.
slip-policy-advice = Ask at the policy window for the whole text.
slip-recommendation-ask = We recommend this applicant to you. Please arrange an interview.
slip-recommendation-back = To be filled in by the employer and brought back to the hall
slip-way-advice = If you cannot find it, ask staff: somebody will take you there.
slip-need-title = Need for work
slip-kept-until = Kept until
slip-need-advice = Show this number at a window, where we go on with it.
slip-need-withdraw = To withdraw it, type this number at a kiosk: it is erased at once.
slip-feedback-advice = With this number you can ask by telephone or at any window.
slip-name = Name
slip-phone = Telephone
slip-clerk = Clerk
slip-date = Date
slip-company-sign = Signature
slip-hired = hired
slip-later = will call again
slip-no = does not fit

## What a printer says of itself.

status-ready = ready
status-low = paper ends soon
    .remedy = Have a new roll ready and change it while nobody takes a ticket.
status-out = no paper
    .remedy = Open the cover, put in a new roll, close the cover.
status-cover = cover open
    .remedy = Close the cover until it clicks.
status-cutter = cutter stuck
    .remedy = Switch the printer off, open the cover, take out the jammed paper, switch it on.
status-hot = head too hot, cooling down
    .remedy = Wait a minute; it goes on by itself.
status-fault = fault, switch it off and on
    .remedy = Switch it off, wait ten seconds, switch it on; if that does not help, change the printer.
status-offline = offline
    .remedy = Press the feed or on-line key of the printer; look at paper and cover.
status-unreachable = unreachable
    .remedy = See whether its power lamp is on, then whether the cable sits tight at both ends.
status-unknown = no answer, state unknown
    .remedy = Print a test ticket; if it never answers, look at the cable.
status-none = this printer cannot report its status

## What became of a paper, and why.

job-queued = waiting
job-sending = being printed
job-printed = printed
job-not-confirmed = not confirmed (it may be on paper: look at the printer before printing again)
job-failed = not printed
cause-lost = the connection broke while printing
cause-power = power cut or crash

test-hall = Printer test
test-service = Test print
test-area = Beside the printer
test-directions = You can read this, so the printer works
test-profile = Profile
test-width = Print width
test-width-value = { $millimetres } mm
test-number = Please measure: the large number is at least { $millimetres } mm high, and the thick lines are whole at both ends.
