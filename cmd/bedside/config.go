package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/config/find"
	"bedside/probes/words"
)

func configCommand(a app, flags *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: a.lang.Word("cli.config"),
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	part := func(use string, run func() error) *cobra.Command {
		return &cobra.Command{Use: use, Short: a.lang.Word(words.Code("cli.config." + use)), Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error { return run() }}
	}
	cmd.AddCommand(
		part("init", func() error { return a.print(config.Starter(), nil) }),
		part("schema", func() error { return a.print(config.Schema()) }),
		part("show", func() error {
			path, err := a.file(flags)
			if err != nil {
				return err
			}
			return a.print(config.Show(path))
		}),
		part("check", func() error {
			path, err := a.file(flags)
			if err != nil {
				return err
			}
			return a.check(path)
		}),
	)
	return cmd
}

func (a app) file(flags *common) (string, error) {
	path, err := find.File(flags.config, os.Getenv)
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
	warnings, err := config.Warnings(path)
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
