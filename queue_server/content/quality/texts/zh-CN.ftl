# The page of those who look after the content.

content-title = 内容
content-hint = 大厅里展示的岗位、培训、政策从哪里来，来得怎么样，还缺什么。
content-none-source = 还没有设置内容来源。请按手册“内容”一页，在大厅设置文件里写上 [[source]]，或者用命令导入文件。

done-release = 已经撤下 { $count } 条。
done-keep = 保留了 { $count } 条，缺少的次数重新计算。

holds-title = 等您决定
holds-what = { $source }：{ $of } 条里有 { $count } 条，来源那边已经看不到了。
holds-why = 一下子少这么多，可能是对方出了故障，所以先不撤。请到对方的网站看一看，再决定。
holds-such = 例如：{ $examples }
holds-release = 撤下这 { $count } 条
holds-keep = 先保留

sources-title = 来源
sources-name = 来源
sources-state = 情况
sources-new = 新收
sources-changed = 更新
sources-rejected = 没收
sources-gone = 撤下
sources-do = 操作
sources-run = 现在取
sources-refused = 看没收的行
sources-whole = { $when } 取到 { $rows } 条，全部正常。
sources-short = { $when } 只取到 { $rows } 条，比对方说的少，没有撤下任何内容。
sources-incomplete = { $when } 没有取全（{ $rows } 条），没有撤下任何内容。
sources-failed = { $when } 没有取到。以前取到的照常展示。
sources-file-failed = { $when } 放进来的文件“{ $file }”没有收。以前收的照常展示。
sources-never = 还没有取过。
sources-next = 下一次：{ $when }。
sources-held = 有 { $held } 条等您决定。
sources-asking = { $when } 开始取，还没有取完，请过一会儿刷新本页；后面写的是以前的情况。
sources-since = 从 { $when } 起一直这样。
sources-advice = 请看网络是否通、设置里的地址是否写对；系统会自己再取。
sources-file-advice = 请照 bad 文件夹里的报告改好，再放进来一次。
sources-why = 原因：{ $why }
sources-told = 原话：{ $told }
sources-remarked = 另有 { $remarked } 处没有认出来。

refused-title = { $source }：没收的行，没认出来的地方
refused-row = 第 { $row } 行
refused-left = 没收
refused-taken = 收了
refused-none = 上一次没有不收的行。

quality-title = 质量
quality-hint = 齐全：该写的写了多少。新鲜：最近 30 天发布的有多少。重复：和别的条目名称、单位、地点、薪资都一样。
quality-source = 来源
quality-kind = 类别
quality-items = 条数
quality-complete = 齐全
quality-recent = 近 30 天
quality-over = 已过期
quality-repeated = 重复
quality-newest = 最新
quality-missing = 缺得最多
quality-percent = { $percent }%
quality-field-employer = 单位
quality-field-place = 地点
quality-field-region = 区划
quality-field-pay = 薪资
quality-field-education = 学历
quality-field-disability = 残疾类别
quality-field-openings = 人数
quality-field-occupation = 职业编码
quality-field-description = 说明
quality-field-published = 发布日期
quality-field-expires = 截止日期
quality-field-starts = 开始日期
quality-lack = { $field } { $count } 条
quality-none = 现在没有内容。

repeated-title = 重复的条目
repeated-what = { $title }（{ $employer }），{ $count } 条
repeated-none = 没有重复的条目。

export-title = 导出
export-hint = 导出的文件只有正在展示的内容。JSON Lines 可以再导入到另一个大厅。
export-csv = 表格（CSV）
export-xlsx = 表格（XLSX）
export-jsonl = JSON Lines
export-schema-org = 岗位（schema.org）

history-title = 一条内容的来历
history-ask = 类别和编号
history-ask-hint = 例如：job cdpee:2054012506457067520
history-show = 查来历
history-from = 来自 { $source }，经过：{ $origin }。
history-present = 现在的版本：{ $rev }
history-gone = 现在已经不展示了。
history-until = { $when } 以前是：{ $title }
history-withdrawn = { $when } 撤下：{ $title }
history-first = 还没有改过。
history-unknown = 没有这一条：{ $item }。请核对类别和编号。
