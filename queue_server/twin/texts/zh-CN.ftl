# 数字孪生的表和图。

twin-title = 如果改一改
twin-note = 同一批来访者，每种安排下在真实的服务器上各走一遍。等候：平均 / 九成不超过，分钟。
twin-head-start = 提前量
twin-strict = 严格优先
twin-ratio = 二比一
twin-one-more = 多开一个窗口
twin-longer = 8:30–12:00、13:00–17:30 开放
twin-waits = 各种安排下的等候
twin-classes = 各种规则下按需求的平均等候
twin-line = 一天里等候的人数
twin-unit = 分钟
twin-people = 人
twin-mark = 九成等候不超过
twin-ordinary = 没有提前量
twin-earlier = 有提前量
twin-column-name = 安排
twin-column-came = 来访
twin-column-refused = 当天已满
twin-column-left = 日终剩余
twin-column-ordinary = 普通等候
twin-column-earlier = 提前量等候
twin-column-passed = 被超过
twin-column-most = 最多次数
