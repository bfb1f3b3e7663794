package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/wire"
	"bedside/cmd/internal/xinyu"
)

func demoCommand(a app, flags *common) *cobra.Command {
	var o xinyu.Options
	var faults []string
	backendOnly := false
	cmd := &cobra.Command{
		Use:   "demo",
		Short: a.lang.Word("cli.demo"),
		Long:  a.lang.Word("cli.demo.long", sceneList()),
		Args:  noArguments(a.lang),
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, f := range faults {
				fault, err := xinyu.ParseFault(f)
				if err != nil {
					return err
				}
				o.Faults = append(o.Faults, fault)
			}
			exe, err := os.Executable()
			if err != nil {
				return failed(fmt.Errorf("find this program: %w", err))
			}
			o.Exe = exe
			if backendOnly {
				return a.backendOnly(cmd.Context(), o)
			}
			return a.demo(cmd.Context(), o, *flags)
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&faults, "fault", nil, a.lang.Word("cli.flag.fault"))
	f.Float64Var(&o.Rate, "rate", 20, a.lang.Word("cli.flag.rate"))
	f.Float64Var(&o.LogRate, "log-rate", 0, a.lang.Word("cli.flag.log-rate"))
	f.Int64Var(&o.Seed, "seed", 1, a.lang.Word("cli.flag.seed"))
	f.BoolVar(&backendOnly, "backend-only", false, a.lang.Word("cli.flag.backend-only"))
	return cmd
}

// scenesAbreast is how many names of scenes fit a line of help.
const scenesAbreast = 5

// sceneList is the names of all scenes, in lines.
func sceneList() string {
	var lines []string
	for names := range slices.Chunk(xinyu.Scenes(), scenesAbreast) {
		lines = append(lines, "  "+strings.Join(names, "  "))
	}
	return strings.Join(lines, "\n")
}

// demo shows the console on the embedded service, which starts behind the
// first frame.
func (a app) demo(ctx context.Context, o xinyu.Options, flags common) error {
	return a.show(ctx, wire.ConsoleOptions{
		Prepare: func(ctx context.Context) (*config.Config, func(), error) {
			d, err := xinyu.Start(ctx, o)
			if err != nil {
				return nil, nil, err
			}
			c, err := demoConfig(d.Ready, o.Exe)
			return c, d.Stop, err
		},
		ReadOnly: flags.readOnly, Demo: true,
	}, flags)
}

// backendOnly runs the embedded service without a screen until it is ended.
func (a app) backendOnly(ctx context.Context, o xinyu.Options) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	d, err := xinyu.Start(ctx, o)
	if err != nil {
		return failed(err)
	}
	defer d.Stop()
	path := filepath.Join(d.Ready.Root, demoFile)
	content, err := demoYAML(d.Ready, o.Exe)
	if err != nil {
		return failed(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return failed(fmt.Errorf("write the demo's configuration: %w", err))
	}
	greeting := struct {
		xinyu.Ready
		Config string `json:"config"`
	}{d.Ready, path}
	if err := json.NewEncoder(a.std.out).Encode(greeting); err != nil {
		return failed(err)
	}
	select {
	case <-ctx.Done():
		return nil
	case <-d.Done():
		return failed(errors.New(a.lang.Word("cli.demo.ended")))
	}
}

// demoFile is the configuration by which the embedded service is watched like
// any other: bedside -c FILE.
const demoFile = "bedside.yaml"

func demoConfig(r xinyu.Ready, exe string) (*config.Config, error) {
	content, err := demoYAML(r, exe)
	if err != nil {
		return nil, err
	}
	return config.Parse(demoFile, content)
}

func demoYAML(r xinyu.Ready, exe string) ([]byte, error) {
	return config.Demo(config.Embedded{
		URL: r.URL, Root: r.Root, State: r.State,
		Application: filepath.Join(r.Logs, "application.log"), Errors: filepath.Join(r.Logs, "error.log"),
		Prompt: r.Prompt, ConfigEnv: r.ConfigEnv, LLM: r.LLM, Chroma: r.Chroma, Redis: r.Redis, MySQLDSN: r.MySQLDSN,
		KeyFiles: r.LLMKeys, Exe: exe, Control: r.Control,
	})
}

// xinyuCommand is the hidden door to the parts of the embedded service.
func xinyuCommand(a app) *cobra.Command {
	return &cobra.Command{
		Use: "xinyu", Hidden: true, DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			err := xinyu.Command(cmd.Context(), args, xinyu.Std{In: a.std.in, Out: a.std.out, Err: a.std.err})
			if err != nil {
				return failed(err)
			}
			return nil
		},
	}
}
