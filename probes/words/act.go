package words

// actWords name the built-in actions, say why an act is refused, how its steps
// ended and what proved it.
var actWords = map[Code]text{
	"text": {"{0}", "{0}"}, // words of the user's own, as they stand in the configuration

	"action.restart":         {"restart the backend", "重启后端服务"},
	"action.safe-mode":       {"safe mode", "启用安全模式"},
	"action.safe-mode.undo":  {"leave safe mode", "退出安全模式"},
	"action.safe-mode.mark":  {"SAFE MODE", "安全模式"},
	"action.restart-chroma":  {"restart the vector database", "重启向量数据库"},
	"action.switch-key":      {"next LLM key", "切换大模型密钥"},
	"action.limit-load":      {"limit concurrency to 20", "限制并发为 20"},
	"action.limit-load.undo": {"lift the limit on concurrency", "恢复并发上限"},
	"action.limit-load.mark": {"LOAD LIMITED", "已限流"},
	"action.degrade":         {"degrade: plugins and image analysis off", "降级：关闭插件与图像分析"},
	"action.degrade.undo":    {"plugins and image analysis on again", "恢复插件与图像分析"},
	"action.degrade.mark":    {"DEGRADED MODE", "降级模式"},

	"refused.unknown":  {"there is no action {0}", "没有名为 {0} 的操作"},
	"refused.busy":     {"{0} is still running", "“{0}”仍在执行"},
	"refused.cooling":  {"it ran a moment ago: wait another {0}", "刚刚执行过：还需等待 {0}"},
	"refused.ticket":   {"this preview was used or replaced: open it again", "该预览已使用或已被取代：请重新打开"},
	"refused.typed":    {"type {0} to confirm", "请输入 {0} 以确认"},
	"refused.expired":  {"this preview is too old: open it again", "预览已过期：请重新打开"},
	"refused.nothing":  {"there is nothing to undo", "没有可撤销的操作"},
	"refused.readonly": {"this console is read-only", "此控制台为只读"},
	"refused.journal":  {"not done: its intent could not be written to the journal ({0})", "未执行：无法将操作意图写入日志账本（{0}）"},

	"step.not-found":  {"{0} not found", "找不到 {0}"},
	"step.denied":     {"no permission for {0}", "没有权限：{0}"},
	"step.exit":       {"exit code {0}", "退出码 {0}"},
	"step.signal":     {"ended by signal: {0}", "被信号终止：{0}"},
	"step.timeout":    {"not finished in {0}; ended", "{0}内未完成，已终止"},
	"step.status":     {"answered {0}", "返回 {0}"},
	"step.no-answer":  {"no answer: {0}", "无应答：{0}"},
	"step.no-key":     {"{1} does not set {0}; left as it is", "{1} 中没有 {0}，文件未改动"},
	"step.two-keys":   {"{1} sets {0} more than once; left as it is", "{1} 中 {0} 出现多次，文件未改动"},
	"step.not-text":   {"{0} is not a text file that can be edited", "{0} 不是可编辑的文本文件"},
	"step.changed":    {"{0} was changed by somebody else meanwhile; left as it is", "{0} 已被他人修改，保持原样"},
	"step.no-secret":  {"{0} could not be read", "无法读取 {0}"},
	"step.no-process": {"no process: {0}", "找不到进程：{0}"},
	"step.stopped":    {"cancelled", "已取消"},
	"step.failed":     {"{0}", "{0}"},

	"act.proved":     {"proved in {0}: {1} is up", "{0}内确认：{1} 正常"},
	"act.proved-say": {"proved in {0}: {1} answers as it should", "{0}内确认：{1} 应答符合预期"},
	"act.recovered":  {"recovered in {0}", "{0}内恢复"},
	"act.done":       {"done in {0}; nothing to verify it by", "{0}内完成；未配置验证"},
	"act.unproved":   {"done, but {0} did not recover within {1}: {2}", "已执行，但 {0} 在 {1} 内未恢复：{2}"},
	"act.unproved-say": {"done, but {0} still does not answer as it should after {1}",
		"已执行，但 {0} 在 {1} 后应答仍不符合预期"},
	"act.left":      {"done, but the console was left before {0} proved it", "已执行，但控制台在 {0} 验证之前已退出"},
	"act.failed":    {"failed: {0}", "失败：{0}"},
	"act.cancelled": {"cancelled by {0}", "被 {0} 取消"},

	"act.verify.up":   {"{0} is up within {1}", "{0} 在 {1} 内恢复正常"},
	"act.verify.body": {"{0} answers “{2}” within {1}", "{0} 在 {1} 内应答“{2}”"},

	"act.affects.restart": {"requests in flight are cut; users wait until the service answers again", "进行中的请求会中断；用户需等待服务恢复"},
	"act.affects.edit":    {"a file of the service is changed; a copy stays beside it", "修改服务的文件；旁边保留备份"},
	"act.affects.http":    {"the running service changes at once; nothing restarts", "立即改变运行中的服务；无需重启"},
	"act.affects.signal":  {"the process gets a signal", "向进程发送信号"},
	"act.affects.run":     {"the command above runs on this machine", "在本机执行上述命令"},

	"journal.intent":  {"{1} begins {0}", "{1} 开始执行：{0}"},
	"journal.outcome": {"{0}: {1}", "{0}：{1}"},
	"journal.start":   {"console started: {0}", "控制台启动：{0}"},
	"journal.stop":    {"console stopped", "控制台停止"},
	"journal.note":    {"{0}", "{0}"},
}
