package xinyu

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// promptFile is what the backend takes from backend/xinyu_prompt.py.
type promptFile struct {
	SafeMode bool // every reply is the safe one
	Filter   bool // sensitive content is caught
}

var assignment = regexp.MustCompile(`(?m)^(SAFE_MODE_ENABLED|SENSITIVE_FILTER_ENABLED)[ \t]*=[ \t]*(True|False)\b`)

func readPromptFile(path string) (promptFile, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return promptFile{}, fmt.Errorf("read the prompt file: %w", err)
	}
	return parsePrompt(source), nil
}

// parsePrompt finds the assignments at the left margin; as in Python the last
// one counts. Without any the filter is on and safe mode off.
func parsePrompt(source []byte) promptFile {
	p := promptFile{Filter: true}
	for _, found := range assignment.FindAllSubmatch(source, -1) {
		on := string(found[2]) == "True"
		switch string(found[1]) {
		case "SAFE_MODE_ENABLED":
			p.SafeMode = on
		case "SENSITIVE_FILTER_ENABLED":
			p.Filter = on
		}
	}
	return p
}

const (
	safeReply   = "我理解你的感受，但如果你正在经历紧急情况，请立即联系专业人士。"
	guidedReply = "听到你这么说，我很担心你的安全。请立即拨打24小时心理援助热线400-161-9995，或联系身边信任的人和专业人士。我会一直在这里陪着你。"
	// busyReply is the degraded answer where no model answered.
	busyReply = "我现在有点忙，但一直在这里陪着你，稍等一下～"
)

// safeSuggestions go with both safe replies.
func safeSuggestions() []string { return []string{"拨打心理热线", "联系心理咨询师"} }

// sensitiveWords are what check_sensitive_topic looks for.
var sensitiveWords = [...]string{
	"自残", "自杀", "不想活", "割腕", "跳楼", "结束生命", "活着没意思", "伤害自己", "去死",
}

// sensitiveWord returns the first sensitive word in the message, or "".
func sensitiveWord(message string) string {
	for _, word := range sensitiveWords {
		if strings.Contains(message, word) {
			return word
		}
	}
	return ""
}

const persona = "你是“心语”，一位温暖、耐心的情感陪伴者。先共情，再回应；不评判，不说教。"

// buildPrompt puts the persona, what memory recalled and the last rounds in
// front of what the user said.
func buildPrompt(q question, m mood, memories []string, rounds string) []llmMessage {
	var system strings.Builder
	system.WriteString(persona)
	fmt.Fprintf(&system, "\n用户此刻的情绪：%s（%.2f）", m.Refined, m.Score)
	for _, memory := range memories {
		system.WriteString("\n相关记忆：")
		system.WriteString(memory)
	}
	if rounds != "" {
		system.WriteString("\n最近的对话：\n")
		system.WriteString(rounds)
	}
	return []llmMessage{
		{Role: "system", Content: system.String()},
		{Role: "user", Content: q.Message},
	}
}
