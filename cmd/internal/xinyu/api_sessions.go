package xinyu

import (
	"net/http"
	"strconv"
	"time"
)

// maxHistory is the most of one conversation that is shown.
const maxHistory = 200

func (b *backend) history(w http.ResponseWriter, r *http.Request) {
	session := r.PathValue("session_id")
	limit, err := strconv.Atoi(or(r.URL.Query().Get("limit"), "20"))
	if err != nil || limit < 1 {
		writeInvalid(w, "limit", "Input should be a positive integer")
		return
	}
	messages, err := b.store.history(r.Context(), session, min(limit, maxHistory))
	if err != nil {
		writeDetail(w, http.StatusInternalServerError, "获取会话历史失败: "+reason(err))
		return
	}
	writeJSON(w, http.StatusOK, object{"session_id": session, "messages": messages})
}

func (b *backend) addFeedback(w http.ResponseWriter, r *http.Request) {
	var f feedback
	if !readJSON(w, r, &f) {
		return
	}
	if f.Rating < 1 || f.Rating > 5 {
		writeInvalid(w, "rating", "Input should be between 1 and 5")
		return
	}
	id, err := b.store.addFeedback(r.Context(), f)
	if err != nil {
		writeDetail(w, http.StatusInternalServerError, "保存反馈失败: "+reason(err))
		return
	}
	b.log.info(modFeedback, "用户反馈：反馈类型=%s，评分=%d，评论=%s", f.Type, f.Rating, f.Comment)
	writeJSON(w, http.StatusOK, object{
		"feedback_id": id, "session_id": f.SessionID, "feedback_type": f.Type,
		"rating": f.Rating, "created_at": isoformat(time.Now()),
	})
}

func (b *backend) feedbackStatistics(w http.ResponseWriter, r *http.Request) {
	counts, err := b.store.feedbackByType(r.Context())
	if err != nil {
		writeDetail(w, http.StatusInternalServerError, "获取反馈统计失败: "+reason(err))
		return
	}
	total := 0
	for _, c := range counts {
		total += c.Count
	}
	writeJSON(w, http.StatusOK, object{"total_count": total, "statistics": counts})
}
