# Messages to those who run the hall: what broke, when it worked again.
alert-subject = [{ $hall }] { $began ->
    [0] { $ended ->
        [one] one thing is settled
       *[other] { $ended } things are settled
    }
   *[other] { $began ->
        [one] one thing needs you
       *[other] { $began } things need you
    }{ $ended ->
        [0] {""}
       *[other] , { $ended } settled
    }
}
alert-began = ● { $what }
alert-visitors = { "  " }Visitors: { $visitors }
alert-do = { "  " }What to do: { $step }
alert-ended = ○ Settled (after { $lasted }): { $what }
alert-lasted-minutes = { $count ->
    [one] a minute
   *[other] { $count } minutes
}
alert-lasted-hours = { $count } hours
alert-lasted-days = { $count } days
alert-more = { $count ->
    [one] One more is on the page Hall today.
   *[other] { $count } more are on the page Hall today.
}
alert-foot = { $time }  { $page }
alert-trial-subject = [{ $hall }] Test message
alert-trial = This is a test message. If you read it, you will be told when something in the hall breaks.

upkeep-title = Upkeep
upkeep-told = Who is told when something breaks
upkeep-told-hint = What breaks and what works again is told once, to each of these. They stand in the site file under [[alert]].
upkeep-nobody = Nobody is told. A hall without a technician should tell somebody: add an [[alert]] to the site file (WeCom, DingTalk, e-mail or another program).
upkeep-way = Way
upkeep-level = Is told of
upkeep-level-stops = what stops visitors
upkeep-level-soon = what stops visitors, and what soon will
upkeep-last = Last message
upkeep-state = State
upkeep-never = none yet
upkeep-fine = works
upkeep-failed = { $time }: { $fault }
upkeep-test = Send a test message
upkeep-test-of = Send a test message by { $name }
upkeep-tested = The test message went out by { $name }.
upkeep-not-tested = The test message did not go out by { $name }: { $fault }
upkeep-family-wecom = WeCom robot
upkeep-family-dingtalk = DingTalk robot
upkeep-family-webhook = another program
upkeep-family-email = e-mail
upkeep-file = A file for whoever helps you
upkeep-file-hint = Versions, findings, sizes and the last log lines. No names, no visitors, no passwords are in it. Read it before you send it: it holds plain texts.
upkeep-file-make = Make the file

upkeep-copies = Copies of the hall
upkeep-copies-hint = The hall makes copies by itself. You can make one more at any time:
upkeep-copies-now = Back up now, in Hall today
copies-title = Put the hall back from a copy
copies-hint = Needed only where the hall's data are damaged, or very much was done wrong. A single setting, notice or account is taken back in the changes of settings, without a copy.
copies-choose = Choose a copy
copies-which = Copy
copies-line = { $time } · { $kind } · { $size } MB
copies-kind-auto = by itself (tickets and journal only)
copies-kind-day = daily
copies-kind-hall = asked for
copies-kind-before = the hall before it was put back
copies-kind-upgrade = made before an upgrade (tickets and journal only)
copies-foresee = See what would be lost
copies-none = There is no copy yet.
copies-lost = Everything since { $time } would be gone
copies-lost-numbers = Numbers given: { $count }
copies-lost-told = Told by visitors and employers: { $count }
copies-lost-changed = Changes of notices, settings, accounts and devices: { $count }
copies-lost-rows = Rows of the journal in all: { $count }
copies-then = First the hall is copied whole as it is now, then the chosen copy takes its place. Kiosks, screens and open pages read it anew by themselves. Accounts, passwords and paired devices are as they were then; who is not in the copy is added again by an admin.
copies-yes = I have read it: put { $name } in the hall's place
copies-go = Put it back
copies-leave = Leave the hall as it is
copies-done = The hall was put back from { $name }. What was there before is in { $before }.
copies-done-content = Jobs, training and policies were put back too.
copies-done-no-content = This copy holds no jobs, training or policies; those stayed as they were.
copies-fault-unsaid = Nothing was put back: please tick “I have read it” first.
copies-fault-unknown = There is no such copy, and nothing was changed. Choose one from the list below.
copies-fault-broken = This copy is damaged and cannot be used. Nothing was changed; choose another one.
copies-fault-foreign = This copy is of another hall and cannot be used here. Nothing was changed. On a new machine a technician uses the command hall90 server restore.
copies-fault-newer = This copy was made by a newer program. Nothing was changed; update the program first.
copies-fault-no_copy = Nothing was put back: the present hall could not be copied first. See whether the disk is full.
copies-fault-busy = Another copy is being put back now. Wait a moment, then look again.
upkeep-limits = What the system does not do, and its limits
