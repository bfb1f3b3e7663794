package main

import (
	"io"

	"github.com/spf13/cobra"

	"bedside/probes/words"
)

// shells are those that are told how to complete a command line.
var shells = []struct {
	name   string
	script func(root *cobra.Command, w io.Writer, described bool) error
}{
	{"bash", (*cobra.Command).GenBashCompletionV2},
	{"fish", (*cobra.Command).GenFishCompletion},
	{"powershell", powershellScript},
	{"zsh", zshScript},
}

func powershellScript(root *cobra.Command, w io.Writer, described bool) error {
	if described {
		return root.GenPowerShellCompletionWithDesc(w)
	}
	return root.GenPowerShellCompletion(w)
}

func zshScript(root *cobra.Command, w io.Writer, described bool) error {
	if described {
		return root.GenZshCompletion(w)
	}
	return root.GenZshCompletionNoDesc(w)
}

// completionCommand takes the place of the library's own, which speaks English
// alone. Like that one it is hidden from the list of commands.
func completionCommand(a app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "completion", Hidden: true, Args: noArguments(a.lang), ValidArgsFunction: cobra.NoFileCompletions,
		Short: a.lang.Word("cli.completion"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, shell := range shells {
		bare := false
		sub := &cobra.Command{
			Use: shell.name, Args: noArguments(a.lang), ValidArgsFunction: cobra.NoFileCompletions,
			Short: a.lang.Word("cli.completion.shell", shell.name),
			Long:  a.lang.Word(words.Code("cli.completion." + shell.name)),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return shell.script(cmd.Root(), a.document(), !bare)
			},
		}
		sub.Flags().BoolVar(&bare, "no-descriptions", false, a.lang.Word("cli.flag.no-descriptions"))
		cmd.AddCommand(sub)
	}
	return cmd
}
