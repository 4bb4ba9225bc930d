package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"huimin/fund"
	"huimin/store"
)

// database looks at the disk and the books, and gives the chats to ask after.
func (c *checkCommand) database(ctx context.Context, found *findings, now time.Time) (chats []store.Chat) {
	c.disk(found)
	db, err := store.OpenReadOnly(ctx, c.DB)
	if errors.Is(err, fs.ErrNotExist) {
		found.bad("database", howToBegin, "there is none at %s yet", c.DB)
		return nil
	}
	if err != nil {
		*found = append(*found, finding{State: stateBad, About: "database", What: mend(err).Error()})
		return nil
	}
	err = db.Read(ctx, func(tx *store.Tx) (err error) {
		if !soundness(tx, found) {
			return nil
		}
		if err := c.people(tx, found); err != nil {
			return err
		}
		if err := traffic(tx, found); err != nil {
			return err
		}
		if err := c.rulesSoFar(tx, found, now); err != nil {
			return err
		}
		chats, err = tx.AllBoundChats()
		return err
	})
	if err = errors.Join(err, db.Close()); err != nil {
		found.bad("database", "huimin verify says more; keep your last backup", "it cannot be read: %s", err)
	}
	return chats
}

// enoughDisk is what should always be free: the write-ahead log and a backup
// need room of their own.
const enoughDisk = 200 << 20

func (c *checkCommand) disk(found *findings) {
	dir := filepath.Dir(c.DB)
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		found.bad("disk", "make the folder, or name another file with HUIMIN_DB", "%s: %s", dir, err)
		return
	}
	free := s.Bavail * uint64(s.Bsize) //nolint:gosec // a block is never of negative size
	if free < enoughDisk {
		found.bad("disk", "make room: without it no vote can be recorded", "%d MB free in %s", free>>20, dir)
	} else {
		found.good("disk", "%d MB free", free>>20)
	}
	const writes = 2 // W_OK of access(2)
	for _, path := range []string{dir, c.DB, c.DB + ".lock"} {
		if err := syscall.Access(path, writes); err != nil && !errors.Is(err, fs.ErrNotExist) {
			found.bad("disk", "give it to the user who runs huimin", "%s cannot be written: %s", path, err)
		}
	}
}

// soundness checks file and record, and tells whether to read on.
func soundness(tx *store.Tx, found *findings) bool {
	if err := tx.CheckFile(false); err != nil {
		found.bad("database", "stop the bot, keep this file, and put back the last backup", "%s", err)
		return false
	}
	head, err := tx.CheckRecord()
	if err != nil {
		found.bad("record", "huimin verify says more; keep this file and compare it with the last backup", "%s", err)
		return true
	}
	found.good("database", "sound; the record has %d entries", head.Size)
	return true
}

// people looks whether anybody can work with the books.
func (c *checkCommand) people(tx *store.Tx, found *findings) error {
	communities, err := tx.PlacesOf(fund.PlaceCommunity)
	if err != nil {
		return err
	}
	if len(communities) == 0 {
		found.bad("places", howToBegin, "there are no communities yet")
		return nil
	}
	found.good("places", "%d communities", len(communities))
	cities, err := tx.PlacesOf(fund.PlaceCity)
	admins := 0
	for _, city := range cities {
		holding, err := tx.Holders(city.ID, fund.RoleAdmin)
		if err != nil {
			return err
		}
		admins += len(holding)
	}
	switch {
	case err != nil:
		return err
	case admins > 0:
		found.good("people", "%d administrate", admins)
	case len(c.Admins) > 0:
		found.note("people", "nobody administrates yet: whoever HUIMIN_ADMINS names becomes administrator on writing /start to the bot and agreeing")
	default:
		found.bad("people", "name a Telegram number in HUIMIN_ADMINS, or open a link of huimin invite --role admin", "nobody administrates")
	}
	return bound(tx, found, communities)
}

// bound tells for which communities nothing can be decided or told, because no
// group is bound.
func bound(tx *store.Tx, found *findings, communities []fund.Place) error {
	for _, purpose := range []store.Purpose{store.PurposeRepresentatives, store.PurposeNeighbourhood} {
		var lacking []string
		for _, p := range communities {
			chats, err := tx.BoundChats(p.ID, purpose)
			if err != nil {
				return err
			}
			if len(chats) == 0 {
				lacking = append(lacking, p.Code)
			}
		}
		if len(lacking) == 0 {
			continue
		}
		why := "nothing can be put to the vote there"
		if purpose == store.PurposeNeighbourhood {
			why = "nobody is told of decisions there"
		}
		found.note("groups", "%d of %d communities have no %s group, %s: %s; say /bind in the group",
			len(lacking), len(communities), purpose, why, few(lacking))
	}
	return nil
}

// few names the first of many.
func few(names []string) string {
	const shown = 10
	text := strings.Join(names[:min(shown, len(names))], ", ")
	if len(names) > shown {
		text += fmt.Sprintf(" and %d more", len(names)-shown)
	}
	return text
}

// traffic tells what was set aside in the inbox and outbox.
func traffic(tx *store.Tx, found *findings) error {
	_, failed, err := tx.InboxCounts()
	if err != nil {
		return err
	}
	out, err := tx.OutboxCounts()
	if err != nil {
		return err
	}
	if failed > 0 {
		list, err := tx.FailedUpdates(3)
		if err != nil {
			return err
		}
		why := make([]string, len(list))
		for i, u := range list {
			why[i] = fmt.Sprintf("%d (%s)", u.Seq, u.Error)
		}
		found.note("updates", "%d could not be handled and are kept; administrators were told; the latest: %s", failed, strings.Join(why, ", "))
	}
	if n := out[store.OutboxFailed]; n > 0 {
		found.note("messages", "%d could not be sent and are kept; administrators were told", n)
	}
	if n := out[store.OutboxUncertain]; n > 0 {
		found.note("messages", "nobody knows whether %d arrived: administrators were asked", n)
	}
	return nil
}

// groups asks Telegram for each bound chat whether the bot can still post there.
func (c *checkCommand) groups(ctx context.Context, found *findings, t *telegram, me profile, chats []store.Chat) error {
	good := 0
	for _, chat := range chats {
		var member struct {
			Status string `json:"status"`
			Post   bool   `json:"can_post_messages"`
			Send   bool   `json:"can_send_messages"`
		}
		err := t.ask(ctx, "getChatMember", map[string]int64{"chat_id": chat.ID, "user_id": me.ID}, &member)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name := fmt.Sprintf("“%s” (%d)", shorten(chat.Title), chat.ID)
		var no *refused
		switch {
		case errors.As(err, &no) && no.Code == http.StatusForbidden, member.Status == "left", member.Status == "kicked":
			found.bad("groups", "add the bot to the group again", "%s: the bot is not in it any more", name)
		case no != nil:
			found.bad("groups", "add the bot to the group again and say /bind there", "%s: %s", name, no)
		case err != nil:
			found.bad("groups", "check again in a while", "%s: %s", name, err)
		case chat.Kind == store.ChatChannel && (member.Status != "administrator" || !member.Post):
			found.bad("groups", "make the bot an administrator of the channel who may post", "%s: the bot may not post", name)
		case member.Status == "restricted" && !member.Send:
			found.bad("groups", "let the bot write again, in the group's permissions", "%s: the bot may not write", name)
		default:
			good++
		}
	}
	if good > 0 {
		found.good("groups", "the bot can post in %d of %d", good, len(chats))
	}
	return nil
}

// shorten keeps a title to a line.
func shorten(title string) string {
	const longest = 40
	if utf8.RuneCountInString(title) <= longest {
		return title
	}
	return string([]rune(title)[:longest]) + "…"
}
