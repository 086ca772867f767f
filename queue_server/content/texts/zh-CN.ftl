# What content is called: kinds, kinds of work, education, disability, facts about a place of work.

kind-job = 招聘岗位
kind-training = 技能培训
kind-policy = 政策
kind-notice = 通知公告
kind-fair = 招聘会
kind-seeker = 求职信息

occupation-making = 生产加工
occupation-desk = 客服文员
occupation-craft = 电商手工
occupation-store = 仓储物流
occupation-massage = 按摩保健
occupation-cleaning = 保洁绿化
occupation-care = 护理家政
occupation-catering = 餐饮服务
occupation-sales = 销售零售
occupation-computing = 电脑和数据
occupation-teaching = 教育培训
occupation-health = 医疗康复
occupation-driving = 驾驶配送
occupation-repair = 维修建筑
occupation-farming = 种植养殖
occupation-guarding = 门卫值守
occupation-other = 其他工作

education-any = 不限学历
education-primary = 小学
education-junior = 初中
education-secondary = 高中
education-vocational = 中专
education-college = 大专
education-bachelor = 本科
education-master = 硕士
education-doctor = 博士

disability-visual = 视力残疾
disability-hearing = 听力残疾
disability-speech = 言语残疾
disability-physical = 肢体残疾
disability-intellectual = 智力残疾
disability-mental = 精神残疾
disability-multiple = 多重残疾

fact-wheelchair = 轮椅可达
fact-seated = 坐着工作
fact-home-work = 在家上班
fact-lodging = 提供住宿
fact-meals = 管饭
fact-insurance = 交社会保险
fact-induction = 岗前培训
fact-day-shift = 只上白班
fact-weekends-off = 周末休息
fact-part-time = 半天或兼职
fact-bus = 有班车或公交直达
fact-sign-language = 有人会手语
fact-screen-reader = 可以用读屏软件
fact-quiet = 环境安静
fact-barrier-free-toilet = 无障碍卫生间
fact-no-experience = 不要求经验
fact-free = 免费
fact-allowance = 有生活补贴

pay-at-least = 每月{ $yuan }元以上

# 为什么合适（一句一个理由），以及单位没有说明、需要问的。
reason-disability-level = 单位写明招收{ $what }{ $level }级。
reason-disability-all = 单位写明招收{ $what }，各级都可以。
reason-disability-some = 单位写明招收{ $what }{ $levels }级。
reason-occupation = 是您想做的工作：{ $work }。
reason-region = 在您想去的地方：{ $place }。
reason-pay = 工资最高{ $yuan }元，达到您要的{ $wanted }元。
reason-education = 学历要求{ $schooling }，您够了。
reason-education-any = 不要求学历。
reason-fact = 有您需要的：{ $fact }。
reason-words = 岗位里写着“{ $words }”。
open-disability = 没有写明招收哪类残疾，请问单位。
open-pay = 没有写明工资，请问单位。
open-education = 没有写明学历要求，请问单位。
open-fact = 没有写明：{ $fact }。请问单位。

# 找得少时，多做了什么。
search-heard = 没有“{ $asked }”，已按读音查找“{ $heard }”。
search-heard-too = “{ $asked }”很少，也按读音查找了“{ $heard }”。
search-synonyms = 也查找了意思相近的：{ $words }。

employment-full-time = 全职
employment-part-time = 兼职
employment-temporary = 临时工作
employment-internship = 实习
employment-home = 居家就业
