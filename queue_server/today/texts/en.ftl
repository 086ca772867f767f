# Hall today: what is wrong, what visitors notice, what to do, who can.
today-summary-well = All is well: { $count ->
    [one] one device or program is
   *[other] all { $count } devices and programs are
 } here.
today-summary-soon = Visitors are served, but { $count ->
    [one] one thing needs
   *[other] { $count } things need
 } a hand soon.
today-summary-stops = { $count ->
    [one] One thing is
   *[other] { $count } things are
 } in visitors' way now.

today-thing-window_sign = The sign of window { $number }
today-thing-sign = The sign { $name }
today-thing-printer = The printer of kiosk { $name }
today-thing-voice = The announcements of { $name }

today-hall-write_failed = The server could not write its last records to the disk.
    .visitors = Nobody can take a ticket or be called; the tickets taken are all there.
    .do1 = See whether the server's disk is full; if so, delete files nobody needs.
    .do2 = Restart the server; it checks its records by itself.
    .do3 = If that does not help, change the disk and restore the latest backup.
today-hall-standing_by = This server stands by; another one runs the hall.
    .visitors = Nothing.
    .do1 = Nothing is to be done; this one takes over by itself when the other one ends.
today-hall-no_day = The service day has not begun.
    .visitors = The kiosks give no tickets.
    .do1 = Open the day on the staff page, or ask a supervisor to.
    .do2 = See whether the hours in the settings are right.
today-hall-no_window = { $count ->
    [one] One visitor waits
   *[other] { $count } visitors wait
 } for { $thing }, and no window is open for it.
    .visitors = They wait, and nobody will call them.
    .do1 = Open a window that serves it.
    .do2 = If none can be opened, go and tell them when it will be.
today-hall-assistance = A visitor has asked for somebody to come, and nobody has gone: { $place }.
    .visitors = One visitor is waiting for a person.
    .do1 = Go there now, and press “I am coming” on the staff page.
today-hall-feedback_late = { $count ->
    [one] One thing a visitor told has
   *[other] { $count } things visitors told have
 } not been answered in time.
    .visitors = Who told it finds no answer.
    .do1 = Open “What visitors tell” and answer what is marked red first.
today-hall-disk_low = The server's disk is nearly full: { $free } MB are left.
    .visitors = Nothing yet; when it is full, nobody can take a ticket.
    .do1 = Copy old backups elsewhere, then delete them from the server.
    .do2 = Delete files nobody needs, or put in a larger disk.
today-hall-backup_old = The last backup is { $days } days old.
    .visitors = Nothing; should the disk fail, the records of these days are lost.
    .do1 = Press “Back up now” on this page, then copy the file to another machine or a stick.
today-hall-backup_none = This hall has never been backed up.
    .visitors = Nothing; should the disk fail, all records are lost.
    .do1 = Press “Back up now” on this page, then copy the file to another machine or a stick.
today-hall-backup_elsewhere = No copy of the hall has reached { $place } for two days.
    .visitors = Nothing; should this machine burn or be stolen, the records of these days are lost.
    .do1 = See whether the disk is plugged in, or the share is mounted, and has room.
    .do2 = Press “Back up now” on this page and carry the file away by hand.
today-hall-recovered = The hall's records were { $state ->
        [missing] gone
        [log_gone] torn off at their end
       *[damaged] damaged
    }: the server put back the copy that knows the hall until { $from } by itself.
    .visitors = What was written after { $from }{ $until ->
        [none] { "" }
       *[other] { " " }and until { $until }
    } is gone. { $known ->
        [no] How much that is cannot be read any more.
        [part] At least { $numbers ->
            [one] one number was
           *[other] { $numbers } numbers were
        } given in that time, the rest cannot be read.
       *[yes] { $numbers ->
            [0] No number was
            [one] One number was
           *[other] { $numbers } numbers were
        } given in that time.
    } Kiosks bring back every number they printed; whoever got theirs at the desk or on the phone then is known no more.
    .do1 = Ask in the hall who holds a number that is not called, and give them a place at the desk.
    .do2 = Enter again what was changed in that time: appointments, notices, accounts, answers to visitors.
    .do3 = Let somebody check this machine's disk and memory{ $times ->
        [1] { "" }
       *[other] : this is damage number { $times } in thirty days, so replace it
    }. { $aside ->
        [none] There was no file to keep.
       *[other] The damaged file is kept as { $aside } in the server's folder.
    } When all this is done, dismiss this line.
today-hall-content_damaged = The file with jobs and notices from outside was damaged and has been laid aside.
    .visitors = Until the content has come again, searches find less or nothing; numbers are given as always.
    .do1 = Look at “Content sync” whether it comes again, or press “Sync now” there.
    .do2 = Let somebody check the disk: a file is not damaged for no reason.
    .do3 = When all is there again, remove the file content.db.damaged-… from the server's folder.
today-hall-journal_cut = Something is missing in the journal: row { $row } was signed and is no longer there as it was.
    .visitors = Visitors notice nothing; but who did what can no longer be proved.
    .do1 = Ask whether somebody put an old copy back by hand, and when.
    .do2 = Keep the server's folder, the backups and the other disk as they are; overwrite nothing.
    .do3 = Run hall90 server check on the server and show its answer to whoever answers for the hall.
today-hall-journal_key = The journal is signed with a new key: { $key }.
    .visitors = Visitors notice nothing.
    .do1 = If the server was moved or set up anew this week, that is why: write the new key down.
    .do2 = If not, ask who had access to the server's folder, and run hall90 server check.
today-hall-away-kiosk = Kiosk { $name } is not connected to the server.
    .visitors = If it is on, it still gives tickets and tells them later; it does not find the newest jobs.
    .do1 = See whether the kiosk is on and its network cable sits tight.
    .do2 = See whether the lamps of the router and the switch are on.
    .do3 = Switch the kiosk off, wait ten seconds, switch it on.
today-hall-away-display = The display program { $name } is not connected to the server.
    .visitors = Signs stand still and no calls are heard; call visitors in person.
    .do1 = See whether the computer that drives the signs is on and its cable sits tight.
    .do2 = Restart that computer.
today-hall-emergency = An emergency is being announced.
    .visitors = Every sign and kiosk shows the emergency and nothing else.
    .do1 = When the danger is over, end it on the staff page.

today-printer-paper_out = { $thing } has no paper.
    .visitors = They get no paper; their number is valid, it stands on the screen and is read out.
    .do1 = Open the cover, put in a new roll with the end outside, close the cover.
    .do2 = The staff page prints again for those who got none.
today-printer-paper_low = { $thing } will soon be out of paper.
    .visitors = Nothing yet.
    .do1 = Have a new roll ready and change it while nobody takes a ticket.
today-printer-cover_open = { $thing } has its cover open.
    .visitors = They get no paper; their number is valid.
    .do1 = Close the cover until it clicks.
today-printer-cutter = { $thing } has its cutter stuck.
    .visitors = They get no paper; their number is valid.
    .do1 = Switch the printer off, open the cover, take out the jammed paper, switch it on.
    .do2 = If it sticks again, ask the supplier for a new cutter.
today-printer-head_hot = { $thing } is too hot and rests a while.
    .visitors = Paper comes slowly.
    .do1 = Wait a minute; it goes on by itself.
    .do2 = If it happens often, give it more air.
today-printer-fault = { $thing } is broken.
    .visitors = They get no paper; their number is valid, it stands on the screen and is read out.
    .do1 = Switch the printer off, wait ten seconds, switch it on.
    .do2 = If that does not help, change the printer and call the supplier.
today-printer-offline = { $thing } is offline.
    .visitors = They get no paper; their number is valid.
    .do1 = Press the feed or on-line key of the printer.
    .do2 = Look at paper and cover.
today-printer-unreachable = { $thing } cannot be reached.
    .visitors = They get no paper; their number is valid, it stands on the screen and is read out.
    .do1 = See whether the printer's power lamp is on.
    .do2 = Push both ends of its cable in.
    .do3 = If that does not help, try another cable.
today-printer-power_cut = { $thing } may have left tickets unprinted when the power failed: { $detail }
    .visitors = A visitor may have got no paper; the number is valid.
    .do1 = Ask the visitor for the paper; without one, print it again from the staff page.
today-printer-agent_gone = { $thing } belongs to a kiosk that is not connected to the server.
    .visitors = If the kiosk is on, it still gives tickets.
    .do1 = See whether the kiosk is on and its network cable sits tight.
today-printer-other = { $thing } does not work: { $detail }
    .visitors = They may get no paper; their number is valid.
    .do1 = Switch the printer off, wait ten seconds, switch it on.
    .do2 = If that does not help, tell the admin the line above.
today-sign-no_answer = { $thing } does not answer.
    .visitors = They do not see their number; call visitors in person.
    .do1 = See whether the sign's power lamp is on.
    .do2 = Push in the cables of the sign and its control box.
    .do3 = Switch the sign off, wait ten seconds, switch it on.
today-sign-refused = { $thing } takes nothing it is sent.
    .visitors = They do not see their number; call visitors in person.
    .do1 = Switch the sign off, wait ten seconds, switch it on.
    .do2 = If that does not help, tell the supplier this: { $detail }
today-sign-wrong_settings = { $thing } has wrong settings: { $detail }
    .visitors = They do not see their number.
    .do1 = Correct them in the hall's settings file, then run hall90 config check.
today-sign-agent_gone = { $thing } is driven by a program that is not connected to the server.
    .visitors = They do not see their number; call visitors in person.
    .do1 = See whether the computer that drives the signs is on and its cable sits tight.
    .do2 = Restart that computer.
today-sign-other = { $thing } does not work: { $detail }
    .visitors = They may not see their number.
    .do1 = Switch the sign off, wait ten seconds, switch it on.
    .do2 = If that does not help, tell the admin the line above.
today-device-agent_gone = { $thing } is driven by a program that is not connected to the server.
    .visitors = It stands still.
    .do1 = See whether the computer that drives it is on and its cable sits tight.
today-device-other = { $thing } does not work: { $detail }
    .visitors = It may be in their way.
    .do1 = Look at power and cable; switch it off, wait ten seconds, switch it on.
    .do2 = If that does not help, tell the admin the line above.
