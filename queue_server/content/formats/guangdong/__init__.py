"""Public employment platforms of the Guangdong kind: scanned, with field codes of the ministry.

Field codes are those of 公共就业服务指标体系 第1部分 (人社部, 2018-01). The platform tells no
deletes, shows at most ``cap`` items of a query, and answers nothing without a ``Referer`` of its
own site. A job is offline where its detail comes with an empty ``bcb009`` or with ``appcode`` 10;
every other answer means that we do not know.
"""
