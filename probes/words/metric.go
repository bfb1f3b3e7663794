package words

// metricWords are the names of metrics where there is little room; a metric
// that is not here goes by its own name.
var metricWords = map[Code]text{
	"metric.latency.mean":      {"mean", "平均"},
	"metric.latency.p50":       {"p50", "p50"},
	"metric.latency.p95":       {"p95", "p95"},
	"metric.latency.p99":       {"p99", "p99"},
	"metric.latency.text.p95":  {"text p95", "文本 p95"},
	"metric.latency.voice.p95": {"voice p95", "语音 p95"},
	"metric.latency.image.p95": {"image p95", "图像 p95"},
	"metric.success":           {"success", "成功率"},
	"metric.requests":          {"requests", "请求"},
	"metric.requests.surge":    {"surge", "突增"},
	"metric.streams.active":    {"streams", "并发"},
	"metric.streams.load":      {"load of the streams", "并发占用"},
	"metric.streams.max":       {"max streams", "并发上限"},

	"metric.stage.network":   {"network", "网络"},
	"metric.stage.prompt":    {"prompt", "提示词"},
	"metric.stage.llm":       {"llm", "模型"},
	"metric.stage.vector":    {"vector", "向量检索"},
	"metric.stage.elsewhere": {"queue, other", "排队及其他"},

	"metric.host.cpu":              {"cpu", "CPU"},
	"metric.host.memory":           {"memory", "内存"},
	"metric.host.disk":             {"disk", "磁盘"},
	"metric.host.load1":            {"load", "负载"},
	"metric.host.load5":            {"5 min", "5 分钟"},
	"metric.host.load15":           {"15 min", "15 分钟"},
	"metric.host.swap":             {"swap", "交换区"},
	"metric.host.cores":            {"cores", "CPU 核"},
	"metric.host.uptime":           {"up", "运行"},
	"metric.host.memory.total":     {"total", "总量"},
	"metric.host.memory.available": {"available", "可用"},
	"metric.host.memory.cached":    {"cached", "缓存"},
	"metric.host.net.in":           {"in", "入"},
	"metric.host.net.out":          {"out", "出"},

	"metric.process.cpu":     {"cpu", "CPU"},
	"metric.process.memory":  {"mem", "内存"},
	"metric.process.threads": {"threads", "线程"},
	"metric.process.files":   {"files", "文件句柄"},

	"metric.process.uptime": {"uptime", "运行时间"},
	"metric.process.pid":    {"pid", "PID"},
	"metric.process.count":  {"processes", "进程数"},

	"metric.service.cpu":     {"cpu", "CPU"},
	"metric.service.memory":  {"memory", "内存"},
	"metric.service.threads": {"threads", "线程"},
	"metric.service.disk":    {"disk", "磁盘"},

	"metric.health.llm":      {"the service's own LLM check", "服务自检中的大模型项"},
	"metric.health.redis":    {"its own Redis check", "Redis 自检"},
	"metric.health.database": {"its own database check", "数据库自检"},
	"metric.health.cache":    {"its own cache check", "缓存自检"},

	"metric.cache.hits":                {"hits", "命中率"},
	"metric.redis.lookups":             {"lookups", "查询次数"},
	"metric.logs.errors.rate":          {"errors", "错误"},
	"metric.llm.availability":          {"LLM availability", "大模型可用率"},
	"metric.emotion.accuracy":          {"emotion accuracy", "情绪识别准确率"},
	"metric.personalisation.effective": {"personalisation", "个性化有效率"},
}

// Metric is the short name of a metric; ok is false when it goes by its own.
func (l Lang) Metric(name string) (short string, ok bool) {
	t, ok := metricWords[Code("metric."+name)]
	if l == Chinese {
		return t.zh, ok
	}
	return t.en, ok
}
