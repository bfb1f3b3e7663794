package words

var cliWords = map[Code]text{
	"cli.root": {"the monitor at the bed of a running service", "守护运行中服务的床边监护台"},
	"cli.root.long": {`bedside takes the vital signs of a running service, draws them against their
limits, raises alarms by urgency, says what is probably wrong, and puts the
remedies one key away.`, `bedside 采集运行中服务的生命体征，对照阈值绘图，按紧急程度告警，
指出可能的原因，并把处置手段放在一键之内。`},
	"cli.root.example": {`  bedside demo                                     the embedded service, to try it
  bedside http://127.0.0.1:8000 --log 'log/*.log'  your service
  bedside -c bedside.yaml                          as a file says`, `  bedside demo                                     内置的演示服务
  bedside http://127.0.0.1:8000 --log 'log/*.log'  监控自己的服务
  bedside -c bedside.yaml                          按配置文件`},
	"cli.demo": {"the console on the embedded service, with faults to inject", "在内置服务上演示控制台，可注入故障"},
	"cli.demo.long": {`The embedded Xinyu runs as processes of its own on loopback: a real service with
real dependencies, logs and synthetic users. Scenes for --fault:

{0}`, `内置的“心语”以独立进程在回环地址上运行：真实的服务、依赖、日志与模拟用户。
--fault 可用场景：

{0}`},
	"cli.status": {"look once, print, and exit by the verdict", "检查一次，输出结果并以结论作为退出码"},
	"cli.status.long": {`All probes run twice, at least a second apart. Exit code: 0 up, 1 degraded (P2,
P3), 2 down (P1), 3 could not tell, wrong usage or configuration.`, `所有探针运行两次，至少间隔一秒。退出码：0 正常，1 异常（P2、P3），
2 故障（P1），3 无法判断、用法或配置错误。`},
	"cli.config":        {"write, judge and show the configuration", "生成、检查与显示配置"},
	"cli.config.init":   {"print a commented configuration to begin with", "输出带注释的初始配置"},
	"cli.config.check":  {"judge the configuration: file:line:col: message", "检查配置：文件:行:列: 说明"},
	"cli.config.show":   {"print the effective configuration, secrets as ***", "输出生效的配置，密钥显示为 ***"},
	"cli.config.schema": {"print a JSON schema for editors", "输出供编辑器使用的 JSON schema"},

	"cli.flag.config":       {"configuration `FILE`", "配置文件 `FILE`"},
	"cli.flag.read-only":    {"a console that cannot act", "只读控制台，不能执行操作"},
	"cli.flag.lang":         {"`LANGUAGE` en or zh (else from the locale)", "界面语言 `LANGUAGE`：en 或 zh（默认取自环境）"},
	"cli.flag.ascii":        {"draw with ASCII alone", "仅使用 ASCII 字符绘制"},
	"cli.flag.no-color":     {"without colours", "不使用颜色"},
	"cli.flag.header":       {"header `NAME: VALUE` for each request (repeatable; the value may be ${env:…} or ${file:…})", "每个请求附加的头 `NAME: VALUE`（可重复；值可为 ${env:…} 或 ${file:…}）"},
	"cli.flag.ca":           {"`FILE` of certificates to trust beside the system's", "额外信任的证书文件 `FILE`"},
	"cli.flag.insecure":     {"accept any certificate", "接受任何证书"},
	"cli.flag.log":          {"log file or pattern `GLOB` to follow (repeatable)", "要跟踪的日志文件或通配 `GLOB`（可重复）"},
	"cli.flag.fault":        {"inject `SCENE@DELAY`, e.g. vector-db-down@5s (repeatable)", "注入故障 `SCENE@DELAY`，如 vector-db-down@5s（可重复）"},
	"cli.flag.rate":         {"`N` requests a second of the synthetic users", "模拟用户每秒请求数 `N`"},
	"cli.flag.log-rate":     {"`N` further log lines a second", "额外的每秒日志行数 `N`"},
	"cli.flag.seed":         {"seed `N` of everything left to chance", "随机数种子 `N`"},
	"cli.flag.backend-only": {"no screen: print where everything is as one JSON line and run until ended", "不显示界面：输出一行 JSON 说明各地址，并一直运行"},
	"cli.flag.json":         {"print one JSON object", "输出一个 JSON 对象"},
	"cli.flag.wait":         {"go on until the verdict is `VERDICT`: up, degraded or down", "持续检查直到结论为 `VERDICT`：up、degraded 或 down"},
	"cli.flag.timeout":      {"give up after `DURATION`", "超过 `DURATION` 后放弃等待"},

	"cli.nothing": {`nothing to watch: no configuration was found. Try one of these:
  bedside demo                                     a service of its own, to see
  bedside http://127.0.0.1:8000 --log 'log/*.log'  your service
  bedside config init > bedside.yaml               a file to begin with
  bedside doctor                                   what is missing`, `没有监控对象：未找到配置。可以这样开始：
  bedside demo                                     自带服务的演示
  bedside http://127.0.0.1:8000 --log 'log/*.log'  监控自己的服务
  bedside config init > bedside.yaml               生成初始配置
  bedside doctor                                   检查缺少什么`},
	"cli.status.nothing":  {"nothing to watch: no configuration was found; name a URL (`bedside status http://127.0.0.1:8000`) or a file (-c FILE)", "没有监控对象：未找到配置；请指定 URL（`bedside status http://127.0.0.1:8000`）或配置文件（-c FILE）"},
	"cli.no-file":         {"no configuration was found; `bedside config init > bedside.yaml` makes one", "未找到配置；可用 `bedside config init > bedside.yaml` 生成"},
	"cli.no-terminal":     {"the console needs a terminal on standard input and output; without one use `bedside status`", "控制台需要终端作为标准输入与输出；没有终端时请用 `bedside status`"},
	"cli.dumb-terminal":   {"this terminal (TERM is dumb or not set) cannot place its cursor; use `bedside status`", "此终端（TERM 为 dumb 或未设置）无法定位光标；请用 `bedside status`"},
	"cli.unknown-command": {"unknown command {0}; `bedside --help` lists them (a URL needs a dot, a colon or a slash)", "未知命令 {0}；`bedside --help` 列出全部命令（URL 须含点、冒号或斜杠）"},
	"cli.too-many":        {"one URL at a time", "一次只能指定一个 URL"},
	"cli.one-file":        {"one configuration file at a time, not {0}", "一次只能指定一个配置文件，而不是 {0}"},
	"cli.url-and-file":    {"either a URL or a configuration file, not both", "URL 与配置文件只能二选一"},
	"cli.url-flags":       {"--header, --ca and --insecure go with a URL; in a configuration file they stand with each probe", "--header、--ca 与 --insecure 只用于 URL；使用配置文件时请写在各探针中"},
	"cli.bad-header":      {"--header wants NAME: VALUE", "--header 的格式为 NAME: VALUE"},
	"cli.bad-lang":        {"--lang {0}: en or zh", "--lang {0}：应为 en 或 zh"},
	"cli.bad-wait":        {"--wait {0}: up, degraded or down", "--wait {0}：应为 up、degraded 或 down"},
	"cli.demo.ended":      {"the embedded service has ended by itself", "内置服务已自行退出"},

	"cli.verdict.up":       {"✔ up", "✔ 正常"},
	"cli.verdict.degraded": {"▲ degraded", "▲ 异常"},
	"cli.verdict.down":     {"✖ down", "✖ 故障"},
	"cli.verdict.unknown":  {"? could not tell", "? 无法判断"},
	"cli.verdict.why":      {"{0}: {1}", "{0}：{1}"},
	"cli.status.up":        {"up", "正常"},
	"cli.status.degraded":  {"degraded", "异常"},
	"cli.status.down":      {"down", "不可用"},
	"cli.status.unknown":   {"unknown", "未知"},
	"cli.pending":          {"pending: it has to last to fire", "待确认：持续一段时间才会告警"},
	"cli.probably":         {"probably: {0}", "可能原因：{0}"},

	"event.alert": {"{0}: {1}", "{0}：{1}"},

	"notice.journal": {"nothing is kept: the journal cannot be written ({0})", "记录未保存：无法写入操作记录（{0}）"},
	"notice.seven-bit": {"the locale {0} is not UTF-8: plain characters and English; --ascii=false if this terminal shows more",
		"区域设置 {0} 不是 UTF-8：仅用 ASCII 字符与英文；终端若支持更多字符，请加 --ascii=false"},
	"notice.lost":    {"{0} records were lost while the disk refused them", "磁盘拒绝写入期间丢失 {0} 条记录"},
	"notice.skipped": {"{0} checks were not judged: bedside was held up, as by a disk that hangs", "bedside 曾被阻塞（例如磁盘无响应），{0} 次探测未参与判断"},
	"notice.dropped": {"{0} log entries dropped: they came faster than they could be read", "日志过快，已丢弃 {0} 条"},
	"notice.metrics": {"{0} metrics beyond the limit are not kept", "{0} 个指标超出上限，未保存"},

	"log.state.following":  {"following", "跟踪中"},
	"log.state.waiting":    {"waiting for the file", "等待文件出现"},
	"log.state.denied":     {"no permission to read it", "没有读取权限"},
	"log.state.not-a-file": {"not a regular file", "不是普通文件"},
	"log.state.crowded":    {"{0} more files match than are followed", "匹配文件过多，另有 {0} 个未跟踪"},
	"log.state.failed":     {"not followed: {0}", "未能跟踪：{0}"},
	"log.state.inactive":   {"configured, not active in this version", "已配置，此版本尚未启用"},
}
