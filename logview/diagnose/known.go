package diagnose

import "slices"

// known lists the failures of Default, the more specific before the more
// general: causes of a certain dependency, then of the machine, then the bare
// error types, then lines that only say that something failed.
func known() []Signature {
	return slices.Concat(llm(), vectors(), database(), cache(), filter(), machine(), errorTypes(), service())
}

func llm() []Signature {
	return []Signature{
		{"llm-key", [][]string{
			{"llm", "401"}, {"api密钥", "401"}, {"invalid api key"}, {"incorrect api key"}, {"invalid_api_key"}, {"invalidapikey"},
			{"llm", "unauthorized"}, {"api密钥", "无效"}, {"api密钥", "过期"}, {"authenticationerror"},
		}, "llm", "switch-key", []string{"remedy.verify-key", "remedy.switch-key", "remedy.new-key"}},
		{"llm-quota", [][]string{
			{"llm", "429"}, {"api密钥", "429"}, {"insufficient_quota"}, {"rate limit", "llm"}, {"ratelimiterror"}, {"配额"}, {"llm", "限流"},
		}, "llm", "switch-key", []string{"remedy.check-quota", "remedy.switch-key", "remedy.limit-load"}},
		{"llm-timeout", [][]string{
			{"llm", "timeout"}, {"llm", "timed out"}, {"llm", "超时"}, {"大模型", "超时"}, {"api密钥", "timeout"}, {"api密钥", "timed out"},
			{"apitimeouterror"}, {"聊天引擎", "request timed out"},
		}, "llm", "switch-key", []string{"remedy.ping-llm", "remedy.verify-key", "remedy.switch-key", "remedy.check-quota"}},
		{"llm-refused", [][]string{
			{"llm", "refused"}, {"大模型", "拒绝连接"}, {"api密钥", "refused"}, {"apiconnectionerror"}, {"llm", "connection error"},
		}, "llm", "switch-key", []string{"remedy.ping-llm", "remedy.check-base-url", "remedy.switch-key"}},
		{"llm-degraded", [][]string{
			{"llm", "降级"}, {"大模型", "降级"},
		}, "llm", "switch-key", []string{"remedy.ping-llm", "remedy.verify-key", "remedy.switch-key"}},
		{"llm-key-fallback", [][]string{
			{"api密钥", "尝试下一个"},
		}, "llm", "switch-key", []string{"remedy.verify-key", "remedy.check-quota", "remedy.switch-key"}},
		{"llm-down", [][]string{
			{"大模型", "不可用"}, {"llm", "调用失败"}, {"llm", "不可用"},
		}, "llm", "switch-key", []string{"remedy.ping-llm", "remedy.verify-key", "remedy.switch-key", "remedy.degrade"}},
	}
}

func vectors() []Signature {
	return []Signature{
		{"chroma-permission", [][]string{
			{"chroma", "permission denied"}, {"chroma", "readonly database"}, {"向量", "权限"},
		}, "chroma", "", []string{"remedy.chroma-folder", "remedy.restart-chroma"}},
		{"chroma-disk", [][]string{
			{"chroma", "no space left"}, {"chroma", "disk is full"}, {"向量", "磁盘"},
		}, "chroma", "", []string{"remedy.disk-space", "remedy.restart-chroma"}},
		{"chroma-timeout", [][]string{
			{"chroma", "timeout"}, {"chroma", "timed out"}, {"chroma", "超时"}, {"向量", "超时"},
		}, "chroma", "restart-chroma", []string{"remedy.chroma-process", "remedy.disk-space", "remedy.restart-chroma"}},
		{"chroma-refused", [][]string{
			{"chroma", "refused"}, {"chroma", "could not connect"}, {"向量", "refused"},
		}, "chroma", "restart-chroma", []string{"remedy.chroma-process", "remedy.chroma-folder", "remedy.restart-chroma", "remedy.disk-space"}},
		{"chroma-down", [][]string{
			{"chroma", "失败"}, {"向量数据库", "失败"}, {"向量数据库", "不可用"}, {"vector", "unavailable"},
		}, "chroma", "restart-chroma", []string{"remedy.chroma-process", "remedy.chroma-folder", "remedy.restart-chroma", "remedy.disk-space"}},
	}
}

func database() []Signature {
	return []Signature{
		{"pool-exhausted", [][]string{
			{"连接池", "已满"}, {"连接池", "耗尽"}, {"connection pool", "exhausted"}, {"queuepool limit"}, {"too many connections"},
		}, "mysql", "restart", []string{"remedy.mysql-processlist", "remedy.pool-size", "remedy.connection-leak"}},
		{"mysql-denied", [][]string{
			{"access denied for user"},
		}, "mysql", "", []string{"remedy.mysql-credentials"}},
		{"mysql-locked", [][]string{
			{"deadlock found"}, {"lock wait timeout"}, {"database is locked"},
		}, "mysql", "", []string{"remedy.mysql-processlist", "remedy.connection-leak"}},
		{"mysql-timeout", [][]string{
			{"数据库", "timeout"}, {"数据库", "timed out"}, {"数据库", "超时"}, {"mysql", "timed out"},
		}, "mysql", "", []string{"remedy.mysql-process", "remedy.mysql-processlist", "remedy.check-network"}},
		{"mysql-lost", [][]string{
			{"lost connection to mysql"}, {"mysql server has gone away"},
		}, "mysql", "", []string{"remedy.mysql-process", "remedy.check-network"}},
		{"mysql-refused", [][]string{
			{"数据库", "refused"}, {"mysql", "refused"}, {"can't connect to mysql"}, {"数据库连接失败"}, {":3306", "refused"},
		}, "mysql", "", []string{"remedy.mysql-process", "remedy.mysql-restart", "remedy.check-network"}},
	}
}

func cache() []Signature {
	return []Signature{
		{"redis-memory", [][]string{
			{"oom command not allowed"}, {"used memory > 'maxmemory'"},
		}, "redis", "", []string{"remedy.redis-memory", "remedy.clear-cache"}},
		{"redis-refused", [][]string{
			{"redis", "refused"}, {":6379", "refused"}, {"缓存", "refused"}, {"获取性能指标失败", "refused"},
		}, "redis", "", []string{"remedy.redis-process", "remedy.redis-restart"}},
		{"redis-timeout", [][]string{
			{"redis", "timeout"}, {"redis", "timed out"}, {"缓存", "timeout"}, {"缓存", "超时"},
		}, "redis", "", []string{"remedy.redis-process", "remedy.redis-memory", "remedy.check-network"}},
		{"cache-failing", [][]string{
			{"缓存", "失败"}, {"redis.exceptions"},
		}, "redis", "", []string{"remedy.redis-process", "remedy.redis-memory"}},
	}
}

func filter() []Signature {
	steps := []string{"remedy.safe-mode", "remedy.roll-back-filter", "remedy.restart", "remedy.verify-filter"}
	return []Signature{
		{"filter-failing", [][]string{
			{"敏感内容", "失败"}, {"敏感内容", "异常"}, {"敏感词", "失败"}, {"内容过滤", "失败"}, {"内容过滤", "异常"}, {"sensitive", "filter", "failed"},
		}, "", "safe-mode", steps},
		{"safe-mode-on", [][]string{
			{"安全模式已启用"},
		}, "", "", []string{"remedy.leave-safe-mode"}},
	}
}

func machine() []Signature {
	return []Signature{
		{"disk-full", [][]string{
			{"no space left on device"}, {"磁盘空间不足"}, {"disk is full"},
		}, "", "", []string{"remedy.disk-space", "remedy.old-logs"}},
		{"too-many-files", [][]string{
			{"too many open files"},
		}, "", "restart", []string{"remedy.file-limit", "remedy.connection-leak", "remedy.restart"}},
		{"out-of-memory", [][]string{
			{"out of memory"}, {"memoryerror"}, {"cannot allocate memory"}, {"内存不足"}, {"内存溢出"},
		}, "", "restart", []string{"remedy.more-memory", "remedy.memory-leak", "remedy.restart"}},
		{"port-in-use", [][]string{
			{"address already in use"}, {"端口", "占用"},
		}, "", "restart", []string{"remedy.port-owner", "remedy.restart"}},
	}
}

// errorTypes are errors that name no dependency.
func errorTypes() []Signature {
	return []Signature{
		{"name-unknown", [][]string{
			{"name or service not known"}, {"temporary failure in name resolution"}, {"getaddrinfo failed"}, {"no such host"}, {"域名解析失败"},
		}, "", "", []string{"remedy.check-dns", "remedy.check-network"}},
		{"certificate", [][]string{
			{"certificate verify failed"}, {"certificate has expired"}, {"证书"},
		}, "", "", []string{"remedy.certificate"}},
		{"permission-denied", [][]string{
			{"permission denied"}, {"权限不足"}, {"permissionerror"},
		}, "", "", []string{"remedy.permissions"}},
		{"connection-refused", [][]string{
			{"connection refused"}, {"连接被拒绝"}, {"拒绝连接"}, {"connectionrefusederror"},
		}, "", "restart", []string{"remedy.which-service", "remedy.restart"}},
		{"connection-lost", [][]string{
			{"connection reset"}, {"broken pipe"}, {"connection aborted"}, {"network is unreachable"}, {"no route to host"},
		}, "", "", []string{"remedy.check-network", "remedy.which-service"}},
		{"overload", [][]string{
			{"并发", "上限"}, {"too many requests"}, {"concurrency limit"},
		}, "", "limit-load", []string{"remedy.limit-load", "remedy.degrade", "remedy.scale-out"}},
		{"slow-function", [][]string{
			{"执行时间过长"},
		}, "", "", []string{"remedy.slow-stage", "remedy.limit-load"}},
		{"connection-timeout", [][]string{
			{"connection timeout"}, {"connection timed out"}, {"timed out"}, {"timeout"}, {"连接超时"}, {"超时"},
		}, "", "", []string{"remedy.check-network", "remedy.switch-backup"}},
	}
}

// service are the failures that say no more than that.
func service() []Signature {
	return []Signature{
		{"chat-failing", [][]string{
			{"聊天引擎", "失败"}, {"exception in asgi application"},
		}, "", "restart", []string{"remedy.earlier-errors", "remedy.restart"}},
	}
}
