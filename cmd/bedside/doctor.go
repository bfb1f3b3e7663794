package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/config/find"
	"bedside/cmd/internal/doctor"
	"bedside/cmd/internal/wire"
	"bedside/probes/words"
)

func doctorCommand(a app, flags *common) *cobra.Command {
	var at target
	asJSON := false
	cmd := &cobra.Command{
		Use:   "doctor [URL]",
		Short: a.lang.Word("cli.doctor"),
		Long:  a.lang.Word("cli.doctor.long"),
		Args:  oneURL(a.lang),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.doctor(cmd.Context(), doctorRequest{common: *flags, target: at, url: first(args), json: asJSON})
		},
	}
	at.register(cmd, a.lang)
	cmd.Flags().BoolVar(&asJSON, "json", false, a.lang.Word("cli.flag.json"))
	return cmd
}

// doctorRequest is what `bedside doctor` was asked to examine.
type doctorRequest struct {
	common
	target
	url  string
	json bool
}

// doctor examines, reports, and exits by whether there is something to mend. A
// configuration that cannot be used is reported beside everything that does not
// depend on it.
func (a app) doctor(ctx context.Context, r doctorRequest) error {
	c, source, err := a.source(r)
	if err != nil {
		return err
	}
	look := wire.ConsoleOptions{Lang: a.lang, ASCII: r.ascii, NoColor: r.noColor, In: a.std.in, Out: a.std.out}
	if c != nil {
		look.Theme = c.Screen.Theme
	}
	report, err := wire.Checkup(ctx, wire.CheckupOptions{Source: source, Config: c, Console: look, Legacy: a.locale.Legacy})
	if err != nil {
		return failed(err)
	}
	if r.json {
		err = report.JSON(a.document(), a.lang)
	} else if _, err = io.WriteString(a.spelled(a.std.out), report.Text(wire.ReportLook(look))); err != nil {
		err = fmt.Errorf("write the report: %w", err)
	}
	switch {
	case err != nil:
		return failed(err)
	case source.Err != nil:
		return &exitError{code: exitUsage}
	case report.ToMend() > 0:
		return &exitError{code: exitFailed}
	}
	return nil
}

// source finds the configuration that the console would use. What is wrong with
// a file is part of what was found; wrong usage is an error.
func (a app) source(r doctorRequest) (*config.Config, doctor.Source, error) {
	s := doctor.Source{URL: r.url}
	if r.url == "" {
		if err := r.withoutURL(a.lang); err != nil {
			return nil, s, err
		}
		path, err := find.File(r.config, os.Getenv)
		if errors.Is(err, find.ErrNone) {
			return nil, s, nil
		}
		s.File, s.Found = path, foundBy(r.common, path)
	}
	c, err := a.configuration(r.common, r.target, r.url)
	var wrong config.Errors
	switch {
	case errors.As(err, &wrong) && len(wrong) > 0 && wrong[0].File != "":
		s.Err = err
		return nil, s, nil
	case err != nil:
		return nil, s, err
	}
	if s.File != "" {
		s.Warnings, err = c.Warnings()
	}
	return c, s, err
}

// foundBy says why it is this file that is read.
func foundBy(flags common, path string) words.Line {
	switch path {
	case flags.config:
		return words.Of("doctor.config.asked")
	case os.Getenv("BEDSIDE_CONFIG"):
		return words.Of("doctor.config.env")
	}
	return words.Of("doctor.config.found")
}
