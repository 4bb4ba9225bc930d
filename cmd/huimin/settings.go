package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"huimin/bot"
	"huimin/locales"
)

// settingTag is the struct tag that names the environment variable in which a
// flag's value stands when the command line does not give it.
const settingTag = "setting"

// environment reads flags from the environment variables that they name.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		name := flag.Tag.Get(settingTag)
		if name == "" {
			return nil, nil //nolint:nilnil // kong's way to say that a flag stands nowhere
		}
		value := getenv(name)
		if flag.IsSlice() {
			value = strings.ReplaceAll(value, " ", "") // “1, 2” is how people write lists
		}
		if value != "" {
			return value, nil
		}
		return nil, nil //nolint:nilnil // as above
	})
}

// namesSetting writes a flag's help with the environment variable beside it.
func namesSetting(v *kong.Value) string {
	if name := v.Tag.Get(settingTag); name != "" {
		return strings.TrimSuffix(v.Help, ".") + " ($" + name + ")."
	}
	return v.Help
}

// The settings of a running bot, in the groups in which subcommands need them.
type (
	databaseSetting struct {
		DB string `name:"db" placeholder:"FILE" default:"huimin.db" setting:"HUIMIN_DB" help:"The database file."`
	}
	languageSetting struct {
		Lang string `placeholder:"LANG" setting:"LANG" help:"The language in which mistakes in the programme are told: en or zh."`
	}
	telegramSettings struct {
		Token     string `placeholder:"TOKEN" setting:"HUIMIN_BOT_TOKEN" help:"The bot's token, from @BotFather."`
		TokenFile string `placeholder:"FILE" setting:"HUIMIN_BOT_TOKEN_FILE" help:"A file that holds the token."`
		APIURL    string `name:"api-url" placeholder:"URL" default:"https://api.telegram.org" setting:"HUIMIN_API_URL" help:"Another Bot API server."`
	}
	adminsSetting struct {
		Admins []int64 `placeholder:"NUMBER" setting:"HUIMIN_ADMINS" help:"Telegram numbers of the first administrators, with commas between."`
	}
	listenSettings struct {
		Listen        string `placeholder:"HOST:PORT" setting:"HUIMIN_LISTEN" help:"Address for /healthz and the webhook."`
		WebhookURL    string `placeholder:"URL" setting:"HUIMIN_WEBHOOK_URL" help:"Take updates at this public address instead of asking for them."`
		WebhookSecret string `placeholder:"SECRET" setting:"HUIMIN_WEBHOOK_SECRET" help:"What shows that it is Telegram who brings them."`
	}
)

// errNoToken says that the bot's token stands nowhere.
var errNoToken = errors.New("no token: set HUIMIN_BOT_TOKEN, or HUIMIN_BOT_TOKEN_FILE to a file that holds it; @BotFather gives one out")

// token gives the bot's token from the setting or from the file.
func (t telegramSettings) token() (string, error) {
	if t.Token != "" {
		return strings.TrimSpace(t.Token), nil
	}
	if t.TokenFile == "" {
		return "", errNoToken
	}
	data, err := os.ReadFile(t.TokenFile)
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	token := strings.TrimSpace(string(data))
	if token == "" {
		return "", fmt.Errorf("the file %s is empty: %w", t.TokenFile, errNoToken)
	}
	return token, nil
}

// webhook gives where Telegram brings updates, or none.
func (l listenSettings) webhook() bot.Webhook {
	return bot.Webhook{URL: l.WebhookURL, Secret: l.WebhookSecret}
}

// spoken is the language of what is told: Chinese where a locale such as
// zh_CN.UTF-8 asks for it, else English.
func (l languageSetting) spoken() locales.Lang {
	if strings.HasPrefix(l.Lang, string(locales.Chinese)) {
		return locales.Chinese
	}
	return locales.English
}
