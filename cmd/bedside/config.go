package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/config/find"
	"bedside/probes/words"
)

func configCommand(a app, flags *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: a.lang.Word("cli.config"),
		Args:  noArguments(a.lang),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	printing := func(use string, content func() ([]byte, error)) *cobra.Command {
		return &cobra.Command{Use: use, Short: a.lang.Word(words.Code("cli.config." + use)), Args: noArguments(a.lang),
			RunE: func(*cobra.Command, []string) error { return a.print(content()) }}
	}
	reading := func(use string, read func(path string) error) *cobra.Command {
		return &cobra.Command{Use: use + " [FILE]", Short: a.lang.Word(words.Code("cli.config." + use)), Args: cobra.ArbitraryArgs,
			RunE: func(_ *cobra.Command, args []string) error {
				path, err := a.file(flags, args)
				if err != nil {
					return err
				}
				return read(path)
			}}
	}
	cmd.AddCommand(
		printing("init", func() ([]byte, error) { return config.Starter(), nil }),
		printing("schema", config.Schema),
		reading("show", func(path string) error { return a.print(config.Show(path)) }),
		reading("check", a.check),
	)
	return cmd
}

// file is the configuration that an argument or the flag names, else the one
// that is found. Two names have to be the same.
func (a app) file(flags *common, args []string) (string, error) {
	asked := args
	if flags.config != "" {
		asked = append([]string{flags.config}, args...)
	}
	if names := slices.Compact(slices.Clone(asked)); len(names) > 1 {
		return "", errors.New(a.lang.Word("cli.one-file", strings.Join(names, ", ")))
	}
	path, err := find.File(first(asked), os.Getenv)
	if errors.Is(err, find.ErrNone) {
		return "", errors.New(a.lang.Word("cli.no-file"))
	}
	return path, err
}

func (a app) print(content []byte, err error) error {
	if err != nil {
		return err
	}
	if _, err := a.document().Write(content); err != nil {
		return failed(err)
	}
	return nil
}

// check judges the file; what is merely worth knowing goes to standard error.
func (a app) check(path string) error {
	c, err := config.Load(path)
	if err != nil {
		return err
	}
	warnings, err := c.Warnings()
	if err != nil {
		return err
	}
	said := a.spelled(a.std.err)
	for _, w := range warnings {
		fmt.Fprintln(said, w.In(a.lang))
	}
	for _, line := range c.Inactive() {
		fmt.Fprintln(said, a.lang.Say(line))
	}
	return a.print([]byte(a.lang.Word("config.good", path)+"\n"), nil)
}
