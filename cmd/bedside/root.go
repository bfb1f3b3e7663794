package main

import (
	"errors"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"bedside/cmd/internal/config"
	"bedside/cmd/internal/config/find"
	"bedside/cmd/internal/locale"
	"bedside/probes/words"
)

// app is what every command needs.
type app struct {
	std    streams
	locale locale.Locale
	lang   words.Lang
}

// common are the flags that every command understands.
type common struct {
	config   string
	readOnly bool
	lang     string
	ascii    bool // draw in ASCII
	sevenBit bool // write nothing else
	noColor  bool
}

// target are the flags of the commands that take a URL.
type target struct {
	headers  []string
	ca       string
	insecure bool
	logs     []string
}

func newRoot(a app) *cobra.Command {
	var flags common
	var at target
	root := &cobra.Command{
		Use:           "bedside [URL]",
		Short:         a.lang.Word("cli.root"),
		Long:          a.lang.Word("cli.root.long"),
		Example:       a.lang.Word("cli.root.example"),
		Version:       version(),
		Args:          oneURL(a.lang),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.console(cmd.Context(), consoleRequest{common: flags, target: at, url: first(args)})
		},
	}
	root.SetIn(a.std.in)
	root.SetOut(a.spelled(a.std.out))
	root.SetErr(a.spelled(a.std.err))
	pf := root.PersistentFlags()
	pf.StringVarP(&flags.config, "config", "c", "", a.lang.Word("cli.flag.config"))
	pf.BoolVar(&flags.readOnly, "read-only", false, a.lang.Word("cli.flag.read-only"))
	pf.StringVar(&flags.lang, "lang", "", a.lang.Word("cli.flag.lang"))
	pf.BoolVar(&flags.ascii, "ascii", false, a.lang.Word("cli.flag.ascii"))
	pf.BoolVar(&flags.noColor, "no-color", false, a.lang.Word("cli.flag.no-color"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if _, ok := words.Parse(flags.lang); !ok && flags.lang != "" {
			return errors.New(a.lang.Word("cli.bad-lang", flags.lang))
		}
		flags.sevenBit = a.sevenBit() && (flags.ascii || !pf.Changed("ascii"))
		if !pf.Changed("ascii") {
			flags.ascii = flags.sevenBit || a.locale.Bare
		}
		return nil
	}
	at.register(root, a.lang)
	root.AddCommand(demoCommand(a, &flags), statusCommand(a, &flags), doctorCommand(a, &flags), configCommand(a, &flags), xinyuCommand(a))
	a.speak(root)
	return root
}

func (t *target) register(cmd *cobra.Command, l words.Lang) {
	f := cmd.Flags()
	f.StringArrayVar(&t.headers, "header", nil, l.Word("cli.flag.header"))
	f.StringVar(&t.ca, "ca", "", l.Word("cli.flag.ca"))
	f.BoolVar(&t.insecure, "insecure", false, l.Word("cli.flag.insecure"))
	f.StringArrayVar(&t.logs, "log", nil, l.Word("cli.flag.log"))
}

// oneURL accepts at most one argument that looks like a URL: a word alone is a
// mistyped command.
func oneURL(l words.Lang) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 0 && !strings.ContainsAny(args[0], ":/.") {
			return errors.New(l.Word("cli.unknown-command", args[0]))
		}
		if len(args) > 1 {
			return errors.New(l.Word("cli.too-many"))
		}
		return nil
	}
}

func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// configuration is what the flags ask for: a URL, a named file, or the file
// that is found. The error is find.ErrNone where there is none of them.
func (a app) configuration(flags common, at target, url string) (*config.Config, error) {
	if url == "" {
		if err := at.withoutURL(a.lang); err != nil {
			return nil, err
		}
		path, err := find.File(flags.config, os.Getenv)
		if errors.Is(err, find.ErrNone) {
			return nil, err
		}
		c, err := config.Load(path)
		if err != nil {
			return nil, err
		}
		return c, c.AddLogs(at.logs)
	}
	if flags.config != "" {
		return nil, errors.New(a.lang.Word("cli.url-and-file"))
	}
	headers, err := at.settings(a.lang)
	if err != nil {
		return nil, err
	}
	return config.ForURL(config.Watch{URL: url, Headers: headers, CA: at.ca, Insecure: at.insecure, Logs: at.logs})
}

// withoutURL refuses what means nothing where no URL is given.
func (t target) withoutURL(l words.Lang) error {
	if len(t.headers) > 0 || t.ca != "" || t.insecure {
		return errors.New(l.Word("cli.url-flags"))
	}
	return nil
}

func (t target) settings(l words.Lang) ([]config.Setting, error) {
	var out []config.Setting
	for _, h := range t.headers {
		name, value, ok := strings.Cut(h, ":")
		if !ok || strings.TrimSpace(name) == "" {
			return nil, errors.New(l.Word("cli.bad-header"))
		}
		out = append(out, config.Setting{Name: strings.TrimSpace(name), Text: strings.TrimSpace(value)})
	}
	return out, nil
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "devel"
	}
	return info.Main.Version
}
