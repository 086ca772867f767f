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
