package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bedside/probes/words"
)

// speak has the library's part of the command line speak the operator's
// language: help, and what is wrong with flags. What is not asked for costs
// nothing at the start.
func (a app) speak(root *cobra.Command) {
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := io.WriteString(cmd.OutOrStderr(), manual(cmd, a.lang))
		return err
	})
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return flagProblem(cmd, err, a.lang) })
	root.SetHelpCommand(helpCommand(a))
	root.AddCommand(completionCommand(a))
}

// helpCommand shows the help of the command that its arguments name.
func helpCommand(a app) *cobra.Command {
	return &cobra.Command{
		Use:   "help " + a.lang.Word("cli.help.some-command"),
		Short: a.lang.Word("cli.help"),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			asked, _, err := cmd.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandsLike(asked, begun), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(asked, first(append(rest, args...)), a.lang)
			}
			asked.InitDefaultHelpFlag()
			asked.InitDefaultVersionFlag()
			return asked.Help()
		},
	}
}

// commandsLike are the commands below one whose names begin so, for a shell.
func commandsLike(cmd *cobra.Command, begun string) []cobra.Completion {
	var out []cobra.Completion
	for _, sub := range listed(cmd) {
		if strings.HasPrefix(sub.Name(), begun) {
			out = append(out, cobra.CompletionWithDesc(sub.Name(), sub.Short))
		}
	}
	return out
}

// listed are the commands below one that help names.
func listed(cmd *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			out = append(out, sub)
		}
	}
	return out
}

// manual is how a command is used: the paragraphs of its help below its
// description.
func manual(cmd *cobra.Command, l words.Lang) string {
	parts := []string{paragraph(l.Word("cli.help.usage"), synopsis(cmd, l))}
	if cmd.HasExample() {
		parts = append(parts, paragraph(l.Word("cli.help.examples"), cmd.Example))
	}
	if subs := listed(cmd); len(subs) > 0 {
		parts = append(parts, paragraph(l.Word("cli.help.commands"), commandList(subs)))
	}
	if cmd.HasAvailableLocalFlags() {
		parts = append(parts, paragraph(l.Word("cli.help.flags"), flagList(cmd, cmd.LocalFlags(), l)))
	}
	if cmd.HasAvailableInheritedFlags() {
		parts = append(parts, paragraph(l.Word("cli.help.global"), flagList(cmd, cmd.InheritedFlags(), l)))
	}
	if cmd.HasAvailableSubCommands() {
		parts = append(parts, l.Word("cli.help.more", cmd.CommandPath())+"\n")
	}
	return strings.Join(parts, "\n")
}

func paragraph(title, text string) string { return title + "\n" + strings.TrimRight(text, "\n") + "\n" }

// synopsis is the ways in which a command is called, a line each.
func synopsis(cmd *cobra.Command, l words.Lang) string {
	var b strings.Builder
	if cmd.Runnable() {
		b.WriteString("  " + strings.Replace(cmd.UseLine(), "[flags]", l.Word("cli.help.some-flags"), 1) + "\n")
	}
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " " + l.Word("cli.help.some-command") + "\n")
	}
	return b.String()
}

func commandList(subs []*cobra.Command) string {
	return columns(func(row func(name, what string)) {
		for _, sub := range subs {
			row("  "+sub.Name(), sub.Short)
		}
	})
}

func flagList(cmd *cobra.Command, set *pflag.FlagSet, l words.Lang) string {
	return columns(func(row func(name, what string)) {
		set.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				row(flagLine(cmd, f, l))
			}
		})
	})
}

// columns are rows of two columns, the first as wide as its widest cell, which
// is in ASCII.
func columns(fill func(row func(name, what string))) string {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	fill(func(name, what string) { fmt.Fprintf(table, "%s\t%s\n", name, what) })
	_ = table.Flush() // into memory
	return b.String()
}

// flagLine is a flag as it is written, and what it does.
func flagLine(cmd *cobra.Command, f *pflag.Flag, l words.Lang) (name, what string) {
	value, what := pflag.UnquoteUsage(f)
	if f.Annotations[cobra.FlagSetByCobraAnnotation] != nil {
		what = l.Word(words.Code("cli.help.flag."+f.Name), cmd.CommandPath())
	}
	if given(f) {
		what = l.Word("cli.help.default", what, strings.Replace(f.DefValue, "m0s", "m", 1))
	}
	name = "      --" + f.Name
	if f.Shorthand != "" {
		name = "  -" + f.Shorthand + ", --" + f.Name
	}
	if value != "" {
		name += " " + value
	}
	return name, what
}

// given reports whether a flag stands for something where it is left out.
func given(f *pflag.Flag) bool {
	switch f.DefValue {
	case "", "0", "0s", "false", "[]":
		return false
	}
	return true
}
