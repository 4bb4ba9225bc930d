package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// What is wrong with settings, each with what to do about it. What is only
// missing where it is needed, such as the token, its own use tells.

const usualAPI = "https://api.telegram.org"

var (
	tokenForm  = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
)

func (t telegramSettings) wrongs() (list []error) {
	switch token, err := t.token(); {
	case err != nil:
		list = append(list, err)
	case !tokenForm.MatchString(token):
		list = append(list, errors.New("the token does not look like one: @BotFather's are a number, a colon, and letters and digits"))
	}
	if u, err := url.Parse(t.APIURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		list = append(list, fmt.Errorf("HUIMIN_API_URL is no web address: leave it out for Telegram's own, %s", usualAPI))
	}
	return list
}

func (a adminsSetting) wrongs() (list []error) {
	for _, id := range a.Admins {
		if id <= 0 {
			list = append(list, fmt.Errorf("HUIMIN_ADMINS: %d is not a person's number: write to the running bot, and /privacy there shows yours", id))
		}
	}
	return list
}

// wrongs looks at the listener and the webhook; another Bot API server than
// Telegram's also delivers without encryption, and to any port.
func (l listenSettings) wrongs(api string) (list []error) {
	if l.Listen != "" {
		_, port, err := net.SplitHostPort(l.Listen)
		if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n == 0 {
			list = append(list, fmt.Errorf("HUIMIN_LISTEN is %q: give a host and a port, such as 127.0.0.1:8080, or :8080 for every address of this machine", l.Listen))
		}
	}
	if l.WebhookURL == "" {
		if l.WebhookSecret != "" {
			list = append(list, errors.New("HUIMIN_WEBHOOK_SECRET is of use only with HUIMIN_WEBHOOK_URL: set both, or neither to ask Telegram for updates"))
		}
		return list
	}
	u, err := url.Parse(l.WebhookURL)
	own := strings.TrimSuffix(api, "/") != usualAPI
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		list = append(list, errors.New("HUIMIN_WEBHOOK_URL is no web address: give the public one that leads here, such as https://bot.example.org/telegram"))
	case u.Scheme != "https" && !own:
		list = append(list, errors.New("HUIMIN_WEBHOOK_URL must begin with https: Telegram delivers to nothing else"))
	case u.Path == "/healthz":
		list = append(list, errors.New("HUIMIN_WEBHOOK_URL must not end in /healthz, which is taken: choose another path"))
	}
	if !secretForm.MatchString(l.WebhookSecret) {
		list = append(list, errors.New("HUIMIN_WEBHOOK_SECRET must be 1 to 256 of A–Z, a–z, 0–9, _ and -: openssl rand -hex 32 makes a good one"))
	}
	if l.Listen == "" {
		list = append(list, errors.New("a webhook needs HUIMIN_LISTEN: the address to which your web server passes what comes for HUIMIN_WEBHOOK_URL"))
	}
	return list
}
