package xinyu

import (
	"fmt"
	"time"
)

// slowFunction is what the service's timing decorator finds too slow.
const slowFunction = 3 * time.Second

// logTiming writes the lines of the decorator around the chat functions.
func (e *engine) logTiming(q question, took time.Duration, err error) {
	function := q.Kind.function()
	if err != nil {
		e.log.error(modOptimizer, "函数 %s 执行失败，耗时: %.3fs, 错误: %s", function, took.Seconds(), reason(err))
		return
	}
	e.log.info(modOptimizer, "函数 %s 执行时间: %.3fs", function, took.Seconds())
	if took > slowFunction {
		e.log.warning(modOptimizer, "函数 %s 执行时间过长: %.3fs", function, took.Seconds())
	}
}

// logFailure writes that a message got no reply, and where that came from.
func (e *engine) logFailure(q question, err error) {
	text := fmt.Sprintf("聊天引擎调用失败: %s, user_id=%s, session_id=%s", reason(err), q.UserID, q.SessionID)
	e.log.exception(modMain, text, chatTraceback(err))
}

// logInteraction writes what an answered message told about its user.
func (e *engine) logInteraction(q question, a reply) {
	e.log.info(modMain, "用户ID=%s，情感得分=%.2f，情绪标签=%s", q.UserID, a.Mood.Score, a.Mood.Raw)
	e.log.info(modEmotion, "情感分析完成：用户ID=%s，原始情绪=%s，处理后=%s", q.UserID, a.Mood.Raw, a.Mood.Refined)
	e.log.info(modChatService, "对话完成: user_id=%s, session_id=%s, 内容=%s", q.UserID, q.SessionID, q.Message)
}

// chatTraceback is the way that an error took through the chat code.
func chatTraceback(err error) traceback {
	return traceback{
		Frames: []frame{
			{"/app/backend/main.py", 214, "chat", "chat_response = await chat_engine.chat(chat_request)"},
			{"/app/backend/services/optimized_chat_service.py", 131, "chat_with_limit", "return await self._chat(request)"},
			{"/app/backend/modules/llm/core/llm_with_plugins.py", 96, "generate_with_fallback", "return await self._generate_with_key(prompt, self.api_keys[i])"},
		},
		Error: pyException(err),
	}
}
