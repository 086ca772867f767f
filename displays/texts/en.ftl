# What signs show and the hall's voice says. Values are written, .spoken is said.
encode-call = { $number } to window { $window }
