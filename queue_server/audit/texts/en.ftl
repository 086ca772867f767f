# The journal: everything that happened in the hall.
journal-title = Journal
journal-hint = Everything that happened in the hall, newest first. It cannot be changed, and holds no needs of visitors.
journal-subject = Subject
journal-subject-all = everything
journal-subject-ticket = tickets
journal-subject-window = windows and days
journal-subject-people = people and access
journal-subject-notice = notices and emergencies
journal-subject-told = what visitors told and asked
journal-subject-machine = devices, content, backups
journal-day = Day
journal-show = Show
journal-at = Time
journal-what = What happened
journal-by = Who
journal-more = Details
journal-older = Older
journal-newest = Newest
journal-none = Nothing is recorded.
journal-changed = { $name }: { $before } → { $after }
journal-window = window { $number }
journal-nothing = (none)
journal-key-role = role
journal-key-window = window
journal-key-disabled = shut
journal-yes = yes
journal-no = no
journal-wrong-day = That is no day; write it like 2026-11-23.

journal-alert_tested = Tested a way of telling
journal-appointment_booked = Appointment made
journal-appointment_cancelled = Appointment cancelled
journal-appointment_checked_in = Checked in for an appointment
journal-appointment_early = Came early for an appointment
journal-appointment_late = Late for an appointment
journal-appointment_missed = Appointment missed
journal-appointment_moved = Appointment moved to another time
journal-assistance_asked = Asked for somebody to come
journal-assistance_taken = Somebody goes to help
journal-assistance_done = Helped
journal-backed_up = Backed up
journal-settings_changed = Settings changed
journal-settings_taken_back = Settings taken back
journal-site_changed = The hall goes by changed settings
journal-certificate_made = A certificate was made for a machine
journal-certificate_shown = A machine uses its new certificate
journal-journal_key = The journal is signed with this key from here on
journal-seal = Signed up to row { $row } of { $rows } at { $at } with the key { $key }.
journal-seal-public = Public key
journal-seal-hint = The journal is signed each hour and at the end of each day. Write the public key down once and keep it elsewhere: with it anybody can check an exported journal (hall90 journal export, hall90 journal verify).
journal-seal-none = The journal is not signed yet; that happens within the first minutes.
journal-seal-cut = Row { $row } was signed and is no longer there as it was. Run hall90 server check and keep all copies as they are.
journal-recovered = Damaged records put back from a copy by the server itself
journal-gone = gone: what came after { $since }{ $until ->
        [none] { "" }
       *[other] , until { $until }
    }; { $rows ->
        [none] rows not counted
       *[other] { $rows } rows
    }
journal-erased = Erased what was over
journal-erased-visit_needs = { $count ->
        [one] needs of one visit
       *[other] needs of { $count } visits
    }
journal-erased-visit_windows = { $count ->
        [one] windows that suited one visit
       *[other] windows that suited { $count } visits
    }
journal-erased-need = { $count ->
        [one] one registered wish
       *[other] { $count } registered wishes
    }
journal-erased-feedback = { $count ->
        [one] one thing told by a visitor
       *[other] { $count } things told by visitors
    }
journal-erased-feedback_contact = { $count ->
        [one] one number to call back
       *[other] { $count } numbers to call back
    }
journal-erased-appointment = { $count ->
        [one] one appointment
       *[other] { $count } appointments
    }
journal-erased-vacancy = { $count ->
        [one] one job told by an employer
       *[other] { $count } jobs told by employers
    }
journal-erased-copies = { $count ->
        [one] one copy of the hall
       *[other] { $count } copies of the hall
    }
journal-erased-other = { $count ->
        [one] one note of the hall's own
       *[other] { $count } notes of the hall's own
    }
journal-restored = Restored from a backup
journal-content_applied = Content changed
journal-day_opened = Service day opened
journal-day_closed = Service day closed
journal-day_reported = Day report made
journal-day_recovered = Service day recovered
journal-delivery = Delivery
journal-device_status = Device state
journal-diagnostics_taken = Took a diagnostics file
journal-emergency_declared = Emergency declared
journal-emergency_ended = Emergency ended
journal-feedback_received = Visitor told something
journal-feedback_answered = Answered a visitor
journal-feedback_late = Answer overdue
journal-feedback_published = Published
journal-feedback_withdrawn = Published no more
journal-finding_dismissed = Left a finding out
journal-findings_recalled = Showed findings again
journal-kiosk_modes_set = Set how a kiosk begins
journal-kiosk_offline = Kiosk worked alone
journal-need_registered = Need registered
journal-need_withdrawn = Need withdrawn
journal-need_finished = Need finished
journal-notice_published = Notice published
journal-notice_changed = Notice changed
journal-notice_withdrawn = Notice taken down
journal-pager_lent = Pager lent
journal-shift_began = Shift began
journal-shift_ended = Shift ended
journal-ticket_issued = Ticket taken
journal-ticket_called = Called
journal-ticket_recalled = Called again
journal-ticket_arrived = Arrived
journal-ticket_finished = Finished
journal-ticket_missed = No-show
journal-ticket_held = Held
journal-ticket_resumed = Resumed
journal-ticket_returned = Back in line
journal-ticket_transferred = Transferred
journal-ticket_service_added = Service added
journal-ticket_stepped_away = Stepped away
journal-ticket_cancelled = Cancelled
journal-ticket_expired = Expired
journal-ticket_reopened = Reopened
journal-ticket_reprinted = Printed again
journal-token_created = Device let in
journal-token_revoked = Device shut out
journal-user_created = Account made
journal-user_changed = Account changed
journal-user_password_set = Password set
journal-user_codes_begun = One-time codes turned on
journal-user_codes_ended = One-time codes turned off
journal-user_signed_in = Signed in
journal-user_refused = Sign-in refused
journal-window_opened = Window opened
journal-window_paused = Window paused
journal-window_closed = Window closed
journal-window_changed = Window changed
journal-window_lost = Window lost
journal-ticket_needs_changed = Needs changed
journal-clock_stepped = The clock was set
journal-vacancy_registered = Vacancy registered
journal-vacancy_closed = Vacancy closed
journal-content_decided = Decided on an item of content
journal-content_published = Published an item of the hall
journal-submission_decided = Decided on what the level below sent
journal-sync_paused = Paused or resumed the feed
journal-sync_released = Released what was held
journal-sync_wanted = Asked for the feed at once
journal-sweep_decided = Decided on a sweep that was held
journal-playlist_published = Playlist published
journal-playlist_changed = Playlist changed
journal-playlist_withdrawn = Playlist taken down
journal-media_added = Picture or film kept
journal-media_captioned = Captions given to a film
journal-media_removed = Picture or film removed
journal-from = From where
journal-from-hint = an address or a part of one
journal-from-hall = the hall itself
journal-from-server = the server's own console
journal-from-console = console at { $address }
journal-from-device = device at { $address }
journal-from-page = page at { $address }
journal-from-phone = a visitor's phone
journal-user_signed_out = Signed out
journal-session_refused = A sign-in was used from another place and refused
journal-session_ended = Signed out by an admin
journal-export_taken = Took a table of figures
journal-station_made = A workstation was given a certificate
journal-station_ended = A workstation's certificate was ended
