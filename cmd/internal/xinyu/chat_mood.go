package xinyu

import "strings"

// mood is what the emotion analysis makes of a message.
type mood struct {
	Raw      string  // 焦虑
	Refined  string  // 职场焦虑
	Score    float64 // 0..1, two decimals; low is bad
	Keywords []string
}

// feelings maps what users say to what they feel, most telling words first.
var feelings = [...]struct {
	word, raw, refined string
	score              float64
}{
	{"加班", "焦虑", "职场焦虑", 0.28},
	{"老板", "焦虑", "职场焦虑", 0.30},
	{"工作", "焦虑", "职场焦虑", 0.34},
	{"面试", "焦虑", "求职焦虑", 0.33},
	{"考试", "焦虑", "学业焦虑", 0.31},
	{"学习", "焦虑", "学业焦虑", 0.36},
	{"分手", "悲伤", "失恋悲伤", 0.18},
	{"孤独", "孤独", "独处孤独", 0.24},
	{"一个人", "孤独", "独处孤独", 0.29},
	{"失眠", "疲惫", "睡眠困扰", 0.27},
	{"睡不着", "疲惫", "睡眠困扰", 0.27},
	{"累", "疲惫", "身心疲惫", 0.35},
	{"生气", "愤怒", "人际冲突", 0.26},
	{"吵架", "愤怒", "人际冲突", 0.25},
	{"害怕", "恐惧", "未来担忧", 0.23},
	{"难过", "悲伤", "情绪低落", 0.22},
	{"伤心", "悲伤", "情绪低落", 0.21},
	{"谢谢", "感激", "感激", 0.82},
	{"开心", "喜悦", "日常喜悦", 0.86},
	{"高兴", "喜悦", "日常喜悦", 0.84},
}

// feel analyses a message; chance moves the score a little, as a model would.
func feel(message string, d *dice) mood {
	m := mood{Raw: "平静", Refined: "平静", Score: 0.6, Keywords: []string{}}
	if word := sensitiveWord(message); word != "" {
		m = mood{Raw: "绝望", Refined: "自伤风险", Score: 0.06, Keywords: []string{word}}
	}
	for _, f := range feelings {
		if !strings.Contains(message, f.word) {
			continue
		}
		if len(m.Keywords) == 0 {
			m.Raw, m.Refined, m.Score = f.raw, f.refined, f.score
		}
		m.Keywords = append(m.Keywords, f.word)
	}
	m.Score = float64(rounded(min(max(m.Score+(d.unit()-0.5)/10, 0), 1)))
	return m
}

// suggestions are what a reply adds for a mood.
func (m mood) suggestions() []string {
	switch m.Raw {
	case "焦虑":
		return []string{"试试四次深呼吸", "把担心的事写下来"}
	case "悲伤", "孤独", "绝望":
		return []string{"联系一位信任的朋友", "出门走一走"}
	case "疲惫":
		return []string{"今晚早点休息", "给自己十分钟空白"}
	}
	return []string{"继续和我聊聊"}
}
