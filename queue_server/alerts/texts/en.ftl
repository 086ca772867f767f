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
