// Command huimin runs a neighbourhood's community fund as a Telegram bot.
//
// Each subcommand has a file of its own; here they are listed, and everything
// they need from outside comes in. The command reads the clock and the
// environment, which nothing else in the project does; it knows no rules.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"huimin/programme"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "huimin:", err)
		os.Exit(1)
	}
}

// commands are the subcommands there are.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Run the bot."`
	Demo    demoCommand    `cmd:"" help:"Play a neighbourhood in the browser: the bot beside a practice Telegram."`
	Init    initCommand    `cmd:"" help:"Make a city with its districts, streets and communities, or add places."`
	Check   checkCommand   `cmd:"" help:"Say what is wrong with settings, token, groups, clock or disk, and how to mend it."`
	Verify  verifyCommand  `cmd:"" help:"Recompute the record, the tallies and the sums, also beside a running bot."`
	Backup  backupCommand  `cmd:"" help:"Copy the database, also beside a running bot, and compare the copy."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the database of a bot that is stopped; what was there is kept."`
	Years   yearsCommand   `cmd:"" help:"Generate seven years of a whole city by the rules, and print what they come to."`
	Recount recountCommand `cmd:"" help:"Count a secret ballot again from what was published."`
	Count   countCommand   `cmd:"" help:"Count a budget ballot from a Pabulib file, and compare with what its city published."`
	Invite  inviteCommand  `cmd:"" help:"Make a link that gives a role to whoever opens it first."`
	Import  importCommand  `cmd:"" help:"Read places, households and the roster out of a spreadsheet, also beside a running bot."`
	Export  exportCommand  `cmd:"" help:"Write tables of the books into a spreadsheet."`
}

// outside is what a subcommand needs of the world.
type outside struct {
	Getenv func(string) string
	Now    func() time.Time
	Stdout io.Writer
	Stderr io.Writer
}

// finished is thrown by kong's help, which ends the program in the middle of
// reading the command line.
type finished struct{ code int }

// run reads the command line and runs the subcommand it names until that ends
// or ctx does.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) (err error) {
	defer func() {
		if v := recover(); v != nil {
			done, ok := v.(finished)
			if !ok {
				panic(v)
			}
			if err = nil; done.code != 0 {
				err = fmt.Errorf("ended with %d", done.code)
			}
		}
	}()
	parser, err := kong.New(&commands{},
		kong.Name("huimin"),
		kong.Description("A Telegram bot through which a neighbourhood runs its community fund."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(finished{code}) }),
		kong.Resolvers(environment(getenv)),
		kong.ValueFormatter(namesSetting),
		kong.Vars{"demo_listen": demoListen, "presets": strings.Join(programme.Presets(), ", ")},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&outside{Getenv: getenv, Now: time.Now, Stdout: stdout, Stderr: stderr}),
	)
	if err != nil {
		return fmt.Errorf("command line: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		var wrong *kong.ParseError
		if errors.As(err, &wrong) {
			return fmt.Errorf("%w (see huimin --help)", err)
		}
		return err
	}
	return command.Run()
}
