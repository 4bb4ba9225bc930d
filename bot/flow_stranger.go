package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"huimin/locales"
	"huimin/store"
)

// greet meets a stranger who did something else than /start. What they sent is
// not lost: the notice replies to it, and so their consent points at it.
func (c *residents) greet(t *turn) error {
	switch {
	case t.tap != nil && !t.chat.private():
		t.open(t.link(wantNothing))
		return nil
	case !t.chat.private():
		return t.say(screen{
			Text: locales.StartGroup(),
			Keys: [][]key{{linkKey(locales.StartGroupButton(), t.link(c.repliedTo(t)))}},
		})
	}
	return c.greetAlone(t)
}

// albumLife is how long the pictures of one album may take to arrive.
const albumLife = 10 * time.Second

// greetAlone says the whole notice to a stranger once a day, and in between only
// that they have to agree.
func (c *residents) greetAlone(t *turn) error {
	s, err := c.notice(t, "", false)
	if err != nil {
		return err
	}
	once := "notice:" + strconv.FormatInt(t.chat.ID, 10) + ":" + t.now.In(c.office.Zone()).Format(time.DateOnly)
	said, err := t.tx.Said(once)
	album := t.message != nil && t.tap == nil && t.message.MediaGroupID != ""
	switch {
	case err == nil && album && t.now.Sub(said) < albumLife:
		return nil
	case err == nil:
		lang := string(t.lang)
		once = ""
		s.Text = locales.StartStill()
		s.Keys[1] = []key{t.key(locales.StartNoticeButton(), noticeButton{"", lang, false})}
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	if t.tap == nil && t.called == nil {
		s.ReplyTo = t.message.ID
	}
	switch {
	case once == "" && album:
		once = "greet:" + t.message.MediaGroupID
	case once == "":
		return t.say(s)
	}
	return t.sayOnce(once, s)
}

// onceLife is how long something that is said once may still be said; when it
// is over, upkeep forgets that it was.
const onceLife = 24 * time.Hour

// sayOnce says something once for a key, whatever brings it up again: the
// pictures of an album come one by one.
func (t *turn) sayOnce(key string, s screen) error {
	if err := s.check(); err != nil {
		return err
	}
	data, err := json.Marshal(screenData{Lang: t.lang, Screen: s})
	if err != nil {
		return fmt.Errorf("say once: %w", err)
	}
	return t.tx.Send(store.Outgoing{
		Key: key, Kind: kindScreen, Chat: t.chat.ID, Data: data, Lane: store.LaneReply, Expires: t.now.Add(onceLife),
	}, t.now)
}
