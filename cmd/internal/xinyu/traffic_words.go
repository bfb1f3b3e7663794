package xinyu

func usualSentences() []string {
	return []string{
		"今天加班到十点，真的好累",
		"最近总是睡不着，脑子里一直在想工作的事",
		"下周要做项目汇报，我特别焦虑，怕讲不好",
		"和男朋友又吵架了，心里很难受",
		"考研成绩出来了，差了三分，好失落",
		"领导今天当着大家的面批评我，我觉得很委屈",
		"一个人在外地过生日，有点孤单",
		"我升职了！特别开心，想和你分享",
		"妈妈总是拿我和别人比，我很生气",
		"不知道自己以后想做什么，有点迷茫",
		"今天天气很好，去公园散了步，心情不错",
		"室友晚上总打游戏，吵得我没法休息",
		"面试被拒了，感觉自己什么都做不好",
		"孩子发烧了，我一晚上没睡，担心得不行",
		"谢谢你昨天的建议，我试了一下，好多了",
		"我是不是太敏感了？同事的一句话我想了一整天",
		"减肥又失败了，好讨厌自己",
		"爷爷上个月走了，我还是很想他",
		"明天要体检，有点害怕",
		"朋友忘了我们的约定，我有点失望",
		"房贷压力好大，不敢辞职",
		"今天学会了一首新曲子，很有成就感",
		"我想改变现状，但是总提不起劲",
		"和父母视频了，他们身体都好，我放心多了",
	}
}

func sensitiveSentences() []string {
	return []string{
		"我不想活了",
		"有时候会有自残的念头",
		"活着没意思，真的很想结束生命",
		"我昨天晚上又想伤害自己了",
	}
}

// hostileSentences are what a log reader meets sooner or later: control
// sequences, overrides of the writing direction, faked lines.
func hostileSentences() []string {
	return []string{
		"测试\x1b[2J\x1b]0;owned\x07一下",
		"这是\u202e反着的\u202c文字",
		"\u200b\u200b零宽\ufeff字符",
	}
}

type viewOfReply struct {
	kind    string
	rating  int
	comment string
}

func opinions() []viewOfReply {
	return []viewOfReply{
		{"helpful", 5, "很有帮助"},
		{"helpful", 4, "感觉被理解了"},
		{"warm", 5, "很温暖，谢谢"},
		{"irrelevant", 2, "答非所问"},
		{"lack_empathy", 2, "有点敷衍"},
		{"overstepping", 1, "问得太多了"},
	}
}
