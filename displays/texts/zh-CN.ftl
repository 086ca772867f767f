# What signs show and the hall's voice says. Values are written, .spoken is said.
encode-call = 请 { $number } 到 { $window } 号窗口
