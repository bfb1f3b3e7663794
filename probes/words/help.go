package words

// helpWords are the frame of the command line's help, and what is said of a
// command line that cannot be obeyed.
var helpWords = map[Code]text{
	"cli.help":              {"help about any command", "查看命令的用法"},
	"cli.help.usage":        {"Usage:", "用法："},
	"cli.help.examples":     {"Examples:", "示例："},
	"cli.help.commands":     {"Available Commands:", "命令："},
	"cli.help.flags":        {"Flags:", "选项："},
	"cli.help.global":       {"Global Flags:", "全局选项："},
	"cli.help.some-flags":   {"[flags]", "[选项]"},
	"cli.help.some-command": {"[command]", "[命令]"},
	"cli.help.more":         {`Use "{0} [command] --help" for more information about a command.`, `使用 "{0} [命令] --help" 查看命令的详细用法。`},
	"cli.help.flag.help":    {"help for {0}", "显示 {0} 的用法"},
	"cli.help.flag.version": {"version of {0}", "显示 {0} 的版本"},
	"cli.help.default":      {"{0} (default {1})", "{0}（默认 {1}）"},

	"cli.completion":           {"print a script that has a shell complete command lines", "输出 Shell 自动补全脚本"},
	"cli.completion.shell":     {"the script for {0}", "{0} 的自动补全脚本"},
	"cli.flag.no-descriptions": {"complete without descriptions", "补全时不显示说明"},
	"cli.completion.bash": {`The script for bash. It needs the package bash-completion. For this shell:

  source <(bedside completion bash)

For every new one:

  bedside completion bash > /etc/bash_completion.d/bedside`, `bash 的自动补全脚本，依赖软件包 bash-completion。在当前 Shell 中启用：

  source <(bedside completion bash)

在每个新 Shell 中启用：

  bedside completion bash > /etc/bash_completion.d/bedside`},
	"cli.completion.fish": {`The script for fish. For this shell:

  bedside completion fish | source

For every new one:

  bedside completion fish > ~/.config/fish/completions/bedside.fish`, `fish 的自动补全脚本。在当前 Shell 中启用：

  bedside completion fish | source

在每个新 Shell 中启用：

  bedside completion fish > ~/.config/fish/completions/bedside.fish`},
	"cli.completion.powershell": {`The script for PowerShell. For this session:

  bedside completion powershell | Out-String | Invoke-Expression

For every new one, add what that prints to your profile.`, `PowerShell 的自动补全脚本。在当前会话中启用：

  bedside completion powershell | Out-String | Invoke-Expression

在每个新会话中启用：将其输出加入 PowerShell 配置文件。`},
	"cli.completion.zsh": {`The script for zsh, whose completion has to be on (autoload -U compinit; compinit).
For this shell:

  source <(bedside completion zsh)

For every new one:

  bedside completion zsh > "${fpath[1]}/_bedside"`, `zsh 的自动补全脚本，须先启用补全（autoload -U compinit; compinit）。在当前 Shell 中启用：

  source <(bedside completion zsh)

在每个新 Shell 中启用：

  bedside completion zsh > "${fpath[1]}/_bedside"`},

	"cli.unknown-below": {"unknown command {0}; `{1} --help` lists them", "未知命令 {0}；`{1} --help` 列出全部命令"},
	"cli.no-argument":   {"{0}: `{1}` takes no argument", "{0}：`{1}` 不接受参数"},
	"cli.unknown-flag":  {"unknown flag {0}; `{1} --help` lists them", "未知选项 {0}；`{1} --help` 列出全部选项"},
	"cli.bare-flag":     {"{0} wants a value", "{0} 缺少参数值"},
	"cli.wrong-value":   {"{0} {1}: {2} is wanted", "{0} {1}：应为{2}"},
	"cli.flag-problem":  {"{0}", "{0}"},
	"cli.no-scene":      {"no scene {0}; there are: {1}", "没有故障场景 {0}；可用场景：{1}"},
	"cli.no-delay":      {"--fault {0}: a delay such as 5s belongs after @", "--fault {0}：@ 之后应为延迟时间，如 5s"},
}
