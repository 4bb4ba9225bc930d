package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"huimin/bot"
	"huimin/fund"
	"huimin/office"
	"huimin/sandbox"
	"huimin/store"
)

// stateFile is where the practice Telegram is kept, beside the database.
func (d *demo) stateFile() string { return d.file + ".sandbox" }

// saveState keeps the practice Telegram, when anything is to be kept.
func (d *demo) saveState() error {
	if d.DB == "" || d.telegram == nil {
		return nil
	}
	under := d.stateFile() + ".new"
	f, err := os.OpenFile(under, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) //nolint:gosec // whoever starts the demo names the path
	if err != nil {
		return fmt.Errorf("keep the practice Telegram: %w", err)
	}
	if err := errors.Join(d.telegram.Save(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(under))
	}
	return os.Rename(under, d.stateFile())
}

// keepEvery is how often the practice Telegram is kept while it changes.
const keepEvery = 3 * time.Second

// keepState keeps the practice Telegram every few seconds when it has changed,
// until ctx ends.
func (d *demo) keepState(ctx context.Context) error {
	var changed atomic.Bool
	cancel := d.telegram.Subscribe(func(sandbox.Event) { changed.Store(true) })
	defer cancel()
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if changed.Swap(false) {
				if err := d.saveState(); err != nil {
					return err
				}
			}
		case <-ctx.Done():
			return nil // play keeps it once more when everything has stopped
		}
	}
}

// resume goes on from a kept demo.
func (d *demo) resume(ctx context.Context) error {
	db, err := store.Open(ctx, d.file)
	if err != nil {
		return err
	}
	err = d.takeUp(ctx, db)
	return errors.Join(err, db.Close())
}

func (d *demo) takeUp(ctx context.Context, db *store.DB) error {
	var latest time.Time
	err := db.Write(ctx, func(tx *store.Tx) (err error) {
		latest, err = d.lastMoment(tx)
		return err
	})
	if err != nil {
		return err
	}
	if d.APIURL != "" {
		d.clock.start(later(d.start(), latest))
		return nil
	}
	state, err := os.ReadFile(d.stateFile())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err == nil {
		at, err := sandbox.SavedAt(bytes.NewReader(state))
		if err != nil {
			return fmt.Errorf("%s: %w", d.stateFile(), err)
		}
		latest = later(latest, at)
	}
	d.clock.start(later(d.start(), latest)) // time does not go back
	d.newTelegram()
	if state == nil {
		return d.again(ctx, db)
	}
	if err := d.telegram.Load(bytes.NewReader(state)); err != nil {
		return fmt.Errorf("%s: %w", d.stateFile(), err)
	}
	d.city, err = sameCity(d.telegram)
	if err == nil && d.city == nil {
		d.nameAdmins()
	}
	return err
}

// lastMoment gives when something happened last in the books, and makes sure
// that they are a demo's, or nobody's yet.
func (d *demo) lastMoment(tx *store.Tx) (time.Time, error) {
	head, err := tx.Head()
	if err != nil {
		return time.Time{}, err
	}
	latest, err := tx.JobRan(made)
	if errors.Is(err, store.ErrNotFound) {
		entries, err := tx.Entries(0, int(head.Size))
		if err != nil {
			return time.Time{}, err
		}
		if slices.ContainsFunc(entries, func(e store.Entry) bool { return e.By != 0 }) {
			return time.Time{}, fmt.Errorf("%s: %w", d.file, errNotDemo)
		}
		d.Empty = true
		return d.start(), tx.SetJobRan(made, d.start())
	}
	if err != nil || head.Size == 0 {
		return latest, err
	}
	entry, err := tx.Entry(head.Size - 1)
	return later(latest, entry.At), err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// again makes the people and groups of the city once more, by the same numbers,
// when the practice Telegram was not kept with the database; what is posted in
// the groups is posted anew.
func (d *demo) again(ctx context.Context, db *store.DB) (err error) {
	if d.Empty {
		d.newcomers()
		return nil
	}
	if d.city, err = newCity(d.telegram); err != nil {
		return err
	}
	p, err := d.wire(db, bot.Limits{Off: true})
	if err != nil {
		return err
	}
	err = db.Read(ctx, func(tx *store.Tx) error {
		if err := d.putPhotos(tx); err != nil {
			return err
		}
		for _, e := range d.city.file.People {
			switch _, err := d.city.person(tx, e.Key); {
			case err == nil:
				d.city.users[e.Key].Start("")
			case !errors.Is(err, store.ErrNotFound):
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := p.bot.Settle(ctx); err != nil {
		return err
	}
	if err := db.Write(ctx, func(tx *store.Tx) error { return repost(tx, d.city.groups, d.clock.Now()) }); err != nil {
		return fmt.Errorf("post anew: %w", err)
	}
	return p.bot.Settle(ctx)
}

// putPhotos puts an empty picture in the place of each photo that the books
// speak of and that is gone.
func (d *demo) putPhotos(tx *store.Tx) error {
	cities, err := tx.PlacesOf(fund.PlaceCity)
	if err != nil {
		return err
	}
	var photos []fund.Photo
	for _, city := range cities {
		requests, err := tx.RequestsUnder(city.ID)
		if err != nil {
			return err
		}
		for _, r := range requests {
			photos = append(photos, r.Photos...)
		}
		projects, err := tx.ProjectsUnder(city.ID)
		if err != nil {
			return err
		}
		for _, p := range projects {
			photos = slices.Concat(photos, p.Before, p.After)
			quotes, err := tx.Quotes(p.ID)
			if err != nil {
				return err
			}
			for _, q := range quotes {
				photos = append(photos, q.Photos...)
			}
		}
	}
	empty := paint("")
	for _, photo := range photos {
		if err := d.telegram.PutPhoto(photo.FileID, photo.UniqueID, empty); err != nil {
			return err
		}
	}
	return nil
}

// repost forgets every post, whose messages are gone, and puts those of groups
// into the outbox once more.
func repost(tx *store.Tx, groups []*sandbox.Chat, now time.Time) error {
	posts, err := tx.PostsUnder("")
	if err != nil {
		return err
	}
	for _, p := range posts {
		if err := tx.DropPost(p.Chat, p.Topic); err != nil {
			return err
		}
		kind, data, ok := postOf(p.Topic)
		if !ok || !slices.ContainsFunc(groups, func(c *sandbox.Chat) bool { return c.ID() == p.Chat }) {
			continue
		}
		body, err := json.Marshal(data)
		if err != nil {
			return err
		}
		err = tx.Send(store.Outgoing{
			Topic: p.Topic, Kind: kind, Chat: p.Chat, Data: body, Lane: store.LaneNotice,
		}, now)
		if err != nil {
			return err
		}
	}
	return nil
}

// postOf gives the notice behind a post's topic.
func postOf(topic string) (kind string, data any, ok bool) {
	noun, number, _ := strings.Cut(topic, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return "", nil, false
	}
	switch noun {
	case "request":
		return office.KindRequestPost, office.RequestPost{Request: fund.RequestID(id)}, true
	case "project":
		return office.KindProjectPost, office.ProjectPost{Project: fund.ProjectID(id)}, true
	case "ballot":
		return office.KindBallotPost, office.BallotPost{Ballot: fund.BallotID(id)}, true
	}
	return "", nil, false
}
