package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"time"
)

// ErrSaved says that what was to be loaded is no saved world, or one of
// another version of this package.
var ErrSaved = errors.New("not a saved practice Telegram")

// ErrInhabited says that a world was to be loaded into one that has people.
var ErrInhabited = errors.New("the practice Telegram has people already")

// savedVersion changes whenever what is saved no longer fits what was.
const savedVersion = 1

// saved is a world as it is written down: people, chats with all that was
// said, files, and what the bot has not fetched. Calls, violations, faults,
// flood counts, webhooks and presses that wait for an answer are not in it.
type saved struct {
	Version  int
	Token    string
	At       time.Time
	Seed     uint64 // of the identifiers to come
	LastID   int
	Users    []savedUser
	Chats    []savedChat
	Rooms    []int64
	Polls    []savedPoll
	Files    []savedFile
	Numbered int
	Queue    savedQueue
	Settings savedSettings
}

type savedUser struct {
	Profile                      Profile
	About                        map[string]string
	Started, Blocked, Gone, Seen bool
	Where                        Place
	Phone                        string
}

type savedPoll struct {
	ID    string
	Chat  int64
	Msg   int
	Votes map[int64][]int
	Open  bool
}

type savedFile struct {
	ID, Unique, Name, MIME, Path string
	Photo                        bool
	Width, Height                int
	Data                         []byte
}

type savedQueue struct {
	Next    int64
	Last    time.Time
	Allowed map[string]bool
	Waiting []savedUpdate
}

type savedUpdate struct {
	ID         int64
	Kind, Lane string
	Body       []byte
	Expires    time.Time
}

type savedSettings struct {
	Commands                    map[string][]Command
	Names, Descriptions, Shorts map[string]string
	Menus                       map[int64]json.RawMessage
}

// Save writes the world down, so that [Server.Load] can go on with it.
func (s *Server) Save(w io.Writer) error {
	s.mu.Lock()
	v := s.written()
	s.mu.Unlock()
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return fmt.Errorf("save the practice Telegram: %w", err)
	}
	return nil
}

// SavedAt reads only when a world was saved, by its clock.
func SavedAt(r io.Reader) (time.Time, error) {
	var v struct {
		Version int
		At      time.Time
	}
	if err := json.NewDecoder(r).Decode(&v); err != nil {
		return time.Time{}, fmt.Errorf("%w: %w", ErrSaved, err)
	}
	if v.Version != savedVersion {
		return time.Time{}, fmt.Errorf("version %d: %w", v.Version, ErrSaved)
	}
	return v.At, nil
}

// Load takes a saved world up again, in a server that has no people yet:
// [ErrInhabited] otherwise, and [ErrSaved] for what is no such world. The bot
// must be the same.
func (s *Server) Load(r io.Reader) error {
	var v saved
	if err := json.NewDecoder(r).Decode(&v); err != nil {
		return fmt.Errorf("load the practice Telegram: %w: %w", ErrSaved, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case v.Version != savedVersion:
		return fmt.Errorf("load the practice Telegram: version %d: %w", v.Version, ErrSaved)
	case botID(v.Token) != s.bot.ID:
		return fmt.Errorf("load the practice Telegram: %w: it is another bot's", ErrSaved)
	case len(s.people) > 0 || len(s.rooms) > 0:
		return fmt.Errorf("load the practice Telegram: %w", ErrInhabited)
	}
	return s.read(v)
}

// The rest of this file is used with Server.mu held.

func (s *Server) written() saved {
	v := saved{
		Version: savedVersion, Token: s.token, At: s.now(), Seed: s.rng.Uint64(), LastID: s.lastID,
		Numbered: s.files.numbered,
		Queue:    savedQueue{Next: s.queue.next, Last: s.queue.last, Allowed: maps.Clone(s.queue.allowed)},
		Settings: savedSettings{
			Commands: maps.Clone(s.settings.commands), Names: maps.Clone(s.settings.names), Menus: maps.Clone(s.settings.menus),
			Descriptions: maps.Clone(s.settings.descriptions), Shorts: maps.Clone(s.settings.shorts),
		},
	}
	for _, u := range s.people {
		v.Users = append(v.Users, savedUser{u.profile, u.about, u.started, u.blocked, u.gone, u.seen, u.where, u.phone})
		v.Chats = append(v.Chats, u.private.written())
	}
	for _, c := range s.rooms {
		v.Rooms = append(v.Rooms, c.id)
		v.Chats = append(v.Chats, c.written())
	}
	for _, id := range slices.Sorted(maps.Keys(s.polls.byID)) {
		p := s.polls.byID[id]
		v.Polls = append(v.Polls, savedPoll{p.id, p.chat.id, p.msg, maps.Clone(p.votes), slices.Contains(s.polls.open, p)})
	}
	for _, f := range s.files.line {
		v.Files = append(v.Files, savedFile{f.id, f.unique, f.name, f.mime, f.path, f.photo, f.width, f.height, f.data})
	}
	for _, u := range s.queue.waiting {
		v.Queue.Waiting = append(v.Queue.Waiting, savedUpdate{u.id, u.kind, u.lane, u.body, u.expires})
	}
	return v
}

func (s *Server) read(v saved) error {
	s.rng = rand.New(rand.NewPCG(v.Seed, 0x68756d696e)) //nolint:gosec // identifiers of a practice world
	s.lastID = v.LastID
	for _, w := range v.Users {
		u := &User{
			s: s, profile: w.Profile, about: w.About, started: w.Started, blocked: w.Blocked, gone: w.Gone, seen: w.Seen,
			where: w.Where, phone: w.Phone,
		}
		u.private = newChat(s, u.profile.ID, Private)
		u.private.peer = u
		s.users[u.profile.ID] = u
		s.people = append(s.people, u)
		s.chats[u.private.id] = u.private
		if name := u.profile.Username; name != "" {
			s.byName[fold(name)] = u.profile.ID
		}
	}
	for _, id := range v.Rooms {
		s.chats[id] = newChat(s, id, Supergroup)
		s.rooms = append(s.rooms, s.chats[id])
	}
	for _, w := range v.Chats {
		c := s.chats[w.ID]
		if c == nil {
			return fmt.Errorf("load the practice Telegram: %w: a chat of nobody", ErrSaved)
		}
		if err := c.read(w); err != nil {
			return fmt.Errorf("load the practice Telegram: %w", err)
		}
	}
	s.readPolls(v.Polls)
	s.readFiles(v.Files)
	s.files.numbered = v.Numbered
	s.queue.next, s.queue.last, s.queue.allowed = v.Queue.Next, v.Queue.Last, v.Queue.Allowed
	for _, u := range v.Queue.Waiting {
		s.queue.waiting = append(s.queue.waiting, &update{id: u.ID, kind: u.Kind, lane: u.Lane, body: u.Body, expires: u.Expires})
	}
	maps.Copy(s.settings.commands, v.Settings.Commands)
	maps.Copy(s.settings.names, v.Settings.Names)
	maps.Copy(s.settings.descriptions, v.Settings.Descriptions)
	maps.Copy(s.settings.shorts, v.Settings.Shorts)
	maps.Copy(s.settings.menus, v.Settings.Menus)
	return nil
}

func (s *Server) readPolls(list []savedPoll) {
	for _, w := range list {
		p := &livePoll{id: w.ID, chat: s.chats[w.Chat], msg: w.Msg, votes: w.Votes}
		if p.chat == nil {
			continue
		}
		if p.votes == nil {
			p.votes = map[int64][]int{}
		}
		s.polls.byID[p.id] = p
		if w.Open {
			s.polls.open = append(s.polls.open, p)
		}
	}
}

func (s *Server) readFiles(list []savedFile) {
	for _, w := range list {
		f := &file{
			id: w.ID, unique: w.Unique, photo: w.Photo, name: w.Name, mime: w.MIME, path: w.Path,
			width: w.Width, height: w.Height, data: w.Data,
		}
		s.files.put(f)
	}
}
