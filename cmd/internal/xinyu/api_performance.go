package xinyu

import (
	"net/http"
	"runtime"
	"time"
)

// performanceMetrics answers /performance/metrics. Without Redis it is a 200
// whose metrics are an error, and two modules complain, as in the field.
func (b *backend) performanceMetrics(w http.ResponseWriter, r *http.Request) {
	if !b.switches.performance.Load() {
		writeDetail(w, http.StatusInternalServerError, "获取性能指标失败")
		return
	}
	now := epoch(time.Now())
	stats, err := b.cache.stats(r.Context())
	if err != nil {
		b.log.error(modOptimizer, "获取性能指标失败: %s", err)
		b.log.error(modChatService, "获取性能指标失败: %s", err)
		writeJSON(w, http.StatusOK, object{
			"status": "success", "timestamp": now, "metrics": object{"error": err.Error()},
		})
		return
	}
	set := b.tuning.get()
	writeJSON(w, http.StatusOK, object{
		"status": "success", "timestamp": now,
		"metrics": object{
			"performance": object{
				"redis_connected_clients": stats.clients,
				"redis_used_memory":       stats.MemoryUsage,
				"redis_hit_rate":          stats.HitRate,
				"thread_pool_active":      runtime.NumGoroutine(),
				"cache_ttl":               set.CacheTTL,
			},
			"cache":          stats,
			"active_streams": b.gate.load(),
			"max_concurrent": set.MaxConcurrentRequests,
			"timeout":        set.RequestTimeout,
		},
	})
}

func (b *backend) cacheStats(w http.ResponseWriter, r *http.Request) {
	stats, err := b.cache.stats(r.Context())
	if err != nil {
		b.log.error(modPerformance, "获取缓存统计失败: %s", err)
		writeDetail(w, http.StatusInternalServerError, err.Error())
		return
	}
	writeJSON(w, http.StatusOK, object{"status": "success", "timestamp": epoch(time.Now()), "cache_stats": stats})
}

func (b *backend) clearCache(w http.ResponseWriter, r *http.Request) {
	pattern := or(r.URL.Query().Get("pattern"), "*")
	if _, err := b.cache.clear(r.Context(), pattern); err != nil {
		b.log.error(modPerformance, "清除缓存失败: %s", err)
		writeDetail(w, http.StatusInternalServerError, err.Error())
		return
	}
	writeJSON(w, http.StatusOK, object{"status": "success", "message": "缓存已清除: " + pattern})
}

func (b *backend) activeStreams(w http.ResponseWriter, _ *http.Request) {
	open := b.streams.list()
	writeJSON(w, http.StatusOK, object{
		"status": "success", "active_streams": open, "count": len(open), "timestamp": epoch(time.Now()),
	})
}

func (b *backend) showTuning(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, object{
		"status": "success", "config": b.tuning.get(), "timestamp": epoch(time.Now()),
	})
}

// changeTuning applies new limits at once: those who wait feel it too.
func (b *backend) changeTuning(w http.ResponseWriter, r *http.Request) {
	var wanted limitsChange
	if !readJSON(w, r, &wanted) {
		return
	}
	set, err := b.tuning.change(wanted)
	if err != nil {
		writeInvalid(w, "config", err.Error())
		return
	}
	b.gate.resize(set.MaxConcurrentRequests)
	b.log.info(modPerformance, "优化配置已更新: max_concurrent_requests=%d, request_timeout=%d", set.MaxConcurrentRequests, set.RequestTimeout)
	writeJSON(w, http.StatusOK, object{"status": "success", "message": "配置已更新", "config": set})
}

// benchmark answers /performance/benchmark with real work: a model call and
// ten round trips to the cache.
func (b *backend) benchmark(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	if err := b.llm.ping(r.Context()); err != nil {
		writeDetail(w, http.StatusInternalServerError, reason(err))
		return
	}
	model := time.Since(start)
	start = time.Now()
	for range 10 {
		if err := b.cache.roundTrip(r.Context()); err != nil {
			writeDetail(w, http.StatusInternalServerError, b.cache.reason(err))
			return
		}
	}
	writeJSON(w, http.StatusOK, object{"status": "success", "results": object{
		"llm_seconds": pyFloat(model.Seconds()), "cache_seconds": pyFloat(time.Since(start).Seconds()),
	}})
}
