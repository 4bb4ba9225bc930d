package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// checkCommand looks at everything a bot needs and changes nothing. It works
// beside a running bot.
type checkCommand struct {
	databaseSetting
	telegramSettings
	adminsSetting
	listenSettings
	programmeSetting
	languageSetting
	Health bool `help:"Only ask the running bot at HUIMIN_LISTEN whether it is well, as Docker does."`
}

// state is how something stands that was checked.
type state string

const (
	stateGood state = "ok"
	stateNote state = "note" // worth knowing; nothing to mend
	stateBad  state = "WRONG"
)

// finding is one line of a check. Mend says what to do about it.
type finding struct {
	State state
	About string
	What  string
	Mend  string
}

// findings are the lines so far.
type findings []finding

func (f *findings) good(about, what string, args ...any) {
	*f = append(*f, finding{State: stateGood, About: about, What: fmt.Sprintf(what, args...)})
}

func (f *findings) note(about, what string, args ...any) {
	*f = append(*f, finding{State: stateNote, About: about, What: fmt.Sprintf(what, args...)})
}

func (f *findings) bad(about, mend, what string, args ...any) {
	*f = append(*f, finding{State: stateBad, About: about, What: fmt.Sprintf(what, args...), Mend: mend})
}

// write prints the findings and tells how many are bad.
func (f findings) write(w io.Writer) (bad int, err error) {
	for _, one := range f {
		if one.State == stateBad {
			bad++
		}
		if _, err = fmt.Fprintf(w, "%-5s %-9s %s\n", one.State, one.About, one.What); err == nil && one.Mend != "" {
			_, err = fmt.Fprintf(w, "%-15s → %s\n", "", one.Mend)
		}
		if err != nil {
			return bad, err
		}
	}
	return bad, nil
}

// Run prints what it found; an error when something has to be mended.
func (c *checkCommand) Run(ctx context.Context, out *outside) error {
	if c.Health {
		return c.health(ctx)
	}
	var found findings
	asks := c.settings(&found)
	var t *telegram
	var me profile
	if asks {
		token, err := c.token()
		if err != nil {
			return err
		}
		t = newTelegram(c.APIURL, token)
		if me, err = c.bot(ctx, &found, t, out.Now); err != nil {
			t = nil
		}
	}
	c.programme(&found, out.Now())
	chats := c.database(ctx, &found, out.Now())
	if t != nil {
		if err := c.groups(ctx, &found, t, me, chats); err != nil {
			return err
		}
	} else {
		found.note("groups", "not looked at: that takes a token that works")
	}
	bad, err := found.write(out.Stdout)
	if err == nil && bad > 0 {
		err = fmt.Errorf("%d to mend", bad)
	}
	return err
}

// settings tells what is wrong with them, and whether Telegram can be asked.
func (c *checkCommand) settings(found *findings) (asks bool) {
	token := c.telegramSettings.wrongs()
	wrong := append(append(token, c.adminsSetting.wrongs()...), c.listenSettings.wrongs(c.APIURL)...)
	for _, err := range wrong {
		*found = append(*found, finding{State: stateBad, About: "settings", What: err.Error()})
	}
	if len(wrong) == 0 {
		found.good("settings", "%s", c.summary())
	}
	return len(token) == 0
}

func (c *checkCommand) summary() string {
	way := "asks Telegram for updates"
	if c.WebhookURL != "" {
		way = "Telegram brings updates to " + c.WebhookURL
	}
	if c.Listen == "" {
		return way + "; no health check (HUIMIN_LISTEN is not set)"
	}
	return way + "; listens on " + c.Listen
}

// bot asks who it is, and looks at the clock and at the way of updates.
func (c *checkCommand) bot(ctx context.Context, found *findings, t *telegram, now func() time.Time) (profile, error) {
	began := now()
	me, err := t.me(ctx)
	switch {
	case errors.Is(err, errToken):
		*found = append(*found, finding{State: stateBad, About: "token", What: err.Error()})
		return me, err
	case err != nil:
		found.bad("token", "look at the network, a proxy (HTTPS_PROXY) and HUIMIN_API_URL", "%s does not answer: %s", c.APIURL, err)
		return me, err
	}
	found.good("token", "@%s", me.Username)
	clock(found, t.asked.Get("Date"), began, now())
	c.hook(ctx, found, t)
	return me, nil
}

// mostSkew is how far this machine's clock may be off: ballots close by the
// minute.
const mostSkew = 30 * time.Second

func clock(found *findings, date string, began, ended time.Time) {
	theirs, err := http.ParseTime(date)
	if err != nil {
		found.note("clock", "not compared: the Bot API's answer has no date")
		return
	}
	off := began.Add(ended.Sub(began) / 2).Sub(theirs).Round(time.Second)
	if off.Abs() > mostSkew {
		found.bad("clock", "let the machine set its clock: timedatectl set-ntp true", "it is %s off Telegram's: deadlines and ballots would end at the wrong moment", off)
		return
	}
	found.good("clock", "%s, within %s of Telegram's", ended.Format(time.RFC3339), mostSkew)
}

// hook compares where Telegram brings updates with the settings.
func (c *checkCommand) hook(ctx context.Context, found *findings, t *telegram) {
	var hook struct {
		URL     string `json:"url"`
		Pending int    `json:"pending_update_count"`
		ErrorAt int64  `json:"last_error_date"`
		Error   string `json:"last_error_message"`
	}
	if err := t.ask(ctx, "getWebhookInfo", struct{}{}, &hook); err != nil {
		found.bad("updates", "check again in a while", "cannot ask where they go: %s", err)
		return
	}
	switch {
	case hook.URL != c.WebhookURL && hook.URL == "":
		found.note("updates", "Telegram does not know the webhook yet; huimin serve tells it")
	case hook.URL != c.WebhookURL && c.WebhookURL == "":
		found.note("updates", "Telegram brings them to %s; huimin serve ends that and asks for them", hook.URL)
	case hook.URL != c.WebhookURL:
		found.note("updates", "Telegram brings them to %s; huimin serve changes that", hook.URL)
	case hook.Error != "":
		found.bad("updates", "look at the web server before huimin, its certificate, and where it passes requests on", "Telegram could not deliver at %s: %s (%d wait)",
			time.Unix(hook.ErrorAt, 0).Format(time.RFC3339), hook.Error, hook.Pending)
	default:
		found.good("updates", "%d wait at Telegram", hook.Pending)
	}
}

var (
	errNoListen = errors.New("set HUIMIN_LISTEN to the address on which the bot listens, such as 127.0.0.1:8080")
	errUnwell   = errors.New("the bot is not well; its log and huimin check say more")
)

// health asks the running bot, by the address it listens on.
func (c *checkCommand) health(ctx context.Context) error {
	if c.Listen == "" {
		return errNoListen
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return errors.Join(errNoListen, err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second) // Docker gives it five
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	// A proxy for the Internet is no way to this machine itself.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("nobody answers on %s: is huimin serve running? %w", c.Listen, err)
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%w (status %d)", errUnwell, res.StatusCode)
	}
	return nil
}
