package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bedside/probes/words"
)

// noArguments accepts none: below a command that has others the first is a
// mistyped one.
func noArguments(l words.Lang) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return nil
		case cmd.HasSubCommands():
			return unknownCommand(cmd, args[0], l)
		}
		return errors.New(l.Word("cli.no-argument", args[0], cmd.CommandPath()))
	}
}

// unknownCommand says that there is no such command below one.
func unknownCommand(below *cobra.Command, name string, l words.Lang) error {
	if below == nil || !below.HasParent() {
		return errors.New(l.Word("cli.unknown-command", name))
	}
	return errors.New(l.Word("cli.unknown-below", name, below.CommandPath()))
}

// flagProblem says what is wrong with a flag of a command.
func flagProblem(cmd *cobra.Command, err error, l words.Lang) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var wrong *pflag.InvalidValueError
	var malformed *pflag.InvalidSyntaxError
	line := words.Of("cli.flag-problem", err.Error())
	switch {
	case errors.As(err, &unknown):
		line = words.Of("cli.unknown-flag", spelling(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()), cmd.CommandPath())
	case errors.As(err, &bare):
		line = words.Of("cli.bare-flag", spelling(bare.GetSpecifiedName(), bare.GetSpecifiedShortnames()))
	case errors.As(err, &wrong):
		line = words.Of("cli.wrong-value", "--"+wrong.GetFlag().Name, wrong.GetValue(), kindOf(wrong.GetFlag()))
	case errors.As(err, &malformed):
		line = words.Of("cli.unknown-flag", malformed.GetSpecifiedFlag(), cmd.CommandPath())
	}
	return errors.New(l.Say(line))
}

// spelling is a flag as it was typed: alone, or among others after one hyphen.
func spelling(name, among string) string {
	if among != "" {
		return "-" + name
	}
	return "--" + name
}

// kindOf says what a flag's value has to be.
func kindOf(f *pflag.Flag) words.Code {
	switch f.Value.Type() {
	case "bool":
		return "config.kind.bool"
	case "duration":
		return "config.kind.duration"
	case "int64":
		return "config.kind.int"
	case "float64":
		return "condition.number"
	}
	return "config.kind.string"
}
