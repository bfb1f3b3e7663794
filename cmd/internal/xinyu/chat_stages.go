package xinyu

import (
	"context"
	"time"
)

// network spends the way of the message to the service. Where the user
// stamped it, its way here counts too; what it waited for its turn does not.
func (e *engine) network(ctx context.Context, q question) error {
	start := time.Now()
	err := spend(ctx, e.dice.between(8*time.Millisecond, 30*time.Millisecond))
	e.metrics.stage(stageNetwork, q.Transit+time.Since(start))
	return err
}

// hear turns speech into text.
func (e *engine) hear(ctx context.Context, q question) error {
	if q.Kind != kindVoice {
		return nil
	}
	return spend(ctx, e.dice.between(200*time.Millisecond, 400*time.Millisecond))
}

// speak turns text into speech.
func (e *engine) speak(ctx context.Context, q question) error {
	if q.Kind != kindVoice {
		return nil
	}
	return spend(ctx, e.dice.between(120*time.Millisecond, 250*time.Millisecond))
}

// look has the model describe the user's picture before it replies.
func (e *engine) look(ctx context.Context) error {
	start := time.Now()
	_, err := e.llm.ask(ctx, []llmMessage{{Role: "user", Content: "请描述图片中人物的表情和情绪"}}, nil)
	e.metrics.stage(stageLLM, time.Since(start))
	return err
}

// recall asks the vector database for memories of the user.
func (e *engine) recall(ctx context.Context, q question) ([]string, error) {
	start := time.Now()
	memories, err := e.memory.recall(ctx, q.Message)
	e.metrics.stage(stageVector, time.Since(start))
	return memories, err
}

// compose builds the prompt. Counting its tokens is what takes the time, and
// with plugins on, one message in seven goes through one of them.
func (e *engine) compose(ctx context.Context, q question, m mood, memories []string, rounds string) ([]llmMessage, error) {
	start := time.Now()
	defer func() { e.metrics.stage(stagePrompt, time.Since(start)) }()
	effort := e.dice.between(10*time.Millisecond, 30*time.Millisecond)
	if e.settings.Plugins && e.dice.unit() < 1.0/7 {
		effort += e.dice.between(60*time.Millisecond, 140*time.Millisecond)
	}
	prompt := buildPrompt(q, m, memories, rounds)
	return prompt, spend(ctx, effort)
}
